// The atlas: of each document what was read, asked and left open, what of it was learnt, and where a
// thing was met again.

const PARTS = ["asked", "read", "open", "other"];
const LEARNT = ["reviews", "retention", "due", "leeches"];

const atlasView = {
  draw(box, counts) {
    const shown = atlas.documents.map((one, at) => ({ one, at, n: counts.get(String(at)) ?? 0 }))
      .filter(({ n }) => n > 0);
    const most = Math.max(1, ...shown.map(({ one }) => one.notes.length));
    const meetings = meetingsByDocument();
    const isLearnt = atlas.documents.some(({ learnt }) => learnt);
    replace(box,
      atlasSums(shown, isLearnt),
      make("p", { class: "legend" }, PARTS.map((part) =>
        make("span", { class: `key ${part}` }, word(`part.${part}`)))),
      makeSlowly("ol", { class: "atlas" }, shown, (row) => atlasRow(row, most, meetings)));
  },
};

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
    for (const name of ["reviews", "due", "leeches"]) {
      told.push([`learnt.${name}`, sum(({ learnt }) => learnt?.[name])]);
    }
  }
  return make("dl", { class: "sums" }, told.map(([name, n]) =>
    make("div", {}, make("dt", {}, word(name, { n })), make("dd", {}, shownValue(n)))));
}

function atlasRow({ one, at, n }, most, meetings) {
  const parts = PARTS.filter((part) => one[part]);
  const bar = make("span", { class: "bar", "aria-hidden": "true" },
    parts.map((part) => {
      const piece = make("span", { class: part });
      piece.style.width = `${(100 * one[part]) / most}%`;
      return piece;
    }));
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
    bar,
    make("p", { class: "counts" },
      parts.map((part) => make("span", { class: part }, word(`count.${part}`, { n: one[part] })))),
    one.learnt ? makeLearnt(one.learnt) : null,
    makeMeetings(at, meetings.get(at) ?? []));
}

function makeLearnt(learnt) {
  const shown = LEARNT.filter((name) => learnt[name] !== undefined && learnt[name] !== null);
  const value = (name) =>
    name === "retention" ? `${(100 * learnt[name]).toFixed(0)}\u2009%` : shownValue(learnt[name]);
  return make("dl", { class: "learnt" }, shown.map((name) =>
    make("div", {}, make("dt", {}, word(`learnt.${name}`, { n: learnt[name] })), make("dd", {}, value(name)))));
}

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
