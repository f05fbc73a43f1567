// What the page was given, and how it says things.

const { notes, sources } = PAGE;
const atlas = PAGE.atlas?.documents ? PAGE.atlas : null;
const documents = atlas ? atlas.documents : PAGE.documents;

const PLACE = Object.fromEntries(PAGE.fieldNames.map((name, at) => [name, at]));
const fieldOf = (note, name) => note.fields[PLACE[name]] ?? "";

const STATUSES = ["ready", "unsure", "passage", "digest", "highlight", "unfinished"];

// What is told in both languages stands in `says`, and its place there instead of a text.
const said = (told) => (typeof told === "number" ? PAGE.says[told][state.lang] : (told ?? ""));

// The text `page.NAME` in the reader's language, `{value}` filled.
function word(name, values = {}) {
  const texts = PAGE.words[state.lang];
  const one = values.n === 1 ? texts[`page.${name}.one`] : undefined;
  const text = one ?? texts[`page.${name}`] ?? name;
  return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? shownValue(values[key]) : all));
}

const shownValue = (value) =>
  typeof value === "number" ? value.toLocaleString(state.lang === "zh" ? "zh-Hans" : "en") : value;

const langTag = () => (state.lang === "zh" ? "zh-Hans" : "en");

// An element; what it holds are elements and texts. `on…` are listeners, false and null are nothing.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(2).filter((child) => child !== null && child !== false));
  return made;
}

const replace = (element, ...children) => element.replaceChildren(...children.flat(2));
const byId = (id) => document.getElementById(id);

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };

// The words of HTML that compose has made: what ends a block parts them.
function plain(html) {
  return html
    .replace(/<\/?(?:p|li|div|h\d|pre|tr|td|th|br|blockquote|figcaption|summary)\b[^>]*>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
      if (name) return ENTITIES[name] ?? all;
      const code = decimal ? Number(decimal) : parseInt(hex, 16);
      return code < 0x110000 ? String.fromCodePoint(code) : all;
    })
    .replace(/\s+/g, " ")
    .trim();
}

// What a document is called.
const titleOf = ({ title, host, source }) =>
  title || host || said(sources[source]?.name) || word("untitled");

// Only what a reader would open: no address that runs anything.
const isAddress = (url) => /^https?:\/\//i.test(url ?? "");

function linkTo(url, ...children) {
  if (!isAddress(url)) return make("span", {}, ...children);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// Other work of the browser goes first: what takes long is done in parts.
const pause = () =>
  new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });

// Fills a list of any length in parts; the list.
function addSlowly(list, rows, draw, part = 60) {
  const add = async () => {
    for (let at = 0; at < rows.length; at += part) {
      if (at) await pause();
      if (at && !list.isConnected) return;
      list.append(...rows.slice(at, at + part).map(draw));
    }
  };
  add();
  return list;
}
