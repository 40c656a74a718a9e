"""Make the samples again: ``python data/samples/make_samples.py``.

Every run writes the same bytes. The certificates and keys cannot be made twice alike, so they are checked in and made
anew only with ``--new-certificates``; the CFDI carry the company's certificate and change with it.
"""

import argparse
import shutil
from pathlib import Path

from maker.certificates import new_certificates
from maker.clients import load_clients
from maker.samples import sample_files

__all__ = ["main"]

_HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the sample company's month.")
    parser.add_argument("--out", type=Path, default=_HERE, help="folder to write to (default: beside this script)")
    parser.add_argument("--new-certificates", action="store_true", help="make new certificates and keys too")
    options = parser.parse_args()
    if options.new_certificates:
        new_certificates(load_clients(), folder=_HERE)
    shutil.rmtree(options.out / "documents", ignore_errors=True)
    size = count = 0
    for name, make in sample_files(_HERE).items():
        data = make()
        path = options.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        size, count = size + len(data), count + 1
    print(f"{count} files, {size:,} bytes in {options.out}")


if __name__ == "__main__":
    main()
