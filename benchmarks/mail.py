"""Mail against what it is made of: the same month by other libraries, by Postfix's own sender, and over a slow line.

Run: ``uv run --with yagmail --with redmail --with mailmerge benchmarks/mail.py [MESSAGES] [ROUNDS] [MANY]``. It needs
Postfix's ``smtp-sink`` and ``smtp-source`` (``apt-get install postfix``). Each message holds an XML and a PDF read
from disk, about 100 kB in all; ours are frozen and written into the ledger durably as in any run, over 20
connections, because each waits for the disk once a message. The others keep no ledger; each has one process and one
connection, as their documentation shows them. Nobody's start counts. What is compared is taken in turns, ROUNDS
times, and the medians count. Beside it stand the disk, and what bare sockets with bare commits reach
(`mail_floor.py`). MANY messages (0 = skip) show how memory grows.
"""

import asyncio
import importlib.util
import json
import os
import shutil
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from company import Company, uuid_of  # noqa: E402 - the tests' made-up company
from month_end import plan_of  # noqa: E402

RFC = "CACX7605101P8"
PDF = 66_000  # bytes
CONNECTIONS = 20
ROUND_TRIP = 0.05  # seconds
TEXT = "Le enviamos la factura A-{number}, expedida el 2026-10-30.\n\nEl XML adjunto es el comprobante; consérvelo.\n"
HTML = "<html><body><h1>Factura A-{number}</h1><p>El XML adjunto es el comprobante; consérvelo.</p></body></html>"

_WORKER = """
if __name__ == "__main__":  # the processes that freeze import this file
    import json, re, sys
    from pathlib import Path
    from emitlib.batch.order import RunOrder
    from emitlib.bootstrap import emission, open_ledger
    from emitlib.vocabulary import ChannelName
    from emitlib.workspace import open_workspace
    place = open_workspace(Path(sys.argv[1]))
    with open_ledger(place) as ledger:
        order = RunOrder(plan=sys.argv[2], confirm=sys.argv[3], channel=ChannelName.MAIL, dry_run=False)
        result = emission(place, ledger).start(order)
    counts = result.balance["deliveries"]["mail"]
    assert counts["done"] == counts["planned"] and counts["remainder"] == 0, (counts, result.error)
    # this process's own peak; getrusage's begins with that of the benchmark, which made the plan
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    print(json.dumps({"rate": result.rate, "peak": peak}))
"""


# -- the servers


@contextmanager
def serving(line: list[str]) -> Iterator[None]:
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.7)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def sink() -> Iterator[int]:
    """The port of a server that takes everything."""
    port = free_port()
    user = ["-u", "postfix"] if os.geteuid() == 0 else []
    with serving([str(shutil.which("smtp-sink")), *user, f"127.0.0.1:{port}", "512"]):
        yield port


@contextmanager
def slow_line(port: int) -> Iterator[int]:
    """A port that leads to `port`, half a round trip later each way."""
    near = free_port()
    with serving([sys.executable, __file__, "--proxy", str(near), str(port)]):
        yield near


async def proxy(near: int, far: int) -> None:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while data := await reader.read(65_536):
            loop.call_later(ROUND_TRIP / 2, writer.write, data)
        loop.call_later(ROUND_TRIP / 2, writer.close)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", far)
        await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer), return_exceptions=True)

    server = await asyncio.start_server(connected, "127.0.0.1", near)
    await server.serve_forever()


# -- the job


def company(folder: Path, messages: int, *, pdf: int = PDF) -> Company:
    made = Company(folder)
    made.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_security="plain")
    made.client("1", RFC, accounts="ana@example.mx")
    for number in range(1, messages + 1):
        made.invoice(number, RFC)
        path = made.folder() / f"A{number}.pdf"
        made.pdf(path, uuid_of(number))
        if pdf > path.stat().st_size:
            with path.open("ab") as file:
                file.write(b"\n%" + os.urandom((pdf - path.stat().st_size) // 2 - 2).hex().encode() + b"\n")
    return made


def files(folder: Path, messages: int) -> Iterator[tuple[int, Path, Path]]:
    """Number, XML and PDF of each message."""
    for number in range(1, messages + 1):
        pdf = folder / f"A{number}.pdf"
        yield number, pdf.with_suffix(".xml"), pdf


class Ours:
    """Runs of one planned workspace, each in a copy of it."""

    def __init__(self, folder: Path, made: Company) -> None:
        plan = plan_of(made)
        self._folder = folder
        self._made = made
        self._plan = plan.id, plan.hash

    def run(self, port: int, *, connections: int) -> tuple[float, float]:
        """Messages per second, and peak memory in MB."""
        # left where it is until the end: ext4 makes new files slowly for minutes after so many were taken away
        copy = self._folder / f"copy{time.monotonic_ns()}"
        self._made.set(mail_smtp_port=port, mail_pace_connections=connections)
        shutil.copytree(self._made.root, copy)
        os.sync()  # a run's own waits for the disk shall not be for what the copy left to write
        script = self._folder / "worker.py"
        script.write_text(_WORKER, encoding="utf-8")
        line = [sys.executable, str(script), str(copy), *self._plan]
        result = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
        return float(result["rate"]), float(result["peak"])


def smtp_source(port: int, messages: int) -> float:
    line = [str(shutil.which("smtp-source")), "-s", "10", "-d", "-l", "100000", "-m", str(messages)]
    start = time.perf_counter()
    subprocess.run([*line, f"127.0.0.1:{port}"], check=True, stdout=subprocess.DEVNULL)
    return messages / (time.perf_counter() - start)


def disk(folder: Path) -> None:
    """How long this disk takes to make 100 kB durable."""
    times = []
    for number in range(50):
        with (folder / f"disk{number}").open("wb") as file:
            file.write(bytes(100_000))
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - start) * 1000)
    print(f"fsync of 100 kB: median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms", flush=True)


def floor(port: int, messages: int, folder: Path) -> list[float]:
    """See `mail_floor`: sockets alone, with commits, with files too."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        script = Path(__file__).with_name("mail_floor.py")
        line = [sys.executable, str(script), str(port), str(messages), str(CONNECTIONS), place]
        done = subprocess.run(line, check=True, capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


# -- the others: each over one connection where it can


def stdlib(folder: Path, messages: int, port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for number, xml, pdf in files(folder, messages):
            message = EmailMessage()
            message["From"], message["To"] = "facturas@example.mx", "ana@example.mx"
            message["Subject"], message["Message-ID"] = f"Factura A-{number}", make_msgid(domain="example.mx")
            message.set_content(TEXT.format(number=number))
            message.add_alternative(HTML.format(number=number), subtype="html")
            for path, subtype in ((xml, "xml"), (pdf, "pdf")):
                message.add_attachment(path.read_bytes(), maintype="application", subtype=subtype, filename=path.name)
            smtp.send_message(message)


def yagmail(folder: Path, messages: int, port: int) -> None:
    import yagmail as library  # noqa: PLC0415 - only where it is installed

    smtp = library.SMTP(
        "facturas@example.mx",
        host="127.0.0.1",
        port=port,
        smtp_starttls=False,
        smtp_ssl=False,
        smtp_skip_login=True,
        soft_email_validation=False,
    )
    for number, xml, pdf in files(folder, messages):
        contents = [TEXT.format(number=number), HTML.format(number=number)]
        smtp.send("ana@example.mx", f"Factura A-{number}", contents, attachments=[str(xml), str(pdf)])
    smtp.close()


def redmail(folder: Path, messages: int, port: int) -> None:
    from redmail import EmailSender  # noqa: PLC0415 - only where it is installed

    sender = EmailSender(host="127.0.0.1", port=port, use_starttls=False)
    with sender:
        for number, xml, pdf in files(folder, messages):
            sender.send(
                subject=f"Factura A-{number}",
                sender="facturas@example.mx",
                receivers=["ana@example.mx"],
                text=TEXT.format(number=number),
                html=HTML.format(number=number),
                attachments={path.name: path.read_bytes() for path in (xml, pdf)},
            )


def mailmerge(folder: Path, messages: int, port: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "server.conf").write_text(f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\n", encoding="utf-8")
        (place / "template.txt").write_text(
            "TO: ana@example.mx\nSUBJECT: Factura A-{{number}}\nFROM: facturas@example.mx\n"
            "ATTACHMENT: {{xml}}\nATTACHMENT: {{pdf}}\n\n" + TEXT.replace("{number}", "{{number}}"),
            encoding="utf-8",
        )
        rows = "".join(f"{number},{xml},{pdf}\n" for number, xml, pdf in files(folder, messages))
        (place / "rows.csv").write_text(f"number,xml,pdf\n{rows}", encoding="utf-8")
        start = "from mailmerge.__main__ import main; main()"
        line = [sys.executable, "-c", start, "--no-dry-run", "--no-limit"]
        line += ["--template", "template.txt", "--database", "rows.csv", "--config", "server.conf"]
        subprocess.run(line, check=True, cwd=place, stdout=subprocess.DEVNULL)


OTHERS: dict[str, Callable[[Path, int, int], None]] = {
    "stdlib": stdlib,
    "yagmail": yagmail,
    "redmail": redmail,
    "mailmerge": mailmerge,
}


def other(name: str, folder: Path, messages: int, port: int) -> float:
    """Messages per second of one of the others, in a process of its own; its start does not count."""
    line = [sys.executable, __file__, "--other", name, str(folder), str(messages), str(port)]
    return float(subprocess.run(line, check=True, capture_output=True, text=True).stdout.split()[-1])


def timed_other(name: str, folder: Path, messages: int, port: int) -> float:
    start = time.perf_counter()
    OTHERS[name](folder, messages, port)
    return messages / (time.perf_counter() - start)


# -- the comparison


FLOORS = ("bare sockets", "… and commits", "… and files")


def side_by_side(made: Company, ours: Ours, messages: int, rounds: int) -> None:
    names = [name for name in OTHERS if name == "stdlib" or importlib.util.find_spec(name)]
    rates: dict[str, list[float]] = {name: [] for name in ("emitlib", "smtp-source", *FLOORS, *names)}
    with sink() as port:
        for _round in range(rounds):
            rates["smtp-source"].append(smtp_source(port, 2 * messages))
            rates["emitlib"].append(ours.run(port, connections=CONNECTIONS)[0])
            for name, rate in zip(FLOORS, floor(port, messages, made.root.parent), strict=True):
                rates[name].append(rate)
            for name in names:
                rates[name].append(other(name, made.folder(), min(messages, 200), port))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    mine = rates["emitlib"]

    def ratio(name: str) -> float:
        """Round by round, so that what else the machine does weighs on both."""
        return statistics.median(own / rate for own, rate in zip(mine, rates[name], strict=True))

    for name, rate in medians.items():
        print(f"{name:14} {rate:8.1f} messages/s   emitlib is {ratio(name):5.2f} x", flush=True)
    print(f"{min(map(ratio, names)):.2f} x the best of {', '.join(names)} (>= 5)")
    print(f"{ratio('smtp-source'):.2f} x smtp-source -s 10 -d (>= 0.35, aim 0.5)")


def over_a_slow_line(ours: Ours) -> None:
    with sink() as port, slow_line(port) as slow:
        near = ours.run(slow, connections=1)[0]
        for connections in (1, 3, 10):
            rate = near if connections == 1 else ours.run(slow, connections=connections)[0]
            print(
                f"{ROUND_TRIP * 1000:.0f} ms a round trip, {connections:2} connections: {rate:6.1f} messages/s, "
                f"{rate / near:5.1f} x one, {1 / (rate / connections) / ROUND_TRIP:.1f} round trips a message",
                flush=True,
            )


def flat_memory(folder: Path, many: int) -> None:
    """The peak of the process that emits: of a thousand messages, and of many more."""
    peaks = []
    for messages in (1_000, many):
        with sink() as port:
            place = folder / f"memory{messages}"
            place.mkdir()
            rate, peak = Ours(place, company(place / "company", messages, pdf=0)).run(port, connections=CONNECTIONS)
        shutil.rmtree(place)
        peaks.append(peak)
        print(f"{messages:6} messages: {rate:7.1f} messages/s, peak {peak:.0f} MB", flush=True)
    growth = (peaks[1] - peaks[0]) * 1024 / (many - 1_000)
    print(f"{peaks[1] / peaks[0]:.2f} x the peak of 1,000 messages (<= 1.15): {growth:.1f} kB a message")


def main() -> None:
    if "--proxy" in sys.argv:
        asyncio.run(proxy(int(sys.argv[2]), int(sys.argv[3])))
        return
    if "--other" in sys.argv:
        print(timed_other(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])))
        return
    messages, rounds, many = (int(value) for value in (*sys.argv[1:], *("2000", "3", "0")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # an installed package has its bytecode
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        disk(folder)
        made = company(folder / "company", messages)
        ours = Ours(folder, made)
        side_by_side(made, ours, messages, rounds)
        over_a_slow_line(ours if messages <= 500 else few(folder))
        if many:
            flat_memory(folder, many)


def few(folder: Path) -> Ours:
    place = folder / "few"
    place.mkdir()
    return Ours(place, company(place / "company", 400))


if __name__ == "__main__":
    main()
