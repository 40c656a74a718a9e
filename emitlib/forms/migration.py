"""What a migration out of SAE comes to, table by table; addresses and RFCs masked, since notebooks are shared."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from emitlib.bootstrap import open_ledger
from emitlib.errors import ConfigError
from emitlib.forms.blocks import cards, command, heading, mark, notice, pill, sentence
from emitlib.forms.panel import panel_html
from emitlib.forms.table import Filter, Row, Table
from emitlib.i18n import _, get_language
from emitlib.reports import Mask
from emitlib.reports.words import pass_word, severity_word
from emitlib.sae import open_source
from emitlib.sae.migrated import Migration
from emitlib.sae.migration import migrate
from emitlib.sae.migration_report import finding_groups
from emitlib.sae.server_password import server_password

__all__ = [
    "ShownMigration",
    "migrate_sae",
    "migration_balance",
    "migration_columns",
    "migration_findings",
    "migration_proposals",
    "migration_rejects",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMigration:
    """A migration as a cell shows it; rendered when made, in the language of that moment."""

    migration: Migration
    word: str  #: PASS or FAIL
    html: str

    def __repr__(self) -> str:
        return self.word

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.html}


def migrate_sae(
    source: str,
    *,
    kind: str = "",
    company: str = "01",
    destination: str = "",
    dry_run: bool = True,
    user: str = "",
    login_by: str = "",
) -> ShownMigration:
    """Migrate, or rehearse it.

    Args:
        source: SAE's database, a backup, an export, a folder of them, or a server's address.
        kind: What it is; "" = found by its content.
        company: SAE's number of the company.
        destination: The new workspace; "" = ``migrated`` beside the notebook.
        dry_run: Keep nothing.
        user: Of a database server.
        login_by: Where the user's password stands: ``env:NAME``, ``keyring:SERVICE`` or ``file:PATH``.

    Raises:
        ConfigError: ``USAGE`` without a source, or what `server_password` and `migrate` raise.
        InputError: What the source raises.
    """
    if not source:
        raise ConfigError(
            "USAGE", _("No source was named."), _("Set `source` to SAE's database, a backup or a folder of exports.")
        )
    password = server_password(login_by, user=user, folder=Path.cwd())
    with open_source(source, kind=kind, user=user, password=password) as opened:
        done = migrate(
            opened,
            Path(destination or "migrated"),
            open_ledger=open_ledger,
            company=company,
            language=get_language(),
            dry_run=dry_run,
        )
    return ShownMigration(migration=done, word=pass_word(passed=done.balances), html=panel_html(*_parts(done)))


def migration_balance(shown: ShownMigration) -> Table:
    """Rows in, out and refused, and the sums of each table."""
    rows = [
        Row(
            cells=[
                table.table,
                table.rows_in,
                table.rows_out,
                table.rejects,
                table.remainder,
                ", ".join(f"{amount:,.2f} {currency}" for currency, amount in table.amounts_out.items()),
                pill(pass_word(passed=table.balances), "on" if table.balances else "error"),
            ],
            tone="" if table.balances else "error",
        )
        for table in shown.migration.tables.values()
    ]
    headings = [_("Table"), _("Rows in"), _("Rows out"), _("Rejects"), _("Remainder"), _("Amounts"), _("Result")]
    return Table(title=_("Balance"), headings=headings, rows=rows, numeric=frozenset({1, 2, 3, 4}))


def migration_columns(shown: ShownMigration) -> Table:
    """Filled cells of each column, in SAE and in the workspace."""
    rows = [
        Row(
            cells=[column.column, table.table, column.filled_in, column.filled_out, column.filled_rejects],
            tags=frozenset({"off" if column.remainder else "even"}),
            tone="error" if column.remainder else "",
        )
        for table in shown.migration.tables.values()
        for column in table.columns
    ]
    return Table(
        title=_("Columns"),
        headings=[_("Column"), _("Table"), _("Filled in"), _("Filled out"), _("Rejects")],
        rows=rows,
        numeric=frozenset({2, 3, 4}),
        filters=[Filter(title=_("Result"), choices={"off": _("do not balance"), "even": _("balance")})],
    )


def migration_findings(shown: ShownMigration) -> Table:
    """Findings by code, with an example of each; all of them stand in the report."""
    groups, mask = finding_groups(shown.migration), Mask()
    rows = [
        Row(
            cells=[
                finding.code,
                severity_word(finding.severity),
                count,
                mask.text(finding.message),
                mask.text(finding.hint),
            ],
            tags=frozenset({finding.severity.value}),
            tone=finding.severity.value,
        )
        for finding, count in groups
    ]
    return Table(
        title=_("Findings"),
        headings=[_("Code"), _("Weight"), _("Count"), _("For example"), _("What to do")],
        rows=rows,
        numeric=frozenset({2}),
    )


def migration_rejects(shown: ShownMigration) -> Table:
    """Every refused row with its reason; the raw values stand in ``rejects.xlsx``."""
    mask = Mask()
    rows = [
        Row(
            cells=[
                str(reject.raw.get("CLAVE") or reject.raw.get("CVE_DOC") or reject.raw.get("CVE_CLIE") or "").strip(),
                reject.table,
                reject.column,
                reject.row or "",
                reject.finding.code,
                mask.text(reject.finding.message),
            ],
            tags=frozenset({reject.table}),
            tone=reject.finding.severity.value,
        )
        for reject in shown.migration.rejects
    ]
    tables = dict.fromkeys(reject.table for reject in shown.migration.rejects)
    return Table(
        title=_("Rejects"),
        headings=[_("Key"), _("Table"), _("Column"), _("Row"), _("Code"), _("Why")],
        rows=rows,
        filters=[Filter(title=_("Table"), choices={name: name for name in tables})],
        empty=_("Nothing was rejected."),
    )


def migration_proposals(shown: ShownMigration, *, unmask: bool = False) -> Table:
    """Addresses of SAE's contacts, beside the lists that look empty or cut; nothing is merged.

    Args:
        shown: What `migrate_sae` gave.
        unmask: Show addresses in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    reasons = {"empty": _("no address"), "cut": _("the list was cut")}

    def masked(text: str) -> Markup:
        return Markup("<br>").join(mask.address(part.strip()) for part in text.split(";") if part.strip())

    rows = [
        Row(cells=[each.key, reasons[each.reason], masked(each.current), masked(each.proposed)])
        for each in shown.migration.proposals
    ]
    return Table(title=_("Proposed addresses"), headings=[_("Client"), _("Why"), _("Now"), _("Proposed")], rows=rows)


def _parts(done: Migration) -> list[Markup]:
    told = _("{source}, company {company}, SAE {version}")
    parts = [
        mark(_("DRY RUN: NOTHING WAS KEPT") if done.dry_run else ""),
        heading(
            _("Migration from SAE"),
            soft=told.format(source=Path(done.source.origin).name, company=done.company, version=done.version or "?"),
        ),
        cards(
            [
                ("", done.tables["clients"].rows_out, _("clients")),
                ("", sum(t.rows_out for name, t in done.tables.items() if name.startswith("CFDI")), _("CFDI")),
                ("blocked" if done.rejects else "", len(done.rejects), _("rejects")),
                ("", done.claims, _("said by SAE to be emitted")),
            ]
        ),
        notice(
            pass_word(passed=True),
            _("Everything that was read came out or stands among the rejects with its reason."),
            tone="good",
        )
        if done.balances
        else notice(
            pass_word(passed=False),
            _("Something that was read is unaccounted for; look at the remainders below."),
            tone="error",
        ),
        sentence(
            _("Before {day} nothing is proposed: it is the opening date, in emitlib.toml.").format(day=done.opening)
        ),
    ]
    if not done.dry_run:
        parts.append(command(f"emit -w {done.workspace.name} plan --period {done.opening:%Y-%m}"))
    return parts
