// A form in a modal dialog: labels, hints, errors at the field, and words that survive an error.

import { byId, element, hidden, icon } from "./element.js";
import { tooLong } from "./length.js";
import { Failure } from "./wire.js";

const dialog = byId("form");
const WORDS = ["line", "area"];

function drawControl(field, value, id, describedBy) {
  const common = { id, name: field.name, "aria-describedby": describedBy || null,
    "aria-invalid": field.error ? "true" : null, "aria-required": field.optional ? null : "true" };
  if (field.kind === "select") {
    const drawn = (options) => (options || []).map(([option, label]) => element("option", { value: option }, label));
    const groups = (field.groups || []).map((each) => element("optgroup", { label: each.label }, drawn(each.options)));
    const node = element("select", common, [...drawn(field.options), ...groups]);
    node.value = value;
    if (node.selectedIndex < 0) node.selectedIndex = 0;
    return node;
  }
  if (field.kind === "people" || field.kind === "checks") {
    const chosen = value.split(",");
    return element("div", { class: "checks", role: "group", id, tabindex: "-1", "aria-label": field.label,
      "aria-describedby": describedBy || null },
    (field.options || []).map(([option, name]) => {
      const box = element("input", { type: "checkbox", name: field.name, value: option });
      box.checked = chosen.includes(option);
      return element("label", {}, box, name);
    }));
  }
  if (field.kind === "area") {
    const node = element("textarea", { ...common, rows: "4" });
    node.value = value;
    return node;
  }
  const pickers = ["date", "time"];
  const node = pickers.includes(field.kind) ? element("input", { ...common, type: field.kind })
    : element("input", { ...common, type: "text" });
  node.value = value;
  return node;
}

function drawField(field, value, index) {
  const id = `field-${index}`;
  const described = [field.hint && `${id}-hint`, field.error && `${id}-error`].filter(Boolean).join(" ");
  const optional = field.optional && !field.either;
  const label = element("label", { for: id }, field.label, optional ? element("span", { class: "optional" }, " (optional)") : null);
  return element("div", { class: `field ${field.kind}${field.error ? " wrong" : ""}` },
    label,
    field.hint ? element("p", { class: "field-hint", id: `${id}-hint` }, field.hint) : null,
    drawControl(field, value, id, described),
    field.error ? element("p", { class: "field-error", id: `${id}-error` }, icon("urgent"), element("span", {}, field.error)) : null);
}

// Nothing is cut off by the field itself: whoever pastes more than it takes reads how much that is.
function wrongWith(field, value) {
  if (!value.trim()) return field.optional ? "" : "Fill this in.";
  return WORDS.includes(field.kind) ? tooLong(value, field.max_length) : "";
}

// Holds one form at a time. submit(form, values, action) resolves to the next form, or null when it is done;
// the action is that of the form, or of its alarm, which waits for no field.
export class FormDialog {
  #submit;
  #form = null;
  #waiting = false;
  #closed = () => {};

  constructor(submit) {
    this.#submit = submit;
    dialog.addEventListener("close", () => this.#left());
  }

  get isOpen() {
    return dialog.open;
  }

  // closed(done) is called once: done tells whether it was answered or left.
  open(form, closed) {
    this.#form = form;
    this.#closed = closed;
    this.#draw(form, Object.fromEntries(form.fields.map((field) => [field.name, field.value || ""])));
    if (!dialog.open) dialog.showModal();
    this.#focus(form);
  }

  // Leaving while the answer is under way is leaving: the answer is not shown as a form again.
  close(done = false) {
    const closed = this.#closed;
    this.#closed = () => {};
    this.#form = null;
    this.#waiting = false;
    if (dialog.open) dialog.close();
    closed(done);
  }

  #left() {
    if (this.#form) this.close(false);
  }

  #draw(form, values) {
    const title = element("h2", { id: "form-title" }, form.title);
    const leave = element("button", { type: "button", class: "icon-button dialog-close", onclick: () => this.close() },
      icon("close"), hidden("Close"));
    const body = element("form", { novalidate: true, onsubmit: (event) => this.#send(event) },
      title,
      form.alarm ? element("div", { class: "dialog-alarm" },
        element("button", { type: "button", class: "button alarm", onclick: (event) => this.#send(event, form.alarm) },
          form.alarm.label)) : null,
      form.intro ? element("p", { class: "form-intro" }, form.intro) : null,
      element("div", { class: "fields" },
        form.fields.map((field, index) => drawField(field, values[field.name] ?? field.value ?? "", index))),
      element("p", { class: "field-error form-error", role: "alert" }),
      element("div", { class: "dialog-buttons" },
        element("button", { type: "button", class: "button", onclick: () => this.close() }, "Cancel"),
        element("button", { type: "submit", class: "button primary" }, form.submit)),
      leave);
    dialog.replaceChildren(body);
  }

  #focus(form) {
    const wrong = form.fields.findIndex((field) => field.error);
    const target = dialog.querySelector(`#field-${Math.max(wrong, 0)}`) || dialog.querySelector("button[type=submit]");
    target.focus();
  }

  async #send(event, alarm = null) {
    event.preventDefault();
    if (this.#waiting) return;
    const form = this.#form;
    const answers = new FormData(dialog.querySelector("form"));
    const values = Object.fromEntries(form.fields.map((field) => [field.name, answers.getAll(field.name).join(",")]));
    const said = form.fields.map((field) => ({ ...field, error: wrongWith(field, String(values[field.name] ?? "")) }));
    if (said.some((field) => field.error) && !alarm) {
      this.#again({ ...form, fields: said }, values);
      return;
    }
    this.#wait(true);
    try {
      const next = await this.#submit(form, values, alarm ? alarm.action : form.action);
      if (this.#form !== form) return;
      // Another form starts afresh; the same one back means errors, and what was typed stays.
      if (next && next.title === form.title) this.#again(next, values);
      else if (next) this.open(next, this.#closed);
      else this.close(true);
    } catch (failure) {
      if (this.#form !== form) return;
      if (!(failure instanceof Failure)) throw failure;
      dialog.querySelector(".form-error").textContent = failure.message;
    } finally {
      if (this.#form) this.#wait(false);
    }
  }

  #again(form, values) {
    this.#form = form;
    this.#draw(form, values);
    this.#focus(form);
  }

  #wait(waiting) {
    this.#waiting = waiting;
    const button = dialog.querySelector("button[type=submit]");
    button.classList.toggle("busy", waiting);
    if (waiting) {
      button.setAttribute("aria-disabled", "true");
      dialog.querySelector(".form-error").textContent = "";
    } else button.removeAttribute("aria-disabled");
  }
}
