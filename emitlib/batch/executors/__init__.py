"""Who does the work of a run; dispatch hands them jobs and knows nothing of threads."""

from emitlib.batch.executors.ahead import ahead
from emitlib.batch.executors.local import share
from emitlib.batch.executors.processes import Freezer, freezer_for, freezing_processes

__all__ = ["Freezer", "ahead", "freezer_for", "freezing_processes", "share"]
