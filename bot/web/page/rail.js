// The left rail: workspaces, channels and people are links, so that any of them opens in another window too.

import { byId, element, hidden, icon } from "./element.js";
import { seatLink } from "./seat.js";

const rail = byId("rail");
const room = byId("room");
const opener = byId("rail-open");
const wide = matchMedia("(min-width: 760px)");

const initials = (name) => name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();

export class Rail {
  #go;
  #sit = () => {};

  // go(seat) is called when a link is followed in this window.
  constructor(go) {
    this.#go = go;
    byId("brand").append(icon("loop"), "Careloop");
    opener.prepend(icon("menu"));
    byId("rail-close").prepend(icon("close"));
    opener.addEventListener("click", () => this.#open());
    byId("rail-close").addEventListener("click", () => this.close());
    rail.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.isOpen) this.close(); });
    document.addEventListener("pointerdown", (event) => { if (this.isOpen && !rail.contains(event.target)) this.close(); });
    wide.addEventListener("change", () => { if (this.isOpen) this.close(); });
  }

  get isOpen() {
    return rail.classList.contains("open");
  }

  #open() {
    rail.classList.add("open");
    document.body.classList.add("rail-open");
    opener.setAttribute("aria-expanded", "true");
    room.inert = true;
    rail.querySelector("[aria-current=page]")?.focus();
  }

  close() {
    if (!this.isOpen) return;
    rail.classList.remove("open");
    document.body.classList.remove("rail-open");
    opener.setAttribute("aria-expanded", "false");
    room.inert = false;
    opener.focus();
  }

  // unread: channel id -> how many
  draw(seat, state, channel, unread) {
    const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    const hash = (each) => (each.personal ? icon("loop") : icon("hash"));
    byId("tenants").replaceChildren(...state.tenants.map((each, index) => this.#row(
      { key: `at-${each.id}`, seat: { ...seat, at: each.id }, current: each.id === seat.at, name: each.name,
        picture: element("span", { class: `tile hue-${index % 3}`, "aria-hidden": "true" }, initials(each.name)) })));
    const row = (each) => this.#row(
      { key: `in-${each.id}`, seat: { ...seat, in: each.id }, current: each.id === channel.id,
        name: each.name.replace(/^#/, ""), picture: hash(each), unread: unread.get(each.id) || 0 });
    byId("channels").replaceChildren(...state.channels.filter((each) => !each.personal).map(row));
    byId("direct").replaceChildren(...state.channels.filter((each) => each.personal).map(row));
    byId("people").replaceChildren(...state.people.map((each, index) => this.#person(each, index, seat)));
    const waiting = [...unread.values()].reduce((sum, count) => sum + count, 0);
    opener.classList.toggle("has-unread", waiting > 0);
    byId("rail-open-label").textContent = waiting ? `Channels and people, ${waiting} unread` : "Channels and people";
    if (focused) rail.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  #person(person, index, seat) {
    const theirs = { ...seat, as: person.id };
    const row = this.#row(
      { key: `as-${person.id}`, seat: theirs, current: person.id === seat.as, name: person.name, note: person.role,
        picture: element("span", { class: `avatar small hue-${(index + 1) % 3}`, "aria-hidden": "true" }, initials(person.name)) });
    if (person.id === seat.as) return row;
    row.append(element("a", { class: "icon-button window", href: seatLink(theirs), target: "_blank", rel: "noopener",
      title: `Open another window as ${person.name}`, "data-key": `window-${person.id}` },
      icon("window"), hidden(`Open another window as ${person.name}`)));
    return row;
  }

  #row({ key, seat, current, name, picture, note = "", unread = 0 }) {
    const link = element("a",
      { href: seatLink(seat), class: unread && !current ? "row unread" : "row", "data-key": key,
        "aria-current": current ? (key.startsWith("in-") ? "page" : "true") : null },
      picture, element("span", { class: "row-name" }, name),
      note ? element("span", { class: "row-note" }, hidden(", "), note) : null,
      unread && !current ? element("span", { class: "badge" }, hidden(", "), String(unread), hidden(" unread")) : null);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new window or tab: the browser's business
      event.preventDefault();
      this.#go(seat);
    });
    return element("li", {}, link);
  }
}
