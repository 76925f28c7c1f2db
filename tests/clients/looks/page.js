/* Draws on our own page with the page's own code: the scripts come from the running server. */

window.draw = async (drawn) => {
  const { Timeline } = await import("/assets/timeline.js");
  const { FormDialog } = await import("/assets/form.js");
  const dialog = document.getElementById("form");
  if (dialog.open) {
    const closed = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    dialog.close();
    await closed;
  }
  const log = document.getElementById("log");
  log.replaceChildren();
  if (drawn.form) {
    new FormDialog(async () => null).open(drawn.form, () => {});
    document.activeElement.blur();
    return [];
  }
  const at = "2026-11-23T10:00:00+01:00";
  const message = { id: "m1", seq: 1, at, author: "", reader: drawn.private ? "ana" : "", text: "", card: drawn.card };
  const view = { channel: "front-desk", me: "ana", personal: false, nameOf: (id) => id, now: () => new Date(at), tries: () => [] };
  new Timeline(async () => {}).open(view, [message], 0);
  log.querySelector(".day").remove();
  return [];
};
