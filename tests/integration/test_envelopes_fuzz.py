"""Ten minutes of coverage-guided fuzzing; see ``tests/fuzz_envelopes.py``."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import missing

SECONDS = 600


@pytest.mark.slow
def test_ten_minutes_of_atheris_find_nothing(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        missing("atheris", "uv sync --group fuzz")
    script = Path(__file__).parents[1] / "fuzz_envelopes.py"
    limits = [f"-max_total_time={SECONDS}", "-timeout=5", "-malloc_limit_mb=50", "-max_len=20000"]
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), *limits, f"-artifact_prefix={tmp_path}/"],
        capture_output=True,
        check=False,
        timeout=SECONDS + 120,
    )
    assert done.returncode == 0, done.stderr[-4000:].decode(errors="replace")
