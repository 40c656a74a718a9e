"""The lists of others as one population: SAE's rows without a UUID find the CFDI that a plan read."""

from pathlib import Path

from mail_fixtures import document
from msgspec.structs import replace

from emitlib.reports.population import uuids_by_number
from emitlib.vocabulary import CfdiType, DocumentKind, ParcelDocument


def numbered(folder: Path, number: int, folio: str, **facts: object) -> ParcelDocument:
    return replace(document(folder, number), series="A", folio=folio, **facts)


def test_a_number_names_its_cfdi_with_zeros_or_without(tmp_path: Path) -> None:
    one = numbered(tmp_path, 1, "000123")
    assert dict(uuids_by_number([one])) == {("", "a", 123): one.uuid, ("I", "a", 123): one.uuid}


def test_a_number_of_two_cfdi_names_none(tmp_path: Path) -> None:
    invoice, other = numbered(tmp_path, 1, "7"), numbered(tmp_path, 2, "7")
    note = numbered(tmp_path, 3, "7", cfdi_type=CfdiType.EGRESO)
    assert dict(uuids_by_number([invoice, note])) == {("I", "a", 7): invoice.uuid, ("E", "a", 7): note.uuid}
    assert dict(uuids_by_number([invoice, other])) == {}


def test_what_is_no_cfdi_or_has_no_folio_names_none(tmp_path: Path) -> None:
    acuse = numbered(tmp_path, 1, "7", kind=DocumentKind.ACUSE)
    assert dict(uuids_by_number([acuse, numbered(tmp_path, 2, "")])) == {}
