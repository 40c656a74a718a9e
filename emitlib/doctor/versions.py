"""Versions: what is installed, and whether it is what this emitlib was made for."""

import platform
import sqlite3
import ssl
import sys
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement

from emitlib import __version__
from emitlib.doctor.check import Found, fault, fine
from emitlib.i18n import _

__all__ = ["look_at_versions"]


def look_at_versions(extras: frozenset[str] = frozenset()) -> Found:
    """Every library that emitlib asks for, within the bounds it was tested in.

    Args:
        extras: Optional parts that the settings make use of.
    """
    running = f"emitlib {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    detail = f"{running}, {ssl.OPENSSL_VERSION}, {platform.system()} {platform.release()}"
    try:
        wanted = metadata.requires("emitlib") or []
    except metadata.PackageNotFoundError:  # run from a folder that was never installed
        wanted = []
    wrong = [line for line in map(_judged, _needed(wanted, extras)) if line]
    if not wrong:
        return fine(detail)
    parts = f"[{','.join(sorted(extras))}]" if extras else ""
    return fault(
        _("{detail}. Not as it should be: {wrong}.").format(detail=detail, wrong=", ".join(wrong)),
        _("Install it again: {command}").format(command=f'"{sys.executable}" -m pip install -U "emitlib{parts}"'),
    )


def _needed(lines: list[str], extras: frozenset[str]) -> Iterator[Requirement]:
    for line in lines:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def _judged(requirement: Requirement) -> str:
    """What is wrong with one library; "" where nothing is."""
    try:
        installed = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return _("{library} is missing").format(library=requirement.name)
    if requirement.specifier.contains(installed, prereleases=True):
        return ""
    return f"{requirement.name} {installed} ({requirement.specifier})"
