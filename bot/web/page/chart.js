// Draws a chart: a table that says it in words, with a bar beside each figure for whoever sees it.

import { element } from "./element.js";

const SVG = "http://www.w3.org/2000/svg";
const LENGTH = 80;
const THICK = 10;

const word = (figure, block) => (figure === null ? block.untold : String(figure));

// The words of each row: "Late: 9 (7)".
export function chartWords(block) {
  return block.rows.map(([label, figures]) => {
    const [first, ...others] = figures.map((each) => word(each, block));
    return `${label}: ${first}${others.length ? ` (${others.join(", ")})` : ""}`;
  });
}

function drawBar(share, number) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${LENGTH} ${THICK}`);
  svg.setAttribute("class", "chart-bar");
  svg.setAttribute("aria-hidden", "true");
  const bar = document.createElementNS(SVG, "rect");
  bar.setAttribute("class", number ? "bar earlier" : "bar");
  for (const [name, value] of Object.entries({ x: 0.5, y: 0.5, height: THICK - 1, width: Math.max(2, share * (LENGTH - 1)) })) {
    bar.setAttribute(name, String(value));
  }
  svg.append(bar);
  return svg;
}

// What isn't told has no bar: it is not nought.
export function drawChart(block) {
  const most = Math.max(1, ...block.rows.flatMap(([, figures]) => figures.filter((each) => each !== null)));
  const drawCell = (figure, number) => element("td", {},
    element("span", { class: "chart-figure" }, word(figure, block)),
    figure === null ? null : drawBar(figure / most, number));
  const heads = [block.label, ...block.series].map((name) => element("th", { scope: "col" }, name));
  const rows = block.rows.map(([label, figures]) =>
    element("tr", {}, element("th", { scope: "row" }, label), figures.map(drawCell)));
  return element("table", { class: "chart" },
    element("caption", {}, block.title),
    element("thead", {}, element("tr", {}, heads)),
    element("tbody", {}, rows));
}
