// What can be chosen: the views, how cards are shown, and which.

// Draws anew what `draw` does in a box; what had the focus there has it again.
function keepingFocus(box, draw) {
  const { activeElement } = document;
  const keeps = box.contains(activeElement) ? activeElement.dataset.keeps : undefined;
  draw();
  if (keeps) box.querySelector(`[data-keeps="${CSS.escape(keeps)}"]`)?.focus();
}

const drawBar = () => keepingFocus(byId("bar"), fillBar);

function fillBar() {
  const views = VIEWS.filter((view) => view !== "atlas" || atlas);
  const counts = { cards: notes.length, finish: notes.filter(finishView.among).length };
  replace(byId("views"), views.map((view) =>
    make("button", {
      type: "button",
      "data-keeps": `view-${view}`,
      "aria-current": state.view === view ? "page" : null,
      onclick: () => change({ view, note: "" }),
    }, word(`view.${view}`), view in counts
      ? [" ", make("span", { class: "count" }, shownValue(counts[view]))] : [])));
  byId("views").setAttribute("aria-label", word("views"));
  replace(byId("settings"),
    ...(state.view === "cards" ? [choice("sides", SIDES), choice("width", WIDTHS)] : []),
    choice("look", LOOKS), choice("lang", ["en", "zh"]),
    make("button", { type: "button", class: "icon", onclick: printPage, title: word("print") }, word("print")),
    make("button", { type: "button", class: "icon", onclick: showHelp, title: word("keys"), "aria-label": word("keys") }, "?"));
}

// Each by its own name.
const LANGUAGES = { en: "English", zh: "中文" };

// One of a few, as buttons beside each other.
function choice(name, values) {
  return make("div", { class: "choice", role: "group", "aria-label": word(name) },
    values.map((value) => {
      const label = LANGUAGES[value] ?? word(`${name}.${value}`);
      const button = toggle(label, state[name] === value, () => change({ [name]: value }));
      button.dataset.keeps = `${name}-${value}`;
      return button;
    }));
}

function drawFilters(counts) {
  const box = byId("filters");
  const search = byId("search");
  search.placeholder = word("search");
  search.setAttribute("aria-label", word("search"));
  if (search.value !== state.q) search.value = state.q;
  box.setAttribute("aria-label", word("filters"));
  byId("more").textContent = filterCount() ? word("filters_set", { n: filterCount() }) : word("filters");
  keepingFocus(byId("facets"), () => fillFacets(counts));
}

function fillFacets(counts) {
  replace(byId("facets"),
    state.view === "finish" ? [] : statusFacet(counts.status),
    CHOSEN.map((name) => facet(name, counts[name])),
    make("button", {
      type: "button", class: "plain", "data-keeps": "clear", disabled: !filterCount(), onclick: () => {
        clearFilters();
        change({});
      },
    }, word("clear")));
}

function statusFacet(counts) {
  const shown = STATUSES.filter((one) => counts.get(one) || state.status.includes(one));
  return make("div", { class: "statuses", role: "group", "aria-label": word("status") },
    shown.map((one) => {
      const isOn = state.status.includes(one);
      const button = toggle(word(`status.${one}`), isOn, () => change({
        status: isOn ? state.status.filter((other) => other !== one) : [...state.status, one],
      }));
      button.className = `status ${one}`;
      button.dataset.keeps = `status-${one}`;
      button.append(" ", make("span", { class: "count" }, shownValue(counts.get(one) ?? 0)));
      return button;
    }));
}

const FACET_NAMES = {
  source: (value) => said(sources[value]?.name),
  doc: (value) => titleOf(documents[value] ?? {}),
};

// What is chosen from a list. A document is chosen in the atlas only, and can be let go here.
function facet(name, counts) {
  const values = [...counts.keys()];
  if (state[name] && !counts.has(state[name])) values.push(state[name]);
  const isChosen = Boolean(state[name]);
  if (name === "doc" ? !isChosen : values.length < 2 && !isChosen) return [];
  const told = FACET_NAMES[name] ?? ((value) => value);
  if (name === "month") values.sort().reverse();
  else if (name === "source") values.sort((a, b) => a - b);
  else values.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  const offered = name === "doc" ? [state.doc] : values;
  const select = make("select", {
    id: `choose-${name}`, "data-keeps": name, onchange: () => change({ [name]: select.value }),
  },
  make("option", { value: "" }, word("all")));
  // What is chosen stands first, so that it is there at once.
  if (isChosen && offered.length > 1) offered.unshift(...offered.splice(offered.indexOf(state[name]), 1));
  addSlowly(select, offered, (value) => make("option", { value, selected: state[name] === value },
    word("with_count", { name: isolated(shortened(told(value))), n: counts.get(value) ?? 0 })));
  return make("div", { class: "facet" }, make("label", { for: select.id }, word(name)), select);
}

// A text that may run from right to left, beside one that does not.
const isolated = (text) => `\u2068${text}\u2069`;

const shortened = (text) => (text.length > 80 ? `${text.slice(0, 78)}…` : text);

const KEYS = [
  ["j", "k"], ["[", "]"], ["/"], ["t"], ["w"], ["1", "2", "3"], ["b"], ["p"], ["n"], ["l"], ["Esc"], ["?"],
];

function showHelp() {
  const help = byId("help");
  help.setAttribute("aria-label", word("keys"));
  replace(help,
    make("h2", {}, word("keys")),
    make("dl", {}, KEYS.map((keys) => make("div", {},
      make("dt", {}, keys.map((key) => make("kbd", {}, key))),
      make("dd", {}, word(`key.${keys[0]}`))))),
    make("p", { class: "quiet" }, word("about", { version: PAGE.annoki })),
    make("form", { method: "dialog" }, make("button", { autofocus: true }, word("close"))));
  help.showModal();
}
