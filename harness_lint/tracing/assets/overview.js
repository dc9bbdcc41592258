/* The first page: states, measures, what needs attention, kinds and scopes. */

const section = (title, ...nodes) => el("section", {}, el("h2", {}, title), ...nodes);

function verdict() {
  const live = covered.filter((item) => item.state !== "waived" && item.state !== "retired");
  if (!covered.length) return "No item that needs cover was found in the files that were read.";
  const tally = tallyOf(live);
  const broken = links.filter(isBad).length;
  const worries = [tally.violated && `${number(tally.violated)} violated`, tally.gap && many(tally.gap, "has no claim", "have no claim"),
    broken && many(broken, "link needs work", "links need work")].filter(Boolean);
  const proven = tally.proven ?? 0;
  const start = live.length === 1 ? `The only live item is ${proven ? "" : "not "}proven`
    : proven === live.length && live.length ? `All ${number(live.length)} live items are proven`
    : `${number(proven)} of ${number(live.length)} live items are proven`;
  return `${start}${worries.length ? `; ${worries.join(", ")}.` : "."}`;
}

function measureCard(measure) {
  return el("div", { class: "card measure" }, el("h3", {}, capital(measure.name)),
    el("p", { class: "figure" }, el("b", {}, percent(measure.numerator, measure.denominator)),
      el("span", { class: "soft" }, `${number(measure.numerator)} of ${number(measure.denominator)}`)),
    ratioBar(measure.numerator, measure.denominator), el("p", { class: "soft small" }, MEASURES[measure.name] ?? ""));
}

function stateList() {
  const tally = tallyOf(covered);
  const shown = PROGRESS.filter((state) => tally[state]);
  return [splitBar(tally), el("ul", { class: "states" }, shown.map((state) =>
    el("li", {}, el("a", { href: listUrl("matrix", { state }), title: STATES[state] }, badge(state), " ", el("b", {}, number(tally[state])))))),
  el("details", { class: "small soft" }, el("summary", {}, "What the words mean"),
    el("dl", { class: "facts" }, shown.map((state) => [el("dt", {}, badge(state)), el("dd", {}, `${capital(STATES[state] ?? state)}.`)])))];
}

function concerns() {
  const inState = (state) => covered.filter((item) => item.state === state);
  const flagged = (flag) => covered.filter((item) => item.flags.includes(flag));
  const gaps = inState("gap").sort((a, b) => (b.level === "must") - (a.level === "must"));
  const musts = gaps.filter((item) => item.level === "must").length;
  const broken = [...group(links.filter(isBad), (link) => link.status)].sort(([a], [b]) => statusOrder.indexOf(a) - statusOrder.indexOf(b));
  const cards = [
    ["violated", "Violated items", STATES.violated, inState("violated"), { state: "violated" }],
    ...broken.map(([status, list]) => ["bad", `${capital(status)} links`, STATUSES[status] ?? "", list, { status }]),
    ["gap", "Gaps", `nothing claims them; ${number(musts)} of them must hold`, gaps, { state: "gap" }],
    ["bad", "Cycles", "items that cover each other in a circle", flagged("cycle"), { flag: "cycle" }],
    ["waived", "Expired waivers", "set aside for longer than was agreed", flagged("expired"), { flag: "expired" }],
  ].filter(([, , , list]) => list.length).map(concernCard);
  const skipped = data.provenance.skipped ?? 0;
  return [
    skipped ? el("p", { class: "card calm bad" }, glyph("violated"), el("span", {}, el("b", {}, `${many(skipped, "file was", "files were")} not read.`), " What may be defined and claimed there is missing from these figures.")) : null,
    cards.length ? el("div", { class: "first" }, cards) : el("p", { class: "card calm passed" }, glyph(covered.length ? "passed" : "none"),
      covered.length ? "Nothing is violated, no link is broken, and everything is claimed." : "There is nothing to judge."),
  ];
}

function concernCard([mark, title, words, list, query]) {
  const isLinks = list[0].from !== undefined;
  return el("div", { class: `card ${mark}` }, el("div", { class: "head" }, glyph(mark), el("h3", {}, title), el("b", {}, number(list.length))),
    words ? el("p", { class: "small soft" }, `${capital(words)}.`) : null, el("ul", {}, list.slice(0, 4).map((one) => el("li", {}, isLinks ? linkLine(one) : itemLine(one)))),
    el("p", { class: "small all" }, el("a", { href: listUrl(isLinks ? "links" : "matrix", query) },
      `${list.length > 4 ? `All ${number(list.length)}` : "In the list"}`, el("span", { class: "sr" }, ` ${title.toLowerCase()}`))));
}
const itemLine = (item) => [idLink(item), " ", el("span", { class: "soft small" }, said(scopeTitle(item.scope))), el("p", {}, said(item.title, { dir: "auto" })),
  item.state === "gap" ? null : el("p", { class: "soft small" }, sentence(item.flags.includes("expired") ? `until ${item.waiver.until}: ${item.why}` : item.why))];
const linkLine = (link) => [link.to ? idLink(link.to, {}, link.written) : said(link.written, { class: "id" }), ` ${ROLES[link.role]?.[0].toLowerCase() ?? link.role} `,
  link.from ? idLink(link.from, {}, short(link.from.local)) : said(link.source, { class: "id" }), el("p", { class: "soft small" }, said(place(link)))];

/* Table rows of which the first *limit* are shown, and a button for the rest. */
function growing(list, limit, row) {
  const body = el("tbody", {}, list.slice(0, limit).map(row));
  const rest = el("button", { type: "button", onclick: () => { body.append(...list.slice(limit).map(row)); rest.remove(); } }, `Show ${number(list.length - limit)} more`);
  return [body, list.length > limit ? el("p", { class: "pager" }, rest) : null];
}
const tableOf = (caption, heads, body) => el("div", { class: "scroll" }, el("table", { class: "cards" }, el("caption", { class: "sr" }, caption),
  el("thead", {}, el("tr", {}, heads)), body));

function breakdown(title, groups, nameOf, queryOf, measuresOf) {
  const columns = Object.keys(MEASURES);
  const heads = [title, "Items", ...columns.map(capital), "States"].map((text, at) => el("th", { scope: "col", class: at > 0 && at <= 5 ? "num" : null }, text));
  const row = ([key, list]) => {
    const measures = measuresOf(key, list);
    return el("tr", {}, el("th", { scope: "row" }, el("a", { href: listUrl("matrix", queryOf(key)) }, said(nameOf(key)))),
      el("td", { class: "num", "data-label": "Items" }, number(list.length)),
      columns.map((name) => el("td", { class: "num", "data-label": capital(name) }, el("div", {},
        measures[name] ? [`${number(measures[name][0])} / ${number(measures[name][1])}`, ratioBar(...measures[name])] : none()))),
      el("td", { "data-label": "States" }, splitBar(tallyOf(list), true)));
  };
  const [body, rest] = growing([...groups], 30, row);
  return section(`By ${title.toLowerCase()}`, tableOf(`Measures and states by ${title.toLowerCase()}`, heads, body), rest);
}

function measuresOfKind(kind) {
  return Object.fromEntries(data.measures.filter((one) => one.kind === kind).map((one) => [one.name, [one.numerator, one.denominator]]));
}
function measuresOfItems(list) {
  const judged = list.filter(counts);
  return judged.length ? Object.fromEntries(Object.keys(MEASURES).map((name) => [name, [judged.filter((item) => item.measures[name]).length, judged.length]])) : {};
}

function overview() {
  const whole = data.measures.filter((one) => one.kind === "all");
  const byScope = group(covered, (item) => item.scope);
  return { title: "Overview", nodes: [
    el("h1", { tabindex: -1 }, "Traceability"), el("p", { class: "lede" }, verdict()),
    covered.length ? section("States", stateList()) : null,
    whole.length ? section("Measures", el("div", { class: "measures" }, whole.map(measureCard)),
      el("p", { class: "soft small under" }, "Counted are items that are neither retired nor waived, and not merely optional.")) : null,
    section("Needs attention first", concerns()),
    covered.length ? breakdown("Kind", group(covered, (item) => item.kind), kindPlural, (kind) => ({ kind }), measuresOfKind) : null,
    byScope.size > 1 ? breakdown("Scope", byScope, scopeTitle, (scope) => ({ scope: scope || "." }), (_, list) => measuresOfItems(list)) : null,
  ].filter(Boolean) };
}
