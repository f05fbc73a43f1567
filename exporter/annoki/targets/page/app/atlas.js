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
      makeMeetings(atlas.links ?? [], "all") ?? [],
      legend("part", PARTS), isLearnt ? legend("cards", CARDS) : [],
      addSlowly(make("ol", { class: "atlas" }), shown, (row) => atlasRow(row, most, meetings)));
  },
};

const legend = (name, kinds) =>
  make("p", { class: "legend" }, kinds.map((kind) =>
    make("span", { class: `key ${kind}` }, word(`${name}.${kind}`))));

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
    makeMeetings(meetings.get(at) ?? [], at));
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
  return make("section", { class: "again" },
    make("h3", {}, word("count.leeches", { n: leeches.length })),
    make("ul", {}, leeches.map((at) => make("li", {}, noteButton(at)))));
}

const noteButton = (at) =>
  make("button", { type: "button", class: "plain", onclick: () => showCard(at) },
    shortened(plain(fieldOf(notes[at], "Prompt"))));

// Document → what was met in it and elsewhere, too.
function meetingsByDocument() {
  const found = new Map();
  for (const link of atlas.links ?? []) {
    for (const document of new Set(link.places.map((place) => place.document))) {
      if (!found.has(document)) found.set(document, []);
      found.get(document).push(link);
    }
  }
  return found;
}

// Note → where what it names, or is, was met otherwise.
function meetingsByNote() {
  const found = new Map();
  for (const { places } of atlas?.links ?? []) {
    places.forEach((place, at) => {
      const named = place.notes.length ? place.notes : documents[place.document].notes;
      for (const note of named) {
        if (!found.has(note)) found.set(note, []);
        for (const other of places) if (other !== places[at]) found.get(note).push({ place: other });
      }
    });
  }
  return found;
}

// What was met again; `here` is the document at which it is told, which is not named again.
function makeMeetings(links, here) {
  if (!links.length) return null;
  return make("section", { class: `again ${here === "all" ? "all" : ""}` },
    make("h3", {}, word("met_again"), here === "all" ? [" ", make("span", { class: "count" }, shownValue(links.length))] : []),
    addSlowly(make("ul", {}), links, (link) => {
      const others = link.places.filter(({ document }) => document !== here);
      return make("li", {},
        make("span", { class: "evidence quiet" }, word(`by.${link.by}`)), " ",
        linkTo(link.url, link.text || link.url),
        make("ul", { class: "places" }, (others.length ? others : link.places).map(placeItem)));
    }));
}

// Where it was met: the document, and the first note there that names it.
function placeItem({ document, notes: named = [] }) {
  const title = titleOf(documents[document]);
  const press = () => (named.length ? showCard(named[0]) : showDocument(document));
  const lead = named.length ? shortened(plain(fieldOf(notes[named[0]], "Prompt"))) : "";
  return make("li", {},
    make("span", { class: "arrow", "aria-hidden": "true" }, "→ "),
    make("div", {},
      make("button", { type: "button", class: "plain", onclick: press }, lead || title),
      lead && lead !== title ? [" ", make("span", { class: "quiet" }, title)] : []));
}
