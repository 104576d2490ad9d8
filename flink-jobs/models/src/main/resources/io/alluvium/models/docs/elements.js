// Elements are made of text only, so that nothing a description says can become markup.
const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A section with a heading; nothing where there is nothing to show. */
function section(title, ...content) {
  const shown = content.flat().filter((one) => one !== null && one !== undefined);
  return shown.length === 0 ? null : el("section", null, el("h2", null, title), ...shown);
}

function table(caption, heads, rows) {
  return el("div", { class: "wide" }, el("table", null,
    el("caption", null, caption),
    el("thead", null, el("tr", null, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", null, rows)));
}

function number(value) {
  return typeof value === "number" ? value.toLocaleString("en") : String(value);
}

function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < units.length - 1) { rest /= 1024; unit++; }
  return `${rest.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** A moment in UTC, to the second. */
function moment(text) {
  return text.replace("T", " ").replace(/\.\d+/, "").replace("Z", " UTC");
}
