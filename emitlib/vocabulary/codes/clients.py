"""Findings about the client master."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["CLIENTS"]

CLIENTS: dict[str, Code] = {
    # the file
    "ENCODING_GUESSED": Code(
        "info",
        N_("The text has no mark of its encoding; it was read as {encoding}."),
        N_("Look at a name with accents; if it is wrong, save the file as UTF-8 or as .xlsx."),
    ),
    "COLUMN_MISSING": Code(
        "warning",
        N_("The master has no column {column}; every client is read as if it were empty."),
        N_("Add the column, or say in [columns] of the settings which heading stands for it."),
    ),
    "COLUMN_TWICE": Code(
        "error",
        N_("Two headings stand for {column}: column {used} is used, column {ignored} is not."),
        N_("Rename one of them, or choose by [columns] of the settings."),
    ),
    "HEADER_MERGED": Code(
        "warning",
        N_("The heading in column {column} of row {row} is a merged cell."),
        N_("Unmerge it, so that every column has its own heading."),
    ),
    "ROW_UNEVEN": Code(
        "warning",
        N_("Row {row} has {cells} cells, the headings have {headings}: values may stand in the wrong column."),
        N_("Look for a separator inside a value and put that value between quotation marks."),
    ),
    "CELL_ERROR": Code(
        "error",
        N_("Row {row}: the cell of {column} holds the error {error}."),
        N_("Mend the formula or type the value."),
        N_("The cell counts as empty; in NIVELSEC it counts as high security."),
    ),
    "FORMULA_WITHOUT_VALUE": Code(
        "error",
        N_("Row {row}: the cell of {column} holds a formula whose result was never stored."),
        N_("Open the workbook in Excel and save it, or type the value."),
        N_("The program that wrote the workbook did not calculate it. The cell counts as empty."),
    ),
    # keys
    "KEY_MISSING": Code(
        "error",
        N_("Row {row} holds values but no client key; it is left out."),
        N_("Type the key, or delete the row."),
    ),
    "KEY_TWICE": Code(
        "error",
        N_("Client {clave} stands again in row {row}; row {first} counts."),
        N_("Delete one of the two rows."),
    ),
    "KEY_CASE": Code(
        "warning",
        N_("The keys {clave} and {other} differ in upper and lower case only."),
        N_("Rename one of them: people mistake one for the other, and so does Windows."),
    ),
    "KEY_UNSAFE": Code(
        "warning",
        N_("The key {clave} in row {row} cannot be the name of a file."),
        N_("Rename the key if you can; its files get another name."),
    ),
    "KEY_ROUNDED": Code(
        "error",
        N_("The key {clave} in row {row} is a number of more than 15 digits, whose last ones Excel has changed."),
        N_("Type the key as text (with an apostrophe before it)."),
    ),
    # one client
    "NAME_LINE_BREAK": Code(
        "warning",
        N_("The name of client {clave} holds a line break or a control character; a blank stands in for it."),
        N_("Type the name again."),
    ),
    "CLIENT_RFC_MISSING": Code(
        "warning",
        N_("Client {clave} has no RFC: its documents can only be found by a manifest or by hand."),
        N_("Type the RFC."),
    ),
    "CLIENT_RFC_MALFORMED": Code(
        "warning",
        N_("The RFC {rfc} of client {clave} does not have the form of an RFC."),
        N_("Compare it with the client's tax certificate (constancia de situación fiscal)."),
    ),
    "CLIENT_NOT_ACTIVE": Code(
        "info",
        N_("Client {clave} has the status {status}; its documents are still delivered."),
        N_("Nothing to do: the duty to deliver stands for every client."),
    ),
    "PARENT_UNKNOWN": Code(
        "warning",
        N_("Client {clave} is a branch of {parent}, which is not in the master."),
        N_("Mend the key of the headquarters (MATRIZ)."),
    ),
    # emission
    "EMISSION_VALUE_UNKNOWN": Code(
        "error",
        N_("Client {clave}: {column} holds “{value}”, which is neither yes nor no; it counts as no."),
        N_("Type S or N."),
    ),
    "SECURITY_RETIRED": Code(
        "warning",
        N_("Client {clave} has security level 1, which SAE no longer knows; it counts as high."),
        N_("Choose 0 (none) or 2 (high)."),
    ),
    "SECURITY_UNKNOWN": Code(
        "error",
        N_("Client {clave}: the security level “{value}” is unknown; it counts as high."),
        N_("Choose 0 (none) or 2 (high)."),
    ),
    "MEANS_UNKNOWN": Code(
        "warning",
        N_("Client {clave}: the agreed means “{value}” is unknown and does not count."),
        N_("Type correo, portal, dispositivo, nube or papel."),
    ),
    "OPTION_UNKNOWN": Code(
        "warning",
        N_("Client {clave}: {column} holds “{value}”, which is unknown; the workspace's setting counts."),
        N_("Type one of {choices}, or leave it empty."),
    ),
    "DAY_UNKNOWN": Code(
        "warning",
        N_("Client {clave}: {column} holds “{value}”, which is no day."),
        N_("Write it as 2026-03-01 or 1/3/2026."),
    ),
    "MAIL_WITHOUT_ADDRESS": Code(
        "error",
        N_("Client {clave} is to be mailed but has no account."),
        N_("Add an account, or turn mail off."),
    ),
    "PARENT_WITHOUT_ADDRESS": Code(
        "warning",
        N_("Client {clave} is to be mailed at its headquarters, but none with an account is named."),
        N_("Set TIPO_EMPRESA to S and MATRIZ to the headquarters' key, and give the headquarters an account."),
    ),
    "ACCOUNTS_SEPARATOR": Code(
        "warning",
        N_("The accounts of client {clave} are separated by something else than a semicolon."),
        N_("Put “;” between the accounts."),
    ),
    "ACCOUNT_INVALID": Code(
        "error",
        N_("Client {clave}: “{address}” is no mail address; it is left out."),
        N_("Correct the address."),
    ),
    "ACCOUNT_REPEATED": Code(
        "info",
        N_("Client {clave}: the account {address} stands there twice; it counts once."),
        N_("Delete the second one."),
    ),
    "ACCOUNTS_CUT": Code(
        "warning",
        N_("The accounts of client {clave} are exactly {length} characters long: the list was probably cut."),
        N_("Compare the last address with what the client asked for."),
        N_("SAE's column holds 60 characters up to 8.0, and 512 in 9.0."),
    ),
    "ADDRESS_TYPO": Code(
        "warning",
        N_("Client {clave}: {address} is probably mistyped; the domain may be {domain}."),
        N_("Ask the client and correct the address."),
    ),
    "ADDRESS_SHARED": Code(
        "warning",
        N_("The account {address} belongs to clients with different RFCs: {claves}."),
        N_("Make sure that it may receive the documents of all of them."),
    ),
    "CHANNELS_OFF": Code(
        "warning",
        N_("Client {clave} has print and mail off and no other means agreed: it gets nothing."),
        N_("Turn one on, or note the agreed means of delivery."),
    ),
    "PRINT_ONLY": Code(
        "warning",
        N_("Client {clave} gets paper only, which does not discharge the duty to deliver the XML."),
        N_("Turn mail on, or note the agreed means by which the XML is delivered (CFF 29-V, RMF 2.7.1.33)."),
    ),
    "MEANS_NOT_AGREED": Code(
        "info",
        N_("Client {clave}: no means of delivery is noted as agreed."),
        N_("Ask the client, and type correo, portal, dispositivo, nube or papel in MEDIO, the day in MEDIO_FECHA."),
        N_("Electronic means need a prior agreement with the client (RMF 2.7.1.33)."),
    ),
    "MEANS_WITHOUT_DATE": Code(
        "info",
        N_("Client {clave}: the agreed means of delivery has no date."),
        N_("Type the day of the agreement in MEDIO_FECHA; keep the client's mail or letter that says so."),
        N_("Without a day nobody can show that the agreement came before the delivery (RMF 2.7.1.33)."),
    ),
    "MEANS_NOT_KEPT": Code(
        "info",
        N_("The master does not keep the means of delivery that each client agreed to."),
        N_("Add the columns MEDIO and MEDIO_FECHA to the right of the others, and note means and day of agreement."),
        N_("Electronic means need a prior agreement with the client (RMF 2.7.1.33)."),
    ),
    "GENERIC_RFC_HIGH": Code(
        "error",
        N_("Client {clave} has security high and the generic RFC {rfc}, which no certificate carries."),
        N_("Choose security none, or type the client's own RFC."),
    ),
}
