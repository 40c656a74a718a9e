"""All sample files that can be made again: everything but the certificates and what people wrote."""

from functools import partial
from pathlib import Path

from maker.acuses import acuses
from maker.certificates import ISSUER_FILE
from maker.clients import load_clients
from maker.expected import expected_json
from maker.folder import Make, folder_files
from maker.issuer import read_issuer
from maker.manifests import fact_tables, sat_metadata
from maker.month import PERIOD, make_month
from maker.workbook import client_workbook

__all__ = ["sample_files"]


def sample_files(folder: Path) -> dict[str, Make]:
    """Every file that the maker makes: its path below ``data/samples``, and what makes its bytes.

    Args:
        folder: The one that holds the checked-in ``authority/``.
    """
    clients = load_clients()
    month = make_month(clients)
    receipts = acuses(month)
    documents = folder_files(month, receipts, issuer=read_issuer(folder / ISSUER_FILE))
    return {
        "clients.xlsx": partial(client_workbook, clients.values()),
        **{f"documents/{PERIOD}/{name}": make for name, make in documents},
        **{f"manifests/{name}": partial(bytes, data) for name, data in fact_tables(month, clients).items()},
        "manifests/sat-metadata.txt": partial(sat_metadata, month),
        "expected.json": partial(expected_json, month, receipts, clients),
    }
