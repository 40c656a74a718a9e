"""Who does the work of a run; dispatch hands them jobs and knows nothing of threads."""

from emitlib.batch.executors.local import share

__all__ = ["share"]
