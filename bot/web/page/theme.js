// Light or dark: the system decides until somebody presses the switch.

import { forget, keep, recall } from "./memory.js";

const KEY = "careloop.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

// Going back to what the system prefers forgets the choice, so that the page follows the evening again.
export function switchTheme() {
  const system = dark.matches ? "dark" : "light";
  const now = document.documentElement.dataset.theme || system;
  const next = now === "dark" ? "light" : "dark";
  if (next === system) forget(localStorage, KEY);
  else keep(localStorage, KEY, next);
  show(next === system ? "" : next);
  return next;
}

show(recall(localStorage, KEY, ""));
