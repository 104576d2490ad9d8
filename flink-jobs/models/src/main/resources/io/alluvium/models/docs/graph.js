// The graph: boxes in layers, each behind what it reads, and lines between nodes or columns.
const BOX = { width: 230, title: 40, row: 22, gapX: 90, gapY: 22, margin: 20 };

/** A node and what is at most so many steps away from it. */
function around(node, steps) {
  const found = new Set([node]);
  const walk = (from, next, left) => {
    if (left === 0) return;
    for (const one of next(from)) {
      found.add(one);
      walk(one, next, left - 1);
    }
  };
  walk(node, (one) => one.parents, steps);
  walk(node, (one) => one.children, steps);
  return found;
}

function layersOf(shown) {
  const depth = new Map();
  const of = (node) => {
    if (!depth.has(node)) {
      const parents = node.parents.filter((one) => shown.has(one));
      depth.set(node, parents.length === 0 ? 0 : 1 + Math.max(...parents.map(of)));
    }
    return depth.get(node);
  };
  const layers = [];
  for (const node of shown) (layers[of(node)] ??= []).push(node);
  // Each beside the middle of what it reads, so that few lines cross.
  for (let i = 1; i < layers.length; i++) {
    const place = new Map();
    layers.slice(0, i).forEach((layer) => layer.forEach((node, at) => place.set(node, at / layer.length)));
    const middle = (node) => {
      const places = node.parents.filter((one) => place.has(one)).map((one) => place.get(one));
      return places.length === 0 ? 0 : places.reduce((sum, one) => sum + one, 0) / places.length;
    };
    layers[i].sort((a, b) => middle(a) - middle(b));
  }
  return layers;
}

/** Where each box is, and how large all is. */
function placed(shown, withColumns) {
  const boxes = new Map();
  let height = 0;
  const layers = layersOf(shown);
  layers.forEach((layer, x) => {
    let y = BOX.margin;
    for (const node of layer) {
      const rows = withColumns ? node.columns : [];
      const tall = BOX.title + rows.length * BOX.row + (rows.length > 0 ? 6 : 0);
      boxes.set(node, { x: BOX.margin + x * (BOX.width + BOX.gapX), y, tall, rows });
      y += tall + BOX.gapY;
    }
    height = Math.max(height, y);
  });
  const width = 2 * BOX.margin + layers.length * (BOX.width + BOX.gapX) - BOX.gapX;
  return { boxes, width, height: height - BOX.gapY + BOX.margin };
}

function line(fromX, fromY, toX, toY, kind, ends) {
  const bend = Math.max(40, (toX - fromX) / 2);
  const path = svg("path", {
    class: kind,
    d: `M${fromX},${fromY} C${fromX + bend},${fromY} ${toX - bend},${toY} ${toX},${toY}`,
  });
  return Object.assign(path, { ends });
}

function short(text, length) {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

const keyOf = (node, column) => `${node.id} ${column}`;

/** Lines between the columns of boxes, or between the boxes where no column is known. */
function edgesOf(boxes, withColumns, withIndirect) {
  const edges = [];
  for (const [node, box] of boxes) {
    for (const parent of node.parents) {
      const from = boxes.get(parent);
      if (!from) continue;
      const right = from.x + BOX.width;
      const columnEdges = withColumns ? columnLines(node, box, parent, from, withIndirect) : [];
      edges.push(...columnEdges);
      if (columnEdges.length === 0) {
        edges.push(line(right, from.y + 20, box.x, box.y + 20, "edge", null));
      }
    }
  }
  return edges;
}

function columnLines(node, box, parent, from, withIndirect) {
  const rowY = (one, name) =>
    one.y + BOX.title + one.rows.findIndex((row) => row.name === name) * BOX.row + BOX.row / 2;
  const lines = [];
  for (const [column, inputs] of Object.entries(node.lineage?.columns ?? {})) {
    for (const [id, origin, use] of inputs) {
      if (id !== parent.id || (!direct(use) && !withIndirect)) continue;
      if (!from.rows.some((row) => row.name === origin) || !box.rows.some((row) => row.name === column)) continue;
      lines.push(line(from.x + BOX.width, rowY(from, origin), box.x, rowY(box, column),
        direct(use) ? "edge" : "edge indirect", [keyOf(parent, origin), keyOf(node, column)]));
    }
  }
  return lines;
}

/** All columns that a column comes from or goes to. */
function trace(start, edges) {
  const found = new Set([start]);
  const follow = (here, there) => {
    const queue = [start];
    while (queue.length > 0) {
      const at = queue.pop();
      for (const edge of edges) {
        if (edge.ends?.[here] === at && !edge.followed.has(here)) {
          edge.followed.add(here);
          found.add(edge.ends[there]);
          queue.push(edge.ends[there]);
        }
      }
    }
  };
  edges.forEach((edge) => { edge.followed = new Set(); });
  follow(0, 1);
  follow(1, 0);
  return found;
}

function box(node, { x, y, tall, rows }, here, select) {
  const title = node.json.resource_type === "model" ? node.json.config.materialized : node.kind;
  return svg("g", { class: node === here ? "node here" : "node", transform: `translate(${x},${y})` },
    svg("rect", { class: "box", width: BOX.width, height: tall, rx: 6 }),
    svg("a", { href: link(node), "aria-label": `${node.kind} ${node.name}` },
      svg("text", { class: "title", x: 10, y: 18 }, short(node.name, 29)),
      svg("text", { class: "about", x: 10, y: 33 }, title)),
    rows.map((column, i) => svg("g", {
      class: "column", tabindex: 0, role: "button", "data-key": keyOf(node, column.name),
      "aria-label": `column ${column.name} of ${node.name}`,
      transform: `translate(0,${BOX.title + i * BOX.row})`,
      onclick: () => select(keyOf(node, column.name)),
      onkeydown: (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          select(keyOf(node, column.name));
        }
      },
    },
    svg("rect", { class: "row", x: 1, width: BOX.width - 2, height: BOX.row }),
    svg("text", { x: 10, y: 15 }, short(column.name, 22)),
    svg("text", { class: "type", x: BOX.width - 8, y: 15, "text-anchor": "end" }, short(column.type.replace(" NOT NULL", ""), 12)))));
}

/** The drawing; `selected` is the key of a column, or null. */
function drawing(shown, here, withColumns, withIndirect, selected, select) {
  const { boxes, width, height } = placed(shown, withColumns);
  const edges = edgesOf(boxes, withColumns, withIndirect);
  const picture = svg("svg", {
    width, height, viewBox: `0 0 ${width} ${height}`, role: "group",
    "aria-label": `Lineage of ${shown.size} nodes; lists of what is read and what reads are below`,
  }, edges, [...boxes].map(([node, place]) => box(node, place, here, select)));
  if (selected) {
    const on = trace(selected, edges);
    picture.classList.add("traced");
    edges.forEach((edge) => edge.classList.toggle("on", edge.followed.size > 0));
    picture.querySelectorAll(".column").forEach((one) =>
      one.classList.toggle("on", on.has(one.dataset.key)));
  }
  return picture;
}

function checkbox(text, checked, changed) {
  return el("label", null,
    el("input", { type: "checkbox", checked, onchange: (event) => changed(event.target.checked) }),
    ` ${text}`);
}

/** A graph with its switches. Of a node, or of the whole project. */
function graph(here) {
  const state = { all: false, columns: here !== null, indirect: false, selected: null };
  const frame = el("div", { class: "graph", tabindex: 0, role: "region", "aria-label": "Lineage graph" });
  const told = el("p", { class: "soft", "aria-live": "polite" });
  const draw = () => {
    const shown = here === null ? new Set(nodes.values()) : around(here, state.all ? nodes.size : 1);
    const picture = drawing(shown, here, state.columns, state.indirect, state.selected, (key) => {
      state.selected = state.selected === key ? null : key;
      draw();
      frame.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    });
    frame.replaceChildren(picture);
    const on = picture.querySelectorAll(".column.on").length;
    told.textContent = state.selected === null
      ? (state.columns ? "Choose a column to see where it comes from and where it goes." : "")
      : `${on - 1} other column${on === 2 ? "" : "s"} on the way of ${state.selected.split(" ").pop()}.`;
  };
  const change = (name) => (value) => { state[name] = value; draw(); };
  draw();
  return [el("div", { class: "tools" },
    here === null ? null : checkbox("all steps", false, change("all")),
    checkbox("columns", state.columns, change("columns")),
    checkbox("conditions, too", false, change("indirect"))), told, frame];
}
