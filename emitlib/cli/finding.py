"""`emit find`: who got what, when, and the server's words."""

from typing import Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_table
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command("find", help=_("Who got what, when, and the server's words."))(find)


def find(
    text: Annotated[str, typer.Argument(help=_("UUID, folio, client key, RFC or address."))] = "",
) -> None:
    from datetime import datetime

    from emitlib.batch.finding_deliveries import delivery_json, find_deliveries
    from emitlib.batch.legacy_claims import claim_json, find_claims
    from emitlib.cli.words import formaenvio_word
    from emitlib.reports.words import erased_word, status_word
    from emitlib.vocabulary import Status

    with ledger_of(workspace_here(), read_only=True) as ledger:
        found = [delivery_json(row) for row in find_deliveries(ledger, text)]
        claims = [claim_json(claim, event) for claim, event in find_claims(ledger, text)]
    print_table(
        _("Deliveries: {count}").format(count=len(found)),
        [_("Client"), _("Document"), _("Channel"), _("To"), _("State"), _("When"), _("Answer")],
        [
            (
                row["clave"],
                row["uuid"],
                row["channel"],
                erased_word(datetime.fromisoformat(str(row["erased"]))) if row["erased"] else row["destination"],
                status_word(Status(str(row["status"]))),
                row["at"],
                row["reply"],
            )
            for row in found[:200]
        ],
    )
    if claims:
        print_table(
            _("Said by SAE, not proved by this ledger: {count}").format(count=len(claims)),
            [_("Client"), _("Document"), _("Series and folio"), _("SAE says"), _("Date")],
            [
                (
                    claim["clave"],
                    claim["uuid"] or claim["document"],
                    f"{claim['series']}-{claim['folio']}".strip("-"),
                    formaenvio_word(str(claim["formaenvio"])),
                    claim["date"],
                )
                for claim in claims[:200]
            ],
        )
    answer({"deliveries": found, "claims": claims})
