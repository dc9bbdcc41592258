/* Routes, keys, theme; the first page is drawn here. */

const main = document.getElementById("main");
const search = document.getElementById("search");
const themeButton = document.getElementById("theme");
const places = new Map(); // hash -> how far it was scrolled when it was left
let view = null;
let isNew = true; // the reader followed a link, rather than going back or forward
let printing = false;
let isLeaving = false; // the page has been asked for, and has not come yet

function missing(sentence) {
  return { title: "Not found", nodes: [el("h1", { tabindex: -1 }, "Not found"), el("p", { class: "lede" }, sentence), el("p", {}, el("a", { href: "#/" }, "To the overview"))] };
}

function resolve(hash) {
  const [path, text = ""] = hash.replace(/^#?\/?/, "").split(/\?(.*)/s);
  if (path.startsWith("item/")) {
    try {
      return itemView(decodeURIComponent(path.slice(5)));
    } catch (error) {
      if (error instanceof URIError) return missing("The address of this page is damaged.");
      throw error;
    }
  }
  if (has(LISTS, path)) return listView(LISTS[path](), new URLSearchParams(text));
  return path === "" ? overview() : missing("There is no such page in this report.");
}

function show(from) {
  const { hash } = location;
  view = resolve(hash);
  main.replaceChildren(...view.nodes);
  document.title = `${view.title} – Traceability`;
  const top = `#/${hash.replace(/^#?\/?/, "").split(/[?/]/)[0]}`;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.getAttribute("href") === top) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const isTyping = document.activeElement === search;
  if (!isTyping || search.value !== view.query?.()) search.value = view.query?.() ?? "";
  if (from === null || isTyping) return;
  const last = isNew ? null : [...main.querySelectorAll("a")].find((link) => link.getAttribute("href") === from);
  (last ?? main.querySelector("h1")).focus({ preventScroll: true });
  scrollTo(0, isNew ? 0 : places.get(hash) ?? 0);
  isNew = false;
}

function replaceHash(hash) {
  history.replaceState(null, "", hash);
}

history.scrollRestoration = "manual";
addEventListener("hashchange", (event) => {
  const from = new URL(event.oldURL).hash;
  isLeaving = false;
  if (location.hash === "#main") return replaceHash(from || "#/"); // the skip link: no page of its own
  places.set(from, scrollY);
  show(from);
});
addEventListener("click", (event) => {
  const link = event.target.closest?.("a");
  if (!link) return;
  isNew = true;
  if (link.classList.contains("skip")) {
    event.preventDefault();
    main.focus();
  }
});
search.form.addEventListener("submit", (event) => {
  event.preventDefault();
  view.enter?.();
});
search.addEventListener("input", () => {
  if (view.search) view.search(search.value);
  else if (search.value) {
    const url = listUrl("matrix", { q: search.value });
    if (isLeaving) location.replace(url); // a second key before the page has changed: no step of its own
    else location.hash = url;
    isLeaving = true;
  }
});
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && view.first) {
    event.preventDefault();
    view.first();
  }
});
addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key !== "/" || isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  search.focus();
  search.select();
});
/* On paper there is no next page to click: all rows are printed. */
for (const [name, value] of [["beforeprint", true], ["afterprint", false]]) {
  addEventListener(name, () => {
    printing = value;
    view.redraw?.();
  });
}

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (systemIsDark.matches ? "dark" : "light")) === "dark";
const markTheme = () => (themeButton.textContent = isDark() ? "Light theme" : "Dark theme");
systemIsDark.addEventListener("change", markTheme);
themeButton.addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  markTheme();
  try {
    localStorage.setItem("harness-lint-theme", document.documentElement.dataset.theme);
  } catch {
    /* Not kept where files have no storage. */
  }
});

const { files, skipped, gate, digest } = data.provenance;
document.getElementById("foot").append(el("p", {}, [
  files !== undefined && `${many(files, "file", "files")} read, ${number(skipped ?? 0)} skipped`,
  `${many(items.length, "item", "items")}, ${many(links.length, "link", "links")}`,
  gate && `gate: ${gate}`, digest && `digest of the input: ${digest}`, `${data.tool.name} ${data.tool.version}`,
].filter(Boolean).map((text) => el("span", {}, said(text)))));
markTheme();
show(null);
