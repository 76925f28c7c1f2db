// Draws a card: heading, blocks, main buttons, overflow, alarm.

import { chartWords, drawChart } from "./chart.js";
import { element, hidden, icon } from "./element.js";
import { overflowMenu } from "./menu.js";

const TEXTS = {
  plain: (text) => element("p", { class: "text" }, text),
  strong: (text) => element("p", { class: "text strong" }, text),
  note: (text) => element("p", { class: "text note" }, text),
  say: (text) => element("blockquote", { class: "text say" }, hidden("In these words: "), text),
  avoid: (text) => element("p", { class: "text avoid" }, icon("strike"), element("span", {}, text)),
  done: (text) => element("p", { class: "text done" }, icon("check"), element("span", {}, text)),
  urgent: (text) => element("p", { class: "text urgent" }, icon("urgent"), element("span", {}, text)),
};

function drawFacts(rows) {
  return element("dl", { class: "facts" }, rows.map(([label, value]) =>
    element("div", {}, element("dt", {}, label), element("dd", {}, value))));
}

function drawButton(button, press) {
  const look = button.style === "primary" || button.style === "danger" ? ` ${button.style}` : "";
  const node = element("button", { type: "button", class: `button${look}` }, button.label);
  node.addEventListener("click", () => press(button, node));
  return node;
}

// Ticked is pressed; what comes of it is told in the answer.
function drawCheck(button, press) {
  const node = drawButton({ ...button, style: "plain" }, press);
  node.classList.add("check");
  node.prepend(icon("box"));
  return node;
}

// Somebody's own words; what is said of the marked ones stands in the line with the same number.
// Marks count code points, as the bot does, and not the halves of an emoji.
function drawMarked({ text, marks }) {
  const signs = Array.from(text);
  const words = (start, end) => signs.slice(start, end).join("");
  const pieces = [];
  let at = 0;
  for (const { start, end, number } of marks) {
    pieces.push(words(at, start), element("mark", {}, words(start, end)),
      element("sup", {}, hidden(" (see "), String(number), hidden(")")));
    at = end;
  }
  pieces.push(words(at));
  return element("blockquote", { class: "text marked" }, pieces);
}

function drawBlock(block, press) {
  if (block.kind === "facts") return drawFacts(block.rows);
  if (block.kind === "choices") {
    return element("ul", { class: "choices" }, block.rows.map((button) => element("li", {}, drawButton(button, press))));
  }
  if (block.kind === "check") return drawCheck(block.button, press);
  if (block.kind === "chart") return drawChart(block);
  if (block.kind === "marked") return drawMarked(block);
  return (TEXTS[block.tone] || TEXTS.plain)(block.text);
}

function drawTitle(title, id, aside) {
  const small = aside ? element("span", { class: "aside" }, ` · ${aside}`) : null;
  return element("h2", { class: "card-title", id, tabindex: "-1" }, title, small);
}

// What a card is called: its title, or the words of one that is only a line.
export function heading(card) {
  return card.title || (card.body || []).find((block) => block.kind === "text")?.text || "";
}

// All that a card says in words: title, lines and facts.
export function texts(card) {
  const said = (block) => {
    if (block.kind === "chart") return [block.title, ...chartWords(block)];
    return block.kind === "facts" ? block.rows.map((row) => row.join(": ")) : [block.text];
  };
  return [card.title, ...(card.body || []).filter((block) => !["choices", "check"].includes(block.kind)).flatMap(said)].filter(Boolean);
}

// press(button, node) hears every press; `key` makes ids unique in the page.
export function drawCard(card, key, press) {
  const titleId = `title-${key}`;
  const bodyId = `body-${key}`;
  const body = element("div", { class: "card-body", id: bodyId }, (card.body || []).map((block) => drawBlock(block, press)));
  const row = (card.buttons || []).map((button) => drawButton(button, press));
  if (card.more?.length) row.push(...overflowMenu(card.more, `more-${key}`, press));
  if (card.alarm) {
    const alarm = drawButton({ ...card.alarm, style: "plain" }, press);
    alarm.classList.add("alarm");
    row.push(alarm);
  }
  // The group's name and words are read out when focus moves into it: one hears the step before its buttons.
  const wordsOnly = !(card.body || []).some((block) => ["choices", "check"].includes(block.kind));
  const actions = row.length
    ? element("div", { class: "actions", role: "group", "aria-labelledby": titleId, "aria-describedby": wordsOnly ? bodyId : null }, row)
    : null;
  const error = element("p", { class: "card-error", role: "alert" });
  if (card.aside && !card.title) body.append(element("p", { class: "text note" }, card.aside));
  const title = card.title ? drawTitle(card.title, titleId, card.aside) : null;
  return element("div", { class: "card" }, title, body, actions, error);
}

// While one answer is awaited no other button can be pressed; they stay focusable, so focus stays put.
// The alarm is the exception: whoever needs it does not wait for a slow answer.
export function setBusy(node, pressed) {
  for (const button of node.querySelectorAll(".card button")) {
    if (pressed && button !== pressed && button.classList.contains("alarm")) continue;
    if (pressed) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    button.classList.toggle("busy", button === pressed);
    if (button === pressed) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

// The first thing to press, or the heading of a card that only tells.
export function firstStop(node) {
  return node.querySelector(".card .choices button, .card .actions > button") || node.querySelector(".card-title");
}
