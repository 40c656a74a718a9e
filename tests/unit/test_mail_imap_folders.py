"""Names of IMAP folders, as they travel and as servers list them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.channels.mail.imap_folders import folders_in, on_the_wire, readable


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", "INBOX"),
        ("Elementos enviados/Año 2026", "Elementos enviados/A&APE-o 2026"),
        ("Envíados", "Env&AO0-ados"),
        ("R&D", "R&-D"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501's own example
        ("📮", "&2D3c7g-"),
        ("Á&É", "&AME-&-&AMk-"),
        ("a\tb", "a&AAk-b"),
    ],
)
def test_a_name_travels_in_modified_utf_7(name: str, wire: str) -> None:
    assert (on_the_wire(name), readable(wire)) == (wire, name)


@pytest.mark.parametrize("wire", ["Env&AO0-ados", "R&-D", "&U,BTFw-"])
def test_settings_that_hold_the_travelling_form_stay_good(wire: str) -> None:
    assert on_the_wire(wire) == wire


@pytest.mark.parametrize("name", ["R&D", "R&D-1", "a&b-c", "&!-", "&AA-"])
def test_an_ampersand_that_starts_nothing_is_one(name: str) -> None:
    assert (readable(name), readable(on_the_wire(name))) == (name, name)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back(name: str) -> None:
    wire = on_the_wire(name)
    assert wire.isascii()
    assert readable(wire) in {name, readable(name)}
    assert on_the_wire(wire) == wire


def test_folders_are_read_as_servers_list_them() -> None:
    listed = [
        b'(\\HasNoChildren) "/" INBOX',
        b'(\\HasNoChildren \\Sent) "/" "Elementos enviados"',
        b'(\\Noselect \\HasChildren) "/" "[Gmail]"',
        b'(\\Sent) "." "Env&AO0-ados"',
        b'() NIL "con \\"comillas\\" y \\\\"',
        (b'(\\HasNoChildren) "/" {9}', b"un\xc3\xa9 lit."),
        b"",
        None,
        b"what?",
    ]
    assert list(folders_in(listed)) == [
        "INBOX",
        "Elementos enviados",
        "Envíados",
        'con "comillas" y \\',
        "uné lit.",
    ]
