"""Fixtures that several rooms share, and the rule for missing services."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from company import Company

_REQUIRED = os.environ.get("EMITLIB_REQUIRE_ALL") == "1"


def missing(what: str, how: str) -> NoReturn:
    """Skip for want of a service, naming how to install it; where all are required, fail."""
    text = f"{what} is not here; install it with: {how}"
    if _REQUIRED:
        pytest.fail(text)
    pytest.skip(text)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of files that nobody here wrote."""
    folder = Path(os.environ.get("EMITLIB_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus")
    if not (folder / "MANIFEST.csv").is_file():
        missing("the corpus", "EMITLIB_CORPUS=FOLDER (see docs/development.md)")
    return folder


@pytest.fixture(scope="session")
def openssl() -> str:
    """The openssl command."""
    found = shutil.which("openssl")
    if found is None:
        missing("openssl", "apt-get install openssl")
    return found


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """An empty company in a workspace of its own."""
    return Company(tmp_path / "empresa")
