"""A real IMAP server for the tests: Dovecot over a Maildir."""

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from conftest import missing

__all__ = ["Dovecot", "dovecot", "free_port"]

_NOBODY = 65534
USER, PASSWORD = "facturas", "una clave larga"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dovecot:
    """A running IMAP server with one account."""

    port: int
    maildir: Path  #: the account's Maildir; `Sent` is a folder of it

    def make(self, folder: str) -> None:
        """Make a folder of the Maildir; "" = its inbox."""
        for part in ("new", "cur", "tmp"):
            (self.maildir / folder / part).mkdir(parents=True, exist_ok=True)
        for path in (self.maildir, *self.maildir.rglob("*")):
            path.chmod(0o777)  # Dovecot reads as another user where the tests run as root

    def deliver(self, data: bytes, *, folder: str = "", name: str = "m1") -> None:
        """Put a message where a mail system would."""
        self.make(folder)
        (self.maildir / folder / "new" / f"{time.time_ns()}.{name}.test").write_bytes(data)


def free_port() -> int:
    """A TCP port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def dovecot(folder: Path, *, certificate: Path | None = None, password: str = PASSWORD) -> Iterator[Dovecot]:
    """A Dovecot of its own below `folder`, on loopback; with a certificate it offers STARTTLS."""
    program = shutil.which("dovecot", path=os.defpath + ":/usr/sbin")
    if program is None:
        missing("Dovecot", "apt-get install dovecot-imapd")
    port = free_port()
    folder.mkdir(parents=True)
    run = Path(mkdtemp(prefix="dovecot-"))  # of a short path, open to Dovecot's own users
    run.chmod(0o755)
    (run / "users").write_text(f"{USER}:{{PLAIN}}{password}\n", encoding="utf-8")
    config = folder / "dovecot.conf"
    config.write_text(_config(folder, run=run, port=port, certificate=certificate), encoding="utf-8")
    server = subprocess.Popen([program, "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Dovecot(port=port, maildir=run / "mail")
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(run, ignore_errors=True)


def _config(folder: Path, *, run: Path, port: int, certificate: Path | None) -> str:
    user, uid, gid = getpass.getuser(), os.getuid(), os.getgid()
    internal, login, group = user, user, str(gid)
    if user == "root":  # which Dovecot refuses to be for a client
        internal, login, group = "dovecot", "dovenull", "dovecot"
        uid = gid = _NOBODY
    tls = f"ssl = yes\nssl_cert = <{certificate}\nssl_key = <{certificate}\n" if certificate else "ssl = no\n"
    return f"""\
base_dir = {run}
state_dir = {run}
log_path = {folder / "dovecot.log"}
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{run / "mail"}
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
disable_plaintext_auth = no
auth_mechanisms = plain login
{tls}passdb {{
  driver = passwd-file
  args = {run / "users"}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={run}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("Dovecot did not start")
