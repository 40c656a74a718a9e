"""What a person is told to do after a run."""

import pytest

from emitlib.forms.run_advice import advice
from emitlib.i18n import spoken
from emitlib.vocabulary import BUCKETS, Bucket, Status

#: What needs nobody.
QUIET = {s for s, bucket in BUCKETS.items() if bucket in {Bucket.DONE, Bucket.CANCELLED}} - {Status.BOUNCED}


@pytest.mark.parametrize("status", list(Status))
def test_whatever_does_not_move_by_itself_is_named(status: Status) -> None:
    told = advice({status.value: 3})
    if status in QUIET:
        assert told == []
    else:
        assert len(told) == 1
        assert told[0].startswith("3 ")


def test_the_gravest_comes_first_and_nothing_is_said_of_nothing() -> None:
    with spoken("en"):
        told = advice({"held": 1200, "planned": 0, "unknown": 2, "accepted": 5})
    assert [text.split()[0] for text in told] == ["2", "1,200"]
    assert "never sent again by themselves" in told[0]


def test_what_is_unconfirmed_is_answered_where_the_app_asks_for_it() -> None:
    with spoken("es"):
        assert advice({"unknown": 1})[0].endswith("responda por ellas en la pestaña Sin confirmar y rebotes.")
