"""A client changed in the file while somebody edited it: what was set on one side only stays, the rest is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from emitlib.forms.form_fields import FormField, field_names
from emitlib.forms.form_values import FormValues

__all__ = ["Collision", "Meeting", "meet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """A field that both sides changed, to different values, in words."""

    field: FormField
    name: str
    before: str  #: as the form was opened with
    mine: str
    theirs: str  #: as the file holds it now


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Both sides' changes to one client."""

    seen: FormValues  #: as the form was opened with
    mine: FormValues
    theirs: FormValues  #: as the file holds it now
    collisions: tuple[Collision, ...]
    taken: tuple[str, ...]  #: names of the fields that only the other side changed

    def settled(self, keep_mine: Mapping[FormField, bool]) -> FormValues:
        """The values to go on with.

        Args:
            keep_mine: For each field that collides, whether mine is kept.
        """
        kept, theirs = self.mine.fields(), self.theirs.fields()
        collide = {collision.field for collision in self.collisions}
        opened = self.seen.fields()
        values = {
            str(field): kept[field]
            if (keep_mine[field] if field in collide else kept[field] != opened[field])
            else theirs[field]
            for field in kept
        }
        return replace(self.theirs, **values)  # type: ignore[arg-type]  # the fields are those of the class


def meet(*, seen: FormValues, mine: FormValues, theirs: FormValues) -> Meeting:
    """Compare what a person set with what the file became meanwhile, field by field.

    Args:
        seen: As the form was opened with.
        mine: As it was set in the form.
        theirs: As the file holds it now.
    """
    words = seen.in_words(), mine.in_words(), theirs.in_words()
    opened, set_here, now = seen.fields(), mine.fields(), theirs.fields()
    changed_there = [field for field in opened if now[field] != opened[field]]
    both = [field for field in changed_there if set_here[field] not in (opened[field], now[field])]
    return Meeting(
        seen=seen,
        mine=mine,
        theirs=theirs,
        collisions=tuple(
            Collision(
                field=field,
                name=field_names()[field],
                before=words[0][field],
                mine=words[1][field],
                theirs=words[2][field],
            )
            for field in both
        ),
        taken=tuple(field_names()[field] for field in changed_there if set_here[field] == opened[field]),
    )
