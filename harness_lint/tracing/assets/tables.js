/* The three lists: the matrix, work and tests, links; and what stands in their cells. */

const none = () => el("span", { class: "none" }, el("span", { "aria-hidden": "true" }, "–"), el("span", { class: "sr" }, "none"));

function chip(link, end) {
  const other = link[end];
  const name = other?.local ?? (end === "from" ? link.source : link.written);
  const full = other?.title ? `${other.id}: ${other.title}` : other?.id ?? name;
  const mark = link.outcome ? [glyph(outcomeClass(link.outcome)), el("span", { class: "sr" }, link.outcome)] : null;
  return el("li", {}, mark, other ? idLink(other, { title: full }, short(name)) : said(end === "from" ? shortPath(name) : name, { class: "id", title: full }),
    isBad(link) ? el("span", { class: "small", title: STATUSES[link.status] }, link.status) : null);
}

function chips(list, end, owner) {
  if (!list.length) return none();
  const shown = printing ? list.length : list.length > 4 ? 3 : 4;
  const rest = list.length - shown;
  return el("ul", { class: "chips" }, list.slice(0, shown).map((link) => chip(link, end)),
    rest > 0 ? el("li", {}, el("a", { href: itemUrl(owner), class: "soft", "aria-label": `${rest} more for ${owner.local}` }, `and ${rest} more`)) : null);
}
const roleColumn = (role) => ({
  key: role,
  title: ROLES[role][0],
  sort: (item) => item.incoming.reduce((sum, link) => sum + (link.role === role ? 1 : 0), 0),
  cell: (item) => chips(item.incoming.filter((link) => link.role === role), "from", item),
});
const idColumn = {
  key: "id", title: "ID", sort: (item) => item.at,
  cell: (item) => [idLink(item), el("span", { class: "where" }, said(scopeTitle(item.scope)))],
};
const titleColumn = {
  key: "title", title: "Title", sort: (item) => item.title,
  cell: (item) => item.title ? said(item.title, { class: "title", dir: "auto" }) : none(),
};
const stateColumn = {
  key: "state", title: "State", sort: (item) => stateOrder.indexOf(item.state), cell: (item) => [badge(item.state), el("div", {}, flags(item))],
};
/* Who claims and who verifies is always asked; other columns stand only where the project has such links. */
const roleColumns = () => ["claims", "implements", "verifies", "evidences", "documents"]
  .filter((role) => role === "claims" || role === "verifies" || links.some((link) => link.role === role && link.to)).map(roleColumn);
const KIND = { key: "kind", label: "Kind", of: (item) => item.kind, title: kindPlural, inOrder: true };
const SCOPE = { key: "scope", label: "Scope", of: (item) => item.scope || ".", title: (id) => (id === "." ? scopeTitle("") : id) };

const LISTS = {
  matrix: () => ({
    view: "matrix", title: "Matrix", rows: covered, one: "item", more: "items", nothing: "No item that needs cover was found.",
    lede: "What has to hold, and what plans, builds, verifies, shows and documents it.",
    caption: "Items and what covers them",
    pills: { key: "state", of: (item) => item.state, values: stateOrder, glyph },
    selects: [KIND, SCOPE,
      { key: "level", label: "Level", of: (item) => item.level, title: (level) => level },
      { key: "flag", label: "Flag", of: (item) => item.flags, title: (flag) => flag },
      { key: "missing", label: "Missing", of: (item) => item.missing, title: (words) => words }],
    columns: [idColumn, titleColumn, stateColumn, ...roleColumns()],
    other: { view: "work", title: "Work and tests", rows: workers },
  }),
  work: () => ({
    view: "work", title: "Work and tests", rows: workers, one: "item", more: "items", nothing: "No task, feature or test was found.",
    lede: "The matrix the other way round: what each task, feature and test is for.",
    caption: "Tasks, features and tests, and what they lead to",
    pills: { key: "covers", of: (item) => (item.outgoing.some((link) => link.to && link.role !== "depends") ? "covers an item" : "covers nothing"), values: ["covers nothing", "covers an item"],
      glyph: (value) => glyph(value === "covers nothing" ? "gap" : "tested", { class: "glyph" }) },
    selects: [KIND, SCOPE, { key: "done", label: "Done", of: (item) => (item.done === null ? null : item.done ? "done" : "open"), title: (value) => value }],
    columns: [idColumn, titleColumn,
      { key: "kind", title: "Kind", sort: (item) => kinds.get(item.kind)?.order ?? 99, cell: (item) => kindTitle(item.kind) },
      { key: "leads", title: "Leads to", sort: (item) => item.outgoing.length, cell: (item) => chips(item.outgoing, "to", item) },
      { key: "done", title: "Done", sort: (item) => (item.done === null ? 2 : item.done ? 1 : 0), cell: (item) => (item.done === null ? none() : item.done ? "done" : "open") }],
    other: { view: "matrix", title: "Matrix", rows: covered },
  }),
  links: () => ({
    view: "links", title: "Links", rows: links, one: "link", more: "links", nothing: "No link was found.", sort: "status",
    lede: "Every claim that one item or document makes about another, those that need work first.",
    caption: "Links, their status and their place",
    pills: { key: "status", of: (link) => link.status, values: statusOrder, glyph: (value) => glyph(value === "ok" ? "passed" : SOFT_STATUSES.has(value) ? "none" : "bad") },
    selects: [{ key: "role", label: "Role", of: (link) => link.role, title: (role) => role },
      { key: "outcome", label: "Outcome", of: (link) => link.outcome, title: (value) => value }],
    columns: [
      { key: "target", title: "Target", sort: (link) => link.to?.at ?? Infinity, cell: (link) => [link.to ? idLink(link.to) : said(link.written, { class: "id" }),
        link.to && link.to.local !== link.written ? el("span", { class: "where" }, "written ", said(link.written)) : null] },
      { key: "status", title: "Status", sort: (link) => statusOrder.indexOf(link.status), cell: (link) => statusOf(link) },
      { key: "role", title: "Role", sort: (link) => link.role, cell: (link) => link.role },
      { key: "source", title: "Source", sort: (link) => link.from?.at ?? Infinity, cell: (link) => (link.from ? idLink(link.from) : said(link.source, { class: "id" })) },
      { key: "outcome", title: "Outcome", sort: (link) => link.outcome ?? "~", cell: (link) => outcomeOf(link) },
      { key: "place", title: "Place", sort: (link) => place(link), cell: (link) => said(place(link), { class: "id" }) }],
  }),
};
const statusOf = (link) => (link.status === "ok" ? "ok"
  : [el("span", { class: isBad(link) ? "badge bad" : "badge" }, glyph(isBad(link) ? "bad" : "none"), link.status), el("span", { class: "where" }, STATUSES[link.status] ?? "")]);
const outcomeOf = (link) => (link.outcome ? el("span", { class: `badge ${outcomeClass(link.outcome)}` }, glyph(outcomeClass(link.outcome)), link.outcome) : none());
