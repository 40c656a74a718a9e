"""The kernels of the app: this very interpreter, whatever kernelspecs the machine has."""

from jupyter_client.kernelspec import KernelSpecManager
from traitlets import default

__all__ = ["ThisInterpreter"]


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel, that of `sys.executable`."""

    @default("kernel_dirs")
    def _kernel_dirs_default(self) -> list[str]:
        return []
