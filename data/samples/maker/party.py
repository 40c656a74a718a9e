"""Emitters and receivers as a CFDI names them."""

from dataclasses import dataclass

__all__ = ["COMPANY", "EMPLOYEE", "GENERIC_NATIONAL", "PAC_RFC", "PUBLIC", "SUPPLIER", "Party", "fiscal_name"]

GENERIC_NATIONAL = "XAXX010101000"

#: The authorised certifier that "stamps" the samples.
PAC_RFC = "PAC300101AD6"

_LEGAL_FORMS = (" SPR DE RL DE CV", " S DE RL DE CV", " SAPI DE CV", " SA DE CV", " SC", " AC")


def fiscal_name(name: str) -> str:
    """`name` without its legal form, as CFDI 4.0 wants it."""
    for form in _LEGAL_FORMS:
        if name.endswith(form):
            return name.removesuffix(form)
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a CFDI."""

    rfc: str
    name: str  #: without legal form
    postal_code: str
    regime: str = "601"
    use: str = "G03"  #: UsoCFDI; receivers only
    residence: str = ""  #: ResidenciaFiscal; foreign receivers only
    tax_id: str = ""  #: NumRegIdTrib; foreign receivers only
    address: str = ""  #: one line, for the printed form


COMPANY = Party(
    rfc="EPR301010AB3",
    name="EMBOTELLADORA Y PAPELERA RAYUELA",
    postal_code="06700",
    use="S01",
    address="Calle del Avioncito 10, Col. Inventada, 06700 Ciudad de México",
)
SUPPLIER = Party(
    rfc="PEV310202ACA",
    name="PROVEEDORA EJEMPLAR DEL VALLE",
    postal_code="50000",
    address="Av. de la Maqueta 55, Col. Supuesta, 50000 Toluca, Estado de México",
)
PUBLIC = Party(rfc=GENERIC_NATIONAL, name="PUBLICO EN GENERAL", postal_code="06700", regime="616", use="S01")
EMPLOYEE = Party(rfc="GOML390909AGA", name="LUZ EMPLEADA DE EJEMPLO", postal_code="06240", regime="605", use="CN01")
