"""The doctor: one look at everything that a month-end rests on, each part within its time; used by `cli` and `forms`.

It sends nothing, prints nothing, writes nothing but a file that it takes away again, and shows no secret.
"""

from emitlib.doctor.check import Check, Verdict
from emitlib.doctor.examination import examine

__all__ = ["Check", "Verdict", "examine"]
