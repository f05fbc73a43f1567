// What is looked at, and how; the address keeps it, so that a place can be come back to or shared.

const VIEWS = ["cards", "finish", "atlas"];
const LOOKS = ["auto", "light", "night"];
const WIDTHS = ["phone", "desk"];
const SIDES = ["both", "front", "back"];
const CHOICES = { view: VIEWS, lang: ["en", "zh"], look: LOOKS, width: WIDTHS, sides: SIDES };
const CHOSEN = ["source", "host", "tag", "month", "doc"];

const isNarrow = matchMedia("(max-width: 859px)");
const prefersNight = matchMedia("(prefers-color-scheme: dark)");

const first = () => ({
  view: "cards",
  lang: /^zh\b(?!-(?:TW|HK|MO|Hant))/i.test(navigator.language) ? "zh" : "en",
  look: "auto",
  width: "phone",
  sides: isNarrow.matches ? "front" : "both",
  q: "",
  status: [],
  source: "",
  host: "",
  tag: "",
  month: "",
  doc: "",
  note: "",
});

const state = first();

function readAddress() {
  const told = new URLSearchParams(location.hash.slice(1));
  Object.assign(state, first());
  for (const [name, value] of told) {
    if (Object.hasOwn(CHOICES, name)) {
      if (CHOICES[name].includes(value)) state[name] = value;
    } else if (name === "status") {
      state.status = value.split(",").filter((one) => STATUSES.includes(one));
    } else if (Object.hasOwn(state, name)) state[name] = value;
  }
}

function writeAddress() {
  const told = new URLSearchParams();
  const usual = first();
  for (const [name, value] of Object.entries(state)) {
    if (String(value) !== String(usual[name])) told.set(name, String(value));
  }
  const hash = `#${told}`;
  if (hash === (location.hash || "#")) return;
  try {
    history.replaceState(null, "", hash);
  } catch {
    // A page that has no address of its own keeps none.
  }
}

function applyLook() {
  const night = state.look === "night" || (state.look === "auto" && prefersNight.matches);
  document.documentElement.classList.toggle("night", night);
  document.documentElement.lang = langTag();
}

// What waits for an answer is of one status.
const statusesChosen = () => (state.view === "finish" ? [] : state.status);

const filterCount = () =>
  statusesChosen().length + CHOSEN.filter((name) => state[name]).length + (state.q ? 1 : 0);

function clearFilters() {
  Object.assign(state, { q: "", status: [], source: "", host: "", tag: "", month: "", doc: "" });
}
