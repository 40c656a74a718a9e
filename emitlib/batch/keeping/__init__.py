"""Keeping the ledger for years: verified copies of it; used by `cli` and `doctor`."""
