"""The grid's widgets, driven as a person would, without a browser."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from certificates_fixtures import NOW, RFC, make_certificate
from company import Company

from emitlib.batch.editing import ClientEdit, add_certificate, change_client
from emitlib.bootstrap import open_ledger
from emitlib.clients import Column, read_master
from emitlib.forms.app.shell import App
from emitlib.forms.grid import ClientsGrid
from emitlib.forms.grid.actions import ActionName
from emitlib.forms.grid.table_widget import TableWidget
from emitlib.i18n import spoken
from emitlib.sae.contacts import AddressProposal, Contact
from emitlib.sae.kept_proposals import keep_proposals

KEYS = [str(number) for number in range(1, 121)]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """120 clients: every one by paper only, each tenth without an address."""
    made = Company(tmp_path / "empresa", clock=lambda: NOW)
    for key in KEYS:
        accounts = "" if key.endswith("0") else f"pagos@c{key}.example.mx"
        made.clients[key] = {
            "CLAVE": key, "STATUS": "A", "NOMBRE": f"CLIENTE {key}", "RFC": RFC, "IMPRIR": "S", "MAIL": "N",
            "NIVELSEC": "0", "ENVIOSILEN": "N", "EMAILPRED": accounts, "TIPO_EMPRESA": "M", "MATRIZ": "",
            "MEDIO_ACORDADO": "", "RUTA": "",
        }  # fmt: skip
    made.save_master()
    return made


@pytest.fixture
def grid(company: Company) -> ClientsGrid:
    return ClientsGrid(company.workspace)


def says(table: TableWidget, **message: object) -> None:
    """A message as the page sends it."""
    table._handle_custom_msg(message, [])


def shown_keys(table: TableWidget) -> list[str]:
    return [row["key"] for row in table.view["rows"]]


def texts(table: TableWidget, row: int = 0) -> list[str]:
    return [cell["text"] for cell in table.view["rows"][row]["cells"]]


def propose(grid: ClientsGrid, name: ActionName) -> None:
    grid.actions.action.value = name.value
    grid.actions.look.click()


def save(grid: ClientsGrid, reason: str = "lo pidió el gerente") -> None:
    grid.foot.reason.value = reason
    grid.foot.save.click()


def mails(company: Company) -> int:
    master = read_master(company.workspace.master)
    return sum(master.text(key, Column.MAILS) == "S" for key in master.clients)


def in_sight(grid: ClientsGrid) -> str:
    panels = {"clients": grid._clients, "preview": grid.preview.widget, "conflicts": grid.conflicts.widget}
    return next(name for name, panel in panels.items() if panel.layout.display != "none")


def test_it_opens_with_all_clients_in_pages(grid: ClientsGrid) -> None:
    assert (len(shown_keys(grid.table)), grid.table.view["total"]) == (100, 120)
    assert in_sight(grid) == "clients"
    assert {code: chip.description for code, chip in grid.chips.chips.items()} == {
        "PRINT_ONLY": "paper only · 120",
        "MEANS_NOT_AGREED": "no agreed means · 120",
    }
    says(grid.table, do="page", first=100)
    assert shown_keys(grid.table) == KEYS[100:]
    says(grid.table, do="sort", column="key")
    says(grid.table, do="sort", column="key")
    assert shown_keys(grid.table)[:2] == ["120", "119"]
    assert texts(grid.table)[:8] == ["120", "CLIENTE 120", RFC, "active", "yes", "no", "", "no"]


def test_filters_narrow_and_go(grid: ClientsGrid) -> None:
    grid.filters.text.value = "cliente 11"
    assert shown_keys(grid.table) == ["11", *KEYS[109:119]]
    assert "<b>11</b> of 120 clients" in grid.actions.sight.value
    grid.filters.status.value = "B"
    assert (shown_keys(grid.table), grid.table.view["empty"]) == ([], "No client fits.")
    grid.filters.clear.click()
    assert (grid.table.view["total"], grid.filters.text.value, grid.filters.clear.disabled) == (120, "", True)
    grid.chips.chips["PRINT_ONLY"].click()
    assert grid.state.wanted.codes == {"PRINT_ONLY"}
    grid.chips.chips["PRINT_ONLY"].click()
    assert grid.state.wanted.codes == frozenset()


def test_rows_are_chosen_and_the_choice_is_told(grid: ClientsGrid) -> None:
    assert grid.actions.look.disabled is True
    says(grid.table, do="choose", keys=["1", "2"], on=True)
    grid.filters.text.value = "cliente 2"
    assert grid.actions.chosen.value == "<b>2</b> chosen (1 of them out of sight)"
    assert [row["chosen"] for row in grid.table.view["rows"]][:2] == [True, False]
    says(grid.table, do="all")
    assert len(grid.state.selected) == 11  # and none out of sight
    grid.actions.leave.click()
    assert grid.state.selected == frozenset()


def test_a_bulk_edit_is_looked_at_taken_undone_and_saved(grid: ClientsGrid, company: Company) -> None:
    grid.filters.text.value = ""
    says(grid.table, do="choose", keys=KEYS[:56], on=True)
    propose(grid, ActionName.MAIL_ON)
    assert in_sight(grid) == "preview"
    assert "51 clients change; nothing is written until Save." in grid.preview.head.value
    assert "for 5 clients it cannot be done" in grid.preview.head.value
    assert "paper only \N{MINUS SIGN}51" in grid.preview.head.value
    assert texts(grid.preview.table) == ["1", "CLIENTE 1", "Send by e-mail", "no", "yes"]
    grid.preview.impossible.click()
    assert texts(grid.preview.table) == ["10", "CLIENTE 10", "It has no valid address."]
    grid.preview.leave.click()
    assert (grid.state.changes(), in_sight(grid)) == ((), "clients")
    propose(grid, ActionName.MAIL_ON)
    grid.preview.take.click()
    assert "51 clients change; nothing is written until Save." in grid.foot.told.value
    assert grid.foot.undo.description == "Undo: mail on, for those with an address"
    grid.foot.undo.click()
    assert (grid.state.changes(), grid.foot.undo.disabled) == ((), True)
    propose(grid, ActionName.MAIL_ON)
    grid.preview.take.click()
    assert grid.foot.save.disabled is True  # it waits for the reason
    grid.foot.look.click()
    assert (in_sight(grid), grid.preview.table.view["total"]) == ("preview", 51)
    grid.preview.leave.click()
    assert mails(company) == 0
    save(grid)
    assert "Saved with its history: 51 clients." in grid.stage.message.value
    assert (mails(company), grid.state.changes(), grid.foot.reason.value) == (51, (), "")
    with open_ledger(company.workspace) as ledger:
        changes = ledger.client_changes()
        assert {(c.column, c.before, c.after, c.reason, c.state) for c in changes} == {
            ("MAIL", "N", "S", "lo pidió el gerente", "applied")
        }
        assert len({change.edit for change in changes}) == 1


def test_a_domain_that_is_none_is_told_above(grid: ClientsGrid) -> None:
    says(grid.table, do="choose", keys=["1"], on=True)
    grid.actions.old.value = "c1.example.mx"
    propose(grid, ActionName.REPLACE_DOMAIN)
    assert "“” is no mail domain." in grid.stage.message.value
    assert in_sight(grid) == "clients"
    grid.actions.new.value = "nuevo.example.mx"
    grid.actions.look.click()
    assert texts(grid.preview.table)[3:] == ["pagos@c1.example.mx", "pagos@nuevo.example.mx"]


def test_a_cell_is_edited_in_its_place(grid: ClientsGrid) -> None:
    says(grid.table, do="set", key="1", column="mails", value="yes")
    says(grid.table, do="set", key="1", column="accounts", value="x@y.mx, z@y.mx")
    cells = grid.table.view["rows"][0]["cells"]
    assert [cell.get("was") for cell in cells[4:8]] == [None, "no", "pagos@c1.example.mx", None]
    assert (cells[5]["text"], cells[6]["text"]) == ("yes", "x@y.mx; z@y.mx")
    says(grid.table, do="set", key="2", column="silent", value="yes")
    assert "Mail is off" in grid.stage.message.value
    says(grid.table, do="set", key="nobody", column="silent", value="yes")
    assert "2" not in {change.clave for change in grid.state.changes()}


def test_security_high_asks_the_store(grid: ClientsGrid, company: Company, tmp_path: Path) -> None:
    says(grid.table, do="set", key="1", column="mails", value="yes")
    says(grid.table, do="set", key="1", column="security", value="yes")
    assert 'class="notice error"' in grid.stage.message.value
    file = tmp_path / "uno.cer"
    file.write_bytes(make_certificate())
    with open_ledger(company.workspace) as ledger:
        add_certificate(company.workspace, ledger, "1", file, rfc=RFC)
    grid.filters.reload.click()  # also keeps the draft of the mail
    says(grid.table, do="set", key="1", column="security", value="yes")
    assert [change.column for change in grid.state.changes()] == [Column.MAILS, Column.SECURITY]


def test_a_conflict_is_shown_cell_by_cell_and_the_others_are_written(grid: ClientsGrid, company: Company) -> None:
    says(grid.table, do="choose", keys=KEYS[:3], on=True)
    propose(grid, ActionName.PRINT_OFF)
    grid.preview.take.click()
    says(grid.table, do="set", key="5", column="mails", value="yes")
    says(grid.table, do="set", key="5", column="accounts", value="mia@c5.example.mx")
    with open_ledger(company.workspace) as ledger:
        edit = ClientEdit(accounts="otra@c5.example.mx")
        change_client(company.workspace, ledger, "5", edit, reason="somebody else")
    save(grid)
    assert in_sight(grid) == "conflicts"
    assert "Saved with its history: 4 clients." in grid.stage.message.value
    assert texts(grid.conflicts.table) == [
        "5", "CLIENTE 5", "Mail accounts", "pagos@c5.example.mx", "otra@c5.example.mx", "mia@c5.example.mx",
    ]  # fmt: skip
    says(grid.conflicts.table, do="choose", keys=shown_keys(grid.conflicts.table), on=False)
    assert grid.conflicts.mine.disabled is True
    says(grid.conflicts.table, do="all")
    grid.conflicts.mine.click()
    assert (in_sight(grid), len(grid.state.changes())) == ("clients", 1)
    save(grid)
    master = read_master(company.workspace.master)
    assert master.text("5", Column.ACCOUNTS) == "mia@c5.example.mx"
    assert (master.text("5", Column.MAILS), master.text("1", Column.PRINTS)) == ("S", "N")


def test_the_files_value_may_stay(grid: ClientsGrid, company: Company) -> None:
    says(grid.table, do="set", key="5", column="prints", value="no")
    with open_ledger(company.workspace) as ledger:
        change_client(company.workspace, ledger, "5", ClientEdit(accounts="a@b.mx"), reason="x")
    grid.filters.reload.click()
    assert in_sight(grid) == "clients"  # another cell does not collide
    company.clients["5"]["IMPRIR"] = "x"
    company.save_master()
    grid.filters.reload.click()
    assert in_sight(grid) == "conflicts"
    grid.conflicts.theirs.click()
    assert (in_sight(grid), grid.state.changes()) == ("clients", ())


def test_a_save_waits_while_the_file_is_open_elsewhere(grid: ClientsGrid, company: Company) -> None:
    says(grid.table, do="set", key="1", column="mails", value="yes")
    (company.root / "~$clients.xlsx").write_bytes(b"")
    save(grid)
    assert "open elsewhere: the changes of 1 clients wait" in grid.stage.message.value
    assert (mails(company), grid.state.changes()) == (0, ())
    (company.root / "~$clients.xlsx").unlink()
    grid.filters.reload.click()
    assert texts(grid.table)[5] == "no"
    assert mails(company) == 1


def test_the_language_changes_and_drafts_stay(grid: ClientsGrid, company: Company) -> None:
    says(grid.table, do="set", key="1", column="mails", value="yes")
    grid.filters.text.value = "cliente 1"
    grid.foot.reason.value = "por qué"
    spanish = replace(company.workspace, screen="es")
    with spoken("es"):
        grid.respeak(spanish)
    assert (len(grid.state.changes()), grid.filters.text.value, grid.foot.reason.value) == (1, "cliente 1", "por qué")
    assert texts(grid.table)[5] == "sí"


def test_a_key_opens_the_client_in_the_form_of_the_app(company: Company) -> None:
    app = App(company.workspace)
    app.show(1)
    grid = app._made[1]
    assert isinstance(grid, ClientsGrid)
    assert grid.table.view["rows"][0]["cells"][0]["kind"] == "open"
    says(grid.table, do="open", key="7")
    assert app._shown == 0
    assert app._made[0].state.client.key == "7"  # type: ignore[attr-defined]


def test_what_is_no_event_is_left_alone(grid: ClientsGrid) -> None:
    view = grid.table.view
    for message in ({"do": "fly"}, {"do": "set", "key": 1}, {"do": "choose", "keys": "abc"}):
        says(grid.table, **message)
    grid.table._handle_custom_msg("hello", [])
    assert grid.table.view == view


def test_the_grid_keeps_its_values_out_of_the_notebook(grid: ClientsGrid) -> None:
    assert grid._repr_mimebundle_()["text/plain"] == "The grid of all clients; run the cell to see it."


def test_without_the_extra_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "from emitlib.i18n import set_language; set_language('en')\n"
        "from emitlib.forms import ClientsGrid"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, "anywidget is not installed. Install it with: pip install" in done.stderr) == (1, True)


def offer(key: str, *addresses: str, current: str = "") -> AddressProposal:
    contacts = tuple(Contact(name="Íñigo", address=address, kind="C") for address in addresses)
    return AddressProposal(key=key, current=current, reason="cut" if current else "empty", contacts=contacts)


def test_contacts_addresses_are_seen_side_by_side_and_taken_in_bulk(company: Company) -> None:
    cut = company.clients["7"]["EMAILPRED"]
    keep_proposals(
        company.workspace.root,
        [
            offer("7", "cobranza@c7.example.mx", current=str(cut)),
            offer("8", "x@c8.example.mx", current="otra@c8.example.mx"),  # changed since SAE was read
            offer("10", "a@c10.example.mx", "b@c10.example.mx"),
            offer("999", "nadie@example.mx"),
        ],
    )
    grid = ClientsGrid(company.workspace)
    assert grid.chips.chips["CONTACT_ADDRESSES"].description == "contacts have addresses · 2"
    grid.chips.chips["CONTACT_ADDRESSES"].click()
    assert shown_keys(grid.table) == ["7", "10"]
    says(grid.table, do="all")
    says(grid.table, do="choose", keys=["1"], on=True)
    propose(grid, ActionName.CONTACT_ADDRESSES)
    assert in_sight(grid) == "preview"
    assert grid._proposal is not None
    assert [(change.clave, change.before, change.after) for change in grid._proposal.changes] == [
        ("7", "pagos@c7.example.mx", "pagos@c7.example.mx;cobranza@c7.example.mx"),
        ("10", "", "a@c10.example.mx;b@c10.example.mx"),
    ]
    assert [(refusal.clave, refusal.reason) for refusal in grid._proposal.refused] == [
        ("1", "Its list is whole, or SAE's contacts have no more.")
    ]
    master = read_master(company.workspace.master)
    assert master.text("10", Column.ACCOUNTS) == ""  # nothing is merged by looking

    grid.preview.take.click()
    assert grid.state.finding_counts()["CONTACT_ADDRESSES"] == 0
    save(grid, "los dio SAE")
    master = read_master(company.workspace.master)
    assert master.text("7", Column.ACCOUNTS) == "pagos@c7.example.mx;cobranza@c7.example.mx"
    assert master.text("10", Column.ACCOUNTS) == "a@c10.example.mx;b@c10.example.mx"
    assert grid.state.finding_counts()["CONTACT_ADDRESSES"] == 0  # what was taken is offered no more
    assert grid.state.offered == {}


def test_a_broken_file_of_offers_offers_nothing(company: Company) -> None:
    keep_proposals(company.workspace.root, [offer("10", "a@c10.example.mx")])
    for path in (company.workspace.root / "migration").iterdir():
        path.write_text('[{"key": "10"}]', encoding="utf-8")
    assert ClientsGrid(company.workspace).state.offered == {}
