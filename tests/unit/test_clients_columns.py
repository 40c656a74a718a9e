import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.clients.columns import HEADINGS, Column, normal_heading, recognise
from emitlib.errors import ConfigError


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("CLAVE", Column.KEY),
        ("Clave de cliente", Column.KEY),
        ("R.F.C.", Column.RFC),
        ("enviar por correo electronico", Column.MAILS),
        ("Correo", Column.MAILS),
        ("CORREO ELECTRÓNICO", Column.ACCOUNTS),
        ("e_mail", Column.ACCOUNTS),
        ("Nivel de seguridad del mail", Column.SECURITY),
        ("Medio acordado", Column.MEANS),
        ("Ruta de impresión", Column.ROUTE),
        ("Client key", Column.KEY),
        ("Código Postal", Column.POSTCODE),
    ],
)
def test_headings_are_recognised(heading: str, column: Column) -> None:
    assert recognise([heading]).columns == {column: 0}


def test_no_heading_stands_for_two_columns() -> None:
    seen: dict[str, Column] = {}
    for column, texts in HEADINGS.items():
        for text in (column.value, *texts):
            assert seen.setdefault(normal_heading(text), column) is column


def test_repeated_columns_are_told_and_the_raw_name_wins() -> None:
    headings = recognise(["Clave de cliente", "CLAVE", "NOMBRE"])
    assert headings.columns == {Column.KEY: 1, Column.NAME: 2}
    assert headings.repeated == ((Column.KEY, 1, 0),)


def test_settings_choose_among_headings() -> None:
    headings = recognise(["E-mail", "Correo de pagos"], extra={"correo de pagos": "emailpred"})
    assert headings.columns == {Column.ACCOUNTS: 1}
    assert headings.repeated == ()


def test_settings_can_silence_a_heading() -> None:
    assert recognise(["Correo", "MAIL"], extra={"Correo": ""}).repeated == ()


def test_unknown_column_in_settings_names_the_nearest() -> None:
    with pytest.raises(ConfigError) as caught:
        recognise(["x"], extra={"Mi columna": "EMAILPRE"})
    assert caught.value.code == "COLUMN_UNKNOWN"
    assert "EMAILPRED" in caught.value.hint


@given(st.text())
def test_normal_heading_is_stable(text: str) -> None:
    once = normal_heading(text)
    assert normal_heading(once) == once
    assert once == "" or (once.isascii() and once.isalnum())


@given(st.sampled_from([text for texts in HEADINGS.values() for text in texts]), st.data())
def test_signs_and_case_do_not_matter(heading: str, data: st.DataObject) -> None:
    noisy = "".join(
        data.draw(st.sampled_from(["", " ", ".", "_", "-"]))
        + data.draw(st.sampled_from([sign.upper(), sign.lower()]))
        for sign in heading
    )
    assert recognise([noisy]).columns == recognise([heading]).columns
