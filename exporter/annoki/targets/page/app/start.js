// What happens when the page is opened, and when something is chosen or typed.

const SHOWN = { cards: cardsView, finish: finishView };
let counted = null;

// What changes how notes are shown, and not which.
const LOOK = ["lang", "look", "width", "sides"];

// Changes what is looked at, and shows it.
function change(changed) {
  const names = Object.keys(changed);
  const isLook = names.length > 0 && names.every((name) => LOOK.includes(name));
  const place = isLook ? SHOWN[state.view]?.lookedAt() : undefined;
  Object.assign(state, changed);
  if (!isLook && !("note" in changed)) state.note = "";
  writeAddress();
  if (names.length === 1 && names[0] === "look") return showLook();
  applyLook();
  return drawAll(place, Boolean(changed.note));
}

// Light or night, of what is there.
function showLook() {
  applyLook();
  drawBar();
  for (const host of document.querySelectorAll(".sheet")) paintFace(host);
}

// `place` is the note that stays where it is; whoever `arrives` at a note is led to it.
async function drawAll(place, arrives) {
  drawBar();
  const view = SHOWN[state.view];
  const found = await filterNotes(view?.among ?? (() => true));
  if (!found) return; // something else was asked for meanwhile
  counted = found;
  drawFilters(found.counts);
  drawList(found, place, arrives);
}

function drawList({ shown, counts }, place, arrives) {
  const box = byId("list");
  const hadFocus = box.contains(document.activeElement);
  for (const one of Object.values(SHOWN)) {
    one.feed?.close();
    one.feed = null;
    one.chosen = undefined;
  }
  byId("result").textContent = word(shown.length ? `found.${state.view}` : "found.none", { n: shown.length });
  document.title = word("title");
  const view = SHOWN[state.view];
  box.className = view ? "feed" : "";
  if (view) box.setAttribute("role", "feed");
  else box.removeAttribute("role");
  box.setAttribute("aria-label", word(`view.${state.view}`));
  if (place === undefined) scrollTo({ top: 0, behavior: "instant" });
  if (!shown.length) return replace(box, make("p", { class: "nothing" }, word("nothing")));
  if (!view) return atlasView.draw(box, atlasCounts(shown));
  view.draw(box, shown);
  const named = state.note ? view.rows.findIndex(({ note }) => notes[note]?.guid === state.note) : -1;
  if (named >= 0 && (arrives || hadFocus)) view.choose(named);
  else if (place !== undefined) view.feed.reveal(view.rows.findIndex(({ note }) => note === place));
}

function atlasCounts(shown) {
  const counts = new Map();
  for (const at of shown) {
    const doc = String(notes[at].doc);
    counts.set(doc, (counts.get(doc) ?? 0) + 1);
  }
  return counts;
}

// From another view to a note, or to all of a document.
function showCard(at) {
  clearFilters();
  change({ view: "cards", note: notes[at].guid });
}

function showDocument(at) {
  clearFilters();
  change({ view: "cards", doc: String(at), note: "" });
}

const next = (values, value) => values[(values.indexOf(value) + 1) % values.length];

const PRESSED = {
  j: () => SHOWN[state.view]?.step(1),
  k: () => SHOWN[state.view]?.step(-1),
  "]": () => SHOWN[state.view]?.stepDocument(1),
  "[": () => SHOWN[state.view]?.stepDocument(-1),
  "/": () => byId("search").focus(),
  t: () => SHOWN[state.view]?.entry() && turn(SHOWN[state.view].entry()),
  w: () => {
    const reasons = SHOWN[state.view]?.entry()?.querySelector(".reasons");
    if (reasons) reasons.open = !reasons.open;
  },
  b: () => change({ sides: next(SIDES, state.sides) }),
  p: () => change({ width: next(WIDTHS, state.width) }),
  n: () => change({ look: isNight() ? "light" : "night" }),
  l: () => change({ lang: state.lang === "en" ? "zh" : "en" }),
  1: () => change({ view: "cards" }),
  2: () => change({ view: "finish" }),
  3: () => atlas && change({ view: "atlas" }),
  "?": showHelp,
};

document.addEventListener("keydown", (event) => {
  if (event.key === "p" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault(); // formulas first
    printPage();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target.closest ? event.target : document.body;
  const isTyping = target.closest("input, select, textarea, dialog");
  if (event.key === "Escape" && event.target === byId("search")) {
    if (state.q) change({ q: "" });
    else event.target.blur();
    return;
  }
  // A feed is gone through by pages, whatever has the focus in it.
  const key = target.closest(".feed") ? { PageDown: "j", PageUp: "k" }[event.key] ?? event.key : event.key;
  if (isTyping || !Object.hasOwn(PRESSED, key)) return;
  event.preventDefault();
  PRESSED[key]();
});

let typing = 0;
byId("search").addEventListener("input", (event) => {
  clearTimeout(typing);
  state.q = event.target.value; // at once: what is drawn meanwhile keeps it
  typing = setTimeout(() => change({ q: state.q }), notes.length > 2000 ? 150 : 40);
});

byId("more").addEventListener("click", () => {
  const isOpen = byId("filters").classList.toggle("open");
  byId("more").setAttribute("aria-expanded", String(isOpen));
});

addEventListener("hashchange", () => {
  const before = JSON.stringify(state);
  readAddress();
  if (JSON.stringify(state) === before) return;
  applyLook();
  drawAll(undefined, true);
});
prefersNight.addEventListener("change", showLook);

// Another width of the window is another width of the cards.
let windowWidth = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === windowWidth) return;
  windowWidth = innerWidth;
  clearTimeout(typing);
  typing = setTimeout(() => counted && drawList(counted, SHOWN[state.view]?.lookedAt()), 80);
});

addEventListener("beforeprint", () => {
  const feed = SHOWN[state.view]?.feed;
  document.documentElement.classList.remove("night");
  document.documentElement.classList.add("printed");
  feed?.whole();
  typesetNow();
  for (const host of document.querySelectorAll(".sheet")) paintFace(host);
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printed");
  applyLook();
  SHOWN[state.view]?.feed?.windowed();
  for (const host of document.querySelectorAll(".sheet")) paintFace(host);
});

readAddress();
applyLook();
drawAll(undefined, true);
