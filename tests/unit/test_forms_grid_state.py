"""The state of the grid: filters, choice, bulk actions, drafts, undo, and what a changed file does to them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clients_fixtures import HEADINGS, Value, good, write_master
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from emitlib.clients import CellChange, CellConflict, Column, check_master, read_master
from emitlib.errors import InputError
from emitlib.forms.grid import GridState
from emitlib.forms.grid.actions import ActionName, BulkAction
from emitlib.forms.grid.cell_edit import CellEdit
from emitlib.forms.grid.client_filter import ClientFilter, ClientOrder, SortColumn
from emitlib.forms.grid.proposal import Proposal
from emitlib.i18n import spoken
from emitlib.vocabulary import Client, ClientStatus

CLIENTS: tuple[dict[str, Value], ...] = (
    good(CLAVE="1", NOMBRE="Ábaco SA", MAIL="N", RFC="ABA010101AB1", EMAILPRED="a@vieja.mx; b@vieja.mx"),
    good(CLAVE="2", NOMBRE="Ñandú SA", MAIL="N", RFC="NAN010101AB1", EMAILPRED=None, IMPRIR="N"),
    good(CLAVE="3", NOMBRE="Zorro SA", STATUS="B", EMAILPRED="a@nueva.mx;a@VIEJA.mx", ENVIOSILEN="si"),
    good(CLAVE="10", NOMBRE="Búho SA", RFC="BUH010101AB1", EMAILPRED="ana@vieja.mx;mal", NIVELSEC=2),
)


def certificates(client: Client) -> str:
    return "" if client.key == "3" else f"no certificate of {client.key}"


@pytest.fixture(scope="module", autouse=True)
def english() -> Iterator[None]:
    with spoken("en"):
        yield


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_master(tmp_path_factory.mktemp("master") / "clients.xlsx", *CLIENTS, headings=HEADINGS[:-5])


def opened(file: Path) -> GridState:
    master = read_master(file)
    return GridState(master=master, findings=(*master.findings, *check_master(master)))


@pytest.fixture
def state(file: Path) -> GridState:
    return opened(file)


def keys(state: GridState) -> list[str]:
    return [row.client.key for row in state.in_sight()]


def conflicts(state: GridState) -> list[CellConflict]:
    return list(state.conflicts)


def act(state: GridState, name: ActionName, *chosen: str, old: str = "", new: str = "") -> Proposal:
    state.select(state.selected, on=False)
    state.select(chosen or [row.client.key for row in state.in_sight()], on=True)
    action = BulkAction(name=name, certificate_problem=certificates, old_domain=old, new_domain=new)
    return state.propose(action, title=action.title)


def told(proposal: Proposal) -> list[tuple[str, str, str, str]]:
    return [(change.clave, change.column.value, change.before, change.after) for change in proposal.changes]


def refused(proposal: Proposal) -> dict[str, str]:
    return {refusal.clave: refusal.reason for refusal in proposal.refused}


# -- looking


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ClientFilter(), ["1", "2", "3", "10"]),
        (ClientFilter(text=" ñandu "), ["2"]),
        (ClientFilter(text="abaco"), ["1"]),
        (ClientFilter(text="buh010101"), ["10"]),
        (ClientFilter(text="A@VIEJA.mx"), ["1", "3", "10"]),
        (ClientFilter(status=ClientStatus.DROPPED), ["3"]),
        (ClientFilter(way="none"), ["2"]),
        (ClientFilter(way="mail"), ["3", "10"]),
        (ClientFilter(codes=frozenset({"CHANNELS_OFF", "ACCOUNT_INVALID"})), ["2", "10"]),
        (ClientFilter(codes=frozenset({"ACCOUNT_INVALID"}), text="zorro"), []),
        (ClientFilter(drafted=True), []),
    ],
)
def test_filters(state: GridState, wanted: ClientFilter, found: list[str]) -> None:
    state.sort(ClientOrder(column=SortColumn.FILE))
    state.narrow(wanted)
    assert keys(state) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (ClientOrder(), ["10", "1", "2", "3"]),
        (ClientOrder(column=SortColumn.KEY), ["1", "2", "3", "10"]),
        (ClientOrder(column=SortColumn.KEY, backwards=True), ["10", "3", "2", "1"]),
        (ClientOrder(column=SortColumn.NAME), ["1", "10", "2", "3"]),
        (ClientOrder(column=SortColumn.RFC), ["1", "10", "3", "2"]),
        (ClientOrder(column=SortColumn.STATUS), ["1", "2", "10", "3"]),
    ],
)
def test_orders(state: GridState, order: ClientOrder, found: list[str]) -> None:
    state.sort(order)
    assert keys(state) == found


def test_findings_are_counted_by_client(state: GridState) -> None:
    counts = state.finding_counts()
    assert {code: counts[code] for code in ("CHANNELS_OFF", "PRINT_ONLY", "ACCOUNT_INVALID")} == {
        "CHANNELS_OFF": 1,
        "PRINT_ONLY": 1,
        "ACCOUNT_INVALID": 1,
    }


def test_what_is_wrong_with_the_file_is_kept_apart(tmp_path: Path) -> None:
    nobody = good(CLAVE=None)
    state = opened(write_master(tmp_path / "c.xlsx", good(CLAVE="1"), nobody, headings=HEADINGS[:-5]))
    assert [finding.code for finding in state.file_findings()] == ["KEY_MISSING", "MEANS_NOT_KEPT"]
    assert state.row("1").findings == ()


def test_the_choice_outlives_the_filter(state: GridState) -> None:
    state.narrow(ClientFilter(way="mail"))
    state.select_in_sight()
    state.narrow(ClientFilter(text="ñandú"))
    state.select(["2", "nobody"], on=True)
    state.select(["10"], on=False)
    assert [row.client.key for row in state.chosen()] == ["2", "3"]


# -- what an action proposes


def test_mail_on_is_for_those_with_an_address(state: GridState) -> None:
    proposal = act(state, ActionName.MAIL_ON)
    assert told(proposal) == [("1", "MAIL", "N", "S")]
    assert refused(proposal) == {"2": "It has no valid address."}
    assert (proposal.clients, proposal.unchanged) == (1, 2)


def test_mail_off(state: GridState) -> None:
    proposal = act(state, ActionName.MAIL_OFF)
    assert told(proposal) == [("3", "MAIL", "S", "N"), ("10", "MAIL", "S", "N")]
    assert (refused(proposal), proposal.unchanged) == ({}, 2)


def test_print_on_and_off(state: GridState) -> None:
    assert told(act(state, ActionName.PRINT_ON)) == [("2", "IMPRIR", "N", "S")]
    assert [change[0] for change in told(act(state, ActionName.PRINT_OFF))] == ["1", "3", "10"]


def test_silent_needs_mail_and_knows_what_is_so_already(state: GridState) -> None:
    proposal = act(state, ActionName.SILENT_ON)
    assert told(proposal) == [("10", "ENVIOSILEN", "N", "S")]
    assert refused(proposal) == dict.fromkeys(("1", "2"), "Mail is off: the value is kept and not used.")
    assert proposal.unchanged == 1  # client 3 says "si", which is yes
    assert told(act(state, ActionName.SILENT_OFF)) == [("3", "ENVIOSILEN", "si", "N")]


def test_security_high_needs_a_usable_certificate(state: GridState) -> None:
    act_on = act(state, ActionName.SECURITY_HIGH)
    assert told(act_on) == [("3", "NIVELSEC", "0", "2")]
    assert set(refused(act_on)) == {"1", "2"}
    state.draft(act(state, ActionName.MAIL_ON, "1"))
    assert refused(act(state, ActionName.SECURITY_HIGH, "1")) == {"1": "no certificate of 1"}
    assert told(act(state, ActionName.SECURITY_NONE)) == [("10", "NIVELSEC", "2", "0")]


def test_a_domain_is_replaced_wherever_it_stands(state: GridState) -> None:
    proposal = act(state, ActionName.REPLACE_DOMAIN, old="@vieja.MX", new=" nueva.mx")
    assert proposal.title == "vieja.MX becomes nueva.mx"
    assert told(proposal) == [
        ("1", "EMAILPRED", "a@vieja.mx; b@vieja.mx", "a@nueva.mx;b@nueva.mx"),
        ("3", "EMAILPRED", "a@nueva.mx;a@VIEJA.mx", "a@nueva.mx"),  # the same address twice stays once
    ]
    assert list(refused(proposal)) == ["10"]  # beside it stands what is no address
    assert "mal" in refused(proposal)["10"]
    assert proposal.unchanged == 1


@pytest.mark.parametrize(
    ("old", "new"), [("vieja.mx", ""), ("", "nueva.mx"), ("vieja.mx", "a@b.mx"), ("x y", "b.mx")]
)
def test_what_is_no_domain_is_told(old: str, new: str) -> None:
    with pytest.raises(InputError) as caught:
        BulkAction(name=ActionName.REPLACE_DOMAIN, certificate_problem=certificates, old_domain=old, new_domain=new)
    assert caught.value.code == "DOMAIN_INVALID"


def test_a_file_without_the_column_refuses_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "CLAVE,NOMBRE,RFC,MAIL,EMAILPRED\n1,Uno,FNA010101AB1,S,a@b.mx\n", encoding="utf-8"
    )
    state = opened(tmp_path / "c.csv")
    assert "IMPRIR" in refused(act(state, ActionName.PRINT_ON))["1"]


def test_the_preview_tells_what_it_does_to_the_findings(state: GridState) -> None:
    assert state.effects(act(state, ActionName.MAIL_OFF)) == {"PRINT_ONLY": 1}
    assert state.effects(act(state, ActionName.PRINT_OFF, "1")) == {"PRINT_ONLY": -1, "CHANNELS_OFF": 1}
    assert state.effects(act(state, ActionName.PRINT_ON, "2")) == {"PRINT_ONLY": 1, "CHANNELS_OFF": -1}
    assert state.drafts.cells == {}


# -- drafts and undo


def test_a_draft_changes_rule_findings_and_counts_and_stays_in_sight(state: GridState) -> None:
    state.narrow(ClientFilter(codes=frozenset({"CHANNELS_OFF"})))
    state.draft(act(state, ActionName.PRINT_ON, "2"))
    row = state.row("2")
    assert (row.client.rule.prints, row.drafted) == (True, {Column.PRINTS: "S"})
    assert [finding.code for finding in row.findings] == ["PRINT_ONLY"]
    assert (state.finding_counts()["CHANNELS_OFF"], keys(state)) == (0, ["2"])
    state.narrow(ClientFilter(drafted=True))
    assert keys(state) == ["2"]


def test_findings_that_concern_several_clients_stay(tmp_path: Path) -> None:
    state = opened(
        write_master(tmp_path / "c.xlsx", good(CLAVE="1", RFC="ABA010101AB1"), good(CLAVE="2", RFC="NAN010101AB1"))
    )
    assert "ADDRESS_SHARED" in {finding.code for finding in state.row("1").findings}
    state.draft(act(state, ActionName.PRINT_OFF, "1"))
    assert "ADDRESS_SHARED" in {finding.code for finding in state.row("1").findings}


def test_steps_are_undone_one_by_one(state: GridState) -> None:
    state.draft(act(state, ActionName.MAIL_ON, "1"))
    state.draft(act(state, ActionName.SILENT_ON, "1"))
    assert [(c.clave, c.column, c.before, c.after) for c in state.changes()] == [
        ("1", Column.MAILS, "N", "S"),
        ("1", Column.SILENT, "N", "S"),
    ]
    assert state.undo() == "silent from now on"
    assert [change.column for change in state.changes()] == [Column.MAILS]
    assert state.undo() == "mail on, for those with an address"
    assert (state.changes(), state.undo()) == ((), "")


def test_a_cell_put_back_by_hand_is_no_change(state: GridState) -> None:
    state.draft(act(state, ActionName.MAIL_ON, "1"))
    state.draft(act(state, ActionName.MAIL_OFF, "1"))
    assert state.changes() == ()
    state.undo()
    assert len(state.changes()) == 1


def test_a_proposal_without_changes_is_no_step(state: GridState) -> None:
    state.draft(act(state, ActionName.PRINT_ON, "1"))
    assert state.undo() == ""


def snapshot(state: GridState) -> object:
    rows = [state.row(key) for key in state.master.clients]
    return dict(state.drafts.cells), rows, state.finding_counts(), keys(state), state.changes()


STEPS = st.lists(
    st.tuples(st.sampled_from(list(ActionName)), st.sets(st.sampled_from(["1", "2", "3", "10"]), min_size=1)),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_undo_gives_back_every_state_as_it_was(file: Path, steps: list[tuple[ActionName, set[str]]]) -> None:
    state = opened(file)
    states = [snapshot(state)]
    for name, chosen in steps:
        proposal = act(state, name, *sorted(chosen), old="vieja.mx", new="otra.mx")
        state.draft(proposal)
        if proposal.changes:
            states.append(snapshot(state))
        for change in proposal.changes:
            held = state.master.text(change.clave, change.column)
            assert state.row(change.clave).drafted.get(change.column, held) == change.after
    while len(states) > 1:
        assert snapshot(state) == states.pop()
        assert state.undo() != ""
    assert (snapshot(state), state.undo()) == (states[0], "")


# -- one cell


def set_cell(state: GridState, key: str, column: str, value: str) -> Proposal:
    edit = CellEdit(key=key, column=column, value=value, certificate_problem=certificates)
    return state.propose_cell(key, edit, title=edit.title)


@pytest.mark.parametrize(
    ("key", "column", "value", "change"),
    [
        ("1", "prints", "no", ("1", "IMPRIR", "S", "N")),
        ("2", "mails", "yes", ("2", "MAIL", "N", "S")),
        ("3", "silent", "no", ("3", "ENVIOSILEN", "si", "N")),
        ("3", "security", "yes", ("3", "NIVELSEC", "0", "2")),
        ("10", "accounts", "x@y.mx, z@y.mx", ("10", "EMAILPRED", "ana@vieja.mx;mal", "x@y.mx;z@y.mx")),
    ],
)
def test_a_cell_is_edited(
    state: GridState, key: str, column: str, value: str, change: tuple[str, str, str, str]
) -> None:
    assert told(set_cell(state, key, column, value)) == [change]


@pytest.mark.parametrize(
    ("key", "column", "value", "reason"),
    [
        ("1", "accounts", "x@y.mx", "Mail is off"),
        ("1", "silent", "yes", "Mail is off"),
        ("10", "accounts", "otra vez mal", "otra vez mal"),
    ],
)
def test_a_cell_that_cannot_be_edited_tells_why(
    state: GridState, key: str, column: str, value: str, reason: str
) -> None:
    proposal = set_cell(state, key, column, value)
    assert proposal.changes == ()
    assert reason in refused(proposal)[key]


def test_an_edited_cell_is_undone_by_its_name(state: GridState) -> None:
    state.draft(set_cell(state, "1", "prints", "no"))
    assert state.undo() == "Print on paper of 1"


# -- after the file has changed


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., tuple[GridState, Path]]:
    """A state with drafts for clients 1, 3 and 10, and its own file."""

    def make() -> tuple[GridState, Path]:
        file = write_master(tmp_path / "clients.xlsx", *CLIENTS, headings=HEADINGS[:-5])
        state = opened(file)
        state.draft(act(state, ActionName.PRINT_OFF, "1", "3", "10"))
        state.draft(act(state, ActionName.MAIL_OFF, "10"))
        return state, file

    return make


def excel_saves(file: Path, *cells: tuple[str, str]) -> None:
    workbook = load_workbook(file)
    for reference, value in cells:
        workbook["Clientes"][reference] = value
    workbook.save(file)


def reread(state: GridState, file: Path) -> None:
    master = read_master(file)
    state.rebase(master, (*master.findings, *check_master(master)))


def test_drafts_go_on_over_a_file_that_changed_elsewhere(changed: Callable[[], tuple[GridState, Path]]) -> None:
    state, file = changed()
    excel_saves(file, ("C2", "Otro nombre"), ("E4", "N"))  # client 3 is what the draft wants already
    reread(state, file)
    assert [(change.clave, change.column) for change in state.changes()] == [
        ("1", Column.PRINTS),
        ("10", Column.PRINTS),
        ("10", Column.MAILS),
    ]
    assert (state.row("1").client.name, state.conflicts, state.undo()) == ("Otro nombre", (), "")


def test_a_cell_changed_meanwhile_is_a_conflict_until_somebody_decides(
    changed: Callable[[], tuple[GridState, Path]],
) -> None:
    state, file = changed()
    excel_saves(file, ("F5", "x"), ("E2", "si"))
    reread(state, file)
    clash = state.conflicts[1]
    assert [(c.change.clave, c.change.before, c.change.after, c.now) for c in state.conflicts] == [
        ("1", "S", "N", "si"),
        ("10", "S", "N", "x"),
    ]
    assert [(change.clave, change.column) for change in state.changes()] == [
        ("3", Column.PRINTS),
        ("10", Column.PRINTS),
    ]
    state.settle([("1", Column.PRINTS)], mine=True)
    assert conflicts(state) == [clash]
    assert state.changes()[0] == CellChange(clave="1", column=Column.PRINTS, before="si", after="N")
    state.settle([("10", Column.MAILS)], mine=False)
    assert conflicts(state) == []
    assert Column.MAILS not in state.row("10").drafted
    assert state.undo() == "the file's values stay"
    assert state.row("10").drafted[Column.MAILS] == "N"


def test_what_was_written_is_no_draft_and_what_cannot_be_is_told(
    changed: Callable[[], tuple[GridState, Path]],
) -> None:
    state, file = changed()
    state.select(["1", "3"], on=True)
    first, second, third, fourth = state.changes()
    formula = CellConflict(change=second, why="a formula")
    master = read_master(file)
    state.rebase(master, (), written=[first, third], refused=[formula])
    assert state.changes() == (fourth,)
    assert conflicts(state) == [formula]
    state.settle([(second.clave, second.column)], mine=True)
    assert conflicts(state) == []
    assert state.changes() == (fourth,)


def test_a_client_that_is_gone_takes_its_drafts_along(changed: Callable[[], tuple[GridState, Path]]) -> None:
    state, file = changed()
    state.select(["1"], on=True)
    workbook = load_workbook(file)
    workbook["Clientes"].delete_rows(2)
    workbook.save(file)
    reread(state, file)
    assert [clash.why for clash in state.conflicts] == ["It is no longer in the file."]
    assert {change.clave for change in state.changes()} == {"3", "10"}
    assert state.selected == frozenset({"10"})
