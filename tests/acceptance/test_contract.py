"""The command line is a contract: exit codes, one JSON document, stable keys, two languages."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from acceptance_fixtures import ANA, BEN, EVA, Answer, call, call_line, e_firma, emit
from company import Company, uuid_of
from month_end import use_server
from smtp_server import Script, SmtpServer, reply

DOCUMENTS = {"found", "planned", "excluded", "blocked", "remainder"}
DELIVERIES = {
    *["planned", "held", "exported", "not_started", "in_flight", "deferred", "done", "refused", "unknown"],
    *["cancelled", "remainder", "bounced"],
}
RUN = {"run", "notebook", "balance", "rate", "rehearsal"}

KEYS = {
    "clients check": {"rows", "findings", "changes"},
    "clients show": {
        *["clave", "name", "rfc", "status", "print", "email", "accounts", "silent", "security", "certificate"],
        *["decisions", "findings"],
    },
    "clients set": {"changed", "pending"},
    "clients history": {"changes"},
    "certificates inspect": {"certificates"},
    "certificates add": {"certificates"},
    "certificates list": {"certificates"},
    "certificates radar": {"certificates"},
    "documents index": {"counts", "documents"},
    "documents assign": {"assigned"},
    "plan": {"plan", "hash", "deliveries", "by_channel", "headline", "balance", "quota", "findings"},
    "run mail": RUN,
    "run print": RUN,
    "run encrypt": RUN,
    "resume": RUN,
    "status": RUN,
    "stop": RUN,
    "cancel": RUN,
    "acknowledge": {"pieces"},
    "find": {"deliveries"},
    "resend": {"deliveries", "plan", "run"},
    "review list": {"held"},
    "review release": {"held", *RUN},
    "unknown list": {"unknown"},
    "report": {"html", "xlsx", "pdf", "balance"},
    "audit verify": {"pass", "rows", "head", "seals", "first_bad"},
    "audit export": {"files"},
    "audit seal": {"seal"},
    "audit bundle": {
        *["bundle", "sha256", "client", "period", "deliveries", "events", "withheld", "documents", "seal"]
    },
    "audit backup": {"file", "rows", "head"},
    "audit erase": {"clave", "values", "shared", "in_use", "cancelled", "erased_at"},
    "doctor": {"checks"},
}


@dataclass(frozen=True, slots=True)
class Month:
    """What each verb answered in one month-end."""

    root: Path
    answers: dict[str, Answer]

    def __getitem__(self, verb: str) -> dict[str, Any]:
        return self.answers[verb].json


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    """Ana is mailed and printed, Ben's mail waits for review, Eva gets encrypted files, Gil's address is refused."""
    folder = tmp_path_factory.mktemp("contract")
    company = Company(folder / "empresa")
    certificate = e_firma(folder / "eva.cer", EVA)
    company.client("         1", ANA, accounts="ana@example.mx", prints="S")
    company.client("         2", BEN, accounts="ben@example.mx", silent="N")
    company.client("EVA", EVA, mail="N")
    for number, rfc in ((1, ANA), (2, ANA), (3, BEN), (4, EVA)):
        company.invoice(number, rfc, pdf=True)
    acts = {"rcpt:nobody@example.mx": reply("550 5.1.1 No such user")}
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        yield Month(company.root, _answers(company.root, certificate))


def _answers(root: Path, certificate: Path) -> dict[str, Answer]:
    done: dict[str, Answer] = {
        "certificates inspect": emit(root, "certificates", "inspect", str(certificate)),
        "certificates add": call(root, "certificates", "add", "EVA", str(certificate)),
        "certificates list": call(root, "certificates", "list"),
        "certificates radar": call(root, "certificates", "radar", "--months", "48"),
        "clients set": call(
            root, "clients", "set", "EVA", "--security", "high", "--reason", "she asked", "--by", "Ana"
        ),
        "clients check": call(root, "clients", "check"),
        "clients show": call(root, "clients", "show", "EVA"),
        "clients history": call(root, "clients", "history", "EVA"),
        "documents index": call(root, "documents", "index", str(root / "documents" / "2026-10")),
        "documents assign": call(root, "documents", "assign", uuid_of(1).lower(), "1"),
        "plan": call(root, "plan", "--period", "2026-10"),
    }
    plan, confirm = done["plan"].json["plan"], done["plan"].json["hash"]
    here = root.parent / "here"
    here.mkdir()
    limited = ["run", plan, "--channel", "mail", "--confirm", confirm, "--limit", "2"]
    done["run mail"] = emit(root, *limited, folder=here)
    mailed = done["run mail"].json["run"]
    done["status"] = call(root, "status", mailed)
    done["resume"] = call(root, "resume", mailed)
    done["stop"] = call(root, "stop", mailed)
    for channel in ("print", "encrypt"):
        done[f"run {channel}"] = call(root, "run", plan, "--channel", channel, "--confirm", confirm)
    done["review list"] = call(root, "review", "list")
    done["review release"] = call(root, "review", "release", "--count", "1", "--by", "Ana")
    done["cancel"] = call(root, "cancel", mailed)
    done["find"] = call(root, "find", uuid_of(1).lower())
    printed = done["run print"].json["run"]
    done["acknowledge"] = call(root, "acknowledge", printed, "--last-piece", "1", "--by", "Ana")
    (first,) = [row for row in done["find"].json["deliveries"] if row["channel"] == "mail"]
    done["resend"] = call(root, "resend", first["delivery"], "--reason", "lost", "--to", "nobody@example.mx")
    done["unknown list"] = call(root, "unknown", "list")
    done["report"] = call(root, "report", mailed, "--format", "html,xlsx,pdf")
    done["audit export"] = call(root, "audit", "export", "--folder", str(root / "export"))
    done["audit seal"] = call(root, "audit", "seal")
    done["audit bundle"] = call(root, "audit", "bundle", "EVA", "--period", "2026-10")
    done["audit verify"] = emit(root, "audit", "verify")
    done["audit backup"] = call(root, "audit", "backup")
    done["audit erase"] = call(root, "audit", "erase", "EVA")
    done["doctor"] = call(root, "doctor")
    return done


@pytest.mark.parametrize("verb", sorted(KEYS))
def test_each_verb_answers_with_its_keys(verb: str, month: Month) -> None:
    answer = month.answers[verb]

    assert KEYS[verb] <= set(answer.json)
    # the doctor finds that the company still sends from the example's address
    assert answer.code == (1 if verb in {"resend", "doctor"} else 0), answer.out


def test_a_refused_address_is_exit_code_1(month: Month) -> None:
    (counts,) = month["resend"]["balance"]["deliveries"].values()

    assert (counts["planned"], counts["refused"], counts["remainder"]) == (1, 1, 0)


@pytest.mark.parametrize(
    "verb", ["plan", "run mail", "run print", "run encrypt", "resume", "status", "stop", "cancel", "report"]
)
def test_every_balance_has_its_columns_and_closes(verb: str, month: Month) -> None:
    balance = month[verb]["balance"]

    assert set(balance["documents"]) >= DOCUMENTS
    assert balance["documents"]["remainder"] == 0
    for counts in balance["deliveries"].values():
        assert set(counts) >= DELIVERIES
        assert counts["remainder"] == 0


def test_the_month_is_what_was_asked_for(month: Month) -> None:
    assert month["plan"]["by_channel"] == {"print": 2, "mail": 3, "encrypt": 1}
    assert month["plan"]["deliveries"] == 6
    limited, whole = (month[verb]["balance"]["deliveries"]["mail"] for verb in ("run mail", "resume"))
    assert (limited["done"], limited["not_started"], limited["held"]) == (2, 1, 0)
    assert (whole["done"], whole["not_started"], whole["held"]) == (2, 0, 1)
    assert month["review release"]["balance"]["deliveries"]["mail"]["done"] == 3
    assert month["run encrypt"]["balance"]["deliveries"]["encrypt"]["done"] == 1
    assert month["status"]["balance"]["deliveries"]["mail"] == limited
    assert Path(month["run mail"]["notebook"]).is_file()
    assert month["run mail"]["rehearsal"] is False


def test_a_run_leaves_nothing_in_the_current_folder(month: Month) -> None:
    assert list((month.root.parent / "here").iterdir()) == []


def test_one_client_shown(month: Month) -> None:
    shown = month["clients show"]

    assert (shown["clave"], shown["rfc"], shown["security"], shown["email"]) == ("EVA", EVA, "high", False)
    assert shown["certificate"]["kind"] == "fiel"
    decisions = {one["channel"]: one["decision"] for one in shown["decisions"]}
    assert decisions == {"print": "no", "mail": "no", "encrypt": "send"}


def test_an_edit_and_its_history(month: Month) -> None:
    assert month["clients set"] == {
        "changed": [{"column": "NIVELSEC", "before": "0", "after": "2"}],
        "pending": False,
    }
    (change,) = month["clients history"]["changes"]
    assert set(change) >= {"at", "by", "clave", "column", "before", "after", "reason"}
    assert (change["clave"], change["by"], change["reason"]) == ("EVA", "Ana", "she asked")


def test_certificates_have_their_facts(month: Month) -> None:
    facts = {
        *["file", "kind", "rfc", "rfc_representative", "name", "serial", "not_before", "not_after", "key_bits"],
        *["key_usage", "issuer", "usable_for_encryption", "findings"],
    }
    for verb in ("certificates inspect", "certificates add", "certificates list"):
        (certificate,) = month[verb]["certificates"]
        assert set(certificate) >= facts
        assert (certificate["kind"], certificate["rfc"], certificate["usable_for_encryption"]) == ("fiel", EVA, True)


def test_indexed_documents_have_their_facts(month: Month) -> None:
    facts = {
        *[
            "path",
            "kind",
            "version",
            "type",
            "uuid",
            "emitter_rfc",
            "receiver_rfc",
            "receiver_name",
            "series",
            "folio",
        ],
        *["date", "total", "currency", "stamped", "related", "acuse", "pdf", "sha256", "findings"],
    }
    index = month["documents index"]
    assert index["counts"] == {"cfdi": 4, "pdf": 4}
    assert all(set(document) >= facts for document in index["documents"])
    assert {document["uuid"] for document in index["documents"]} == {uuid_of(number) for number in range(1, 5)}


def test_found_deliveries_have_their_facts(month: Month) -> None:
    facts = {
        *["delivery", "uuid", "series", "folio", "clave", "channel", "destination", "status", "at", "reply"],
        *["message_id", "run"],
    }
    rows = month["find"]["deliveries"]
    assert all(set(row) >= facts for row in rows)
    assert {(row["channel"], row["destination"], row["status"]) for row in rows} == {
        ("mail", "ana@example.mx", "accepted"),
        ("print", "paper", "spooled"),
    }
    (mailed,) = [row for row in rows if row["channel"] == "mail"]
    assert mailed["reply"].startswith("250 2.0.0 Ok: queued as Q")


def test_a_held_message_has_its_facts(month: Month) -> None:
    (held,) = month["review list"]["held"]

    assert set(held) >= {"carrier", "clave", "recipients", "subject", "documents"}
    assert (held["clave"], held["recipients"]) == ("2", ["ben@example.mx"])
    assert month["review release"]["held"] == []


@pytest.mark.parametrize(
    "text", [uuid_of(1), uuid_of(1).lower(), "A-1", "A1", "a 1", "1", ANA, "ANA@example.mx", f" {uuid_of(1)} "]
)
def test_a_delivery_is_found_by_whatever_names_it(text: str, month: Month) -> None:
    found = call(month.root, "find", text).json["deliveries"]

    assert (uuid_of(1), "ana@example.mx") in {(row["uuid"], row["destination"]) for row in found}


@pytest.mark.parametrize("text", ["", "A-99", "zoe@example.mx", "ZZZ010101AAA", "' OR 1=1 --", "\udcff", "x" * 5000])
def test_what_names_nothing_finds_nothing(text: str, month: Month) -> None:
    answer = call(month.root, "find", text)

    assert answer.code == 0
    assert len(answer.json["deliveries"]) == (0 if text else 7)


def test_a_report_is_masked_unless_asked(month: Month) -> None:
    page = Path(month["report"]["html"]).read_text(encoding="utf-8")
    run = month["report"]["html"].split("/")[-2]
    unmasked = call(month.root, "report", run, "--unmask", "--format", "html").json

    assert "ana@example.mx" not in page
    assert "ana@example.mx" in Path(unmasked["html"]).read_text(encoding="utf-8")
    assert unmasked["xlsx"] is None


USAGE = [
    [],
    ["no-such-verb"],
    ["clients"],
    ["clients", "no-such-verb"],
    ["clients", "show"],
    ["clients", "set", "1"],
    ["clients", "set", "1", "--reason", "x"],
    ["clients", "set", "1", "--print", "--reason", "  "],
    ["clients", "set", "1", "--reason", "x", "--security", "maybe"],
    ["clients", "check", "--no-such-option"],
    ["certificates", "radar", "--months", "0"],
    ["certificates", "radar", "--months", "three"],
    ["documents", "index"],
    ["documents", "assign"],
    ["plan"],
    ["plan", "--period"],
    ["plan", "--period", "2026-13"],
    ["plan", "--period", "October"],
    ["plan", "--period", "2026-10", "--channel", "fax"],
    ["run"],
    ["run", "PLAN", "--limit", "-1"],
    ["run", "PLAN", "--limit", "many"],
    ["resend"],
    ["resend", "D1"],
    ["resend", "--reason", "x"],
    ["resend", "--reason", "x", "--client", "1"],
    ["review", "release"],
    ["review", "release", "--by", "Ana"],
    ["review", "release", "--by", "Ana", "--count", "7"],
    ["review", "release", "--by", "Ana", "--filter", "colour=red", "--count", "0"],
    ["review", "reject"],
    ["review", "reject", "--reason", "x"],
    ["review", "export", "drafts"],
    ["review", "export", "--by", "Ana"],
    ["review", "export", "drafts", "--drafts", "--by", "Ana"],
    ["review", "drafts", "--close"],
    ["unknown", "resolve", "D1"],
    ["unknown", "resolve", "D1", "--by", "Ana", "--reason", "x"],
    ["unknown", "resolve", "D1", "--by", "Ana", "--arrived"],
    ["unknown", "resolve", "D1", "--by", "Ana", "--reason", "x", "--arrived", "--resend"],
    ["report"],
    ["report", "RUN", "--period", "2026-10"],
    ["report", "--period", "2026-10", "--format", "doc"],
    ["audit", "export", "--format", "doc"],
    ["find", "--lang", "fr"],
    ["init"],
]


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_wrong_usage_is_exit_code_2(words: list[str], month: Month) -> None:
    answer = call(month.root, *words)

    assert answer.code == 2
    assert answer.error in {"USAGE", "PERIOD_INVALID", "COUNT_DIFFERS"}
    assert answer.err == ""


WRONG = [
    (["clients", "check", "none.xlsx"], "MASTER_MISSING"),
    (["clients", "check", "--since", "none.xlsx"], "MASTER_MISSING"),
    (["clients", "show", "9"], "CLIENT_UNKNOWN"),
    (["clients", "set", "9", "--print", "--reason", "x"], "CLIENT_UNKNOWN"),
    (["clients", "set", "1", "--certificate", "none.cer", "--reason", "x"], "CERT_FILE_UNREADABLE"),
    (["certificates", "add", "9", "none.cer"], "CLIENT_UNKNOWN"),
    (["documents", "index", "none"], "FOLDER_MISSING"),
    (["documents", "assign", uuid_of(1), "9"], "CLIENT_UNKNOWN"),
    (["plan", "--period", "2026-11"], "DOCUMENTS_MISSING"),
    (["plan", "--period", "2026-10", "--manifest", "none.csv"], "INPUT_UNREADABLE"),
    (["plan", "--period", "2026-10", "--sat-metadata", "none.txt"], "INPUT_UNREADABLE"),
    (["run", "none"], "PLAN_UNKNOWN"),
    (["run", "../../emitlib"], "PLAN_UNKNOWN"),
    (["resume", "none"], "RUN_UNKNOWN"),
    (["stop", "none"], "RUN_UNKNOWN"),
    (["stop", ".."], "RUN_UNKNOWN"),
    (["status", "none"], "RUN_UNKNOWN"),
    (["cancel", "none"], "RUN_UNKNOWN"),
    (["acknowledge", "none", "--last-piece", "1", "--by", "Ana"], "RUN_UNKNOWN"),
    (["resend", "D1", "--reason", "x"], "DELIVERY_UNKNOWN"),
    (["resend", "--client", "9", "--period", "2026-10", "--reason", "x"], "DELIVERY_STILL_OPEN"),
    (["review", "release", "C1", "--by", "Ana"], "HELD_UNKNOWN"),
    (["review", "reject", "C1", "--reason", "x"], "HELD_UNKNOWN"),
    (["unknown", "resolve", "D1", "--arrived", "--by", "Ana", "--reason", "x"], "NOT_UNKNOWN"),
    (["report", "none"], "RUN_UNKNOWN"),
    (["report", "--period", "2020-01"], "PERIOD_UNKNOWN"),
    (["audit", "verify", "--checkpoint", "none.json"], "CHECKPOINT_UNREADABLE"),
]


@pytest.mark.parametrize(
    ("words", "code"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_what_cannot_be_done_is_exit_code_1(words: list[str], code: str, month: Month) -> None:
    answer = call(month.root, *words)

    assert (answer.code, answer.error) == (1, code)
    assert answer.json["error"]["hint"]
    assert answer.err == ""


@pytest.mark.parametrize(
    "line",
    [
        ["-w", "{}", "clients", "show", "EVA", "--json"],
        ["--json", "clients", "show", "EVA", "-w", "{}"],
        ["clients", "--json", "-w", "{}", "show", "EVA"],
        ["clients", "show", "--workspace={}", "EVA", "--json", "--quiet"],
        ["--lang", "en", "clients", "show", "--json", "EVA", "--workspace", "{}"],
        ["clients", "--lang=en", "--quiet", "show", "EVA", "--json", "-w", "{}"],
    ],
    ids=" ".join,
)
def test_common_options_stand_anywhere(line: list[str], month: Month) -> None:
    answer = call_line([word.format(month.root) for word in line])

    assert (answer.code, answer.err) == (0, "")
    assert answer.json == month["clients show"]


@pytest.mark.parametrize("words", [["find", "--lang", "fr"], ["no-such-verb"], ["plan"], ["-w"]], ids=" ".join)
def test_errors_of_a_process_are_one_document_too(words: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "emitlib", "--json", *words], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "USAGE"
    assert done.stderr == ""


def test_quiet_says_nothing(month: Month) -> None:
    answer = call(month.root, "clients", "show", "EVA", "--quiet", plain=True)

    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_an_error_for_a_person_goes_to_standard_error(month: Month) -> None:
    answer = call(month.root, "clients", "show", "9", plain=True)

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines() == ["Error CLIENT_UNKNOWN: There is no client 9.", "  → Look at the master."]


def test_both_languages_are_spoken(month: Month) -> None:
    english = call(month.root, "clients", "show", "9", "--lang", "en").json["error"]
    spanish = call(month.root, "clients", "show", "9", "--lang", "es").json["error"]

    assert english["message"] == "There is no client 9."
    assert spanish["code"] == english["code"]
    assert spanish["message"] != english["message"]
    assert "9" in spanish["message"]


def test_without_a_workspace(tmp_path: Path) -> None:
    assert (call(tmp_path, "find").code, call(tmp_path, "find").error) == (2, "NOT_A_WORKSPACE")


def test_a_new_workspace(tmp_path: Path) -> None:
    made = emit(tmp_path, "init", str(tmp_path / "nueva"), "--rfc", "EPR101010AB1", "--lang", "en")
    again = call(tmp_path, "init", str(tmp_path / "nueva"))

    assert made.json == {"workspace": str(tmp_path / "nueva")}
    assert (again.code, again.error) == (2, "WORKSPACE_EXISTS")
    unwritten = call(tmp_path / "nueva", "audit", "verify")
    assert (unwritten.code, unwritten.error) == (1, "LEDGER_MISSING")  # whoever verifies makes no ledger
