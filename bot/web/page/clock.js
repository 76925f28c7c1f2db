// The store's clock in the top bar: it ticks, can be moved ahead, and the demo can be begun anew.

import { announce, byId, element, hidden, icon } from "./element.js";
import { Failure, send } from "./wire.js";

const MINUTE_MS = 60_000;
const AHEAD_FROM_S = 30; // less is only the wire's delay

const button = byId("clock");
const panel = byId("clock-panel");
const dialog = byId("reset");

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const minute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

// "14 h", "3 d": enough to see that this is no real time.
function roughly(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${Math.max(minutes, 1)} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1440)} d`;
}

export class Clock {
  #seat;
  #lead = 0; // the store's time minus this window's, in ms
  #ahead = 0;
  #shown = { day: element("span", { class: "clock-day" }), minute: element("span", { class: "clock-minute" }),
    second: element("span", { class: "clock-second", "aria-hidden": "true" }), ahead: element("span", { class: "clock-ahead" }) };
  #full = element("p", { class: "panel-now" });
  #zones = element("p", { class: "panel-zone" });
  #moves = element("div", { class: "moves" });
  #free = element("input", { type: "text", id: "clock-to", name: "to", "aria-describedby": "clock-hint clock-error", maxlength: "60" });
  #error = element("p", { class: "field-error", id: "clock-error", role: "alert" });
  #storeZone = "";

  // seat() tells who asks.
  constructor(seat) {
    this.#seat = seat;
    button.append(icon("clock"), hidden("Clock: "), this.#shown.day, " ", this.#shown.minute, this.#shown.second, this.#shown.ahead);
    this.#drawPanel();
    byId("reset-yes").addEventListener("click", () => this.#reset());
    dialog.addEventListener("close", () => button.focus());
    setInterval(() => this.#tick(), 1000);
  }

  now() {
    return new Date(Date.now() + this.#lead);
  }

  set({ now, ahead_s: ahead, clock_movable: movable, zone: storeZone }) {
    this.#lead = Date.parse(now) - Date.now();
    this.#ahead = ahead;
    if (movable !== undefined) this.#moves.classList.toggle("fixed", !movable);
    if (storeZone) this.#storeZone = storeZone;
    this.#tick();
  }

  #tick() {
    const now = this.now();
    const elsewhere = this.#storeZone && this.#storeZone !== zone;
    this.#shown.day.textContent = day.format(now);
    this.#shown.minute.textContent = minute.format(now);
    this.#shown.second.textContent = `:${String(now.getSeconds()).padStart(2, "0")}`;
    const mark = this.#ahead >= AHEAD_FROM_S ? roughly(this.#ahead) : "";
    if (this.#shown.ahead.dataset.mark !== mark) {
      this.#shown.ahead.dataset.mark = mark;
      this.#shown.ahead.replaceChildren(...(mark ? [`+${mark}`, hidden(" ahead of real time")] : []));
    }
    this.#full.textContent = full.format(now);
    const other = elsewhere ? ` · ${this.#timeIn(this.#storeZone, now)} in ${this.#storeZone}` : "";
    this.#zones.textContent = `${zone}${other}`.replaceAll("_", " ");
  }

  #timeIn(other, now) {
    return new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: other }).format(now);
  }

  #drawPanel() {
    const later = (minutes) => () => this.#move(new Date(this.now().getTime() + minutes * MINUTE_MS).toISOString());
    const go = (label, press) => element("button", { type: "button", class: "menu-item", onclick: press }, label);
    this.#moves.append(
      element("p", { class: "panel-title" }, "Move the clock to"),
      go("To the next reminder", () => this.#move("next reminder")),
      go("Tomorrow 08:55", () => this.#move("tomorrow 08:55")), go("In one hour", later(60)), go("In 10 minutes", later(10)),
      element("form", { class: "panel-form", onsubmit: (event) => this.#moveFreely(event) },
        element("label", { for: "clock-to" }, "Another moment"),
        element("div", { class: "panel-row" }, this.#free, element("button", { type: "submit", class: "button" }, "Go")),
        element("p", { class: "field-hint", id: "clock-hint" },
          element("span", { class: "moment" }, "monday 09:00"), " or ", element("span", { class: "moment" }, "2030-05-02T09:00"))));
    const fixed = element("p", { class: "panel-note panel-fixed" }, "The clock keeps real time here: a real platform is connected.");
    panel.append(this.#full, this.#zones, this.#moves, fixed, this.#error,
      element("button", { type: "button", class: "menu-item danger-text", onclick: () => this.#ask() }, "Reset the demo…"));
    panel.addEventListener("toggle", (event) => { if (event.newState === "closed") this.#error.textContent = ""; });
  }

  #moveFreely(event) {
    event.preventDefault();
    const to = this.#free.value.trim();
    if (to) this.#move(to);
  }

  async #move(to) {
    this.#error.textContent = "";
    const { at, as } = this.#seat();
    try {
      this.set(await send("/api/clock", { tenant: at, as, zone, to }));
      this.#free.value = "";
      panel.hidePopover();
      button.focus();
      announce(`The clock is now ${full.format(this.now())}`);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      this.#error.textContent = failure.message;
    }
  }

  #ask() {
    panel.hidePopover();
    byId("reset-error").textContent = "";
    dialog.showModal();
  }

  async #reset() {
    try {
      await send("/api/reset", {});
      dialog.close();
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      byId("reset-error").textContent = failure.message;
    }
  }
}
