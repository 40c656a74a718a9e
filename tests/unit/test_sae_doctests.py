import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("module", ["firebird_source", "headings", "values"])
def test_examples_in_the_docstrings(module: str) -> None:
    tried = doctest.testmod(import_module(f"emitlib.sae.{module}"))
    assert (tried.failed, tried.attempted > 0) == (0, True)
