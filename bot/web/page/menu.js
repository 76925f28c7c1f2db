// The overflow menu of a card: a menu button after the ARIA practices, in the browser's top layer.

import { element, hidden, icon } from "./element.js";

const GAP = 6;
const WIDEST = 300;

// The right keys for a menu: arrows go round, letters jump, Escape and Tab leave.
function step(items, from, key) {
  const at = items.indexOf(from);
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items[(at - 1 + items.length) % items.length];
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " ") return null;
  const later = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return later.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

// Beside the button, towards the roomier half of the window.
function place(menu, button) {
  const at = button.getBoundingClientRect();
  const below = innerHeight - at.bottom > innerHeight * 0.45;
  const leftwards = at.right > WIDEST;
  menu.style.top = below ? `${at.bottom + GAP}px` : "auto";
  menu.style.bottom = below ? "auto" : `${innerHeight - at.top + GAP}px`;
  menu.style.left = leftwards ? "auto" : `${Math.min(at.left, Math.max(8, innerWidth - WIDEST - 8))}px`;
  menu.style.right = leftwards ? `${innerWidth - at.right}px` : "auto";
  menu.style.maxHeight = `${(below ? innerHeight - at.bottom : at.top) - 2 * GAP}px`;
}

// choose(button of the card, element to show as busy)
export function overflowMenu(buttons, id, choose) {
  const items = buttons.map((each) => element(
    "button",
    { type: "button", role: "menuitem", tabindex: "-1", class: each.style === "danger" ? "menu-item danger-text" : "menu-item",
      onclick: () => { menu.hidePopover(); opener.focus(); choose(each, opener); } },
    each.label,
  ));
  const menu = element("div", { id, role: "menu", popover: "auto", class: "menu", "aria-label": "More" }, items);
  const opener = element(
    "button",
    { type: "button", class: "button more", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id },
    icon("dots"), hidden("More"),
  );
  opener.popoverTargetElement = menu; // the browser then knows that a press on the opener closes it
  let first = items[0];

  opener.addEventListener("click", (event) => { if (opener.ariaDisabled === "true") event.preventDefault(); });
  opener.addEventListener("keydown", (event) => {
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || opener.ariaDisabled === "true") return;
    event.preventDefault();
    first = event.key === "ArrowUp" ? items.at(-1) : items[0];
    menu.showPopover();
  });
  const leave = () => menu.hidePopover();
  menu.addEventListener("beforetoggle", (event) => { if (event.newState === "open") place(menu, opener); });
  menu.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    opener.setAttribute("aria-expanded", String(open));
    // A menu that stays while its card scrolls away belongs to nothing.
    const change = open ? "addEventListener" : "removeEventListener";
    document[change]("scroll", leave, { capture: true });
    window[change]("resize", leave);
    if (open) first.focus({ preventScroll: true });
    first = items[0];
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Tab" || event.key === "Escape") {
      if (event.key === "Escape") event.preventDefault();
      event.stopPropagation();
      menu.hidePopover();
      opener.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = step(items, document.activeElement, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
  });
  return [opener, menu];
}
