"""The page where a person answers for what nobody can tell and for what came back; the app and notebooks import it.

`evidence` and `returned_told` say what is known, without widgets.
"""

from emitlib.forms.answer_desk.page import AnswerDesk

__all__ = ["AnswerDesk"]
