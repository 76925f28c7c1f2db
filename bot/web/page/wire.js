// The wire to the server: turns go out by fetch, posts come in by EventSource.

const TOKEN = document.querySelector('meta[name="careloop-token"]').content;
const PATIENCE_MS = 20_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

// Its message is a line for people that says what to do.
export class Failure extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Failure("Careloop can't be reached. Nothing is lost; try again in a moment.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Failure(answer.error || "That didn't work. Try again, or reload the page.", response.status);
  }
  return answer;
}

export function read(path, query) {
  return request(`${path}?${new URLSearchParams(query)}`, { headers: { "X-Careloop-Token": TOKEN } });
}

export function send(path, body) {
  const headers = { "X-Careloop-Token": TOKEN, "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body) });
}

// Keeps one seat up to date. A broken line is never resumed: the state is loaded afresh, so nothing is missed.
export class Feed {
  #load;
  #listeners;
  #down;
  #source = null;
  #timer = 0;
  #wait = FIRST_WAIT_MS;
  #round = 0; // answers for a seat that was left since are dropped

  // load() returns the query for the events; down(failure|null) hears of trouble and of its end.
  constructor({ load, listeners, down }) {
    this.#load = load;
    this.#listeners = listeners;
    this.#down = down;
    addEventListener("online", () => { if (this.#timer) this.start(); });
  }

  async start() {
    const round = ++this.#round;
    this.#stop();
    try {
      const query = await this.#load(() => round === this.#round);
      if (round === this.#round) this.#listen(query);
    } catch (failure) {
      if (round === this.#round) this.#retry(failure);
    }
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#source?.close();
    this.#source = null;
  }

  #listen(query) {
    const source = new EventSource(`/api/events?${new URLSearchParams({ ...query, token: TOKEN })}`);
    this.#source = source;
    source.onopen = () => {
      this.#wait = FIRST_WAIT_MS;
      this.#down(null);
    };
    source.onerror = () => { if (source === this.#source) this.#retry(new Failure("The line broke.")); };
    for (const [name, hear] of Object.entries(this.#listeners)) {
      source.addEventListener(name, (event) => { if (source === this.#source) hear(JSON.parse(event.data)); });
    }
  }

  #retry(failure) {
    if (!(failure instanceof Failure)) throw failure; // a bug of ours is no broken line
    this.#stop();
    this.#down(failure);
    this.#timer = setTimeout(() => this.start(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}
