"""Web servers of the tests: served by a thread on loopback while a block lasts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

__all__ = ["serving"]


@contextmanager
def serving(http: ThreadingHTTPServer) -> Iterator[None]:
    """Serve inside the block."""
    thread = threading.Thread(target=http.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
