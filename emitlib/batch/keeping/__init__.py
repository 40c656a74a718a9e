"""Keeping the ledger for years: verified copies, personal values erased on request; used by `cli` and `doctor`."""
