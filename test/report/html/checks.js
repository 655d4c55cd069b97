// SPDX-License-Identifier: Apache-2.0
// What the browser test asks of the page; evaluated in it, and no part of it.
window.checks = (() => {
  const form = (id) => document.querySelector(`form[data-for="${id}"]`);
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  const isShown = (element) => element.checkVisibility({ contentVisibilityAuto: false });

  // --- Colours ----------------------------------------------------------------------------------
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (x, y) => x * top.a + y * (1 - top.a);
    return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 };
  };
  const background = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      layers.push(colour);
      if (colour.a === 1) break;
    }
    const isDark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
    const paper = isDark && matchMedia("(prefers-color-scheme: dark)").matches ? 18 : 255;
    return layers.reverse().reduce((below, top) => over(top, below), { r: paper, g: paper, b: paper, a: 1 });
  };
  const luminance = ({ r, g, b }) => {
    const part = (value) => {
      const v = value / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  return {
    settled: () => new Promise((done) => setTimeout(done, 100)),
    press: (selector) => document.querySelector(selector).click(),
    choose: (id, token) => {
      const select = [...form(id).querySelectorAll("select")].find((s) =>
        [...s.options].some((option) => option.value === token),
      );
      select.value = token;
      changed(select);
    },
    search: (id, text) => {
      form(id).elements.q.value = text;
      changed(form(id).elements.q);
    },
    output: (id) => form(id).querySelector("output").textContent,
    visibleRows: (id) =>
      [...document.querySelectorAll(`#${id} tbody tr`)].filter(isShown).map((row) => ({
        id: row.id,
        text: row.textContent,
        cells: [...row.cells].map((cell) => cell.textContent.trim()),
      })),
    visibleGroups: (id) =>
      [...document.querySelectorAll(`#${id} > details`)].filter(isShown).map((group) => group.id),
    inView: (id) => {
      const box = document.getElementById(id).getBoundingClientRect();
      return box.height > 0 && box.top >= 0 && box.top < innerHeight;
    },

    deadLinks: () =>
      [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => decodeURIComponent(link.hash.slice(1)))
        .filter((id) => !document.getElementById(id)),
    repeatedIds: () => {
      const seen = new Set();
      return [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id) => seen.size === seen.add(id).size);
    },
    headingJumps: () => {
      let level = 0;
      const jumps = [];
      for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
        const next = Number(heading.tagName[1]);
        if (next > level + 1) jumps.push(heading.textContent);
        level = next;
      }
      return jumps;
    },
    poorTables: () =>
      [...document.querySelectorAll("table")]
        .filter(
          (table) =>
            !(table.caption?.textContent.trim() || table.closest("[aria-label]")) ||
            [...table.querySelectorAll("thead th")].some((head) => head.scope !== "col" || !head.textContent.trim()) ||
            [...table.querySelectorAll("tbody th")].some((head) => head.scope !== "row"),
        )
        .map((table) => table.id || table.outerHTML.slice(0, 200)),
    charts: (within = "body") =>
      [...document.querySelector(within).querySelectorAll('svg[role="img"]')].map((svg) => ({
        title: svg.querySelector("title")?.textContent,
        desc: svg.querySelector("desc")?.textContent,
      })),

    tooWide: () =>
      [...document.querySelectorAll(".scroll")]
        .filter((box) => isShown(box) && box.scrollWidth > box.clientWidth + 1)
        .map((box) => box.querySelector("table").id),

    /// How many texts were looked at, and those that are hard to read.
    contrast: () => {
      for (const details of document.querySelectorAll("details")) details.open = true;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let checked = 0;
      const poor = new Map();
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || element.closest("script, style, svg, option") || !isShown(element))
          continue;
        ++checked;
        const style = getComputedStyle(element);
        const below = background(element);
        const value = ratio(over(parse(style.color), below), below);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (value < (isLarge ? 3 : 4.5))
          poor.set(`${element.tagName}.${element.className}`, `${value.toFixed(2)} ${walker.currentNode.data.slice(0, 40)}`);
      }
      return [checked, [...poor]];
    },
  };
})();
undefined;
