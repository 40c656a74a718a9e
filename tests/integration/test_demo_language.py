"""The demonstration speaks the language it was asked in, to its end."""

from pathlib import Path

import pytest

from emitlib.i18n import Language, get_language, spoken
from emitlib.runner.demo import _laid_out


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_demo_workspace_speaks_the_language_asked_for(tmp_path: Path, language: Language) -> None:
    with spoken(language):
        workspace = _laid_out(tmp_path / "demo")
        assert (workspace.settings.language, get_language()) == (language, language)
