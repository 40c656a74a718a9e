"""The maker of the samples: one synthetic company's October 2026, the same bytes on every run.

Lives beside the files it makes and is imported by `make_samples.py` and the tests only, never by emitlib.
Nothing here reads a clock or draws a random number: what varies is drawn from SHA-256 of a label.
"""
