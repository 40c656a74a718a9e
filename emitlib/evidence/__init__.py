"""EVIDENCE: one client's month in a ZIP that anybody checks without emitlib; `bootstrap` and above may import it."""

from emitlib.evidence.making import BundleMade, make_bundle

__all__ = ["BundleMade", "make_bundle"]
