// A table that shows one page of rows given by Python and tells Python what a person does with them.
// `view`: columns, rows of the page, first (from 0), total, size, order, select, words, empty.

const INTERACTIVE = "button, input";

function made(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

class Table {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.at = { row: 0, column: 0 }; // the cell that the keyboard stands on; row -1 = headings
    this.anchor = null; // where a range begins
    this.editing = false;
    el.classList.add("emit-table");
    el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take the arrow keys for its cells
    el.addEventListener("keydown", (event) => this.pressed(event));
    el.addEventListener("focusin", (event) => this.entered(event));
    this.draw();
  }

  get view() {
    return this.model.get("view");
  }

  tell(message) {
    this.model.send(message);
  }

  // -- drawing

  draw() {
    if (this.editing) return; // what is being typed stays; leaving the field draws anew
    const { view } = this;
    const focused = this.el.contains(document.activeElement);
    const page = `${view.first}/${view.total}/${JSON.stringify(view.order)}`;
    const top = this.scroller && this.page === page ? this.scroller.scrollTop : 0;
    this.page = page;
    this.grid = made(
      "table",
      {
        role: "grid",
        "aria-label": view.words.table,
        "aria-rowcount": view.total + 1,
        "aria-multiselectable": view.select ? "true" : null,
      },
      this.head(),
      made("tbody", {}, ...view.rows.map((row, index) => this.row(row, index))),
    );
    this.scroller = made("div", { class: "scroll", style: `height: ${view.height}` }, this.grid);
    if (!view.rows.length) this.scroller.append(made("p", { class: "soft" }, view.empty));
    this.el.replaceChildren(this.scroller, this.pager());
    this.scroller.scrollTop = top;
    this.at.row = Math.max(-1, Math.min(this.at.row, view.rows.length - 1));
    this.mark(focused);
  }

  head() {
    const { view } = this;
    const cells = view.columns.map((column) => {
      const sorted = view.order && view.order.column === column.id;
      const arrow = sorted ? (view.order.backwards ? " \u25BC" : " \u25B2") : "";
      const inside = column.sort
        ? made("button", { tabindex: -1, title: view.words.sort }, column.title + arrow)
        : document.createTextNode(column.title);
      if (column.sort) inside.addEventListener("click", () => this.tell({ do: "sort", column: column.id }));
      const direction = sorted ? (view.order.backwards ? "descending" : "ascending") : null;
      const attributes = { scope: "col", tabindex: -1, style: `width: ${column.width}`, "aria-sort": direction };
      return made("th", attributes, inside);
    });
    if (view.select) {
      const all = made("input", { type: "checkbox", tabindex: -1, "aria-label": view.words.page });
      const chosen = view.rows.filter((row) => row.chosen).length;
      all.checked = chosen > 0 && chosen === view.rows.length;
      all.indeterminate = chosen > 0 && chosen < view.rows.length;
      all.addEventListener("change", () => this.choose(view.rows, all.checked));
      cells.unshift(made("th", { class: "box", tabindex: -1, title: view.words.page }, all));
    }
    return made("thead", {}, made("tr", { "aria-rowindex": 1 }, ...cells));
  }

  row(row, index) {
    const { view } = this;
    const cells = row.cells.map((cell, place) => this.cell(row, cell, view.columns[place]));
    if (view.select) {
      const box = made("input", { type: "checkbox", tabindex: -1, "aria-label": `${view.words.choose} ${row.key}` });
      box.checked = row.chosen;
      box.addEventListener("click", (event) => this.clicked(index, box.checked, event.shiftKey));
      cells.unshift(made("td", { class: "box", role: "gridcell", tabindex: -1 }, box));
    }
    return made(
      "tr",
      {
        class: [row.tone, row.chosen ? "chosen" : ""].join(" ").trim(),
        "data-key": row.key,
        "aria-rowindex": view.first + index + 2,
        "aria-selected": view.select ? String(Boolean(row.chosen)) : null,
      },
      ...cells,
    );
  }

  cell(row, cell, column) {
    const classes = [cell.kind || "", cell.was === undefined ? "" : "draft"].join(" ").trim();
    const node = made("td", { class: classes, role: "gridcell", tabindex: -1, title: this.titled(cell) });
    if (cell.kind === "flag" && !cell.why) {
      const attributes = { tabindex: -1, role: "switch", "aria-checked": String(cell.on), class: cell.on ? "on" : "" };
      const button = made("button", { ...attributes, "aria-label": `${column.title}: ${cell.text}` }, cell.text);
      button.addEventListener("click", () => {
        this.tell({ do: "set", key: row.key, column: column.id, value: cell.on ? "no" : "yes" });
      });
      node.append(button);
    } else if (cell.kind === "open") {
      const button = made("button", { tabindex: -1, title: this.view.words.open }, cell.text);
      button.addEventListener("click", () => this.tell({ do: "open", key: row.key }));
      node.append(button);
    } else if (cell.kind === "pills") {
      node.append(...cell.pills.map((pill) => made("span", { class: `pill ${pill.tone}`, title: pill.title }, pill.text)));
    } else {
      node.append(cell.text);
      if (cell.kind === "text" && !cell.why) node.addEventListener("dblclick", () => this.edit(node, row, cell, column));
    }
    return node;
  }

  titled(cell) {
    const was = cell.was === undefined ? "" : `${this.view.words.was} ${cell.was || this.view.words.blank}`;
    const whole = cell.kind === "text" || !cell.kind ? cell.text : "";
    return [whole, cell.why, was].filter(Boolean).join("\n") || null;
  }

  pager() {
    const { view } = this;
    const last = Math.min(view.first + view.size, view.total);
    const number = (value) => value.toLocaleString("en");
    const told = view.words.rows
      .replace("{first}", number(view.total ? view.first + 1 : 0))
      .replace("{last}", number(last))
      .replace("{total}", number(view.total));
    const step = (word, first, off) => {
      const button = made("button", { disabled: off }, word);
      button.addEventListener("click", () => this.tell({ do: "page", first }));
      return button;
    };
    const end = Math.max(0, Math.floor((view.total - 1) / view.size) * view.size);
    const start = view.first === 0;
    const done = last >= view.total;
    return made(
      "div",
      { class: "pager" },
      made("span", { role: "status" }, told),
      made("span", { class: "hint" }, view.hint),
      step(view.words.start, 0, start),
      step(view.words.previous, Math.max(0, view.first - view.size), start),
      step(view.words.next, view.first + view.size, done),
      step(view.words.end, end, done),
    );
  }

  // -- choosing

  clicked(index, on, range) {
    const { rows } = this.view;
    const from = range && this.anchor !== null ? Math.min(this.anchor, index) : index;
    const to = range && this.anchor !== null ? Math.max(this.anchor, index) : index;
    this.anchor = index;
    this.choose(rows.slice(from, to + 1), on);
  }

  choose(rows, on) {
    this.tell({ do: "choose", keys: rows.map((row) => row.key), on });
  }

  // -- typing into a cell

  edit(node, row, cell, column) {
    const input = made("input", { type: "text", value: cell.text, "aria-label": `${column.title}, ${row.key}` });
    let done = false;
    const leave = (keep) => {
      if (done) return;
      done = true;
      this.editing = false;
      const held = document.activeElement === input;
      if (keep && input.value !== cell.text) {
        this.tell({ do: "set", key: row.key, column: column.id, value: input.value });
      }
      this.draw();
      if (held) this.mark(true);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") leave(true);
      if (event.key === "Escape") leave(false);
    });
    input.addEventListener("blur", () => leave(true));
    this.editing = true;
    node.classList.add("editing");
    node.replaceChildren(input);
    input.focus();
    input.select();
  }

  // -- the keyboard: arrows go from cell to cell, Enter does what the cell does, space chooses the row

  cells(row) {
    const rows = row < 0 ? this.grid.tHead.rows : this.grid.tBodies[0].rows;
    return rows[Math.max(0, row)]?.cells ?? [];
  }

  mark(focus) {
    this.el.querySelectorAll("[data-at]").forEach((cell) => {
      cell.tabIndex = -1;
      delete cell.dataset.at;
    });
    const cell = this.cells(this.at.row)[this.at.column];
    if (!cell) return;
    cell.dataset.at = "";
    cell.tabIndex = 0;
    if (focus) {
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  entered(event) {
    const cell = event.target.closest("td, th");
    if (!cell || !this.grid.contains(cell) || cell.dataset.at !== undefined) return;
    const body = cell.closest("tbody");
    this.at = { row: body ? cell.parentNode.sectionRowIndex : -1, column: cell.cellIndex };
    this.mark(false);
  }

  pressed(event) {
    const cell = event.target.closest("td, th");
    if (!cell || !this.grid.contains(cell) || event.altKey) return;
    const { view } = this;
    const { row, column } = this.at;
    const width = this.cells(row).length;
    const go = (to) => {
      this.at = to;
      this.mark(true);
    };
    const turn = (first) => {
      if (first >= 0 && first < view.total) this.tell({ do: "page", first });
    };
    const keys = {
      ArrowUp: () => go({ row: Math.max(-1, row - 1), column }),
      ArrowDown: () => go({ row: Math.min(view.rows.length - 1, row + 1), column }),
      ArrowLeft: () => go({ row, column: Math.max(0, column - 1) }),
      ArrowRight: () => go({ row, column: Math.min(width - 1, column + 1) }),
      Home: () => go({ row: event.ctrlKey ? 0 : row, column: 0 }),
      End: () => go({ row: event.ctrlKey ? view.rows.length - 1 : row, column: width - 1 }),
      PageUp: () => turn(view.first - view.size),
      PageDown: () => turn(view.first + view.size),
      " ": () => this.toggle(row, event.shiftKey),
      Enter: () => this.act(cell),
      F2: () => this.act(cell),
    };
    if (event.ctrlKey && event.key === "a" && view.select) this.tell({ do: "all" });
    else if (keys[event.key] && !(event.ctrlKey && !["Home", "End"].includes(event.key))) keys[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  toggle(row, range) {
    const { view } = this;
    if (view.select && row >= 0) this.clicked(row, range || !view.rows[row].chosen, range);
    if (view.select && row < 0) this.choose(view.rows, !view.rows.every((one) => one.chosen));
  }

  act(cell) {
    const inside = cell.querySelector(INTERACTIVE);
    if (inside) inside.click();
    else cell.dispatchEvent(new MouseEvent("dblclick"));
  }
}

export default {
  render({ model, el }) {
    const table = new Table(model, el);
    const draw = () => table.draw();
    model.on("change:view", draw);
    return () => model.off("change:view", draw);
  },
};
