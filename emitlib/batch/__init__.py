"""WHEN: plan, preflight, dispatch, reconcile; for reports and everything above, without pandas."""

from emitlib.batch.order import RunOrder, RunResult

__all__ = ["RunOrder", "RunResult"]
