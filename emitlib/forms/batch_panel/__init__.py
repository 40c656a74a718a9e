"""The batch panel: plan a month, start its channels, watch them; imported by the app and by notebooks.

`month`, `outlook` and `run_lines` hold what is known, without widgets.
"""

from emitlib.forms.batch_panel.panel import BatchPanel

__all__ = ["BatchPanel"]
