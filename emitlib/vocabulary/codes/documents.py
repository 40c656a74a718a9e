"""Findings about document files."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["DOCUMENTS"]

DOCUMENTS: dict[str, Code] = {
    "FILE_UNREADABLE": Code(
        "error",
        N_("{path} cannot be read: {reason}."),
        N_("Check the file's permissions and whether another program holds it open."),
    ),
    "NOT_A_FILE": Code(
        "error",
        N_("{path} is not an ordinary file."),
        N_("Remove it from the folder, or put the document itself there."),
        N_("A pipe, a device or a folder with the name of a document."),
    ),
    "NAME_UNSAFE": Code(
        "warning",
        N_("The file name {path} holds control characters or bytes that are no text."),
        N_("Rename the file; such names do not travel by mail."),
    ),
    "FILE_EMPTY": Code(
        "error",
        N_("{path} is empty."),
        N_("Get the document again from where it was downloaded or stamped."),
    ),
    "FILE_RENAMED": Code(
        "error",
        N_("{path} is not XML but {what}."),
        N_("Get the XML itself; an error page or an archive was probably saved under its name."),
    ),
    "XML_TOO_LARGE": Code(
        "error",
        N_("{path} has {size} bytes; more than {limit} are not read."),
        N_("Check what the file is: a CFDI is far smaller."),
    ),
    "XML_MALFORMED": Code(
        "error",
        N_("{path} is not well-formed XML: {reason}."),
        N_("Get the document again; what could be read of it is shown, but its receiver cannot use it."),
        N_("The file was cut, edited by hand or joined with another."),
    ),
    "XML_ENCODING": Code(
        "error",
        N_("{path} declares the encoding {declared} but was written in another; it was read as {used}."),
        N_("Get the document again from the PAC or from SAE; saving it in an editor breaks its seal."),
    ),
    "XML_NAMESPACE": Code(
        "warning",
        N_("{path} uses XML namespaces wrongly: {reason}."),
        N_("Some programs will refuse the file; ask your PAC for a clean one."),
    ),
    "DOCTYPE_REFUSED": Code(
        "error",
        N_("{path} has a DOCTYPE and was not read."),
        N_("No CFDI has one; treat the file as an attack or as damaged."),
        N_("A DOCTYPE can make a reader open other files or fill the memory."),
    ),
    "XML_NOT_FISCAL": Code(
        "warning",
        N_("{path} is XML, but no CFDI, withholding or cancellation paper: its root is {root}."),
        N_("Move it out of the folder if it is not to be delivered."),
    ),
    "NAMESPACE_UNEXPECTED": Code(
        "warning",
        N_("{path}: {name} is in the namespace '{namespace}', which is not SAT's."),
        N_("Check where the file comes from."),
    ),
    "UNSTAMPED": Code(
        "warning",
        N_("{path} has no stamp (TimbreFiscalDigital with a UUID); it is not a valid CFDI."),
        N_("Stamp it in SAE, or take it out of the folder."),
    ),
    "SEVERAL_STAMPS": Code(
        "warning",
        N_("{path} has {count} stamps; the first one was taken."),
        N_("Compare with SAT's verification page before it is delivered."),
    ),
    "UUID_MALFORMED": Code(
        "warning",
        N_("{path}: '{uuid}' is not a UUID."),
        N_("Get the document again from the PAC or from SAE."),
    ),
    "RFC_MALFORMED": Code(
        "warning",
        N_("{path}: '{rfc}' does not look like an RFC."),
        N_("Compare it with the client's tax certificate (constancia de situación fiscal)."),
    ),
    "TOTAL_MALFORMED": Code(
        "error",
        N_("{path}: the total '{total}' is not an amount."),
        N_("Get the document again from the PAC or from SAE."),
    ),
    "DATE_MALFORMED": Code(
        "warning",
        N_("{path}: '{date}' is not a date and time of the form 2026-10-31T23:59:59."),
        N_("Get the document again from the PAC or from SAE."),
    ),
    "TYPE_UNKNOWN": Code(
        "warning",
        N_("{path}: the type of document '{type}' is unknown."),
        N_("Known are I, E, T, N, P and, in old versions, ingreso, egreso and traslado."),
    ),
    "FACTS_MISSING": Code(
        "warning",
        N_("{path} lacks {names}."),
        N_("Get the document again from the PAC or from SAE."),
    ),
    "NOMINA_COMPLEMENT": Code(
        "warning",
        N_("{path} is a payroll receipt of an old version, though its type is not N."),
        N_("Take it out of the folder: payroll is not delivered to clients."),
        N_("CFDI 3.2 had no type for payroll and used egreso."),
    ),
    "RELATION_MALFORMED": Code(
        "info",
        N_("{path}: {count} of its relations name no document."),
        N_("Nothing to do unless the relation matters to the client."),
    ),
    "ACUSE_WITHOUT_UUIDS": Code(
        "warning",
        N_("{path} is a cancellation paper that names no UUID (status {status})."),
        N_("The service probably refused the request; ask for the acuse again."),
    ),
    "NOT_A_PDF": Code(
        "warning",
        N_("{path} is named PDF but is not one."),
        N_("Make the PDF again; an error page was probably saved under its name."),
    ),
    "PDF_MISSING": Code(
        "warning",
        N_("{path} has no PDF beside it."),
        N_("Put the PDF into the folder under the same name; otherwise one is made from the XML for printing."),
    ),
    "PDF_AMBIGUOUS": Code(
        "warning",
        N_("{path}: {count} PDF files could belong to it ({pdf}…); none was taken."),
        N_("Give the right PDF the name of the XML and take the others away."),
    ),
    "PDF_SHARED": Code(
        "warning",
        N_("{pdf} could belong to {count} documents, one of them {path}; it was given to none."),
        N_("Give each document its own PDF, under the name of the XML."),
    ),
    "PDF_WITHOUT_XML": Code(
        "warning",
        N_("{path} belongs to no XML of the folder."),
        N_("Add its XML: a PDF alone does not fulfil the duty to deliver (CFF 29-V)."),
    ),
    "DUPLICATE_DOCUMENT": Code(
        "warning",
        N_("{path} is the same document as {first}."),
        N_("Nothing to do: it counts once. Remove one of them to keep the folder clean."),
    ),
    "DUPLICATE_DIFFERS": Code(
        "error",
        N_("{path} has the identity of {first} but other bytes."),
        N_("Find out which is the stamped original and remove the other one."),
        N_("Blanks, an added addenda or an edit: bytes that differ break the seal or change what was sold."),
    ),
    "HIDDEN_IGNORED": Code(
        "info",
        N_("{count} hidden files or folders were left aside, such as {path}."),
        N_("Nothing to do, unless a document lies there."),
    ),
    "OTHER_FILES": Code(
        "info",
        N_("{count} files are neither XML nor PDF, such as {path}."),
        N_("Unpack archives; leave the others or take them away."),
    ),
    "LINK_OUTSIDE": Code(
        "warning",
        N_("{path} is a link that leads out of the folder; it was not followed."),
        N_("Copy the documents into the folder."),
    ),
    "FOLDER_UNREADABLE": Code(
        "error",
        N_("The folder {path} cannot be read: {reason}."),
        N_("Check its permissions: documents inside are missing from the index."),
    ),
    "MANIFEST_ENCODING": Code(
        "info",
        N_("{path} was read as {encoding}."),
        N_("If letters with accents look wrong, export it again as UTF-8."),
    ),
    "MANIFEST_TYPE_UNKNOWN": Code(
        "warning",
        N_("Neither the name {path} nor a column TIPO_DOC says which documents it lists."),
        N_("Keep SAE's table in the name: FACTF for invoices, FACTE for credit notes, FACTG for payment receipts."),
    ),
    "MANIFEST_UUID_IGNORED": Code(
        "info",
        N_("{path}: its column UUID is SAE's internal one and was left aside."),
        N_("Add CFDInn's UUID as a column CFDI_UUID, or its columns FECHA_CERT or TIPO_DOC beside it."),
    ),
    "MANIFEST_ROW_INCOMPLETE": Code(
        "warning",
        N_("{path}, row {row}: no client key, or neither UUID nor folio; the row was left aside."),
        N_("Complete the row in SAE and export again."),
    ),
    "SAT_ROW_MALFORMED": Code(
        "warning",
        N_("{path}, line {line}: not a row of SAT's metadata; it was left aside."),
        N_("Download the metadata again."),
    ),
}
