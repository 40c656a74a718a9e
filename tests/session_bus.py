"""A session bus of our own with a small power manager on it: it counts who keeps the machine awake."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from conftest import missing

__all__ = ["PowerManager", "power_manager"]

_NAME = "org.freedesktop.PowerManagement"


@dataclass
class PowerManager:
    """What was asked of ``org.freedesktop.PowerManagement.Inhibit``."""

    address: str
    calls: list[str] = field(default_factory=list)
    held: set[int] = field(default_factory=set)

    def serve(self, connection: Any) -> None:
        """Answer until the bus goes away."""
        from jeepney import HeaderFields, MessageType, new_method_return  # noqa: PLC0415 - comes with Linux only

        while True:
            try:
                message = connection.receive()
            except OSError:
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            method = message.header.fields[HeaderFields.member]
            self.calls.append(method)
            if method == "Inhibit":
                cookie = len(self.calls)
                self.held.add(cookie)
                connection.send(new_method_return(message, "u", (cookie,)))
            else:
                self.held.discard(message.body[0])
                connection.send(new_method_return(message))


@contextmanager
def power_manager() -> Iterator[PowerManager]:
    """A bus and its power manager, until the end of the block."""
    from jeepney import message_bus  # noqa: PLC0415 - as above
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - as above

    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        missing("dbus-daemon", "apt-get install dbus")
    command = [daemon, "--session", "--nofork", "--nopidfile", "--print-address=1"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DBUS_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as bus:
        assert bus.stdout is not None
        manager = PowerManager(bus.stdout.readline().strip())
        connection = open_dbus_connection(manager.address)
        connection.send_and_get_reply(message_bus.RequestName(_NAME))
        thread = threading.Thread(target=manager.serve, args=(connection,), daemon=True)
        thread.start()
        try:
            yield manager
        finally:
            bus.terminate()
            thread.join(5)
            connection.close()
