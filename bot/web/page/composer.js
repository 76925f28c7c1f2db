// The message box: slash commands are completed, Enter sends, ArrowUp brings back what was typed.
// Enter sends a command whose words are all there, though longer ones begin with them; else it completes.

import { byId, element } from "./element.js";
import { tooLong } from "./length.js";
import { forget, keep, recall } from "./memory.js";
import { Failure } from "./wire.js";

const box = byId("composer");
const text = byId("composer-text");
const list = byId("options");
const errorLine = byId("composer-error");
const hint = byId("composer-hint");
const button = byId("send");

const TALLEST_PX = 148;
const REMEMBERED = 50;
const LONGEST = 4000; // characters

// Commands that begin with what was typed; then those that hold it somewhere ("/add" finds "/reminders add").
function matching(commands, typed) {
  const wanted = typed.toLowerCase().trimEnd();
  const plain = (command) => command.insert.trimEnd().toLowerCase();
  const starts = commands.filter((command) => plain(command).startsWith(wanted));
  const holds = wanted.length > 1
    ? commands.filter((command) => !starts.includes(command) && plain(command).includes(wanted.slice(1)))
    : [];
  const found = [...starts, ...holds];
  return found.sort((one, other) => (plain(other) === wanted) - (plain(one) === wanted));
}

// Names that go on from the "@" that was typed last, as lines in which they stand.
function naming(names, typed) {
  const begun = /(?:^|\s)(@[a-z]*)$/i.exec(typed)?.[1];
  if (!begun || !typed.startsWith("/")) return [];
  const before = typed.slice(0, -begun.length);
  return names.filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()) && name !== begun)
    .map(({ name, does }) => ({ insert: `${before}${name} `, usage: name, does }));
}

// The command whose words have all been typed: its usage stays in sight below the box.
function typedCommand(commands, typed) {
  return commands
    .filter((command) => `${typed.trimEnd()} `.startsWith(`${command.insert.trimEnd()} `))
    .sort((one, other) => other.insert.length - one.insert.length)[0];
}

export class Composer {
  #send;
  #escape;
  #commands = [];
  #names = [];
  #found = [];
  #active = -1;
  #history = [];
  #back = 0; // how far back in history; 0 is the box itself
  #seatKey = "";
  #draftKey = "";
  #waiting = false;

  // send(text) resolves when the words were taken, with whether they may be kept; it rejects with a Failure.
  // escape() leaves the box.
  constructor({ send, escape }) {
    this.#send = send;
    this.#escape = escape;
    text.addEventListener("input", () => this.#typed());
    text.addEventListener("keydown", (event) => this.#key(event));
    text.addEventListener("blur", () => this.#close());
    box.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // or the box would lose focus first
    new ResizeObserver(() => this.#grow()).observe(box);
  }

  set commands(commands) {
    this.#commands = commands;
    this.#hint();
  }

  set names(names) {
    this.#names = names;
  }

  // Drafts belong to a person in a channel, what was sent belongs to the person.
  sit({ at, as, in: channel }) {
    const seatKey = `careloop.sent:${at}:${as}`;
    if (seatKey !== this.#seatKey) this.#history = recall(sessionStorage, seatKey, []);
    this.#seatKey = seatKey;
    const draftKey = `careloop.draft:${at}:${as}:${channel}`;
    if (draftKey === this.#draftKey) return;
    this.#draftKey = draftKey;
    errorLine.textContent = "";
    this.#set(recall(sessionStorage, draftKey, ""));
  }

  get isEmpty() {
    return !text.value.trim();
  }

  fill(words) {
    this.#set(words);
    this.focus();
  }

  focus() {
    text.focus();
  }

  #set(words) {
    text.value = words;
    text.setSelectionRange(words.length, words.length);
    this.#back = 0;
    this.#changed();
    this.#close();
  }

  #changed() {
    if (typedCommand(this.#commands, text.value)?.kept === false) forget(sessionStorage, this.#draftKey);
    else keep(sessionStorage, this.#draftKey, text.value);
    this.#grow();
    this.#hint();
    button.classList.toggle("ready", !this.isEmpty);
  }

  #grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, TALLEST_PX)}px`;
  }

  #hint() {
    const command = typedCommand(this.#commands, text.value);
    const keys = [["Enter", " sends"], ["Shift Enter", " new line"], ["Esc", " to the newest card and back"]];
    if (command) hint.replaceChildren(element("code", {}, command.usage), ` ${command.does}`);
    else hint.replaceChildren(...keys.map(([key, does]) => element("span", { class: "key-hint" }, element("kbd", {}, key), does)));
  }

  #typed() {
    this.#back = 0;
    errorLine.textContent = "";
    this.#changed();
    this.#complete();
  }

  #complete() {
    const typed = text.value;
    const asks = typed.startsWith("/") && !typed.includes("\n");
    this.#found = asks ? matching(this.#commands, typed) : [];
    if (!this.#found.length) this.#found = naming(this.#names, typed);
    // Nothing left to complete: the words are all there and no longer command begins with them.
    if (this.#found.length === 1 && typed.startsWith(this.#found[0].insert.trimEnd())) this.#found = [];
    if (!this.#found.length) return this.#close();
    list.replaceChildren(...this.#found.map((command, index) => element(
      "li",
      { role: "option", id: `option-${index}`, "aria-selected": "false", onclick: () => this.#choose(index) },
      element("span", { class: "option-usage" }, command.usage), element("span", { class: "option-does" }, command.does),
    )));
    list.hidden = false;
    text.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  #mark(index) {
    this.#active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    text.setAttribute("aria-activedescendant", `option-${index}`);
    list.children[index].scrollIntoView({ block: "nearest" });
  }

  #close() {
    list.hidden = true;
    this.#found = [];
    this.#active = -1;
    text.setAttribute("aria-expanded", "false");
    text.removeAttribute("aria-activedescendant");
  }

  #choose(index) {
    this.#set(this.#found[index].insert);
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#found.length ? this.#keyInList(event) : this.#keyInBox(event)) event.preventDefault();
  }

  #keyInList(event) {
    const count = this.#found.length;
    if (event.key === "ArrowDown") this.#mark((this.#active + 1) % count);
    else if (event.key === "ArrowUp") this.#mark((this.#active - 1 + count) % count);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Tab" && !event.shiftKey) this.#choose(this.#active);
    else if (event.key === "Enter" && !event.shiftKey) {
      const typed = text.value.trim();
      const whole = this.#active === 0 && this.#commands.some((each) => each.insert.startsWith(`${typed} `));
      if (whole || typed === this.#found[this.#active].insert.trim()) this.#submit();
      else this.#choose(this.#active);
    } else return false;
    return true;
  }

  #keyInBox(event) {
    if (event.key === "Enter" && !event.shiftKey) this.#submit();
    else if (event.key === "Escape") this.#escape();
    else if (event.key === "ArrowUp" && (this.isEmpty || this.#back)) this.#recall(this.#back + 1);
    else if (event.key === "ArrowDown" && this.#back) this.#recall(this.#back - 1);
    else return false;
    return true;
  }

  #recall(back) {
    if (back > this.#history.length) return;
    this.#set(back ? this.#history.at(-back) : "");
    this.#back = back;
  }

  async #submit() {
    const words = text.value.trim();
    if (!words || this.#waiting) return;
    this.#close();
    errorLine.textContent = tooLong(words, LONGEST);
    if (errorLine.textContent) return;
    this.#wait(true);
    try {
      if (await this.#send(words) !== false) this.#remember(words);
      if (text.value.trim() === words) this.#set("");
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      errorLine.textContent = failure.message;
    } finally {
      this.#wait(false);
    }
  }

  #remember(words) {
    if (this.#history.at(-1) !== words) this.#history.push(words);
    this.#history = this.#history.slice(-REMEMBERED);
    keep(sessionStorage, this.#seatKey, this.#history);
  }

  #wait(waiting) {
    this.#waiting = waiting;
    button.classList.toggle("busy", waiting);
    if (waiting) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
