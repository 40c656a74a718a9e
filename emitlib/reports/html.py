"""The delivery report as one HTML file: no net, no script needed to read it, good on paper too."""

import base64
import hashlib
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from emitlib.i18n import _
from emitlib.reports.answer_words import (
    class_word,
    compared_word,
    duration_word,
    issue_word,
    share_word,
    xml_answer,
    xml_state_word,
)
from emitlib.reports.answers import LIMITS, XmlState, counted
from emitlib.reports.charts import SHOWN_BUCKETS, channel_bars, class_bars, time_columns
from emitlib.reports.report import DeliveryReport
from emitlib.reports.words import (
    accepted_means,
    bucket_word,
    channel_word,
    documents_equation,
    radar_word,
    run_state_word,
    severity_word,
    status_meaning,
    status_word,
    verdict_word,
)
from emitlib.vocabulary import BUCKETS, Bucket, Status

__all__ = ["render_html"]

NEEDS_SHOWN = 100  #: rows of one group on the page; the rest stands in the table of deliveries and in audit.xlsx
_CLIENTS_OPEN = 15  # a longer table of clients scrolls


def render_html(report: DeliveryReport) -> str:
    """The whole page, in the language of this context."""
    script = _asset("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            style=Markup(_asset("report.css")),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            equation=_equation(report),
            bars=channel_bars(report.deliveries_totals),
            columns=time_columns(report.slots),
            took=class_bars(report.times),
            classes=[class_word(place) for place in range(len(LIMITS) + 1)],
            xml=counted(report.xml),
            cut=report.issue.at if report.issue else report.made_at,
            zone=report.zone,
            legend=[bucket for bucket in SHOWN_BUCKETS if report.bucket(bucket)],
            statuses=[status for status in Status if any(line.status is status for line in report.deliveries)],
            needs_shown=NEEDS_SHOWN,
            clients_open=_CLIENTS_OPEN,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals |= {
        "_": _,
        "accepted_means": accepted_means,
        "Bucket": Bucket,
        "BUCKETS": BUCKETS,
        "Status": Status,
        "XmlState": XmlState,
    }
    environment.filters |= {
        "bucket": bucket_word,
        "channel": channel_word,
        "clock": _clock,
        "compared": compared_word,
        "duration": duration_word,
        "issue": issue_word,
        "meaning": status_meaning,
        "minute": _minute,
        "money": _money,
        "number": _number,
        "radar": radar_word,
        "run_state": run_state_word,
        "severity": severity_word,
        "share": share_word,
        "status": status_word,
        "verdict": verdict_word,
        "xml_answer": xml_answer,
        "xml_state": xml_state_word,
    }
    return environment


def _equation(report: DeliveryReport) -> Markup:
    """The documents' side of the balance, its counts in bold."""
    counts = {name: Markup("<b>{}</b>").format(f"{count:,}") for name, count in report.balance_of_documents.items()}
    return escape(documents_equation()).format(**counts)


def _asset(name: str) -> str:
    return (files("emitlib.reports") / "templates" / name).read_text(encoding="utf-8")


def _clock(moment: datetime | None) -> str:
    """A time to the second; the zone stands once on the page."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _number(count: int) -> str:
    return f"{count:,}"


def _money(total: Decimal | None) -> str:
    return "" if total is None else f"{total:,.2f}"
