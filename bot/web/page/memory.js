// What a window remembers of itself: reading marks, drafts, the theme. Losing it costs nothing.

export function recall(storage, key, otherwise) {
  try {
    const text = storage.getItem(key);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise; // storage is full, forbidden or holds somebody else's words
  }
}

export function keep(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // see recall
  }
}

export function forget(storage, key) {
  try {
    storage.removeItem(key);
  } catch {
    // see recall
  }
}
