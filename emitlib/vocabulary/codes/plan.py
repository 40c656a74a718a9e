"""Findings about matching, preflight and the plan."""

from emitlib.vocabulary.codes.code import Code

__all__ = ["PLAN"]

PLAN: dict[str, Code] = {}
