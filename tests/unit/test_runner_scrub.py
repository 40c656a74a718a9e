"""What an executed notebook may not keep."""

import pytest

from emitlib.runner.scrub import mask_addresses, scrubbed, without_secrets


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("para ana@example.mx.", "para a…@example.mx."),
        ("<peña.núñez@español.mx>", "<p…@español.mx>"),
        ("to='ana+x@mail.example.mx'", "to='…@mail.example.mx'"),
        ("no address @ all", "no address @ all"),
    ],
)
def test_addresses_are_masked_in_any_alphabet(text: str, masked: str) -> None:
    assert mask_addresses(text) == masked


def test_secrets_go_everywhere_and_addresses_stay_for_the_screen() -> None:
    notebook = {"cells": [{"outputs": [{"text": ["535 s3cret for ana@example.mx"]}]}], "metadata": {"widgets": {}}}

    shown = without_secrets(notebook, secrets=["s3cret", ""])
    kept = scrubbed(notebook, secrets=["s3cret"])

    assert shown["cells"][0]["outputs"][0]["text"] == ["535 *** for ana@example.mx"]
    assert kept == {"cells": [{"outputs": [{"text": ["535 *** for a…@example.mx"]}]}], "metadata": {}}
    assert notebook["metadata"] == {"widgets": {}}


def test_a_view_without_state_gives_way_to_its_text() -> None:
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "0"}, "text/plain": "The form"}
    kept = scrubbed({"cells": [{"outputs": [{"data": view}]}]}, secrets=[])
    assert kept == {"cells": [{"outputs": [{"data": {"text/plain": "The form"}}]}]}
