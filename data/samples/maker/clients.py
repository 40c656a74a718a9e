"""The sixty clients of the sample company, read from ``clients.csv`` beside this module."""

import csv
from dataclasses import dataclass
from pathlib import Path

from maker.filler import number
from maker.party import Party, fiscal_name
from maker.places import PLACES, Place

__all__ = ["SampleClient", "load_clients"]

_STREETS = ("Calle de la Mentira", "Av. del Espejismo", "Calle Sin Nombre", "Blvd. de Utilería", "Priv. del Cuento")
_FOREIGN = {"EXT-US": ("USA", "000000001"), "EXT-EU": ("DEU", "000000002")}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleClient:
    """One row of ``clients.csv``."""

    key: str
    name: str
    rfc: str
    status: str
    prints: bool
    mails: bool
    silent: bool
    security: int  #: NIVELSEC
    accounts: str  #: as EMAILPRED holds it
    means: str
    route: str
    kind: str  #: M matriz, S sucursal
    parent: str
    city: str
    review_day: str

    @property
    def padded_key(self) -> str:
        """The key as SAE stores it: numbers right-justified to ten, the rest as they are."""
        return self.key.rjust(10) if self.key.isdigit() and not self.key.startswith("0") else self.key

    @property
    def place(self) -> Place:
        """The client's town."""
        return PLACES[self.city]

    @property
    def street(self) -> str:
        """An invented street."""
        return _STREETS[number(f"street/{self.key}", below=len(_STREETS))]

    @property
    def house(self) -> str:
        """An invented house number."""
        return str(100 + number(f"house/{self.key}", below=800))

    @property
    def regime(self) -> str:
        """RegimenFiscal: 616 for generic RFCs, 612 for persons, 603 for charities and towns, 601 for companies."""
        if self.rfc.startswith(("XAXX", "XEXX")):
            return "616"
        if len(self.rfc) == 13:
            return "612"
        return "603" if self.key in {"GOB-01", "ONG-07"} else "601"

    @property
    def party(self) -> Party:
        """The client as the receiver of a CFDI."""
        residence, tax_id = _FOREIGN.get(self.key, ("", ""))
        place = self.place
        town = f"{place.postal_code} " + ", ".join(dict.fromkeys((self.city, place.state)))
        return Party(
            rfc=self.rfc,
            name=fiscal_name(self.name),
            postal_code=place.postal_code,
            regime=self.regime,
            use="S01" if self.regime == "616" else "G03",
            residence=residence,
            tax_id=tax_id,
            address=f"{self.street} {self.house}, " + ("Extranjero" if residence else town),
        )


def load_clients() -> dict[str, SampleClient]:
    """All sample clients by key, in the order of the file."""
    with (Path(__file__).parent / "clients.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: _client(row) for row in csv.DictReader(file)}


def _client(row: dict[str, str]) -> SampleClient:
    return SampleClient(
        key=row["key"],
        name=row["name"],
        rfc=row["rfc"],
        status=row["status"],
        prints=row["print"] == "S",
        mails=row["mail"] == "S",
        silent=row["silent"] == "S",
        security=int(row["nivelsec"]),
        accounts=row["accounts"],
        means=row["means"],
        route=row["route"],
        kind=row["kind"],
        parent=row["parent"],
        city=row["city"],
        review_day=row["review_day"],
    )
