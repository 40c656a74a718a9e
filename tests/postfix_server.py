"""A real mail server for the tests: a Postfix of its own that delivers into Maildirs and reports what it cannot."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from conftest import missing
from mail_system import free_port

__all__ = ["Postfix", "postfix"]

_NOBODY = 65534
_DAEMONS = "/usr/lib/postfix/sbin:/usr/libexec/postfix:/usr/lib/postfix"
_SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postfix:
    """A running mail server; addresses of its domains that have no mailbox come back as delivery reports."""

    port: int
    log: Path

    def wait_for(self, maildir: Path, *, messages: int) -> list[Path]:
        """The messages of a Maildir, once there are so many."""
        end = time.monotonic() + 60
        while len(found := sorted((maildir / "new").iterdir())) < messages and time.monotonic() < end:
            time.sleep(0.1)
        assert len(found) == messages, self.log.read_text(encoding="utf-8")
        return found


@contextlib.contextmanager
def postfix(mailboxes: Mapping[str, Path]) -> Iterator[Postfix]:
    """A Postfix below a folder of its own, on loopback.

    Args:
        mailboxes: Maildir by address; their domains are the server's.
    """
    program = shutil.which("postfix", path=f"{os.defpath}:/usr/sbin")
    daemons = shutil.which("master", path=_DAEMONS)
    if program is None or daemons is None:
        missing("Postfix", "apt-get install postfix")
    if os.geteuid() != 0:
        missing("a Postfix of its own", "running the tests as root, as CI does")
    run = Path(mkdtemp(prefix="postfix-"))
    run.chmod(0o755)
    port = free_port()
    for maildir in mailboxes.values():
        _maildir(maildir)
    _configure(run, port=port, programs=Path(program).parent, daemons=Path(daemons).parent, mailboxes=mailboxes)
    line = [program, "-c", str(run / "config")]
    subprocess.run([*line, "start"], check=True, capture_output=True)
    try:
        _wait_for(port, log=run / "log")
        yield Postfix(port=port, log=run / "log")
    finally:
        subprocess.run([*line, "stop"], check=False, capture_output=True)
        shutil.rmtree(run, ignore_errors=True)


def _maildir(folder: Path) -> None:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.iterdir()):
        path.chmod(0o777)


def _configure(run: Path, *, port: int, programs: Path, daemons: Path, mailboxes: Mapping[str, Path]) -> None:
    config = run / "config"
    for folder in (config, run / "queue", run / "data"):
        folder.mkdir()
    shutil.chown(run / "data", "postfix")
    # Postfix writes to folders below "/"
    boxes = "".join(f"{address} {str(maildir).removeprefix('/')}/\n" for address, maildir in mailboxes.items())
    (config / "boxes").write_text(boxes, encoding="utf-8")
    domains = ", ".join(dict.fromkeys(address.partition("@")[2] for address in mailboxes))
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": run / "queue",
        "data_directory": run / "data",
        "command_directory": programs,
        "daemon_directory": daemons,
        "maillog_file": run / "log",
        "maillog_file_prefixes": run,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "myhostname": "mx.example.com",
        "mydestination": "",
        "local_recipient_maps": "",
        "alias_maps": "",
        "virtual_mailbox_domains": domains,
        "virtual_mailbox_maps": f"texthash:{config / 'boxes'}",
        "virtual_mailbox_base": "/",
        "virtual_uid_maps": f"static:{_NOBODY}",
        "virtual_gid_maps": f"static:{_NOBODY}",
        "virtual_minimum_uid": 1,
        # an unknown address is taken, and reported later
        "smtpd_reject_unlisted_recipient": "no",
        "smtpd_recipient_restrictions": "permit_mynetworks, reject",
    }
    lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
    (config / "main.cf").write_text(lines, encoding="utf-8")
    (config / "master.cf").write_text(_SERVICES.format(port=port), encoding="utf-8")


def _wait_for(port: int, *, log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as talk:
            if talk.recv(100).startswith(b"220"):
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8") if log.exists() else "Postfix did not start")
