"""What SAE says that it delivered is found, marked as its word, and never counts as ours."""

from acceptance_fixtures import call
from company import Company, uuid_of
from ledger_fixtures import Ticks

from emitlib.batch.legacy_claims import LegacyClaim, find_claims, record_claims
from emitlib.bootstrap import check_ledger, open_ledger

MAILED = LegacyClaim(
    source="sae.fdb", table="FACTF01", document="A0000000007", uuid=uuid_of(7), series="A", folio="0000000007",
    client="00123", rfc="CACX7605101P8", how="C", day="2026-09-05",
)  # fmt: skip
PRINTED = LegacyClaim(
    source="sae.fdb",
    table="FACTF01",
    document="8",
    uuid="",
    series="",
    folio="8",
    client="MOSTR",
    rfc="",
    how="I",
    day="",
)


def test_a_claim_is_found_by_every_name_of_its_document(company: Company) -> None:
    company.clock = Ticks()
    with open_ledger(company.workspace) as ledger:
        assert record_claims(ledger, [MAILED, PRINTED]) == 2
        names = [
            uuid_of(7).lower(),
            uuid_of(7).replace("-", ""),
            uuid_of(7)[:9],
            "A-7",
            "a7",
            "A0000000007",
            "00123",
            "CAC-X760510-1P8",
        ]
        found = {name: [claim for claim, _event in find_claims(ledger, name)] for name in names}
        assert found == {name: [MAILED] for name in names}
        assert [claim for claim, _event in find_claims(ledger, "8")] == [PRINTED]
        assert find_claims(ledger, "9") == []
        assert [claim for claim, _event in find_claims(ledger, "")] == [MAILED, PRINTED]


def test_a_claim_is_written_down_once(company: Company) -> None:
    many = [
        LegacyClaim(
            source="sae.fdb",
            table="FACTF01",
            document=f"A{n}",
            uuid="",
            series="A",
            folio=str(n),
            client="1",
            rfc="",
            how="A",
            day="",
        )
        for n in range(450)
    ]
    with open_ledger(company.workspace) as ledger:
        assert record_claims(ledger, many[:300]) == 300
        assert record_claims(ledger, many) == 150
        assert record_claims(ledger, many) == 0
        assert len(find_claims(ledger, "")) == 450
        assert [len(event.data["claims"]) for event in ledger.events(kinds={"legacy_claimed"})] == [200, 100, 150]


def test_a_claim_is_no_delivery(company: Company) -> None:
    with open_ledger(company.workspace) as ledger:
        record_claims(ledger, [MAILED])
        assert ledger.deliveries(namespace=None) == []
        assert check_ledger(company.workspace, ledger).passed

    told = call(company.root, "find", "A-7").json
    assert told["deliveries"] == []
    (claim,) = told["claims"]
    assert (claim["status"], claim["formaenvio"], claim["claimed_by"]) == ("legacy_claim", "C", "sae.fdb")
    assert (claim["uuid"], claim["clave"], claim["date"]) == (uuid_of(7), "00123", "2026-09-05")
    shown = call(company.root, "find", "A-7", plain=True).out
    assert "Said by SAE, not proved by this ledger: 1" in shown
