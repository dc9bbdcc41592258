/* The page of one item. */

function itemView(id) {
  const item = byId.get(id);
  if (!item) return missing(`There is no item \u2068${id}\u2069 in this report.`);
  const list = item.state === null ? workers : covered;
  const at = list.indexOf(item);
  const view = item.state === null ? "work" : "matrix";
  const words = beyondTitle(item);
  return { title: item.local, nodes: [el("article", { class: "item" },
    el("nav", { "aria-label": "Where it belongs" }, el("ol", { class: "crumbs" },
      el("li", {}, el("a", { href: `#/${view}` }, view === "work" ? "Work and tests" : "Matrix")),
      el("li", {}, el("a", { href: listUrl(view, { scope: item.scope || "." }) }, said(scopeTitle(item.scope)))),
      el("li", {}, el("a", { href: listUrl(view, { scope: item.scope || ".", kind: item.kind }) }, kindPlural(item.kind))))),
    el("h1", { tabindex: -1, dir: "auto" }, said(item.local, { class: "id" }), " ", said(brief(item))),
    words ? el("p", { class: "words", dir: "auto" }, words) : null,
    el("div", { class: "two" }, verdictCard(item), factsCard(item)),
    section("Around it", picture(item)),
    linkTable("What leads here", "from", item.incoming, "Nothing leads here."),
    linkTable("Where it leads", "to", item.outgoing, "It leads nowhere."),
    el("nav", { class: "turn", "aria-label": "Neighbours" },
      list[at - 1] ? el("a", { href: itemUrl(list[at - 1]), rel: "prev" }, "Before: ", said(list[at - 1].local, { class: "id" })) : el("span"),
      list[at + 1] ? el("a", { href: itemUrl(list[at + 1]), rel: "next" }, "Next: ", said(list[at + 1].local, { class: "id" })) : el("span")))] };
}
/* What the text says beyond ID and title, which stand in the heading; all of it where it only goes on. */
function beyondTitle(item) {
  const text = item.text.startsWith(`${item.local}: `) ? item.text.slice(item.local.length + 2) : item.text;
  if (text === brief(item)) return "";
  const rest = text.startsWith(brief(item)) ? text.slice(brief(item).length) : "";
  return /^\s+[^\s\p{Ll}]/u.test(rest) ? rest.trim() : text;
}
const brief = (item) => (item.title.length > 160 ? `${item.title.slice(0, 150).replace(/[\ud800-\udbff]$/, "")}…` : item.title);

function verdictCard(item) {
  if (item.state === null) {
    return el("div", { class: "card verdict" }, el("h2", {}, "Part"),
      el("p", {}, `A ${kindTitle(item.kind)} covers others and needs no cover itself.`), item.done === null ? null : el("p", {}, item.done ? "It is done." : "It is not done."));
  }
  return el("div", { class: "card verdict" }, el("h2", {}, "State"), badge(item.state), " ", flags(item), item.why ? el("p", {}, sentence(`${item.why}.`)) : null,
    item.missing.length ? el("div", { class: "lacks" }, el("h3", {}, "Missing"), el("ul", {}, item.missing.map((words) => el("li", {}, sentence(words))))) : null,
    item.waiver ? el("p", { class: "soft" }, "Waived", item.waiver.until ? ` until ${item.waiver.until}` : "", ": ", said(item.waiver.reason || "no reason given"),
      item.waiver.rules?.length ? [" (", said(item.waiver.rules.join(", ")), ")"] : null) : null,
    item.measures ? el("ul", { class: "ticks" }, Object.keys(MEASURES).map((name) => el("li", { class: item.measures[name] ? "passed" : null },
      glyph(item.measures[name] ? "passed" : "none", { class: "glyph" }), item.measures[name] ? name : `not ${name}`))) : null);
}

function factsCard(item) {
  const facts = [["Place", said(place(item), { class: "id" })], ["Kind", kindTitle(item.kind)], ["Scope", said(item.scope || scopeTitle(""))],
    ["Level", item.level], ["Revision", item.revision], ["Done", item.done === null ? null : item.done ? "yes" : "no"], ["Full ID", said(item.id, { class: "id" })]];
  return el("div", { class: "card" }, el("h2", {}, "Facts"),
    el("dl", { class: "facts" }, facts.filter(([, value]) => value !== null).map(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value) === value ? value : typeof value === "number" ? String(value) : value)])));
}

function linkTable(title, end, list, nothing) {
  if (!list.length) return section(title, el("p", { class: "soft" }, nothing));
  const row = (link) => {
    const other = link[end];
    return el("tr", {}, el("th", { scope: "row" }, other ? idLink(other) : said(end === "from" ? link.source : link.written, { class: "id" }),
      other ? el("span", { class: "where" }, kindTitle(other.kind)) : null),
    el("td", { "data-label": "Title" }, other?.title ? said(other.title, { class: "title", dir: "auto" }) : none()),
    el("td", { "data-label": "Role" }, link.role), el("td", { "data-label": "Status" }, el("div", {}, statusOf(link))),
    el("td", { "data-label": "Outcome" }, outcomeOf(link)), el("td", { "data-label": "Place" }, said(place(link), { class: "id" })));
  };
  const ordered = [...list].sort((a, b) => natural.compare(a.role, b.role) || a.at - b.at);
  const [body, rest] = growing(ordered, 200, row);
  const heads = [end === "from" ? "From" : "To", "Title", "Role", "Status", "Outcome", "Place"].map((text) => el("th", { scope: "col" }, text));
  return section(`${title} (${number(list.length)})`, tableOf(title, heads, body), rest);
}
