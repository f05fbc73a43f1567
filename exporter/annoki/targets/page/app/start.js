// What is shown when the page is opened.

const language = navigator.language.startsWith("zh") ? "zh" : "en";

/** The text `key` in the reader's language, with `values` in their places. */
function say(key, values = {}) {
  const texts = PAGE.words[language];
  const text = (values.n === 1 && texts[`${key}.one`]) || texts[key];
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(PAGE.css);

/** A box with one side of a card in it, which no style of the page reaches. */
function boxOf(card, html) {
  const box = document.createElement("div");
  box.className = "box";
  const inside = box.attachShadow({ mode: "open" });
  inside.adoptedStyleSheets = [sheet];
  const made = document.createElement("template");
  made.innerHTML = `<div class="card card${card.ord + 1}">${html}</div>`;
  for (const picture of made.content.querySelectorAll("img")) {
    picture.src = PAGE.pictures[picture.getAttribute("src")] ?? "data:,";
  }
  inside.append(made.content);
  return box;
}

document.title = say("page.cards");
const app = document.getElementById("app");
for (const note of PAGE.notes) {
  for (const card of cardsOf(note)) app.append(boxOf(card, card.front), boxOf(card, card.back));
}
