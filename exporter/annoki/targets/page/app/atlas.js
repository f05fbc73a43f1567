// The atlas: of each document what was read, asked and left open, what of it was learnt, and where a
// thing was met again.

const PARTS = ["asked", "read", "open", "other"];
const CARDS = ["mature", "young", "learning", "new", "suspended", "buried"];
const FIGURES = ["due", "reviews", "retention", "lapses", "seconds"];

const atlasView = {
  draw(box, counts) {
    const shown = atlas.documents.map((one, at) => ({ one, at, n: counts.get(String(at)) ?? 0 }))
      .filter(({ n }) => n > 0);
    const most = Math.max(1, ...shown.map(({ one }) => one.notes.length));
    const meetings = meetingsByDocument();
    const isLearnt = atlas.documents.some(({ learnt }) => learnt);
    replace(box,
      atlasSums(shown, isLearnt),
      legend("part", PARTS), isLearnt ? legend("cards", CARDS) : [],
      makeSlowly("ol", { class: "atlas" }, shown, (row) => atlasRow(row, most, meetings)));
  },
};

const legend = (name, kinds) =>
  make("p", { class: "legend" }, kinds.map((kind) =>
    make("span", { class: `key ${kind}` }, word(`${name}.${kind}`))));

// A list of any length, made in parts.
function makeSlowly(tag, attributes, rows, draw) {
  const list = make(tag, attributes);
  const add = async () => {
    for (let at = 0; at < rows.length; at += 60) {
      if (at) {
        await pause();
        if (!list.isConnected) return;
      }
      list.append(...rows.slice(at, at + 60).map(draw));
    }
  };
  add();
  return list;
}

function atlasSums(shown, isLearnt) {
  const sum = (pick) => shown.reduce((all, { one }) => all + (pick(one) ?? 0), 0);
  const told = [["documents", shown.length], ...PARTS.map((part) => [`part.${part}`, sum((one) => one[part])])];
  if (isLearnt) {
    const all = (name) => sum(({ learnt }) => learnt?.[name]);
    told.push(["learnt.due", all("due")], ["learnt.reviews", all("reviews")]);
    const asked = all("passed") + all("failed");
    if (asked) told.push(["learnt.retention", percent(all("passed") / asked)]);
    told.push(["learnt.leeches", all("leeches")]);
  }
  return make("dl", { class: "sums" }, told.map(([name, n]) =>
    make("div", {}, make("dt", {}, word(name, { n })), make("dd", {}, shownValue(n)))));
}

function atlasRow({ one, at, n }, most, meetings) {
  const parts = PARTS.filter((part) => one[part]);
  const dates = one.first === one.last ? one.first : `${one.first} – ${one.last}`;
  const told = [word(`kind.${one.kind}`), one.host && one.host !== one.title ? one.host : "", dates];
  return make("li", { class: one.untitled ? "untitled" : null },
    make("h3", {},
      make("button", { type: "button", class: "plain", onclick: () => showDocument(at) }, titleOf(one)),
      isAddress(one.url) ? [" ", make("a", {
        class: "out", href: one.url, target: "_blank", rel: "noopener noreferrer",
        "aria-label": word("open_document", { title: titleOf(one) }),
      }, "↗")] : []),
    make("p", { class: "quiet" }, told.filter(Boolean).join(" · ")),
    makeBar(parts, one, most),
    make("p", { class: "counts" },
      parts.map((part) => make("span", { class: part }, word(`count.${part}`, { n: one[part] })))),
    one.learnt ? makeLearnt(one.learnt, most) : null,
    makeMeetings(at, meetings.get(at) ?? []));
}

const makeBar = (parts, counts, whole) =>
  make("span", { class: "bar", "aria-hidden": "true" },
    parts.map((part) => {
      const piece = make("span", { class: part });
      piece.style.width = `${(100 * counts[part]) / whole}%`;
      return piece;
    }));

const percent = (part) => `${(100 * part).toFixed(0)}\u2009%`;
const SHOW = {
  retention: percent,
  seconds: (n) => (n < 90 ? word("in_seconds", { n }) : word("minutes", { n: Math.round(n / 60) })),
};

// What Anki counts of the document's cards.
function makeLearnt(learnt, most) {
  if (!learnt.cards) return make("p", { class: "quiet" }, word("not_learnt"));
  const parts = CARDS.filter((part) => learnt[part]);
  const figures = FIGURES.filter((name) => learnt[name] || (name === "retention" && learnt[name] === 0));
  return make("div", { class: "learnt" },
    makeBar(parts, learnt, most),
    make("p", { class: "counts" },
      parts.map((part) => make("span", {}, word(`count.${part}`, { n: learnt[part] })))),
    figures.length > 0 && make("dl", {}, figures.map((name) =>
      make("div", {}, make("dt", {}, word(`learnt.${name}`, { n: learnt[name] })),
        make("dd", {}, (SHOW[name] ?? shownValue)(learnt[name]))))),
    makeLeeches(learnt.leechNotes ?? []));
}

function makeLeeches(leeches) {
  if (!leeches.length) return null;
  return make("div", { class: "again" },
    make("h4", {}, word("count.leeches", { n: leeches.length })),
    make("ul", {}, leeches.map((at) => make("li", {}, noteButton(at)))));
}

const noteButton = (at) =>
  make("button", { type: "button", class: "plain", onclick: () => showCard(at) },
    shortened(plain(fieldOf(notes[at], "Prompt"))));

// Document → what was met in it and elsewhere, too.
function meetingsByDocument() {
  const found = new Map();
  for (const link of atlas.links ?? []) {
    for (const { document } of link.places) {
      if (!found.has(document)) found.set(document, []);
      found.get(document).push(link);
    }
  }
  return found;
}

function makeMeetings(here, links) {
  if (!links.length) return null;
  return make("div", { class: "again" },
    make("h4", {}, word("met_again")),
    make("ul", {}, links.map((link) => {
      const others = link.places.filter(({ document }) => document !== here);
      return make("li", {},
        make("span", { class: "evidence quiet" }, word(`by.${link.by}`)), " ",
        linkTo(link.url, link.text || link.url),
        others.map((place) => [make("br"), make("span", { class: "arrow", "aria-hidden": "true" }, "→ "), placeButton(place)]));
    })));
}

function placeButton({ document, notes: places = [] }) {
  const press = () => (places.length ? showCard(places[0]) : showDocument(document));
  return make("button", { type: "button", class: "plain", onclick: press }, titleOf(atlas.documents[document]));
}
