// The pages: one of the project, one of each node.
function statusText(result) {
  if (!result) return el("span", { class: "soft" }, "not run");
  const failures = result.failures > 0 ? ` (${number(result.failures)})` : "";
  return el("span", { class: `status ${statusClass(result.status)}` }, result.status + failures);
}

function facts(pairs) {
  return el("dl", { class: "facts" }, pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))));
}

function stat(node, name) {
  return node.known?.stats[name]?.value ?? null;
}

function nodeFacts(node) {
  const config = node.json.config ?? {};
  const rows = stat(node, "num_rows");
  const size = stat(node, "bytes");
  const changed = stat(node, "last_modified");
  const list = (value) => (Array.isArray(value) ? value.join(", ") : value);
  return facts([
    ["Materialized", node.kind === "model" ? config.materialized : null],
    ["Job", config.job],
    ["Table", node.kind === "exposure" ? null : `${node.json.schema}.${node.json.identifier ?? node.json.alias}`],
    ["Key", list(config.unique_key)],
    ["Contract", config.contract?.enforced ? "enforced" : null],
    ["Rows", rows === null ? null : number(rows)],
    ["Size", size === null ? null : bytes(size)],
    ["Version", stat(node, "version")],
    ["Last commit", changed === null ? null : moment(changed)],
    ["Tags", list(node.json.tags?.length ? node.json.tags : null)],
    ["File", node.json.original_file_path],
    ["Last run", node.result ? statusText(node.result) : null],
    ["Type", node.kind === "exposure" ? node.json.type : null],
    ["Owner", node.json.owner?.name ?? node.json.owner?.email],
    ["Maturity", node.json.maturity],
    ["Address", /^https?:/.test(node.json.url ?? "") ? el("a", { href: node.json.url, rel: "noreferrer" }, node.json.url) : null],
  ]);
}

function freshness(node) {
  if (node.kind !== "source") return null;
  const found = node.freshness;
  if (!found) {
    return node.json.freshness?.warn_after?.count || node.json.freshness?.error_after?.count
      ? el("p", { class: "soft" }, "Not measured yet: alluvium models freshness.") : null;
  }
  const text = found.error ?? `newest row ${moment(found.max_loaded_at)}, looked at ${moment(found.snapshotted_at)}`;
  return el("p", null, el("span", { class: `status ${statusClass(found.status)}` }, found.status), ` – ${text}`);
}

function origin([id, column, use]) {
  const from = nodes.get(id);
  return el("span", { class: "origin" },
    el("a", { href: link(from) }, `${from.name}.${column}`),
    use === "identity" ? null : el("span", { class: "soft" }, ` ${use}`));
}

function columnRow(node, column) {
  const inputs = node.lineage?.columns?.[column.name] ?? [];
  return el("tr", null,
    el("th", { scope: "row" }, el("code", null, column.name)),
    el("td", null, el("code", null, column.type)),
    el("td", null, column.description),
    el("td", null, node.tests.filter((test) => test.column === column.name)
      .map((test) => el("div", null, `${test.name} `, statusText(test.result)))),
    node.lineage ? el("td", null, inputs.filter(([, , use]) => direct(use)).map(origin)) : null);
}

function columns(node) {
  if (node.columns.length === 0) return null;
  const heads = ["Column", "Type", "Description", "Tests"];
  if (node.lineage) heads.push("Comes from");
  return table(`${node.columns.length} columns`, heads, node.columns.map((one) => columnRow(node, one)));
}

function rowConditions(node) {
  if (node.lineage?.problem) {
    return el("p", { class: "warn" }, `The origin of its columns is not known: ${node.lineage.problem}`);
  }
  const rows = node.lineage?.rows ?? [];
  return rows.length === 0 ? null
    : el("details", null, el("summary", null, "Which rows there are depends on"), el("div", null, rows.map(origin)));
}

function testRow(test) {
  const given = test.arguments.map(([key, value]) => `${key}: ${typeof value === "object" ? JSON.stringify(value) : value}`);
  return el("tr", null,
    el("th", { scope: "row" }, test.name, given.length > 0 ? el("div", { class: "soft" }, given.join(", ")) : null),
    el("td", null, test.column ? el("code", null, test.column) : test.kind === "unit test" ? "unit test" : ""),
    el("td", null, test.severity),
    el("td", null, statusText(test.result)),
    el("td", null, test.result?.message ?? test.description),
    el("td", null, test.result?.begun_at ? moment(test.result.begun_at) : ""));
}

function testTable(node) {
  return node.tests.length === 0 ? null
    : table(`${node.tests.length} tests`, ["Test", "Column", "Severity", "Last result", "Message", "When"], node.tests.map(testRow));
}

function sql(node) {
  const texts = [["Compiled", node.json.compiled_code], ["Source", node.json.raw_code]].filter(([, text]) => text);
  if (texts.length === 0) return null;
  const code = el("pre", { tabindex: 0, role: "tabpanel", "aria-label": "SQL" });
  const tabs = texts.map(([name, text]) => el("button", { type: "button", role: "tab", onclick: () => show(name, text) }, name));
  const show = (name, text) => {
    tabs.forEach((tab) => tab.setAttribute("aria-selected", tab.textContent === name));
    code.replaceChildren(el("code", null, text.trim()));
  };
  show(...texts[0]);
  return el("div", null, el("div", { class: "tabs", role: "tablist" }, tabs), code);
}

function nodeList(list) {
  return el("ul", null, list.map((one) => el("li", null, el("a", { href: link(one) }, one.name), el("span", { class: "soft" }, ` ${one.kind}`))));
}

function nodePage(node) {
  return [
    el("div", { class: "kind" }, node.kind),
    el("h1", { tabindex: -1 }, node.name),
    el("p", { class: "description" }, node.description || "No description."),
    freshness(node),
    nodeFacts(node),
    section("Lineage", node.parents.length + node.children.length > 0 ? graph(node) : null, rowConditions(node)),
    section("Columns", columns(node)),
    section("Tests", testTable(node)),
    section("SQL", sql(node)),
    node.parents.length > 0 ? section("Reads", nodeList(node.parents)) : null,
    node.children.length > 0 ? section("Read by", nodeList(node.children)) : null,
  ];
}

function counted(list, name) {
  return list.length === 0 ? null : `${list.length} ${name}${list.length === 1 ? "" : "s"}`;
}

function projectPage() {
  const of = (kind) => [...nodes.values()].filter((node) => node.kind === kind);
  const states = (status) => tests.filter((test) => (test.result?.status ?? "not run") === status).length;
  const wrong = tests.filter((test) => test.result && statusClass(test.result.status) !== "good");
  const sources = of("source").filter((node) => node.freshness);
  return [
    el("h1", { tabindex: -1 }, manifest.metadata.project_name),
    el("p", null, ["model", "source", "seed", "snapshot", "exposure"].map((kind) => counted(of(kind), kind)).concat(counted(tests, "test")).filter(Boolean).join(", ")),
    facts([
      ["Tests passed", states("not run") === tests.length ? null : `${states("pass")} of ${tests.length}`],
      ["Tests not run yet", states("not run") || null],
      ["Written", moment(manifest.metadata.generated_at)],
    ]),
    data.catalog.errors ? el("p", { class: "bad" }, data.catalog.errors.join("; ")) : null,
    wrong.length === 0 ? null : section("Tests to look at", el("ul", null, [...nodes.values()].flatMap((node) =>
      node.tests.filter((test) => wrong.includes(test)).map((test) =>
        el("li", null, el("a", { href: link(node) }, node.name), ` ${test.column ?? ""} ${test.name} `, statusText(test.result)))))),
    sources.length === 0 ? null : section("Freshness", table("Sources", ["Source", "Newest row"], sources.map((node) =>
      el("tr", null, el("th", { scope: "row" }, el("a", { href: link(node) }, node.name)), el("td", null, freshness(node)))))),
    section("Lineage", graph(null)),
  ];
}
