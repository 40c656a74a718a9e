"""Findings about a run and the ledger."""

from emitlib.vocabulary.codes.code import Code

__all__ = ["EMISSION"]

EMISSION: dict[str, Code] = {}
