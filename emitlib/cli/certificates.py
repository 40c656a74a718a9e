"""`emit certificates …`: SAT facts of certificates, the store, the opening test."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.batch.service_desk import ServiceResult

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    certificates = typer.Typer(no_args_is_help=True, help=_("SAT certificates."))
    certificates.command("inspect", help=_("The facts of certificates, from files or folders."))(inspect)
    certificates.command("add", help=_("Keep a client's e.firma in the store."))(add)
    certificates.command("list", help=_("The certificates of the store."))(list_)
    certificates.command("radar", help=_("Certificates that expire soon."))(radar)
    certificates.command("test", help=_("See whether a client can open what is encrypted to it."))(opening_test)
    certificates.command("request", help=_("Ask a client for a new certificate."))(request)
    app.add_typer(certificates, name="certificates")


def inspect(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("Files or folders."))],
    authorities: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help=_("SAT's authorities, to check the chains."))
    ] = None,
) -> None:
    from emitlib.certificates import inspect as facts_of
    from emitlib.certificates import load_authorities
    from emitlib.errors import ConfigError
    from emitlib.workspace import utc_now

    trusted = load_authorities(authorities) if authorities else ()
    if authorities and not trusted:
        raise ConfigError(
            "AUTHORITIES_MISSING",
            _("{folder} holds no certificate of an authority.").format(folder=authorities),
            _("Name the folder with SAT's authorities (AC and ARC)."),
        )
    rows = facts_of(paths, at=utc_now(), authorities=trusted)
    _show(rows)
    wrong = any(row["serial"] is None for row in rows)
    answer({"certificates": rows}, code=1 if wrong else 0)


def _show(rows: Sequence[Mapping[str, Any]]) -> None:
    from emitlib.cli.words import chain_word, yes_or_no

    stored = any("proved" in row for row in rows)
    columns = [_("File"), _("Kind"), "RFC", _("Name"), _("Valid until"), _("Chain"), _("Usable for encryption")]
    cells = [
        (_near(r["file"]), r["kind"], r["rfc"], r["name"], _day(r["not_after"]), chain_word(str(r.get("chain", ""))))
        for r in rows
    ]
    usable = [yes_or_no(r["usable_for_encryption"]) for r in rows]
    proved = [(yes_or_no(r["proved"]),) if stored else () for r in rows]
    print_table(
        _("Certificates: {count}").format(count=len(rows)),
        [*columns, _("Proved")] if stored else columns,
        [(*cell, word, *more) for cell, word, more in zip(cells, usable, proved, strict=True)],
        empty=_("There is no certificate here."),
    )
    print_findings([finding for row in rows for finding in row["findings"]])


def _near(file: str) -> str:
    """The file from the current folder on, where it lies in it: a terminal has 80 columns."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _day(moment: str | datetime | None) -> str:
    """YYYY-MM-DD of a moment, written in ISO or not; "" where there is none."""
    return str(moment or "")[:10]


def add(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The client's e.firma, a .cer file."))],
    also: Annotated[
        bool, typer.Option("--also", help=_("Beside the client's other certificates, in place of none of them."))
    ] = False,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.certificate_list import certificate_list
    from emitlib.batch.editing import add_certificate
    from emitlib.clients import open_master
    from emitlib.errors import InputError

    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        client = open_master(workspace, ledger).master.clients.get(clave)
        if client is None:
            told = _("There is no client {key}.").format(key=clave)
            raise InputError("CLIENT_UNKNOWN", told, _("Look at the master."))
        add_certificate(workspace, ledger, clave, file, rfc=client.rfc, also=also)
        rows = certificate_list(workspace, ledger, key=clave)
    _show(rows)
    answer({"certificates": rows})


def list_() -> None:
    from emitlib.batch.certificate_list import certificate_list

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        rows = certificate_list(workspace, ledger)
    _show(rows)
    answer({"certificates": rows})


def radar(
    months: Annotated[int, typer.Option(min=1, help=_("How far ahead."))] = 3,
    chart: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Also draw it into this SVG file."))] = None,
) -> None:
    from emitlib.certificates import CertificateStore, radar_chart
    from emitlib.certificates import radar as look_ahead
    from emitlib.reports.words import radar_word
    from emitlib.workspace import write_text

    workspace = workspace_here()
    at = workspace.clock()
    rows = look_ahead(CertificateStore(workspace.certificates).list(), months=months, at=at)
    if chart is not None:
        write_text(chart, radar_chart(rows, months=months, at=at))
    print_table(
        _("Radar"),
        [_("Client"), _("Name"), _("State"), _("Valid until"), _("Days"), _("Warning")],
        [(r.key, r.name, radar_word(r.state.value), _day(r.not_after), r.days_left, r.step) for r in rows],
        empty=_("Nothing expires within {months} months.").format(months=months),
    )
    answer({"certificates": [row.as_json() for row in rows], "chart": str(chart) if chart else None})


def opening_test(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))],
    confirm: Annotated[str, typer.Option(metavar="CODE", help=_("The code that the client answered."))] = "",
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.certificate_list import certificate_list
    from emitlib.batch.opening_test import confirm_opening_test, send_opening_test
    from emitlib.bootstrap import service_desk

    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        if confirm:
            proved = confirm_opening_test(workspace, ledger, clave, confirm)
            say(
                _("Proved: client {key} opens what is encrypted to {serial}.").format(key=clave, serial=proved.serial)
            )
            sent = None
        else:
            sent = send_opening_test(service_desk(workspace, ledger), clave).result
            _tell(sent)
        rows = certificate_list(workspace, ledger, key=clave)
    answer(
        {"certificates": rows, "test": sent.as_json() if sent else None},
        code=0 if sent is None or sent.arrived else 1,
    )


def request(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))],
    send: Annotated[bool, typer.Option("--send", help=_("Mail it; without this it is only shown."))] = False,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.certificate_request import request_certificate, send_request
    from emitlib.bootstrap import service_desk

    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        desk = service_desk(workspace, ledger)
        letter = request_certificate(desk, clave)
        say(f"{letter.texts.subject}\n\n{letter.texts.text}")
        sent = send_request(desk, letter) if send else None
    if sent is not None:
        _tell(sent)
    answer(
        {"request": letter.as_json(), "sent": sent.as_json() if sent else None},
        code=0 if sent is None or sent.arrived else 1,
    )


def _tell(result: "ServiceResult") -> None:
    """What became of a service mail."""
    from emitlib.reports.words import status_word

    if not result.outcomes:
        say(_("The client has no mail address. Hand over the files in {folder}.").format(folder=result.folder))
        return
    if result.rehearsal:
        say(_("REHEARSAL: NOTHING LEFT"))
        say(_("The message lies in {folder}.").format(folder=result.folder))
    print_table(
        _("Sent"),
        [_("To"), _("State"), _("Answer")],
        [(address, status_word(outcome.status), outcome.reply) for address, outcome in result.outcomes.items()],
    )
