"""One document as the page shows it: who got it, with what proof, and its events one after the other."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from markupsafe import Markup

from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.results import document_label, document_uuids, tone_of
from emitlib.forms.audit_view.timeline import DocumentLife, Moment, SealOf
from emitlib.forms.audit_view.words import event_word
from emitlib.forms.blocks import heading, notice, pill, sentence
from emitlib.forms.panel import panel_html
from emitlib.i18n import _
from emitlib.ledger import DecidedRow, DeliveryRow
from emitlib.reports.person_words import answer_words, paper_words
from emitlib.reports.words import channel_word, status_meaning, status_word, verdict_word
from emitlib.vocabulary import BUCKETS, Bucket, Finding, Status

__all__ = ["life_html"]


def life_html(life: DocumentLife, names: ClientNames, *, reasons: Sequence[Finding | None]) -> str:
    """Everything about a document.

    Args:
        life: What the ledger tells.
        names: Of the clients.
        reasons: Why, of each decision in `life`.
    """
    known: Sequence[DeliveryRow | DecidedRow] = life.deliveries or life.decided
    title = document_label(known[0], life.answers) if known else life.document
    client = known[0].client if known else ""
    who = " · ".join(filter(None, (client, names.name(client))))
    parts = [heading(title, soft=" · ".join(filter(None, (document_uuids(life.document, life.answers), who))))]
    parts += [_got(row, life.moments) for row in life.deliveries]
    if not life.deliveries:
        parts.append(notice(_("Nobody got it."), _("No plan made a delivery of it."), tone="warning"))
    if life.decided:
        parts.append(_decisions(life, reasons))
    if life.moments:
        parts.append(Markup('<h4>{}</h4><ol class="life">{}</ol>').format(_("What happened"), _listed(life.moments)))
    return panel_html(*parts)


def _got(row: DeliveryRow, moments: Sequence[Moment]) -> Markup:
    """One delivery: where it stands, what that means, and its proof."""
    tone = tone_of(row.status) or ("" if BUCKETS[row.status] is Bucket.DONE and not row.namespace else "off")
    moment = row.settled_at or row.begun_at or row.planned_at
    again = pill(_("resend {number}").format(number=row.generation - 1)) if row.generation > 1 else Markup("")
    mark = pill(_("REHEARSAL: NOTHING LEFT"), "warning") if row.namespace else Markup("")
    line = Markup('<p class="what"><b>{}</b> {} · {} {} {} <span class="nowrap">{}</span></p>').format(
        channel_word(row.channel),
        row.destination if "@" in row.destination else "",
        pill(status_word(row.status, by_answer=row.by_answer), "on" if tone == "" else tone),
        again,
        mark,
        _time(moment) if moment else "",
    )
    return Markup('<div class="got {}">{}{}{}</div>').format(
        tone, line, sentence(status_meaning(row.status, by_answer=row.by_answer)), _facts(_proof(row, moments))
    )


def _proof(row: DeliveryRow, moments: Sequence[Moment]) -> list[tuple[str, object]]:
    """What stands behind the status: server reply, Message-ID, hashes, the event and the seal over it."""
    own = [moment for moment in moments if moment.delivery.delivery == row.delivery]
    files = [file for moment in own if moment.kind == "frozen" for file in moment.files][-1:]
    last = own[-1] if own else None
    code = " ".join(filter(None, (str(row.code or ""), row.enhanced)))
    return [
        (_("A person's answer"), _answered(row, own)),
        (_("The server's words"), row.reply or code),
        (_("Server"), " · ".join(filter(None, (row.host, row.queue_id)))),
        ("Message-ID", row.message_id),
        (_("SHA-256 of what left"), _hashes(files)),
        (
            _("SHA-256 of the document"),
            _hashes((str(f.get("name", "")), str(f.get("sha256", ""))) for f in row.files),
        ),
        (_("Certificate"), row.certificate),
        (_("Run"), row.run or ""),
        (_("Last event"), _event(last) if last else ""),
    ]


def _answered(row: DeliveryRow, own: Sequence[Moment]) -> str:
    """Who answered that it arrived or was printed, and when; "" where the status stands by a server's answer."""
    if row.status is Status.PRINTED:
        return "".join(paper_words(by=m.who, at=m.at.astimezone()) for m in own if m.kind == Status.PRINTED)
    told = [moment for moment in own if moment.kind == "resolved"]
    if not row.by_answer or not told:
        return ""
    last = told[-1]
    return answer_words(by=last.who, at=last.at.astimezone(), reason=last.reason)


def _event(moment: Moment) -> Markup:
    return Markup('{} <span class="mono">{}</span> · {}').format(f"{moment.seq:,}", moment.hash, _seal(moment.seal))


def _seal(seal: SealOf | None) -> str:
    if seal is None:
        return _("not under a seal yet")
    return _("under the seal of run {run} (event {seq}, {at})").format(
        run=seal.run, seq=f"{seal.seq:,}", at=_time(seal.at)
    )


def _hashes(files: Iterable[tuple[str, str]]) -> Markup:
    one = Markup('{} <span class="mono">{}</span>')
    return Markup("<br>").join(one.format(name, sha256) for name, sha256 in files)


def _facts(facts: Iterable[tuple[str, object]]) -> Markup:
    row = Markup("<tr><th>{}</th><td>{}</td></tr>")
    rows = Markup("").join(row.format(word, value) for word, value in facts if value)
    return Markup('<table class="facts">{}</table>').format(rows) if rows else Markup("")


def _decisions(life: DocumentLife, reasons: Sequence[Finding | None]) -> Markup:
    """What each plan decided, when and why, the newest first; about a receipt, and about what it answers for."""
    told = Markup("").join(
        Markup('<tr><th>{}</th><td><span class="nowrap">{}</span> {} {} {}</td></tr>').format(
            _("Plan {plan}").format(plan=row.plan),
            _time(row.made_at) if row.made_at else "",
            row.document.partition(":")[2] if row.document != life.document else "",
            verdict_word(row.verdict),
            Markup("· {} <code>{}</code>").format(reason.message if reason else "", row.code) if row.code else "",
        )
        for row, reason in zip(life.decided, reasons, strict=True)
    )
    return Markup('<h4>{}</h4><table class="facts">{}</table>').format(_("What plans decided"), told)


def _listed(moments: Iterable[Moment]) -> Markup:
    return Markup("").join(_moment(moment) for moment in moments)


def _moment(moment: Moment) -> Markup:
    row = moment.delivery
    where = " · ".join(filter(None, (channel_word(row.channel), row.destination if "@" in row.destination else "")))
    facts = _facts([*moment.facts, (_("Files"), _hashes(moment.files)), (_("Event"), _event(moment))])
    return Markup('<li><b>{}</b> <span class="nowrap">{}</span> <span class="soft">{} · {}</span>{}</li>').format(
        event_word(moment.kind), _time(moment.at), where, moment.who, facts
    )


def _time(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"
