/* Elements, glyphs and bars. All text goes in as text nodes, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}
const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children);
/* Text of the project: may be of any script and direction, and must not turn what stands beside it. */
const said = (text, attributes = {}) => el("bdi", attributes, text);
const idLink = (item, attributes = {}, name = item.local) =>
  el("a", { href: itemUrl(item), ...attributes }, said(name, { class: name.length > 24 ? "id" : "id whole" }));
/* A sentence of ours, with words of the project between backticks. */
const sentence = (text) => said(null, {}).appendChild(el("span", {}, capital(text).split("`")
  .map((part, at) => (at % 2 ? el("code", {}, part) : part)))).parentNode;

const RING = ["circle", { cx: 8, cy: 8, r: 6.25, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }];
const stroke = (d) => ["path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.75 }];
const GLYPHS = {
  proven: [["path", { "fill-rule": "evenodd", fill: "currentColor", d: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3.6 4.1 1.2 1.1-5.6 6-3.5-3.3 1.1-1.2 2.3 2.2z" }]],
  tested: [RING, ["circle", { cx: 8, cy: 8, r: 3.75, fill: "currentColor" }]],
  implemented: [RING, ["path", { d: "M8 2.5a5.5 5.5 0 0 1 0 11z", fill: "currentColor" }]],
  planned: [RING],
  gap: [["circle", { ...RING[1], "stroke-dasharray": "2.4 2.5", "stroke-width": 2 }]],
  violated: [["path", { "fill-rule": "evenodd", fill: "currentColor", d: "M8 .8 15.6 14.6H.4zM7.1 5.6h1.8v4.6H7.1zm0 5.8h1.8v1.7H7.1z" }]],
  waived: [RING, stroke("M5 8h6")],
  retired: [RING, stroke("M3.8 12.2l8.4-8.4")],
  passed: [stroke("M3 8.5l3.3 3.4L13 4.5")],
  failed: [stroke("M4 4l8 8M12 4l-8 8")],
  none: [stroke("M4 8h8")],
  bad: [stroke("M6.5 4.5H5a3.5 3.5 0 0 0 0 7h1.5m3-7H11a3.5 3.5 0 0 1 0 7H9.500M8 1.500v2.200M8 12.300v2.200")],
};

function glyph(name, attributes = {}) {
  const parts = has(GLYPHS, name) ? GLYPHS[name] : GLYPHS.none;
  return svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: `glyph ${name}`, ...attributes },
    parts.map(([tag, values]) => svg(tag, values)));
}
const badge = (state) => el("span", { class: `badge ${state}` }, glyph(state), state);
const outcomeClass = (outcome) => (outcome === "error" ? "failed" : has(GLYPHS, outcome ?? "") ? outcome : "none");
const flags = (item) =>
  item.flags.map((flag) => el("span", { class: flag === "partial" ? "flag" : "flag bad" }, flag));

function ratioBar(part, whole, attributes = {}) {
  const inner = el("i");
  inner.style.width = `${whole ? (100 * part) / whole : 0}%`;
  return el("div", { class: "bar", "aria-hidden": "true", ...attributes }, part ? inner : null);
}

/* Shares of the states in the order of progress, each as wide as its count. */
function splitBar(tally, thin) {
  const states = PROGRESS.filter((one) => tally[one]);
  const label = states.map((state) => `${tally[state]} ${state}`).join(", ");
  return el("div", { class: thin ? "split thin" : "split", role: "img", "aria-label": `States: ${label || "none"}`, title: label },
    states.map((state) => {
      const part = el("i", { class: state });
      part.style.flex = `${tally[state]} 1 0`;
      return part;
    }));
}
const tallyOf = (list) => {
  const tally = { __proto__: null };
  for (const item of list) tally[item.state] = (tally[item.state] ?? 0) + 1;
  return tally;
};
