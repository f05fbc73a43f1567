// One side of a card as Anki shows it, in a room of its own: no style of the page reaches it.

const DESK = 1080;
const PHONE = 390;

// What Anki's own style says of the page around a card.
const AROUND = `
:host { all: initial; display: block; }
.window { container-type: inline-size; background: var(--card-paper); }
.card { display: flow-root; margin: 20px; overflow-wrap: break-word; }
.card > * { display: flow-root; }
.waiting { opacity: 0; }
hr { height: 1px; margin: 1em 0; border: none; background-color: #737373; }
img { max-width: 100%; max-height: 95vh; }
li { text-align: start; }
pre { text-align: left; }
::-webkit-scrollbar { background: transparent; }
h1 { margin-bottom: 0.2em; }
:focus-visible { outline: 2px solid var(--seal); outline-offset: 2px; }
`;

// What says as much of an element as another comes after it: MathJax's own before the card's.
const formulaSheet = new CSSStyleSheet();
const cardSheets = [AROUND, formulaSheet, PAGE.css].map((text) => {
  if (text === formulaSheet) return text;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});

const holdsFormula = (html) => html.includes("\\(") || html.includes("\\[");

const isNight = () => document.documentElement.classList.contains("night");

// A face; `html` is what a template gave for the card of that place in the note type.
function makeFace(html, ord = 0) {
  const host = make("div", { class: "sheet" });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = cardSheets;
  const inside = make("div", { dir: "auto" });
  const made = document.createElement("template"); // in which no picture is asked for
  made.innerHTML = html;
  for (const picture of made.content.querySelectorAll("img")) {
    picture.src = PAGE.pictures?.[picture.getAttribute("src")] ?? "data:,";
  }
  inside.append(made.content);
  const card = make("div", { class: `card card${ord + 1}` }, inside);
  root.append(make("div", { class: "window", lang: "" }, card));
  paintFace(host);
  if (holdsFormula(html)) typesetSoon(card);
  return host;
}

// Light or night, as the page is.
function paintFace(host) {
  const card = host.shadowRoot.querySelector(".card");
  card.classList.toggle("nightMode", isNight());
  card.classList.toggle("night_mode", isNight());
}

// How wide a card is set, and how much smaller it must be shown to have room.
function faceSize(room) {
  if (state.width === "phone") return { width: Math.min(PHONE, room), zoom: 1 };
  return { width: Math.max(DESK, room), zoom: Math.min(1, room / DESK) };
}

// A link leads to a window of its own, so that the place in the page is kept.
document.addEventListener("click", (event) => {
  const link = event.composedPath().find((one) => one.localName === "a" && one.href);
  if (!link || !link.getRootNode().host) return;
  if (!/^(https?|mailto):/.test(link.protocol)) return event.preventDefault();
  link.target = "_blank";
  link.rel = "noopener noreferrer";
});
