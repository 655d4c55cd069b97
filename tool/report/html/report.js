// SPDX-License-Identifier: Apache-2.0
// Filters, sorting, paging and links with a memory. The page is complete without it: nothing is
// fetched or made here, rows are only shown, hidden and put in another order.
(() => {
  "use strict";
  const pageSize = 100;
  const root = document.documentElement;
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);
  const grouped = (value) => value.toLocaleString("en-US");

  // --- Theme ----------------------------------------------------------------------------------
  const themes = ["auto", "light", "dark"];
  const themeButton = document.getElementById("theme");
  const remember = (theme) => {
    // A browser may refuse storage to a local file; then the choice lasts as long as the page.
    try {
      localStorage.setItem("sampan-theme", theme);
    } catch {}
  };
  const remembered = () => {
    try {
      return localStorage.getItem("sampan-theme");
    } catch {
      return null;
    }
  };
  const setTheme = (theme) => {
    root.dataset.theme = theme;
    themeButton.textContent = themeButton.dataset[theme];
  };
  const stored = remembered();
  setTheme(themes.includes(stored) ? stored : "auto");
  themeButton.hidden = false;
  themeButton.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    setTheme(next);
    remember(next);
  });

  // --- Sorting --------------------------------------------------------------------------------
  const keyOf = (row, column, isNumber) => {
    const cell = row.cells[column];
    if (!cell) return isNumber ? 0 : "";
    const key = cell.dataset.v ?? cell.textContent;
    return isNumber ? Number(key) || 0 : key;
  };
  const sortTable = (table, column, descending) => {
    const heads = [...table.tHead.rows[0].cells];
    const isNumber = heads[column].dataset.sort === "number";
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row, column, isNumber), row]);
    const order = isNumber
      ? (a, b) => a[0] - b[0]
      : (a, b) => a[0].localeCompare(b[0], undefined, { numeric: true });
    keyed.sort(descending ? (a, b) => order(b, a) : order);
    body.append(...keyed.map((entry) => entry[1]));
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };
  const sortState = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const column = heads.findIndex((head) => head.hasAttribute("aria-sort"));
    if (column < 0) return "";
    return column + (heads[column].getAttribute("aria-sort") === "descending" ? "d" : "a");
  };

  // --- A list that can be narrowed ------------------------------------------------------------
  class List {
    constructor(form) {
      this.form = form;
      this.target = document.getElementById(form.dataset.for);
      this.section = form.closest("section");
      this.output = form.querySelector("output");
      this.isTable = this.target.tagName === "TABLE";
      const rows = this.isTable ? this.target.tBodies[0].rows : this.target.querySelectorAll("tr[data-k]");
      this.items = rows.length > 0 ? [...rows] : [...this.target.querySelectorAll(":scope > details")];
      this.groups = this.isTable ? [] : [...this.target.querySelectorAll(":scope > details.group")];
      this.texts = new WeakMap();
      this.limit = this.isTable ? pageSize : Infinity;
      form.hidden = false;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", () => this.changed());
      form.addEventListener("reset", () => setTimeout(() => this.changed()));
      if (this.isTable) {
        this.more = document.createElement("div");
        this.more.className = "more";
        this.target.closest(".scroll").after(this.more);
      }
      this.apply();
    }

    textOf(item) {
      let text = this.texts.get(item);
      if (text === undefined) {
        const group = item.closest("details.group");
        const summary = item.tagName === "DETAILS" ? item.firstElementChild : item;
        text = (summary.textContent + " " + (group ? group.firstElementChild.textContent : "")).toLowerCase();
        this.texts.set(item, text);
      }
      return text;
    }

    changed() {
      this.limit = this.isTable ? pageSize : Infinity;
      this.apply();
      this.store();
    }

    apply() {
      const words = this.form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = [...this.form.querySelectorAll("select")].map((s) => s.value).filter(Boolean);
      const items = this.isTable ? [...this.target.tBodies[0].rows] : this.items;
      const matching = new Set();
      let shown = 0;
      let found = 0;
      for (const item of items) {
        const tokens = (item.dataset.k || "").split(" ");
        const fits =
          wanted.every((token) => tokens.includes(token)) &&
          words.every((word) => this.textOf(item).includes(word));
        if (fits) {
          ++found;
          matching.add(item.closest("details.group"));
        }
        const isShown = fits && shown < this.limit;
        item.toggleAttribute("data-off", !isShown);
        shown += isShown;
      }
      const isNarrow = words.length + wanted.length > 0;
      for (const group of this.groups) group.toggleAttribute("data-off", isNarrow && !matching.has(group));
      this.output.textContent = fill(this.output.dataset.text, grouped(found), grouped(items.length));
      this.offerMore(found - shown, found);
    }

    offerMore(rest, found) {
      if (!this.more) return;
      this.more.replaceChildren();
      if (rest <= 0) return;
      const offer = (text, limit) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = text;
        button.addEventListener("click", () => this.show(limit));
        this.more.append(button);
      };
      if (rest > pageSize) offer(fill(root.dataset.more, grouped(pageSize)), this.limit + pageSize);
      offer(fill(root.dataset.all, grouped(found)), Infinity);
    }

    show(limit) {
      this.limit = limit;
      this.apply();
    }

    // The state is part of the address, so that a link shows what its sender saw.
    store() {
      const state = new URLSearchParams();
      for (const field of this.form.querySelectorAll("input, select"))
        if (field.value) state.set(field.name, field.value);
      const sort = this.isTable ? sortState(this.target) : "";
      if (sort) state.set("sort", sort);
      const text = state.toString();
      history.replaceState(null, "", "#" + this.section.id + (text ? "?" + text : ""));
    }

    load(state) {
      for (const field of this.form.querySelectorAll("input, select")) field.value = state.get(field.name) || "";
      const sort = /^(\d+)([ad])$/.exec(state.get("sort") || "");
      if (sort && this.isTable && this.target.tHead.rows[0].cells[sort[1]])
        sortTable(this.target, Number(sort[1]), sort[2] === "d");
      this.limit = this.isTable ? pageSize : Infinity;
      this.apply();
    }

    clear() {
      this.load(new URLSearchParams());
      this.show(Infinity);
    }
  }

  const lists = [...document.querySelectorAll("form.tools")].map((form) => new List(form));
  const listOf = (element) => lists.find((list) => list.target.contains(element));

  for (const head of document.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const table = head.closest("table");
      // Figures are looked at from the top, names from the start.
      const first = head.dataset.sort === "number" ? "descending" : "ascending";
      const isAgain = head.getAttribute("aria-sort") === first;
      sortTable(table, head.cellIndex, (first === "descending") !== isAgain);
      const list = lists.find((each) => each.target === table);
      if (list) {
        list.apply();
        list.store();
      }
    });
  }

  // --- Heads that stay in sight -----------------------------------------------------------------
  const measure = (box) => {
    if (box.clientWidth === 0) return;
    const isWide = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("frame", isWide);
    box.classList.toggle("fits", !isWide);
  };
  const boxes = new ResizeObserver((entries) => entries.forEach((entry) => measure(entry.target)));
  for (const box of document.querySelectorAll(".scroll")) {
    measure(box);
    boxes.observe(box);
  }

  // --- Links ----------------------------------------------------------------------------------
  const reveal = (element) => {
    const list = listOf(element);
    if (element.closest("[data-off]")) list?.clear();
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    // Its frame first: that may change where the element is.
    const box = element.closest(".scroll");
    if (box) measure(box);
    element.scrollIntoView();
  };
  // The page shows hunks: a line between them leads to the last one before it.
  const nearestLine = (hash) => {
    const parts = /^(.+)-(\d+)$/.exec(hash);
    const source = parts && document.getElementById("file-" + parts[1]);
    if (!source) return null;
    let best = source;
    for (const row of source.querySelectorAll("tr[id]"))
      if (Number(row.id.slice(parts[1].length + 1)) <= Number(parts[2])) best = row;
    return best;
  };
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const follow = () => {
    document.querySelector("tr.found")?.classList.remove("found");
    const raw = location.hash.slice(1);
    const hash = decoded(raw);
    if (!hash) return;
    const element = document.getElementById(hash);
    if (element) {
      reveal(element);
      return;
    }
    const [id, query] = [raw.split("?")[0], raw.split("?").slice(1).join("?")];
    const section = document.getElementById(id);
    const list = lists.find((each) => each.section === section);
    if (list) {
      list.load(new URLSearchParams(query));
      section.scrollIntoView();
      return;
    }
    const line = nearestLine(hash);
    if (!line) return;
    line.classList.add("found");
    reveal(line);
  };
  window.addEventListener("hashchange", follow);
  follow();

  // --- Paper gets every row that matches --------------------------------------------------------
  const limits = new Map();
  window.addEventListener("beforeprint", () => {
    for (const list of lists) {
      limits.set(list, list.limit);
      list.show(Infinity);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const [list, limit] of limits) list.show(limit);
  });

  // --- Where the reader is ----------------------------------------------------------------------
  const links = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(1), a]));
  const seen = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target.id) : seen.delete(entry.target.id);
      const current = [...links.keys()].find((id) => seen.has(id));
      for (const [id, link] of links)
        if (id === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    },
    { rootMargin: "-20% 0px -60% 0px" },
  );
  for (const section of document.querySelectorAll("main > section")) observer.observe(section);
})();
