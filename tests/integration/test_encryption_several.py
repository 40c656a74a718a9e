"""Several e.firmas of one client: any of them opens every file; what the plan rests on names them all."""

from datetime import timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_BEFORE, RFC, make_certificate, rsa_key
from company import Company
from month_end import deliveries, plan_of, run_of

from emitlib.batch.drift import drifted
from emitlib.envelopes import open_and_verify
from emitlib.errors import CertificateError, ConfigError

NOW = NOT_BEFORE + timedelta(days=90)
SECOND = make_certificate(key=rsa_key("second"), serial=b"30001000000500009002")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "empresa", clock=lambda: NOW)
    made.client("7", RFC, mail="N", security="2", means="device")
    made.invoice(1, RFC, period="2025-05")
    (made.root / "certificates" / "7.cer").write_bytes(make_certificate())
    return made


def openers(company: Company) -> set[str]:
    """The keys that open the written file."""
    (file,) = (company.root / "outbox").rglob("encrypted/7/*.xml.p7m")
    plain = (company.folder("2025-05") / "A1.xml").read_bytes()
    found = set()
    for name in ("client", "second"):
        try:
            opened = open_and_verify(file.read_bytes(), rsa_key(name))
        except CertificateError:
            continue
        assert opened.content == plain
        found.add(name)
    return found


def emit(company: Company) -> None:
    plan = plan_of(company, period="2025-05", channels=("encrypt",))
    assert run_of(company, plan, channel="encrypt").state == "finished"
    assert [row.status.value for row in deliveries(company)] == ["written"]


def test_each_key_opens_what_was_written_for_both(company: Company) -> None:
    (company.root / "certificates" / "7.2.cer").write_bytes(SECOND)
    emit(company)
    assert openers(company) == {"client", "second"}


def test_one_that_expired_is_left_out(company: Company) -> None:
    (company.root / "certificates" / "7.cer").write_bytes(make_certificate(not_after=NOW - timedelta(days=1)))
    (company.root / "certificates" / "7.2.cer").write_bytes(SECOND)
    emit(company)
    assert openers(company) == {"second"}


@pytest.mark.parametrize("change", ["added", "taken away"])
def test_a_certificate_more_or_less_is_drift(company: Company, change: str) -> None:
    second = company.root / "certificates" / "7.2.cer"
    if change == "taken away":
        second.write_bytes(SECOND)
    plan = plan_of(company, period="2025-05", channels=("encrypt",))
    if change == "added":
        second.write_bytes(SECOND)
    else:
        second.unlink()
    changed = drifted(plan.deliveries, plan=plan, workspace=company.workspace)
    assert list(changed.values()) == ["RULE_CHANGED"]


def test_the_chain_is_asked_of_the_authorities_that_the_setting_names(company: Company, tmp_path: Path) -> None:
    for name in ("authority", "stranger"):
        folder = tmp_path / name
        folder.mkdir()
        root = make_certificate(kind="ca", key=rsa_key(name), issuer_key=rsa_key(name))
        (folder / "root.cer").write_bytes(root)
    company.set(encryption_authorities=str(tmp_path / "stranger"))
    refused = plan_of(company, period="2025-05", channels=("encrypt",))
    assert [stop.code for stop in refused.stops if stop.blocked] == ["CERT_NOT_TRUSTED"]
    company.set(encryption_authorities=str(tmp_path / "authority"))
    emit(company)
    assert openers(company) == {"client"}
    company.set(encryption_authorities="nowhere")
    with pytest.raises(ConfigError) as caught:
        plan_of(company, period="2025-05", channels=("encrypt",))
    assert caught.value.code == "AUTHORITIES_MISSING"
