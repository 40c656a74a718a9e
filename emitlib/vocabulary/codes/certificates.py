"""Findings about certificates and envelopes."""

from emitlib.vocabulary.codes.code import Code

__all__ = ["CERTIFICATES"]

CERTIFICATES: dict[str, Code] = {}
