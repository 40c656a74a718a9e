"""`emit migrate`: a legacy SAE into a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.options import day_of, given
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.cli.sae import Company, Kind, Layout, PasswordEnv, SourceName, User, opened_source, print_balances
from emitlib.i18n import _, get_language

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command("migrate", help=_("Make a workspace out of an Aspel SAE; its balance closes."))(migrate)


def migrate(
    source: SourceName,
    to: Annotated[Path, typer.Option(metavar="DIR", help=_("The new workspace."))],
    kind: Kind = "",
    company: Company = "01",
    layout: Layout = "",
    opening_date: Annotated[
        str,
        typer.Option(help=_("Nothing is proposed before this day, YYYY-MM-DD; if left out: this month's first.")),
    ] = "",
    user: User = "",
    password_env: PasswordEnv = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Do all of it, keep nothing."))] = False,
) -> None:
    from emitlib.bootstrap import open_ledger
    from emitlib.sae.migration import migrate as migrate_source

    opening = day_of(opening_date) if opening_date else None
    with opened_source(source, kind=kind, layout=layout, user=user, password_env=password_env) as opened:
        done = migrate_source(
            opened,
            to,
            open_ledger=open_ledger,
            company=company,
            opening=opening,
            language=given.lang or get_language(),
            dry_run=dry_run,
        )
    findings = [finding.as_json() for finding in done.findings]
    print_balances(done.tables)
    print_findings(findings)
    if done.dry_run:
        say(_("Dry run: nothing was kept. Without --dry-run it goes to {folder}.").format(folder=done.workspace))
    elif done.unchanged:
        say(_("The same data was migrated before; nothing was changed."))
    else:
        print_table(_("Files"), [_("File")], [(path,) for path in done.files])
        say(_("Before {day} nothing is proposed (opening_date in emitlib.toml).").format(day=done.opening))
        say(_("Next: emit -w {folder} plan --period YYYY-MM").format(folder=done.workspace))
    answer(
        {
            "workspace": str(done.workspace),
            "dry_run": done.dry_run,
            "unchanged": done.unchanged,
            "tables": {name: table.as_json() for name, table in done.tables.items()},
            "columns": list(done.columns),
            "encoding": done.encoding,
            "version": done.version,
            "claims": done.claims,
            "proposals": len(done.proposals),
            "opening_date": done.opening.isoformat(),
            "files": [str(path) for path in done.files],
            "findings": findings,
        },
        code=0 if done.balances else 1,
    )
