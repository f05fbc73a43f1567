// The cards in reading order, below the document that they come from.

let roomForFaces = 0;

// How much wider two faces are than one: the gap between them.
const GAP = 20;

function measureRoom(box) {
  const room = Math.floor(box.getBoundingClientRect().width);
  const isBeside = state.sides === "both" && state.width === "phone" && room >= 2 * PHONE + GAP;
  roomForFaces = isBeside ? Math.floor((room - GAP) / 2) : room;
  return isBeside;
}

// A post is a document by itself, and its card has its title: posts stand below their blog.
const headOf = (note) =>
  documents[note.doc].kind === "post" ? `blog ${note.source} ${documents[note.doc].host}` : note.doc;

// Rows: {doc} is the head of a document, {note, place} a note.
function rowsOf(shown) {
  const rows = [];
  let head = -1;
  shown.forEach((note, place) => {
    if (headOf(notes[note]) !== head) {
      head = headOf(notes[note]);
      rows.push({ doc: notes[note].doc, from: place });
    }
    rows.push({ note, place });
  });
  let until = shown.length;
  for (let at = rows.length - 1; at >= 0; at--) {
    if (rows[at].doc === undefined) continue;
    rows[at].count = until - rows[at].from;
    until = rows[at].from;
  }
  return rows;
}

// How high an entry will be, from how much it holds: near enough for a scroll bar.
function guessHeight(note, isBeside) {
  const letters = (from, to) =>
    note.fields.slice(from, to).reduce((sum, html) => sum + html.length, 0);
  const line = state.width === "phone" ? 45 : 110;
  const height = (letters) => 110 + Math.min(60, letters / line) * 30;
  const front = height(letters(0, 1));
  const back = height(letters(0, 4)) + 60;
  const both = isBeside ? Math.max(front, back) : front + back + GAP;
  return 110 + { front, back, both }[state.sides];
}

// It may have been made by day, and left before its formulas were set.
function comesIntoSight(row) {
  for (const host of row.querySelectorAll(".sheet")) paintFace(host);
  typesetLeft(row);
}

function makeDocumentHead({ doc, count }, counted = "cards") {
  const { host, url, kind, source, untitled } = documents[doc];
  const name = said(sources[source]?.name);
  // Where nothing names a document its title is how its first note begins: its card says that.
  const title = kind === "post" || (untitled && kind !== "page") ? host || name
    : untitled ? word("untitled") : titleOf(documents[doc]);
  const told = [host, untitled && kind === "page" ? name : ""].filter((one) => one && one !== title);
  return make("header", { class: `document${untitled && kind !== "post" ? " untitled" : ""}` },
    make("h2", {}, kind === "post" ? title : linkTo(url, title)),
    make("p", { class: "quiet" }, [...told, word(`count.${counted}`, { n: count })].join(" · ")));
}

const cardsView = {
  among: () => true,
  feed: null,
  rows: [],

  draw(box, shown) {
    const isBeside = measureRoom(box);
    this.rows = rowsOf(shown);
    this.byNote = new Map(this.rows.map((row, at) => [row.note, at]));
    this.feed = new Feed(box, {
      count: this.rows.length,
      guess: (at) => (this.rows[at].doc === undefined ? guessHeight(notes[this.rows[at].note], isBeside) : 90),
      draw: (at) => {
        const row = this.rows[at];
        const inside = row.doc === undefined
          ? makeEntry(row.note, row.place, shown.length) : makeDocumentHead(row);
        return make("div", { class: "row" }, inside);
      },
      shown: comesIntoSight,
    });
  },

  // Steps to a note: `by` notes from the one that is looked at.
  step(by) {
    if (!this.feed) return;
    const from = this.chosen ?? this.feed.current;
    let at = this.chosen === undefined && by > 0 ? from : from + by;
    while (this.rows[at] && this.rows[at].note === undefined) at += Math.sign(by);
    if (this.rows[at]) this.choose(at);
  },

  stepDocument(by) {
    if (!this.feed) return;
    const isHead = (at) => this.rows[at]?.doc !== undefined;
    let at = (this.chosen ?? this.feed.current) + by;
    if (by < 0 && isHead(at)) at--; // from a document's first note to the document before
    while (this.rows[at] && !isHead(at)) at += by;
    if (this.rows[at + 1]) this.choose(at + 1, at);
  },

  choose(at, top = at) {
    this.chosen = at;
    state.note = notes[this.rows[at].note].guid;
    this.feed.reveal(top);
    this.entry()?.focus({ preventScroll: true });
    writeAddress();
  },

  // The note at the top of the window; none where nobody has gone on from the beginning.
  lookedAt() {
    if (!this.feed || scrollY < 1) return undefined;
    const from = this.feed.current;
    return this.rows[from]?.note ?? this.rows[from + 1]?.note;
  },

  // The entry that is looked at, if it is on the page.
  entry() {
    if (!this.feed) return null;
    const at = this.chosen ?? this.feed.current;
    return this.feed.made.get(at)?.querySelector(".entry") ?? null;
  },
};
