// Elements and icons made by hand: words only ever arrive as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  loop: ["M16.5 8A6.5 6.5 0 1 0 18 14", "M17.6 10.2h.01"],
  hash: ["M9 4 7.5 20", "M16.5 4 15 20", "M4.5 9h16", "M3.5 15h16"],
  lock: ["M6.5 11h11v8.5h-11z", "M8.8 11V8a3.2 3.2 0 0 1 6.4 0v3"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  dots: ["M6 12h.01", "M12 12h.01", "M18 12h.01"],
  send: ["M5 12h13", "M12.5 6l6 6-6 6"],
  window: ["M13.5 5H19v5.5", "M19 5l-8 8", "M10 6H5.5v12.5H18V14"],
  theme: ["M12 4a8 8 0 1 0 0 16z", "M12 4a8 8 0 0 1 0 16"],
  clock: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 8v4.3l2.8 1.7"],
  strike: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M6.5 6.5l11 11"],
  urgent: ["M12 4.5 3.8 19h16.4z", "M12 10v4", "M12 16.6h.01"],
  box: ["M5 5h14v14H5z"],
  check: ["M5 12.5 10 17l9-10"],
  down: ["M12 5v13", "M6 12.5l6 6 6-6"],
};

// element("button", {type: "button", class: "button", onclick: press}, "Send")
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const line of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}

export const hidden = (words) => element("span", { class: "hidden" }, words);

export const byId = (id) => document.getElementById(id);

const SAID_AFTER_MS = 4_000;

// A polite line for screen readers; each is an element of its own, or the same words twice would stay unsaid.
export function announce(words) {
  const line = element("span", {}, `${words}. `);
  byId("announcer").append(line);
  setTimeout(() => line.remove(), SAID_AFTER_MS);
}
