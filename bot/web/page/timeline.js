// The messages of one channel, in order, kept in place while they change.

import { drawCard, firstStop, setBusy } from "./cards.js";
import { byId, element, icon } from "./element.js";
import { Failure } from "./wire.js";

const log = byId("log");
const jump = byId("jump");
const NEAR_END_PX = 80;
const SAME_BREATH_MS = 5 * 60_000;

const clockTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const longDay = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const DAY_MS = 86_400_000;

function dayName(at, now) {
  const name = longDay.format(at);
  if (name === longDay.format(now)) return "Today";
  if (name === longDay.format(new Date(now.getTime() - DAY_MS))) return "Yesterday";
  return name;
}

function drawTime(iso) {
  const at = new Date(iso);
  return element("time", { datetime: iso, title: `${longDay.format(at)}, ${clockTime.format(at)}` }, clockTime.format(at));
}

// A quiet line for what a person typed; nobody else sees it.
function drawTyped(message, view) {
  const who = message.author === view.me ? "You" : view.nameOf(message.author);
  return element("p", { class: "typed" }, element("span", { class: "typed-who" }, `${who}: `), message.text, " ", drawTime(message.at));
}

function drawBot(message, view, press) {
  const isPrivate = Boolean(message.reader) && !view.personal;
  return [
    element("div", { class: "avatar bot", "aria-hidden": "true" }, icon("loop")),
    element("div", { class: "post-main" },
      element("p", { class: "post-head" }, element("span", { class: "post-name" }, "Careloop"),
        element("span", { class: "post-tag" }, "Bot"), drawTime(message.at)),
      isPrivate ? element("p", { class: "private-mark" }, icon("lock"), "Only visible to you") : null,
      message.text ? element("p", { class: "text" }, message.text) : null,
      message.card ? drawCard(message.card, keyOf(message.id), press) : null),
  ];
}

// Ids of ours may hold anything; ids in a page may not.
const keyOf = (id) => id.replace(/[^\w-]/g, (sign) => `_${sign.charCodeAt(0)}`);

// The second click of a double one, or a key that is held, would press the next card's button: it stands there by then.
function onlyOnce(event) {
  if (!event.target.closest("button")) return;
  event.preventDefault();
  event.stopPropagation();
}

export class Timeline {
  #press;
  #nodes = new Map(); // message id -> {node, stamp}
  #waiting = new Set();
  #view = { channel: "", me: "", personal: false, nameOf: (id) => id, now: () => new Date(), tries: () => [] };
  #messages = [];
  #newAfter = 0;

  // press(message, button) resolves when the answer has been taken in; it may reject with a Failure.
  constructor(press) {
    this.#press = press;
    log.addEventListener("scroll", () => { if (this.#atEnd()) jump.hidden = true; }, { passive: true });
    log.addEventListener("click", (event) => { if (event.detail > 1) onlyOnce(event); }, { capture: true });
    log.addEventListener("keydown", (event) => { if (event.repeat && event.key === "Enter") onlyOnce(event); }, { capture: true });
    jump.append(icon("down"));
    jump.addEventListener("click", () => { this.toEnd(); log.focus({ preventScroll: true }); });
  }

  // Another channel, person or tenant: begin with an empty page. newAfter: what was read before.
  open(view, messages, newAfter) {
    this.#view = view;
    this.#nodes.clear();
    log.replaceChildren();
    this.#newAfter = newAfter;
    this.show(messages);
    const divider = log.querySelector(".new-line");
    if (divider) divider.scrollIntoView({ block: "center" });
    if (!divider || this.#atEnd()) this.toEnd();
    jump.hidden = this.#atEnd();
  }

  // Everything of this channel, oldest first; only what differs is touched.
  show(messages) {
    const wasAtEnd = this.#atEnd();
    const last = this.#messages.at(-1)?.seq ?? 0;
    this.#messages = messages;
    for (const message of messages) this.#refresh(message);
    this.#arrange();
    const grown = (messages.at(-1)?.seq ?? 0) > last;
    if (wasAtEnd) this.toEnd();
    else if (grown) jump.hidden = false;
  }

  // The window was looked away from: what comes after this is new.
  divideAfter(seq) {
    if (this.#newAfter && log.querySelector(".new-line")) return;
    this.#newAfter = seq;
  }

  clearDivider() {
    this.#newAfter = 0;
    this.#arrange();
  }

  toEnd() {
    log.scrollTop = log.scrollHeight;
    jump.hidden = true;
  }

  // Focus on what can be pressed next. False when the message is not in this channel.
  focus(id) {
    const entry = this.#nodes.get(id);
    const stop = entry && firstStop(entry.node);
    if (!stop) return false;
    stop.focus({ preventScroll: true });
    // A card taller than the window begins at its title, as long as the button stays in sight.
    const card = entry.node.querySelector(".card");
    card.scrollIntoView({ block: card.offsetHeight > log.clientHeight ? "start" : "nearest" });
    stop.scrollIntoView({ block: "nearest" });
    return true;
  }

  focusNewest() {
    const newest = this.#messages.findLast((message) => message.card);
    return newest ? this.focus(newest.id) : false;
  }

  // A typed command may change a card far above: bring it into sight without taking the keyboard away.
  reveal(id) {
    const node = this.#nodes.get(id)?.node;
    if (!node) return;
    // One that is taller than the window begins at its title.
    node.scrollIntoView({ block: node.offsetHeight > log.clientHeight ? "start" : "nearest" });
    node.classList.remove("glow");
    void node.offsetWidth; // restarts the animation
    node.classList.add("glow");
    node.addEventListener("animationend", () => node.classList.remove("glow"), { once: true });
  }

  #atEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  }

  #refresh(message) {
    const stamp = JSON.stringify(message);
    const entry = this.#nodes.get(message.id);
    if (entry?.stamp === stamp) return;
    const node = entry?.node || element(message.card || !message.author ? "article" : "div", { class: "message" });
    const held = node.contains(document.activeElement);
    node.classList.toggle("private", Boolean(message.reader) && !this.#view.personal);
    if (message.author && !message.card) node.replaceChildren(drawTyped(message, this.#view));
    else node.replaceChildren(...drawBot(message, this.#view, (button, pressed) => this.#pressed(message.id, button, pressed)));
    if (message.card) node.setAttribute("aria-labelledby", `${message.card.title ? "title" : "body"}-${keyOf(message.id)}`);
    this.#nodes.set(message.id, { node, stamp });
    if (this.#waiting.has(message.id)) setBusy(node, node); // the feed was faster than the answer: all wait, none turns
    if (held) firstStop(node)?.focus({ preventScroll: true });
  }

  async #pressed(id, button, pressed) {
    const wait = pressed.classList.contains("alarm") ? `${id} alarm` : id;
    if (this.#waiting.has(wait)) return;
    const { node } = this.#nodes.get(id);
    this.#waiting.add(wait);
    setBusy(node, pressed);
    node.querySelector(".card-error").textContent = "";
    try {
      await this.#press(id, button, () => this.#settle(id, wait));
    } catch (failure) {
      this.#settle(id, wait);
      const error = node.querySelector(".card-error");
      if (!error || !(failure instanceof Failure)) throw failure;
      error.textContent = failure.message;
      error.scrollIntoView({ block: "nearest" });
    }
  }

  #settle(id, wait) {
    this.#waiting.delete(wait);
    const entry = this.#nodes.get(id);
    if (entry) setBusy(entry.node, null);
  }

  // Puts days, the "new" line and messages in order; nodes that sit right are not moved, for a moved node loses focus.
  #arrange() {
    const wanted = this.#wanted();
    const kept = new Set(wanted);
    const held = log.contains(document.activeElement);
    for (const node of [...log.children]) if (!kept.has(node)) node.remove();
    let cursor = log.firstChild;
    for (const node of wanted) {
      if (node === cursor) cursor = cursor.nextSibling;
      else log.insertBefore(node, cursor);
    }
    if (held && !log.contains(document.activeElement)) log.focus({ preventScroll: true });
  }

  #wanted() {
    if (!this.#messages.length) return [this.#empty()];
    const wanted = [element("div", { class: "spacer" })];
    const now = this.#view.now();
    let day = "";
    let before = null;
    let divided = !this.#newAfter;
    for (const message of this.#messages) {
      const at = new Date(message.at);
      const name = dayName(at, now);
      if (name !== day) wanted.push(element("div", { class: "day" }, element("span", {}, name)));
      const fresh = !divided && message.seq > this.#newAfter && message.author !== this.#view.me;
      if (fresh) wanted.push(element("div", { class: "new-line" }, element("span", {}, "New")));
      divided ||= fresh;
      const { node } = this.#nodes.get(message.id);
      node.classList.toggle("follows", !fresh && name === day && follows(message, before));
      wanted.push(node);
      day = name;
      before = message;
    }
    return wanted;
  }

  #empty() {
    const tries = this.#view.tries().map(([words, fill]) =>
      element("button", { type: "button", class: "button try", onclick: fill }, `Try ${words}`));
    return element("div", { class: "empty" },
      element("div", { class: "avatar bot big", "aria-hidden": "true" }, icon("loop")),
      element("h2", {}, this.#view.personal ? "A quiet word with Careloop" : "Nothing here yet"),
      element("p", {}, "Careloop is at your elbow when a customer is upset, and posts a thought before the shift."),
      element("div", { class: "tries" }, tries));
  }
}

// The same speaker within a breath needs no second name.
function follows(message, before) {
  return Boolean(before) && !before.author && !message.author && before.reader === message.reader
    && new Date(message.at) - new Date(before.at) < SAME_BREATH_MS;
}
