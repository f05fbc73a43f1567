// What waits for an answer: the question, the passage that it is about, and where to read on.

const OPEN_CARD = 760; // px wide at most: a line is read in one go

const finishView = {
  among: (note) => note.status === "unfinished",
  feed: null,
  rows: [],

  draw(box, shown) {
    roomForFaces = Math.min(OPEN_CARD, Math.floor(box.getBoundingClientRect().width));
    this.rows = rowsOf(shown);
    this.feed = new Feed(box, {
      count: this.rows.length,
      guess: (at) => (this.rows[at].doc === undefined ? 180 : 90),
      draw: (at) => {
        const row = this.rows[at];
        const inside = row.doc === undefined
          ? makeOpenQuestion(row.note, row.place, shown.length) : makeDocumentHead(row, "questions");
        return make("div", { class: "row" }, inside);
      },
      shown: comesIntoSight,
    });
  },
};

for (const name of ["step", "stepDocument", "choose", "lookedAt", "entry"]) finishView[name] = cardsView[name];

function makeOpenQuestion(at, place, count) {
  const note = notes[at];
  const title = `open-${at}`;
  const source = `${said(sources[note.source].name)}, ${said(note.where)}`.replace(/, $/, "");
  return make("article", {
    class: "entry open",
    tabindex: "-1",
    "aria-labelledby": title,
    "aria-posinset": String(place + 1),
    "aria-setsize": String(count),
  },
  make("header", {},
    make("p", { class: "told", id: title },
      make("span", { class: "number" }, word("number", { n: place + 1 })), " ",
      make("span", { class: "status unfinished" }, said(note.why)))),
  makePlainFace(openCard(note)),
  make("p", { class: "where quiet" },
    make("span", {}, source),
    isAddress(note.url) ? [" ", linkTo(note.url, word("open_place"))] : [],
    " ", make("button", { type: "button", class: "plain", onclick: () => showCard(at) }, word("show_card"))));
}

// The question, what stands as its answer, and the passage, in the words and the style of a card.
function openCard(note) {
  const part = (kind, html) =>
    html ? `<section class="${kind}"><div class="text">${html}</div></section>` : "";
  const inside = part("ask", fieldOf(note, "Prompt")) + part("reply", fieldOf(note, "Answer"))
    + part("quote", fieldOf(note, "Passage"));
  return `<article class="annoki unfinished list">${inside}</article>`;
}

function makePlainFace(html) {
  const face = makeFace(html);
  face.style.width = `${roomForFaces}px`;
  return make("div", { class: "faces list" }, make("div", { class: "face" }, face));
}
