// Which notes are shown, and how many each choice would show.

const soughtTexts = new Array(notes.length);

const folded = (text) => text.normalize("NFKC").toLowerCase();

// All that a note is found by.
function soughtText(at) {
  if (soughtTexts[at] === undefined) {
    const note = notes[at];
    const { title, host } = documents[note.doc];
    const fields = note.fields.map((html) => (html ? plain(html) : ""));
    soughtTexts[at] = folded([...fields, title, host, note.tags.join(" "), note.guid].join("\n"));
  }
  return soughtTexts[at];
}

// What a note says to each choice; those of `tag` are several.
const VALUES = {
  source: (note) => [String(note.source)],
  host: (note) => (documents[note.doc].host ? [documents[note.doc].host] : []),
  tag: (note) => ownTags(note),
  month: (note) => (note.month ? [note.month] : []),
  doc: (note) => [String(note.doc)],
};

// What has a filter of its own is not told as a tag again.
const TOLD_ELSEWHERE = /^annoki::(?:source|status|month|host)::/;
const ownTags = (note) =>
  note.tags.filter((tag) => !TOLD_ELSEWHERE.test(tag)).map((tag) => tag.replace(/^annoki::/, ""));

// Words, all of which must be there; "what is quoted" as it stands.
const wantedIn = (text) =>
  [...folded(text).matchAll(/["“]([^"”]+)["”]?|(\S+)/g)].map(([, quoted, word]) => quoted ?? word);

const SLICE = 8; // ms: shorter than a frame
let filterRun = 0;

// {shown: [index], counts: {facet: Map(value → how many)}}, or null where another filter was asked
// for meanwhile. `among` says which notes the view has at all.
async function filterNotes(among) {
  const run = ++filterRun;
  const wanted = wantedIn(state.q);
  const statuses = new Set(statusesChosen());
  const chosen = CHOSEN.filter((name) => state[name]);
  const counts = Object.fromEntries(["status", ...CHOSEN].map((name) => [name, new Map()]));
  const shown = [];
  let until = performance.now() + SLICE;
  for (let at = 0; at < notes.length; at++) {
    if (at % 32 === 0 && performance.now() > until) {
      await pause();
      if (run !== filterRun) return null;
      until = performance.now() + SLICE;
    }
    const note = notes[at];
    if (!among(note)) continue;
    // A note that one choice alone keeps out counts for the other values of that choice.
    let against = statuses.size && !statuses.has(note.status) ? "status" : "";
    let misses = against ? 1 : 0;
    for (const name of chosen) {
      if (VALUES[name](note).includes(state[name])) continue;
      against = name;
      if (++misses > 1) break;
    }
    if (misses > 1) continue;
    if (wanted.length) {
      const text = soughtText(at);
      if (!wanted.every((word) => text.includes(word))) continue;
    }
    if (!misses) shown.push(at);
    for (const name of against ? [against] : Object.keys(counts)) {
      const values = name === "status" ? [note.status] : VALUES[name](note);
      for (const value of values) counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
    }
  }
  return { shown, counts };
}
