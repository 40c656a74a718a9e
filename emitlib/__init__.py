"""emitlib: who and what → plan → run → ledger → report, for the month-end emission of CFDI."""

__version__ = "0.1.0"
