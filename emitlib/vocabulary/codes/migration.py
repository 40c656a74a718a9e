"""Findings about what goes out of Aspel SAE and back into it."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["MIGRATION"]

MIGRATION: dict[str, Code] = {
    # out of SAE
    "PULL_NO_DOCUMENTS": Code(
        "warning",
        N_("The source has no documents of company {company}: no table FACTF, FACTE, FACTG or CFDI of its number."),
        N_("Check the company's number; each of SAE's companies has its own database."),
    ),
    "PULL_XML_EMPTY": Code(
        "warning",
        N_("{document}: SAE has no XML of it (UUID {uuid})."),
        N_("Download the XML from SAT or from your PAC and put it into the folder of its month."),
        N_("XML_DOC is empty, as after a stamp whose answer never came, or where SAE was set to keep files only."),
    ),
    "PULL_XML_UNREADABLE": Code(
        "error",
        N_("{document}: what SAE keeps as its XML is no stamped CFDI ({reason}); it was not written."),
        N_("Download the XML from SAT or from your PAC and put it into the folder of its month."),
    ),
    "PULL_XML_OF_ANOTHER": Code(
        "error",
        N_("{document}: the XML that SAE keeps beside it is another document's ({differing}); it was not written."),
        N_("Download the right XML from SAT; do not send this one to the client."),
    ),
    "PULL_AMOUNT_DIFFERS": Code(
        "warning",
        N_("{document}: SAE says {amount}, its XML says {total}; the XML was written, it is the document."),
        N_("Look at the document in SAE."),
    ),
    "PULL_ACUSE_UNREADABLE": Code(
        "warning",
        N_("{document}: what SAE keeps as its cancellation is no receipt of SAT's ({reason}); it was not written."),
        N_("Get the acuse de cancelación from SAT."),
        N_("Some versions of SAE keep the request instead of the answer."),
    ),
    "PULL_WITHOUT_DATE": Code(
        "warning",
        N_("{document}: neither its XML nor SAE says of which month it is; it was not written."),
        N_("Put the XML into the folder of its month by hand."),
    ),
    "PULL_BYTES_CHANGED": Code(
        "error",
        N_("{document}: {path} holds other bytes under the same UUID {uuid}; the file was left as it is."),
        N_("Compare both with SAT's copy, remove the wrong file and pull again."),
    ),
    "PULL_STAMP_WITHOUT_DOCUMENT": Code(
        "warning",
        N_("{document}: SAE has the stamp {uuid}, but no document of that number; nothing says whose it is."),
        N_("Look at its XML; assign it by hand if it is a client's."),
    ),
    "PULL_STAMP_TWICE": Code(
        "warning",
        N_("{document}: another row has the same XML (UUID {uuid}); the file was written once."),
        N_("Look at both documents in SAE; one of them has the wrong stamp."),
    ),
    "PULL_NUMBER_TWICE": Code(
        "error",
        N_("{document} stands twice in its table; the first row was taken."),
        N_("Two companies or two copies seem to be mixed; read each by itself."),
    ),
    "PULL_ROW_INCOMPLETE": Code(
        "warning",
        N_("{document} has no client, or neither folio nor UUID; no list can say whose it is."),
        N_("Look at it in SAE."),
    ),
    # a migration
    "MIGRATE_RFC_UNKNOWN": Code(
        "warning",
        N_("The source has no XML that names the company; its RFC is not known."),
        N_("Write it into emitlib.toml, company.rfc; without it no document is the company's own."),
    ),
    "MIGRATE_SEVERAL_ISSUERS": Code(
        "error",
        N_("Most documents are issued by {rfc}, others by {others}: two companies seem to be mixed."),
        N_("Each company has a workspace of its own; the others' documents are excluded by every plan."),
    ),
    "MIGRATE_MASTER_KEPT": Code(
        "warning",
        N_("The clients in SAE changed since the migration; {path} was left as it is."),
        N_("What SAE has now stands in {baseline}; compare: emit clients check --since {baseline}"),
    ),
    "MIGRATE_SIDE_ROW_UNMATCHED": Code(
        "warning",
        N_("{table}, row {row}: no client has the key {clave}."),
        N_("Look at the row in the workbook of rejects; it was left by a client that SAE deleted."),
    ),
    "MIGRATE_SIDE_ROW_TWICE": Code(
        "warning",
        N_("{table}, row {row}: client {clave} has a row already."),
        N_("Look at both rows in SAE; the later one's values are in the master."),
    ),
    "MIGRATE_CERTIFICATE_UNMATCHED": Code(
        "info",
        N_("{path} names no client key; the certificate was not taken."),
        N_("Add it by hand: emit certificates add CLAVE FILE"),
    ),
    "MIGRATE_CERTIFICATE_REFUSED": Code(
        "warning",
        N_("The certificate {path} cannot be used for client {clave}: {reason}"),
        N_("Ask the client for its current e.firma, then: emit certificates add {clave} FILE"),
    ),
    # back into SAE
    "WAY_BACK_CLIENT_GONE": Code(
        "warning",
        N_("Client {clave} was edited and is no longer in the master; the edit does not go back."),
        N_("Nothing to do if it was taken out on purpose; otherwise put the client back and export again."),
    ),
    "WAY_BACK_NOT_IN_SAE": Code(
        "info",
        N_("Client {clave}: SAE has no column {column}; that edit stays here."),
        N_("Nothing to do."),
    ),
    "WAY_BACK_DOES_NOT_FIT": Code(
        "warning",
        N_("Client {clave}: {column} does not fit into SAE ({reason}); none of the client's edits go back."),
        N_("Shorten or correct the value and export again, or type it into SAE by hand."),
        N_("SAE's columns have a length, a type and the character set ISO 8859-1."),
    ),
}
