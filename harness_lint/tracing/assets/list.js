/* A list that is searched, filtered, sorted, and shown a page at a time. */

const PAGE = 50;
const natural = new Intl.Collator("en", { numeric: true });

function hay(row) {
  row.hay ??= (row.from !== undefined ? [row.written, row.from?.id ?? row.source, row.to?.id, row.to?.title, row.path]
    : [row.id, row.title, row.text, row.path]).join("\n").toLowerCase();
  return row.hay;
}
const values = (facet, row) => { // of one row: one value, several, or none
  const value = facet.of(row);
  return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
};

const wordsOf = (query) => (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
const matches = (row, words) => words.every((word) => hay(row).includes(word));

function chosen(config, query) {
  const words = wordsOf(query);
  const wanted = config.selects.filter((facet) => query.has(facet.key));
  const base = config.rows.filter((row) =>
    wanted.every((facet) => values(facet, row).includes(query.get(facet.key))) &&
    (words.length === 0 || matches(row, words)));
  const ticked = new Set((query.get(config.pills.key) ?? "").split(",").filter(Boolean));
  const rows = ticked.size ? base.filter((row) => ticked.has(config.pills.of(row))) : base;
  return { base, rows, ticked };
}

function sorted(config, rows, query) {
  const wish = query.get("sort") ?? config.sort ?? "";
  const column = config.columns.find((one) => one.sort && one.key === wish.replace(/^-/, ""));
  if (!column) return rows;
  const sign = wish.startsWith("-") ? -1 : 1;
  const compare = (a, b) => (typeof a === "string" ? natural.compare(a, b) : a - b);
  return rows.map((row) => [column.sort(row), row])
    .sort(([a, x], [b, y]) => sign * compare(a, b) || x.at - y.at).map(([, row]) => row);
}

function listView(config, query) {
  const body = el("tbody");
  const heads = config.columns.map((column) => el("th", { scope: "col", class: column.number ? "num" : null },
    column.sort ? el("button", { type: "button", onclick: () => turn(column) }, column.title) : column.title));
  const table = el("table", { class: "cards", onkeydown: walk },
    el("caption", { class: "sr" }, config.caption), el("thead", {}, el("tr", {}, heads)), body);
  const status = el("p", { role: "status" });
  const clear = el("a", { href: `#/${config.view}` }, "Clear the filters");
  const other = el("span");
  const empty = el("p", { class: "empty" }, config.rows.length ? "Nothing matches." : config.nothing);
  const pager = el("nav", { class: "pager", "aria-label": "Pages" });
  const pills = el("div", { class: "pills" });
  const selects = config.selects.map((facet) => selectOf(facet)).filter(Boolean);
  const region = el("div", { class: "scroll" }, table);
  let rows = [];

  function selectOf(facet) {
    const options = [...new Set(config.rows.flatMap((row) => values(facet, row)))];
    if (options.length < 2 && !query.has(facet.key)) return null;
    if (!facet.inOrder) options.sort(natural.compare);
    const select = el("select", { onchange: () => change(facet.key, select.value) }, el("option", { value: "" }, "any"),
      options.map((value) => el("option", { value, selected: query.get(facet.key) === value }, facet.title(value))));
    return el("label", { class: "field" }, facet.label, select);
  }

  function change(key, value) {
    if (value) query.set(key, value);
    else query.delete(key);
    if (key !== "page") query.delete("page");
    refresh();
    replaceHash(listUrl(config.view, Object.fromEntries(query)));
  }

  function turn(column) {
    const now = query.get("sort") ?? config.sort;
    change("sort", now === column.key ? `-${column.key}` : column.key);
  }

  function drawPills(base, ticked) {
    const tally = new Map([...group(base, config.pills.of)].map(([value, list]) => [value, list.length]));
    const shown = config.pills.values.filter((value) => tally.has(value) || ticked.has(value));
    const focused = pills.contains(document.activeElement) ? document.activeElement.value : null;
    pills.replaceChildren(...(shown.length < 2 && !ticked.size ? [] : shown.map((value) => {
      const box = el("input", { type: "checkbox", class: "sr", value, checked: ticked.has(value), onchange: () => {
        ticked.delete(value) || ticked.add(value);
        change(config.pills.key, [...ticked].join(","));
      } });
      return el("label", { class: "pill" }, box, config.pills.glyph(value), value, el("span", { class: "soft" }, number(tally.get(value) ?? 0)));
    })));
    if (focused !== null) [...pills.querySelectorAll("input")].find((box) => box.value === focused)?.focus();
  }

  function drawPage(page, last) {
    const shown = printing ? rows : rows.slice(page * PAGE, (page + 1) * PAGE);
    body.replaceChildren(...shown.map((row) => el("tr", {}, config.columns.map((column, at) =>
      at === 0 ? el("th", { scope: "row" }, column.cell(row))
        : el("td", { "data-label": column.title, class: column.number ? "num" : null }, column.cell(row))))));
    const step = (label, to, isOff) => el("button", { type: "button", disabled: isOff, onclick: () => {
      change("page", to ? String(to + 1) : "");
      region.scrollIntoView({ block: "start" });
      (pager.querySelector(`button[data-to="${label}"]:enabled`) ?? pager.querySelector("button:enabled"))?.focus({ preventScroll: true });
    }, "data-to": label }, label);
    pager.replaceChildren(...(last ? [step("First", 0, page === 0), step("Previous", page - 1, page === 0),
      `page ${number(page + 1)} of ${number(last + 1)}`, step("Next", page + 1, page === last), step("Last", last, page === last)] : []));
  }

  function refresh() {
    const found = chosen(config, query);
    rows = sorted(config, found.rows, query);
    const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
    const page = Math.min(last, Math.max(0, (Number.parseInt(query.get("page") ?? "1", 10) || 1) - 1));
    const sort = query.get("sort") ?? config.sort;
    config.columns.forEach((column, at) => {
      const way = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : null;
      if (way) heads[at].setAttribute("aria-sort", way);
      else heads[at].removeAttribute("aria-sort");
    });
    drawPills(found.base, found.ticked);
    drawPage(page, last);
    const all = config.rows.length;
    status.textContent = rows.length === all ? `${many(all, config.one, config.more)}` : `${number(rows.length)} of ${many(all, config.one, config.more)}`;
    const words = wordsOf(query);
    const elsewhere = config.other && words.length ? config.other.rows.filter((row) => matches(row, words)).length : 0;
    other.replaceChildren(...(elsewhere ? [el("a", { href: listUrl(config.other.view, { q: query.get("q") }) }, `${number(elsewhere)} more in ${config.other.title}`)] : []));
    const narrowed = [...query.keys()].some((key) => key !== "sort" && key !== "page");
    clear.hidden = !narrowed;
    empty.hidden = rows.length > 0;
    region.hidden = rows.length === 0;
  }

  const leads = () => [...body.querySelectorAll("tr > th a")];
  function walk(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest("tbody tr");
    if (!way || !row || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const all = leads();
    const next = all[all.indexOf(row.querySelector("th a")) + way];
    (next ?? (way < 0 ? search : null))?.focus();
  }

  refresh();
  return {
    title: config.title,
    nodes: [el("h1", { tabindex: -1 }, config.title), el("p", { class: "lede soft" }, config.lede),
      el("div", { class: "controls", role: "group", "aria-label": "Filters" }, pills, selects),
      el("div", { class: "status" }, status, other, clear), region, empty, pager],
    search: (text) => change("q", text),
    query: () => query.get("q") ?? "",
    first: () => leads()[0]?.focus(),
    enter: () => (rows.length === 1 ? leads()[0]?.click() : leads()[0]?.focus()),
    redraw: refresh,
  };
}
