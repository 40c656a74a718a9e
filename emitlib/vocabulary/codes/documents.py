"""Findings about document files."""

from emitlib.vocabulary.codes.code import Code

__all__ = ["DOCUMENTS"]

DOCUMENTS: dict[str, Code] = {}
