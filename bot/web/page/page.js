// The local playground: one seat (person, tenant, channel) at a chat that looks and works like the real ones.

import { heading, texts } from "./cards.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { announce, byId, element, icon } from "./element.js";
import { FormDialog } from "./form.js";
import { keep, recall } from "./memory.js";
import { Rail } from "./rail.js";
import { channelOf, readSeat, seatLink } from "./seat.js";
import { switchTheme } from "./theme.js";
import { Timeline } from "./timeline.js";
import { Failure, Feed, read, send } from "./wire.js";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const STALE_TOKEN = 403; // the server was started anew since this page was loaded
const RELOAD_AGAIN_AFTER_MS = 30_000;
const TRIES = ["/complaint", "/reminders add daily 08:55"];
const ABOUT = { "front-desk": "Where the shift meets", wins: "Shout-outs and things that went well", leads: "For those who lead a shift" };

let seat = readSeat();
let state = null;
let stateOf = ""; // whose state that is; while another person sits down, theirs is still on its way
let channel = null;
let messages = new Map(); // id -> message, of every channel this person sees
let shown = ""; // which channel the timeline holds, and for whom
let looking = !document.hidden && document.hasFocus();

const clock = new Clock(() => seat);
const timeline = new Timeline(press);
const form = new FormDialog(submit);
const composer = new Composer({ send: command, escape: () => timeline.focusNewest() });
const rail = new Rail(go);
const feed = new Feed({
  load,
  down,
  listeners: { message: heard, clock: (data) => { clock.set(data); show(); }, reset: () => feed.start() },
});

// ---- what has been read -------------------------------------------------------------------------------------------

const sitting = () => `${seat.at} ${seat.as}`;
const readKey = () => `careloop.read:${seat.at}:${seat.as}`;
const readUpTo = (id) => recall(localStorage, readKey(), {})[id] || 0;
const ofChannel = (id) => [...messages.values()].filter((each) => each.channel === id).sort((one, other) => one.seq - other.seq);

function markRead() {
  const last = ofChannel(channel.id).at(-1)?.seq || 0;
  const marks = recall(localStorage, readKey(), {});
  if (looking && marks[channel.id] !== last) keep(localStorage, readKey(), { ...marks, [channel.id]: last });
}

function unreadCounts() {
  const counts = state.channels.map(({ id }) =>
    [id, ofChannel(id).filter((each) => !each.author && each.seq > readUpTo(id)).length]);
  return new Map(counts);
}

// ---- the state of the server --------------------------------------------------------------------------------------

async function load(isCurrent) {
  const query = { tenant: seat.at, as: seat.as };
  const answer = await read("/api/state", query);
  if (!isCurrent()) return null;
  state = answer;
  stateOf = sitting();
  messages = new Map(answer.messages.map((message) => [message.id, message]));
  composer.commands = answer.commands;
  composer.names = answer.names;
  clock.set(answer);
  forgetMarksOfAnEarlierDemo();
  show();
  return { ...query, after: Math.max(0, ...answer.messages.flatMap(({ seq, changed }) => [seq, changed || 0])) };
}

// After a reset numbers begin anew; marks from before would hide every new post.
function forgetMarksOfAnEarlierDemo() {
  const marks = Object.entries(recall(localStorage, readKey(), {}));
  const capped = marks.map(([id, seq]) => [id, Math.min(seq, ofChannel(id).at(-1)?.seq || 0)]);
  keep(localStorage, readKey(), Object.fromEntries(capped));
}

function down(failure) {
  const banner = byId("banner");
  if (!failure) banner.replaceChildren();
  else if (failure.status === STALE_TOKEN) renew(banner);
  else if (failure.status >= 400 && failure.status < 500) {
    banner.replaceChildren(failure.message, " ", element("a", { href: "/" }, "Start again"));
  } else if (!banner.textContent.startsWith("Reconnecting")) {
    banner.replaceChildren(element("span", { class: "pulse", "aria-hidden": "true" }), "Reconnecting…");
  }
}

// Reloading fetches a fresh token; not while somebody is in the middle of words, and never round and round.
function renew(banner) {
  const last = recall(sessionStorage, "careloop.renewed", 0);
  if (!form.isOpen && composer.isEmpty && Date.now() - last > RELOAD_AGAIN_AFTER_MS) {
    keep(sessionStorage, "careloop.renewed", Date.now());
    location.reload();
    return;
  }
  banner.replaceChildren("The server was started anew. ",
    element("button", { type: "button", class: "link", onclick: () => location.reload() }, "Reload this page"));
}

// An update that was overtaken by a newer one on another road is dropped.
function take(message) {
  const known = messages.get(message.id);
  if (message.reader && message.reader !== seat.as) return false;
  if (known && (known.changed || 0) > (message.changed || 0)) return false;
  if (message.gone) {
    messages.delete(message.id);
    return false;
  }
  messages.set(message.id, { ...message, seq: message.seq || known?.seq || justAfter() });
  return !known;
}

// What is kept nowhere has no place of its own: it stands below what was newest when it came.
const justAfter = () => Math.max(0, ...[...messages.values()].map((each) => each.seq)) + 0.01;

function heard(message) {
  const before = ofChannel(channel.id).at(-1)?.seq || 0;
  const shown = messages.get(message.id)?.card;
  const isNew = take(message);
  const ownAnswer = turning > 0 && message.reader; // the turn itself announces it
  if (isNew && !message.author && !ownAnswer) announce(spoken(message));
  if (!isNew && shown && !ownAnswer && message.channel === channel.id) announceNews(shown, messages.get(message.id)?.card);
  if (isNew && !looking && message.channel === channel.id) timeline.divideAfter(before);
  show();
}

// A card that changes by itself says what it didn't say before: that nobody has answered, or who is on it.
function announceNews(shown, now) {
  const said = new Set(texts(shown));
  const news = now ? texts(now).filter((words) => !said.has(words)) : [];
  if (news.length) announce(news.join(" ").replace(/\.$/, ""));
}

function spoken(message) {
  const where = state.channels.find((each) => each.id === message.channel);
  const title = message.card ? heading(message.card) : message.text || "";
  return `New ${where?.personal ? "from Careloop" : `in ${(where?.name || message.channel).replace("#", "")}`}: ${title}`;
}

// ---- turns --------------------------------------------------------------------------------------------------------

let turning = 0; // turns under way
let unanswered = null; // what was said when the wire broke: the same again is the same turn

async function turn(words) {
  if (stateOf !== sitting()) throw new Failure("The page is still loading. Try again in a moment.");
  const asked = seatLink(seat);
  const body = { tenant: seat.at, as: seat.as, channel: channel.id, zone: ZONE, ...words };
  const said = JSON.stringify(body);
  const id = unanswered?.said === said ? unanswered.id : crypto.randomUUID();
  unanswered = null;
  turning += 1;
  const answer = await send("/api/turn", { ...body, id }).catch((failure) => {
    if (!failure.status) unanswered = { said, id };
    throw failure;
  }).finally(() => { turning -= 1; });
  // Somebody who went elsewhere meanwhile finds it there when they are back.
  if (asked !== seatLink(seat)) return { messages: [], form: null };
  answer.messages.forEach(take);
  return answer;
}

// The card to go on with: the one that was pressed, if it changed, else the last one in this channel.
function nextCard(answer, pressedId = "") {
  const here = answer.messages.filter((message) => message.card && message.channel === channel.id);
  return here.find((message) => message.id === pressedId) || here.at(-1);
}

function sayWhere(answer) {
  const away = answer.messages.find((message) => message.card && message.channel !== channel.id);
  if (away && !nextCard(answer)) announce(spoken(away));
}

async function command(text) {
  const answer = await turn({ kind: "command", text, intent: "", args: {}, message: "" });
  show();
  timeline.clearDivider();
  timeline.toEnd();
  const card = nextCard(answer);
  if (card) {
    timeline.reveal(card.id);
    announce(card.card.title);
  }
  sayWhere(answer);
  if (answer.form) openForm(answer.form, "");
  return answer.kept;
}

async function press(id, button, settle) {
  const { intent, args } = button.action;
  const pressed = document.activeElement;
  const answer = await turn({ kind: "action", text: "", intent, args, message: id });
  show();
  settle();
  if (answer.form) return openForm(answer.form, id);
  const card = nextCard(answer, id);
  // Somebody who has gone to the box meanwhile is not pulled back.
  const focused = document.activeElement;
  const stayed = !focused || focused === document.body || focused === pressed || byId("log").contains(focused);
  if (stayed && !timeline.focus(card?.id || id)) composer.focus();
  if (card) announce(card.card.title);
  sayWhere(answer);
}

function openForm(asked, id) {
  const origin = document.activeElement;
  lastAnswer = null;
  formOf = id;
  form.open(asked, (done) => {
    const card = done && lastAnswer && nextCard(lastAnswer, id);
    if (card && timeline.focus(card.id)) return;
    if (origin?.isConnected && origin !== document.body) origin.focus();
    else if (!timeline.focus(id)) composer.focus();
  });
}

let lastAnswer = null;
let formOf = ""; // the card whose button opened the form

async function submit(asked, values, { intent, args }) {
  const kind = intent === asked.action.intent ? "submit" : "action";
  const answer = await turn({ kind, text: "", intent, args: { ...args, ...values }, message: formOf });
  lastAnswer = answer;
  show();
  if (!answer.form) sayWhere(answer);
  return answer.close_form ? null : answer.form;
}

// ---- showing ------------------------------------------------------------------------------------------------------

function show() {
  if (stateOf !== sitting()) return;
  channel = channelOf(seat, state.channels);
  seat = { ...seat, in: channel.id };
  const place = `${seat.at} ${seat.as} ${channel.id}`;
  history.replaceState(null, "", seatLink(seat));
  byId("channel-name").textContent = channel.name;
  byId("channel-about").textContent = channel.personal ? "Only you and Careloop see this" : ABOUT[channel.id] || "";
  composer.sit(seat);
  if (shown === place) timeline.show(ofChannel(channel.id));
  else timeline.open(view(), ofChannel(channel.id), readUpTo(channel.id));
  shown = place;
  markRead();
  const unread = unreadCounts();
  rail.draw(seat, state, channel, unread);
  const me = state.people.find((person) => person.id === seat.as)?.name || seat.as;
  const waiting = [...unread.values()].reduce((sum, count) => sum + count, 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}${channel.name} · ${me} · Careloop`;
}

function view() {
  const names = new Map(state.people.map((person) => [person.id, person.name]));
  return {
    channel: channel.id, me: seat.as, personal: Boolean(channel.personal), now: () => clock.now(),
    nameOf: (id) => names.get(id) || id,
    tries: () => TRIES.map((words) => [words, () => composer.fill(words)]),
  };
}

function go(next) {
  const elsewhere = next.at !== seat.at || next.as !== seat.as;
  seat = next;
  history.pushState(null, "", seatLink(seat));
  settleIn(elsewhere);
}

function settleIn(elsewhere) {
  if (elsewhere) feed.start();
  else show();
  if (!rail.isOpen) return;
  rail.close();
  byId("channel-name").focus();
}

addEventListener("popstate", () => {
  const before = seat;
  seat = readSeat();
  settleIn(before.at !== seat.at || before.as !== seat.as);
});

function lookedAt() {
  looking = !document.hidden && document.hasFocus();
  if (looking) show();
}

for (const name of ["focus", "blur"]) addEventListener(name, lookedAt);
document.addEventListener("visibilitychange", lookedAt);

// Escape walks between the box and the newest card; menus, lists and dialogs have had their turn before.
byId("log").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  composer.focus();
});

byId("send").prepend(icon("send"));
byId("theme").prepend(icon("theme"));
byId("theme").addEventListener("click", () => announce(`${switchTheme()} colours`));
feed.start();
