"""The review tray as a page: held messages looked at, released, rejected; imported by the app and by notebooks.

`desk`, `sample` and `frozen_message` hold what is known, without widgets.
"""

from emitlib.forms.review_desk.page import ReviewDesk

__all__ = ["ReviewDesk"]
