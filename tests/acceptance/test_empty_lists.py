"""A list that holds nothing says so in words; its JSON stays an empty list."""

from pathlib import Path

import pytest
from acceptance_fixtures import ANA, call, call_line
from company import Company
from month_end import plan_of

LISTS = {
    "review list": ("held", "No hay mensajes por revisar.", "No message waits for review."),
    "review drafts": (*("drafts", "No hay borradores en manos de una persona.", "No draft is in a person's hands."),),
    "unknown list": ("unknown", "No hay nada sin confirmar.", "Nothing is unconfirmed."),
    "bounces list": (
        *("proposals", "En el archivo de clientes no queda ninguna dirección con rebote."),
        "No address that bounced stands in the client file.",
    ),
    "certificates list": ("certificates", "Aquí no hay ningún certificado.", "There is no certificate here."),
    "certificates radar": (
        *("certificates", "Nada vence en los próximos 3 meses.", "Nothing expires within 3 months."),
    ),
    "clients history": ("changes", "Aún no hay cambios registrados.", "No change is recorded yet."),
    "find FA-77": (
        *("deliveries", "No hay coincidencias: según esta bitácora nadie lo recibió."),
        "Nothing fits: nobody got it by this ledger.",
    ),
}


@pytest.mark.parametrize("verb", LISTS)
def test_an_empty_list_says_so(company: Company, verb: str) -> None:
    key, spanish, english = LISTS[verb]
    company.client("1", ANA)
    company.invoice(1, ANA)
    plan_of(company)

    told = call(company.root, *verb.split(), "--lang", "es", plain=True)
    in_english = call(company.root, *verb.split(), "--lang", "en", plain=True)
    quiet = call(company.root, *verb.split(), "--quiet", plain=True)

    assert (told.code, told.out.splitlines()) == (0, [spanish])
    assert (in_english.code, in_english.out.splitlines()) == (0, [english])
    assert (quiet.code, quiet.out) == (0, "")
    assert call(company.root, *verb.split()).json[key] == []


def test_a_folder_without_returned_mail_says_so(tmp_path: Path) -> None:
    told = call_line(["bounces", "read", str(tmp_path), "--lang", "en"])

    assert (told.code, told.out.splitlines()) == (0, ["No delivery report was read."])
