"""What a person reads of the provider's limits before a plan is run."""

import pytest

from emitlib.batch.quota import Quota
from emitlib.i18n import spoken

_HOUR, _DAY = 3_600, 86_400
_RESUMED = (
    "When the provider's day is full the run ends with PACE_DAY_FULL and does not go on by itself: somebody resumes "
    "it after the hour that it names, with `emit resume RUN` or by the button Resume in the tab Plan and send. "
    "Nothing is sent twice."
)


def told(eta: int | None, *nights: int, language: str = "en") -> list[str]:
    with spoken("es" if language == "es" else "en"):
        return Quota(messages=sum(nights), eta=eta, nights=nights).text.splitlines()


@pytest.mark.parametrize(
    ("eta", "length"),
    [
        (20, "about a minute"),
        (60, "about a minute"),
        (130, "about 2 minutes"),
        (99 * 60, "about 99 minutes"),
        (2 * _HOUR, "about 2 hours"),
        (36_000, "about 10 hours"),
        (47 * _HOUR, "about 47 hours"),
        (2 * _DAY, "about 2 days"),
        (10 * _DAY + 5 * _HOUR, "about 10 days"),
    ],
)
def test_a_length_of_time_is_told_in_words_that_people_use(eta: int, length: str) -> None:
    assert told(eta, 100) == [f"At the provider's pace the mail takes {length}."]


def test_spanish_says_hours_too() -> None:
    assert told(36_000, 100, language="es") == ["Al ritmo del proveedor, el correo tarda unas 10 horas."]
    assert told(60, 100, language="es") == ["Al ritmo del proveedor, el correo tarda un minuto, más o menos."]


@pytest.mark.parametrize("eta", [None, 0])
def test_nothing_is_told_where_nothing_limits(eta: int | None) -> None:
    assert told(eta, 100) == []


def test_a_plan_over_several_nights_says_who_goes_on_and_how() -> None:
    assert told(2 * _DAY, 1_200, 1_200, 6) == [
        "The provider's limit of a day splits the mail over 3 nights: 1,200 + 1,200 + 6 addresses.",
        "At the provider's pace the mail takes about 2 days.",
        _RESUMED,
    ]


def test_a_day_that_is_full_already_is_said_and_is_no_night() -> None:
    first, *others = told(2 * _DAY, 0, 1_200, 6)
    assert first == "The provider's day is full already: nothing leaves until it takes more."
    assert others[0].startswith("The provider's limit of a day splits the mail over 2 nights: 1,200 + 6 addresses.")
    assert told(_DAY, 0, 6)[:2] == [first, "At the provider's pace the mail takes about 24 hours."]
