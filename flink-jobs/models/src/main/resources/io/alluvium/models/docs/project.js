// What the artifacts say, put together by node.
const data = JSON.parse(document.getElementById("data").textContent);
const manifest = data.manifest;

const STATUS_CLASS = { pass: "good", success: "good", warn: "warn", skipped: "soft" };
const statusClass = (status) => STATUS_CLASS[status] ?? "bad";

const nodes = new Map();

function addNode(id, json, kind) {
  const known = data.catalog.nodes[id] ?? data.catalog.sources[id] ?? null;
  nodes.set(id, {
    id, kind, json, known,
    name: kind === "source" ? `${json.source_name}.${json.name}` : json.name,
    description: json.description ?? "",
    columns: columnsOf(json, known),
    tests: [], parents: [], children: [],
    result: data.results[id] ?? null,
    freshness: data.freshness[id] ?? null,
    lineage: data.lineage[id] ?? null,
  });
}

/** Those of the table first, then those that only the YAML knows. */
function columnsOf(json, known) {
  const columns = new Map();
  for (const column of Object.values(known?.columns ?? {})) {
    columns.set(column.name, { name: column.name, type: column.type, description: column.comment ?? "" });
  }
  for (const column of Object.values(json.columns ?? {})) {
    const former = columns.get(column.name) ?? { name: column.name, type: "", description: "" };
    columns.set(column.name, {
      ...former,
      type: former.type || column.data_type || "",
      description: column.description || former.description,
    });
  }
  return [...columns.values()];
}

function addTest(id, json, kind, column) {
  const tested = json.attached_node
    ?? (json.depends_on?.nodes ?? []).find((one) => nodes.has(one));
  nodes.get(tested)?.tests.push({
    id, kind, column,
    name: json.test_metadata?.name ?? json.name,
    severity: (json.config?.severity ?? "").toLowerCase(),
    description: json.description ?? "",
    arguments: Object.entries(json.test_metadata?.kwargs ?? {})
      .filter(([key]) => key !== "model" && key !== "column_name"),
    result: data.results[id] ?? null,
  });
}

for (const [id, json] of Object.entries(manifest.sources)) addNode(id, json, "source");
for (const [id, json] of Object.entries(manifest.nodes)) {
  if (["model", "seed", "snapshot"].includes(json.resource_type)) addNode(id, json, json.resource_type);
}
for (const [id, json] of Object.entries(manifest.exposures)) addNode(id, json, "exposure");
for (const [id, json] of Object.entries(manifest.nodes)) {
  if (json.resource_type === "test") addTest(id, json, "data test", json.column_name ?? null);
}
for (const [id, json] of Object.entries(manifest.unit_tests)) addTest(id, json, "unit test", null);
for (const node of nodes.values()) {
  node.parents = (manifest.parent_map[node.id] ?? []).map((id) => nodes.get(id)).filter(Boolean);
  node.parents.forEach((parent) => parent.children.push(node));
}

const tests = [...nodes.values()].flatMap((node) => node.tests);
const link = (node) => `#/node/${encodeURIComponent(node.id)}`;
const direct = (use) => ["identity", "transformation", "aggregation"].includes(use);
