/* The graph around an item: what it leads to on the left, what covers it on the right, two steps each. */

const BOX = { width: 168, height: 40, gapX: 96, gapY: 14, cap: 8, flat: 56 };
const pen = document.createElement("canvas").getContext("2d");
const FONTS = getComputedStyle(document.documentElement);

function fit(text, width, font) {
  const [look, family] = font.split("--");
  pen.font = `${look}${FONTS.getPropertyValue(`--${family}`)}`;
  if (pen.measureText(text.slice(0, 200)).width <= width && text.length <= 200) return text;
  let cut = Math.min(text.length, 60);
  while (cut > 1 && pen.measureText(`${text.slice(0, cut)}…`).width > width) cut -= 1;
  return `${text.slice(0, cut).replace(/[\ud800-\udbff]$/, "")}…`;
}

/* Nodes that are one step further than *nodes*, with the links that lead to them; *hidden* were too many. */
function further(nodes, way, end, seen) {
  const found = new Map();
  for (const node of nodes) {
    for (const link of node.item?.[way] ?? []) {
      const key = link[end]?.id ?? `\n${end === "from" ? link.source : link.written}`;
      if (seen.has(key)) continue;
      if (!found.has(key)) found.set(key, { key, item: link[end], name: key.slice(1), edges: new Map() });
      const edges = found.get(key).edges;
      edges.set(node, [...(edges.get(node) ?? []), link]);
    }
  }
  for (const key of found.keys()) seen.add(key);
  const all = [...found.values()];
  return { nodes: all.slice(0, BOX.cap), hidden: Math.max(0, all.length - BOX.cap) };
}

function picture(item) {
  const self = { key: item.id, item, edges: new Map() };
  const seen = new Set([item.id]);
  const right = [further([self], "incoming", "from", seen)];
  right.push(further(right[0].nodes, "incoming", "from", seen));
  const left = [further([self], "outgoing", "to", seen)];
  left.push(further(left[0].nodes, "outgoing", "to", seen));
  const columns = [left[1], left[0], { nodes: [self], hidden: 0 }, right[0], right[1]];
  const used = columns.filter((column) => column.nodes.length);
  if (used.length === 1) return el("p", { class: "soft" }, "No link leads here, and it leads nowhere.");
  const step = BOX.height + BOX.gapY;
  const rowsOfColumn = (column) => column.nodes.length + (column.hidden ? 0.6 : 0);
  const height = Math.max(...used.map(rowsOfColumn)) * step + 10;
  const width = used.length * BOX.width + (used.length - 1) * BOX.gapX + 4;
  const edges = [];
  const boxes = [];
  used.forEach((column, at) => {
    const x = 2 + at * (BOX.width + BOX.gapX);
    const top = (height - rowsOfColumn(column) * step + BOX.gapY) / 2;
    column.nodes.forEach((node, row) => Object.assign(node, { x, y: top + row * step }));
    if (column.hidden) boxes.push(svg("text", { class: "note", x: x + 10, y: top + column.nodes.length * step + 12 }, `and ${number(column.hidden)} more`));
  });
  for (const column of used) for (const node of column.nodes) {
    node.edges.forEach((list, other) => edges.push(...edgeOf(node, other, list)));
    boxes.push(boxOf(node, node === self));
  }
  const words = `${number(right[0].nodes.length + right[0].hidden)} lead to ${item.local}, which leads to ${number(left[0].nodes.length + left[0].hidden)}.`;
  return el("figure", { class: "card picture", tabindex: 0, role: "region", "aria-label": "Picture of the links, scrolls sideways" },
    svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-labelledby": "picture-title picture-words" },
      svg("title", { id: "picture-title" }, `Links around ${item.local}`), svg("desc", { id: "picture-words" }, words),
      svg("defs", {}, svg("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, svg("path", { d: "M0 .5 7.500 4 0 7.500z" }))),
      edges, boxes));
}

function boxOf(node, isSelf) {
  const { item, x, y } = node;
  const name = item?.local ?? node.name;
  const isLost = !item && [...node.edges.values()].flat().some(isBad);
  const second = item ? [kindTitle(item.kind), item.title || name.slice(0, -short(name).length).replace(/(::| > )$/, "")].filter(Boolean).join(" · ") : isLost ? "leads nowhere" : "document";
  const mark = item && item.state !== null ? glyph(item.state, { x: x + 10, y: y + 6, width: 13, height: 13 }) : null;
  const indent = mark ? 29 : 10;
  const shape = [svg("title", {}, item ? `${item.id}: ${kindTitle(item.kind)}${item.state ? `, ${item.state}` : ""}` : name),
    svg("rect", { x, y, width: BOX.width, height: BOX.height, rx: 7 }), mark,
    svg("text", { class: "id", x: x + indent, y: y + 16.5 }, fit(item ? short(name) : shortPath(name), BOX.width - indent - 8, "600 12px --mono")),
    svg("text", { class: "note", x: x + 10, y: y + 31.5 }, fit(second, BOX.width - 20, "11px --sans"))];
  return item && !isSelf ? svg("a", { href: itemUrl(item) }, shape) : svg("g", { class: isSelf ? "self" : isLost ? "lost" : null }, shape);
}

/* One curve for all links of a pair, its words at the outer end, where curves lie apart. */
function edgeOf(node, other, list) {
  const outward = node.x > other.x; // the node covers the other; otherwise the other covers the node
  const [child, parent] = outward ? [node, other] : [other, node];
  const bad = list.find(isBad);
  const [x1, y1, x2, y2] = [child.x, child.y + BOX.height / 2, parent.x + BOX.width, parent.y + BOX.height / 2];
  const [near, far] = outward ? [BOX.flat, 0] : [0, BOX.flat]; // straight beside the words
  const tip = x2 + 2;
  const bend = (x1 - tip - BOX.flat) / 2;
  const words = [...new Set(list.map((link) => ROLES[link.role]?.[1] ?? link.role))].join(", ");
  const x = outward ? node.x - 6 : node.x + BOX.width + 9;
  const text = (line, y) => svg("text", { class: `note word${bad ? " bad" : ""}`, x, y, "text-anchor": outward ? "end" : "start" }, fit(line, BOX.gapX - 12, "11px --sans"));
  const middle = node.y + BOX.height / 2;
  return [svg("path", { class: `edge${bad ? " bad" : ""}`, d: `M${x1} ${y1}h${-near}C${x1 - near - bend} ${y1} ${tip + far + bend} ${y2} ${tip + far} ${y2}${far ? `H${tip}` : ""}`, "marker-end": "url(#tip)" }),
    text(words, middle - 5), bad ? text(bad.status, middle + 13) : null].filter(Boolean);
}
