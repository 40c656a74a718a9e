"""What is emitted: reading CFDI, withholdings and acuses, indexing folders, pairing PDF, manifests, printed forms.

`batch`, `reports` and everything above may import this package; it imports the bottom layer only.
"""

from emitlib.documents.folder_index import FolderIndex, index_folder
from emitlib.documents.manifest import Manifest, ManifestRow, read_manifest
from emitlib.documents.matching import match_manifest, match_rows
from emitlib.documents.pdf_guard import PdfAnswer, PdfCheck, check_pdf
from emitlib.documents.pdf_guard_pool import PdfQuestion, check_pdfs
from emitlib.documents.reading import read_document
from emitlib.documents.rendering import render_document
from emitlib.documents.sat_metadata import SatRow, read_sat_metadata
from emitlib.documents.seen_pdfs import check_new_pdfs

__all__ = [
    "FolderIndex",
    "Manifest",
    "ManifestRow",
    "PdfAnswer",
    "PdfCheck",
    "PdfQuestion",
    "SatRow",
    "check_new_pdfs",
    "check_pdf",
    "check_pdfs",
    "index_folder",
    "match_manifest",
    "match_rows",
    "read_document",
    "read_manifest",
    "read_sat_metadata",
    "render_document",
]
