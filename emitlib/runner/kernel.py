"""The kernel of a run: this very interpreter, whatever kernelspecs the machine has."""

import os
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

__all__ = ["SameInterpreter"]


class SameInterpreter(AsyncKernelManager):
    """Starts ``sys.executable -m ipykernel_launcher``, over sockets that only this account can open."""

    def __init__(self, **traits: object) -> None:
        if os.name != "nt":  # Windows has no ipc transport
            # sockets lie beside the connection file: without one they would lie in the current folder
            self._folder = Path(tempfile.mkdtemp(prefix="emit-kernel-"))  # opens to this account alone
            traits |= {"transport": "ipc", "connection_file": str(self._folder / "kernel.json")}
        super().__init__(**traits)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command line of the kernel."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", self.connection_file]
        return command + (extra_arguments or [])

    async def _async_signal_kernel(self, signum: int) -> None:
        # a kernel that is asked to end gets an interrupt first; one that has just finished reports it as an error
        if not (self.shutting_down and signum == signal.SIGINT):
            await super()._async_signal_kernel(signum)

    def cleanup_ipc_files(self) -> None:
        """Remove the sockets, and the folder made for them."""
        super().cleanup_ipc_files()
        if os.name != "nt":
            with suppress(OSError):  # a file that somebody else put there stays
                self._folder.rmdir()
