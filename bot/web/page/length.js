// Words that are more than can be taken: said to whoever wrote them, and never cut behind their back.

// What to say of words that are longer than this, or nothing; counted as the server does.
export function tooLong(words, most) {
  const count = [...words].length;
  if (!most || count <= most) return "";
  return `That is ${count.toLocaleString("en")} characters; ${most.toLocaleString("en")} is the most. Take some out.`;
}
