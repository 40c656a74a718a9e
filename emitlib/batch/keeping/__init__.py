"""Keeping the ledger for years: copies, erasure on request, archives of finished years; for `cli` and `doctor`."""
