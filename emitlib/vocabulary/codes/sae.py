"""Findings about tables read out of Aspel SAE."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["SAE"]

SAE: dict[str, Code] = {
    # how a table was read
    "SAE_LAYOUT_ASSUMED": Code(
        "warning",
        N_("{path} has no headings; its {columns} columns were taken for those of {layout}, in SAE's order."),
        N_("Look at a few clients; if they are wrong, name the layout, or export again with headings."),
    ),
    "SAE_LAYOUT_DIFFERS": Code(
        "warning",
        N_("{path} has {columns} columns, the layout {layout} has {expected}."),
        N_("Check that it is the right layout; columns beyond it are carried along as COLUMN and their number."),
    ),
    "SAE_HEADINGS_UNKNOWN": Code(
        "warning",
        N_("{path} has no heading of SAE, and no layout has {columns} columns; they are called COLUMN1, COLUMN2…"),
        N_("If it is a table of SAE, export it again with headings, or name its layout."),
    ),
    "SAE_CODE_PAGE_WRONG": Code(
        "warning",
        N_("{path} says that its text is {flag}, but it reads as {encoding}; that was used."),
        N_("Look at a name with accents; if it is wrong, name the right code page."),
        N_("Programs of the DOS era copied tables without changing the mark of their code page."),
    ),
    "SAE_MEMO_MISSING": Code(
        "warning",
        N_("{path} has long texts in a file beside it (.fpt or .dbt), which is not there; those texts are empty."),
        N_("Copy that file beside the table and read it again."),
    ),
    "SAE_ROWS_DELETED": Code(
        "info",
        N_("{path} keeps {count} rows that SAE marked as deleted; they were left out."),
        N_("Nothing to do."),
    ),
    "SAE_FILE_SKIPPED": Code(
        "warning",
        N_("{path} was left out of the folder: {reason}"),
        N_("Read it alone to see what can be done about it."),
    ),
    "SAE_TABLE_TWICE": Code(
        "warning",
        N_("{path} holds the table {table} again; {used} was used."),
        N_("Keep one of the two files in the folder."),
    ),
    # what was mapped
    "SAE_COLUMN_UNKNOWN": Code(
        "info",
        N_("The column {column} is none of SAE's client table; it is carried along."),
        N_("Nothing to do, unless a heading was mistyped."),
    ),
    "SAE_VALUE_ODD": Code(
        "warning",
        N_("{count} values in {column} are no {type}, first in row {row}: {value}; they were kept as text."),
        N_("Look at that client in SAE; if there are many, the columns may be in another order."),
    ),
    "SAE_HEADINGS_REPEATED": Code(
        "error",
        N_("Row {row} repeats the headings: a second export begins there. It is left out, the rows below are read."),
        N_("Check that both exports are of the same company; read them one by one if not."),
    ),
    "SAE_COMPANIES_MIXED": Code(
        "error",
        N_("{count} client keys stand twice with different RFCs: clients of two companies seem to be mixed."),
        N_("Export each company by itself and read it with its own number."),
    ),
    "SAE_OTHER_COMPANIES": Code(
        "info",
        N_("The source also holds the companies {companies}; only {company} was read."),
        N_("Read each of them by its number into a workspace of its own."),
    ),
    "SAE_SIDE_ROWS_UNMATCHED": Code(
        "warning",
        N_("{count} rows of {table} belong to no client that was read."),
        N_("Check that {table} is of the same company and the same day."),
    ),
    "SAE_ADDRESSES_PROPOSED": Code(
        "info",
        N_("{count} clients have no complete account list, but contacts with addresses; nothing was changed."),
        N_("Look at the proposals and accept those that are right, in the grid of the app or in the report."),
    ),
    "CONTACT_ADDRESSES": Code(
        "info",
        N_(
            "The account list of client {clave} is empty or was cut; its contacts in SAE have {count} addresses more."
        ),
        N_("In the grid: choose these clients, the action “take the contacts' addresses”, and look at the preview."),
    ),
}
