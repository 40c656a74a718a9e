"""`emit`: one thin command per verb; imports everything, is imported by nothing."""

from emitlib.cli.main import main

__all__ = ["main"]
