/* Columns become items and links that know each other; the words for what they say. */

const data = JSON.parse(document.getElementById("data").textContent);
const items = rowsOf(data.items);
const links = rowsOf(data.links);
const byId = new Map();
const kinds = new Map(data.kinds.map((kind, order) => [kind.name, { ...kind, order }]));
const scopes = new Map(data.scopes.map((scope) => [scope.id, scope.title]));

function rowsOf({ size, columns }) {
  const named = Object.entries(columns);
  return Array.from({ length: size }, (_, at) => {
    const row = { at };
    for (const [name, column] of named) {
      row[name] = Array.isArray(column) ? column[at] : column.of[column.at[at]];
    }
    return row;
  });
}

for (const item of items) {
  item.id ??= item.scope ? `${item.scope}/${item.local}` : item.local;
  item.text ??= item.title;
  if (item.title === item.local) item.title = ""; // as of most tests: said once
  item.incoming = [];
  item.outgoing = [];
  byId.set(item.id, item);
}
for (const link of links) {
  link.from = typeof link.source === "number" ? items[link.source] : null;
  link.to = typeof link.target === "number" ? items[link.target] : null;
  link.written ??= link.to.local;
  link.from?.outgoing.push(link);
  link.to?.incoming.push(link);
}
const today = new Date().toISOString().slice(0, 10);
for (const item of items) {
  if (item.waiver?.until && item.waiver.until < today) item.flags = [...item.flags, "expired"];
}
const covered = items.filter((item) => item.state !== null);
const workers = items.filter((item) => item.state === null);

const STATES = {
  __proto__: null,
  violated: "a test fails, or it is said to fail",
  gap: "nothing claims it",
  planned: "claimed; the work is not done",
  implemented: "done; nothing verifies it",
  tested: "verified; no result says it passes",
  proven: "what verifies it has passed",
  waived: "set aside, with a reason",
  retired: "no longer holds",
}; // worst first
const MEASURES = {
  __proto__: null,
  claimed: "Something plans or implements it.",
  covered: "All that its kind needs is there.",
  deep: "Covered, and so is all that covers it.",
  proven: "Covered, and a result shows that it holds.",
};
const ROLES = {
  __proto__: null,
  claims: ["Claimed by", "claims"],
  implements: ["Implemented by", "implements"],
  verifies: ["Verified by", "verifies"],
  evidences: ["Evidenced by", "shows"],
  documents: ["Documented by", "documents"],
  depends: ["Needed by", "depends on"],
  supersedes: ["Superseded by", "supersedes"],
};
const STATUSES = {
  __proto__: null,
  undefined: "defined nowhere", "unknown-kind": "of no known kind", malformed: "spelled otherwise than its target",
  "out-of-scope": "defined in another scope only", ambiguous: "may mean several items",
  retired: "its target no longer holds", predated: "names a revision still to come",
  outdated: "names a revision that was", suspect: "its target has changed since the review",
  unwanted: "its target takes no such link", excess: "one more than its target may have",
  redundant: "said twice", ok: "in order",
}; // worst first
const SOFT_STATUSES = new Set(["ok", "redundant"]);
const stateOrder = [...new Set([...Object.keys(STATES), ...covered.map((item) => item.state)])];
const PROGRESS = [...new Set(["proven", "tested", "implemented", "planned", "gap", "violated", "waived", "retired", ...stateOrder])];
const statusOrder = [...new Set([...Object.keys(STATUSES), ...links.map((link) => link.status)])];
const isBad = (link) => !SOFT_STATUSES.has(link.status);
const counts = (item) =>
  item.measures !== null && item.state !== "waived" && item.state !== "retired" && item.level !== "may";
const has = (list, value) => Object.hasOwn(list, value);
const kindTitle = (name) => kinds.get(name)?.title ?? name;
const kindPlural = (name) => kinds.get(name)?.plural ?? name;
const scopeTitle = (id) => scopes.get(id) ?? (id || "the whole project");
const number = (value) => value.toLocaleString("en");
const many = (count, one, more) => `${number(count)} ${count === 1 ? one : more}`;
const place = (thing) => `${thing.path}:${thing.line}`;
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
/* The last part of the name of a test or a file: what tells it from its neighbours. */
const short = (name) => name.split(/::| > /).at(-1) || name;
const shortPath = (path) => path.split("/").at(-1) || path;
const itemUrl = (item) => `#/item/${encodeURIComponent(item.id)}`;
const listUrl = (view, query) => {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return `#/${view}${text ? `?${text}` : ""}`;
};
/* Rounded down, so that only all of them are 100 %. */
const percent = (part, whole) => (whole ? `${Math.floor((100 * part) / whole)} %` : "–");

function group(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    if (groups.has(key)) groups.get(key).push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
