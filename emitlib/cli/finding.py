"""`emit find`: who got what, when, and the server's words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.options import given
from emitlib.cli.output import answer, print_table, say
from emitlib.i18n import _

__all__ = ["register"]

_ROWS = 200  # that a person is shown
_PROVED = 5  # found deliveries up to which their proof is shown too


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command("find", help=_("Who got what, when, and the server's words."))(find)


def find(
    text: Annotated[
        str,
        typer.Argument(help=_("UUID or its beginning, folio, client key, RFC, address, delivery or Message-ID.")),
    ] = "",
) -> None:
    from emitlib.batch.finding_decisions import decision_findings, decision_json, find_decisions
    from emitlib.batch.finding_deliveries import delivery_json, find_deliveries
    from emitlib.batch.legacy_claims import claim_json, find_claims
    from emitlib.ledger import OutcomeProof, answered_by, outcome_proofs, person_answers

    workspace = workspace_here()
    with ledger_of(workspace, read_only=True) as ledger:
        rows = find_deliveries(ledger, text)
        answers = answered_by(ledger, rows)
        persons = person_answers(ledger, rows)
        proofs = outcome_proofs(ledger, rows) if given.json or len(rows) <= _PROVED else {}
        found = [
            delivery_json(
                row,
                answers=answers.get(row.document, ()),
                proof=proofs.get(row.delivery, OutcomeProof()),
                answered=persons.get(row.delivery),
            )
            for row in rows
        ]
        decisions = find_decisions(ledger, text, delivered=bool(found))
        claims = [claim_json(claim, event) for claim, event in find_claims(ledger, text)]
    decided = list(map(decision_json, decisions, decision_findings(workspace, decisions)))
    if found or not decided:
        _show_deliveries(found, now=workspace.clock().astimezone())
    if decided:
        _show_decisions(decided, delivered=any(not row["answers"] for row in found))
    if claims:
        _show_claims(claims)
    answer({"deliveries": found, "decided": decided, "claims": claims})


def _show_deliveries(found: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    from emitlib.reports.local_time import clock_time, titled
    from emitlib.reports.words import channel_word, erased_word, status_word
    from emitlib.vocabulary import ChannelName, Status

    print_table(
        titled(_("Deliveries: {count}").format(count=len(found)), now=now),
        [_("Client"), _("Document"), _("Channel"), _("To"), _("State"), _("When")],
        [
            (
                row["clave"],
                _label(row),
                channel_word(ChannelName(row["channel"])),
                erased_word(datetime.fromisoformat(row["erased"])) if row["erased"] else row["destination"],
                status_word(Status(row["status"]), by_answer=bool(row["answered"])),
                clock_time(_moment(row["at"]), zone=now.tzinfo),
            )
            for row in found[:_ROWS]
        ],
        empty=_("Nothing fits: nobody got it by this ledger."),
    )
    if len(found) <= _PROVED:
        for row in found:
            _show_proof(row)
    elif len(found) > _ROWS:
        say(_("… and {count} more; see them all with --json.").format(count=len(found) - _ROWS))


def _show_proof(row: Mapping[str, Any]) -> None:
    _say_plain(f"\n{_label(row)} · {row['uuid'] or ', '.join(row['answers']) or row['document']}")
    facts = (
        (_("A person's answer"), _person(row)),
        (_("Answer"), row["reply"]),
        ("Message-ID", row["message_id"]),
        (_("SHA-256 of what left"), _hashes(row["files"])),
        (_("SHA-256 of the document"), _hashes(row["document_files"])),
        (_("Run"), row["run"]),
        (_("Event"), _event(row["event"], row["seal"])),
    )
    for word, value in facts:
        if value:
            _say_plain(f"  {word}: {value}")


def _person(row: Mapping[str, Any]) -> str:
    """Who said that it arrived or came out, where it stands by a person's word alone."""
    from emitlib.reports.person_words import answer_words, paper_words

    word = row["answered"] or row["acknowledged"]
    if word is None:
        return ""
    at = datetime.fromisoformat(word["at"]).astimezone()
    if row["answered"]:
        return answer_words(by=word["by"], at=at, reason=word["reason"])
    return paper_words(by=word["by"], at=at, pack=word["pack"], last_piece=word["last_piece"])


def _hashes(files: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{file['name']} {file['sha256']}" for file in files)


def _event(event: Mapping[str, Any] | None, seal: Mapping[str, Any] | None) -> str:
    if event is None:
        return ""
    over = (
        _("under the seal of run {run} (event {seq}, {at})").format(
            run=seal["run"], seq=f"{seal['seq']:,}", at=_told(seal["at"])
        )
        if seal
        else _("not under a seal yet")
    )
    return f"{event['seq']:,} {event['hash']} · {over}"


def _show_decisions(decided: Sequence[Mapping[str, Any]], *, delivered: bool) -> None:
    """Each plan's decision in a line, and why below it: no column holds a reason."""
    from emitlib.reports.words import verdict_word

    if not delivered:
        _say_plain(_("No plan made a delivery of it."))
    _say_plain("\n" + _("What plans decided"))
    for row in decided[:_ROWS]:
        plan, moment = _("Plan {plan}").format(plan=row["plan"]), _told(row["at"])
        facts = (row["uuid"] or row["document"], row["clave"], plan, moment, verdict_word(row["verdict"]))
        _say_plain(" · ".join(filter(None, facts)))
        if row["code"]:
            _say_plain(f"  {row['reason']} {row['hint']} ({row['code']})")
    if len(decided) > _ROWS:
        say(_("… and {count} more; see them all with --json.").format(count=len(decided) - _ROWS))


def _say_plain(text: str) -> None:
    """A sentence with words of others in it: brackets mean nothing."""
    from rich.markup import escape

    say(escape(text))


def _show_claims(claims: Sequence[Mapping[str, Any]]) -> None:
    from emitlib.cli.words import formaenvio_word

    print_table(
        _("Said by SAE, not proved by this ledger: {count}").format(count=len(claims)),
        [_("Client"), _("Document"), _("Series and folio"), _("SAE says"), _("Date")],
        [
            (
                claim["clave"],
                claim["uuid"] or claim["document"],
                _label(claim),
                formaenvio_word(str(claim["formaenvio"])),
                claim["date"],
            )
            for claim in claims[:_ROWS]
        ],
    )


def _label(row: Mapping[str, Any]) -> str:
    """Series and folio as people say them; the UUID where both are empty; a receipt by what it answers for."""
    from emitlib.reports.words import receipt_word

    if row["document"].startswith("acuse:"):
        return receipt_word(row["answers"])
    return f"{row['series']}-{row['folio']}".strip("-") or row["uuid"] or row["document"]


def _moment(at: str) -> datetime | None:
    """A moment of the answer, on this machine's clock."""
    return datetime.fromisoformat(at).astimezone() if at else None


def _told(at: str) -> str:
    from emitlib.reports.local_time import zoned_time

    moment = _moment(at)
    return zoned_time(moment) if moment else ""
