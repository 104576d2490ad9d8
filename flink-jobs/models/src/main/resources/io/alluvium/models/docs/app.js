// Navigation, search and theme.
const main = document.getElementById("main");
const search = document.getElementById("search");
const theme = document.getElementById("theme");
const dark = matchMedia("(prefers-color-scheme: dark)");

function groupOf(node) {
  if (node.kind !== "model") return { source: "Sources", seed: "Seeds", snapshot: "Snapshots", exposure: "Exposures" }[node.kind];
  return node.json.fqn.slice(1, -1).join(" / ") || "Models";
}

/** Why a node is found: true by its name, a text by something else, false not at all. */
function found(node, wanted) {
  if (wanted === "" || node.name.toLowerCase().includes(wanted)) return true;
  const column = node.columns.find((one) => one.name.toLowerCase().includes(wanted));
  if (column) return `column ${column.name}`;
  const described = node.columns.find((one) => one.description.toLowerCase().includes(wanted));
  if (described) return `${described.name}: ${described.description}`;
  if (node.description.toLowerCase().includes(wanted)) return node.description;
  return (node.json.tags ?? []).some((tag) => tag.toLowerCase().includes(wanted)) ? "tag" : false;
}

function navigation(current) {
  const wanted = search.value.trim().toLowerCase();
  const groups = new Map();
  for (const node of nodes.values()) {
    const why = found(node, wanted);
    if (why === false) continue;
    const group = groupOf(node);
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(el("li", null,
      el("a", { href: link(node), "aria-current": node === current ? "page" : null }, node.name,
        why === true ? null : el("small", null, short(why, 60)))));
  }
  const content = [...groups].flatMap(([name, items]) => [el("h2", null, name), el("ul", null, items)]);
  document.getElementById("nav").replaceChildren(
    ...(content.length > 0 ? content : [el("p", { class: "soft", role: "status" }, "Nothing is found.")]));
}

function currentNode() {
  const match = location.hash.match(/^#\/node\/(.+)$/);
  return match ? nodes.get(decodeURIComponent(match[1])) ?? null : null;
}

function show(moves) {
  const node = currentNode();
  const content = node ? nodePage(node) : projectPage();
  main.replaceChildren(...content.flat().filter(Boolean));
  document.title = node ? `${node.name} – ${manifest.metadata.project_name}` : manifest.metadata.project_name;
  navigation(node);
  if (moves) {
    scrollTo(0, 0);
    main.querySelector("h1").focus();
  }
}

/** Kept where the browser lets a file keep something. */
function kept(value) {
  try {
    if (value) localStorage.setItem("alluvium-theme", value);
    return localStorage.getItem("alluvium-theme");
  } catch {
    return null;
  }
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = name === "dark" ? "Light" : "Dark";
  theme.setAttribute("aria-label", `Change to ${name === "dark" ? "light" : "dark"} colours`);
}

theme.addEventListener("click", () => {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  setTheme(next);
  kept(next);
});
search.addEventListener("input", () => navigation(currentNode()));
search.addEventListener("keydown", (event) => {
  const first = document.querySelector("#nav a");
  if (event.key === "Enter" && first) location.hash = first.getAttribute("href");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !["INPUT", "TEXTAREA"].includes(document.activeElement.tagName)) {
    event.preventDefault();
    search.focus();
  }
});
addEventListener("hashchange", () => { if (location.hash.startsWith("#/")) show(true); });
document.getElementById("project").textContent = manifest.metadata.project_name;
setTheme(kept() ?? (dark.matches ? "dark" : "light"));
show(false);
