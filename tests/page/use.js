// Uses a page of cards as a reader does, and says what is wrong with it: [[-1, what]].
globalThis.probe = (() => {
  const found = [];
  const say = (what) => found.push([-1, what]);
  const expect = (is, what) => is || say(what);
  addEventListener("error", (event) => say(`fails: ${event.message}`));
  addEventListener("unhandledrejection", (event) => say(`fails: ${event.reason}`));
  addEventListener("securitypolicyviolation", (event) => say(`asks: ${event.blockedURI}`));
  globalThis.print = () => {};
  // A link leads to a window of its own, which nobody needs here.
  addEventListener("click", (event) => {
    if (event.composedPath().some((each) => each.localName === "a")) event.preventDefault();
  }, true);

  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  async function until(is, what) {
    for (let frames = 0; frames < 600; frames++) {
      if (is()) return;
      await frame();
    }
    say(`never: ${what}`);
  }
  const knows = () => JSON.parse(document.getElementById("page-data").textContent);
  const settled = () => one("#result").textContent;
  const number = () => Number(settled().replace(/\D/g, "") || (/^One/.test(settled()) ? 1 : 0));
  const press = (key) =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const numberOf = (entry) => Number(entry.querySelector(".number").textContent.replace(/\D/g, ""));
  const shown = () => all(".entry").filter((entry) => {
    const { top, bottom } = entry.getBoundingClientRect();
    return bottom > one("#bar").offsetHeight && top < innerHeight;
  });

  // What the words of a note are, as a browser reads its HTML.
  const texts = (note) => {
    const words = new DOMParser().parseFromString(note.fields.join(" "), "text/html").body.textContent;
    return words.normalize("NFKC").toLowerCase();
  };

  async function find(text, count, what) {
    const search = one("#search");
    search.value = text;
    search.dispatchEvent(new Event("input"));
    await until(() => number() === count, `${count} for ${what}, but ${settled()}`);
  }

  async function everyNoteIsMet(count) {
    const met = new Set();
    let most = 0;
    scrollTo(0, 0);
    for (let steps = 0; steps < 5000; steps++) {
      await frame();
      const numbers = all(".entry").map(numberOf);
      for (const each of shown()) met.add(numberOf(each));
      most = Math.max(most, numbers.length);
      expect(String(numbers) === String([...numbers].sort((a, b) => a - b)), `in disorder: ${numbers}`);
      const before = scrollY;
      scrollBy(0, innerHeight * 0.8);
      if (scrollY === before && met.has(count)) break;
    }
    expect(met.size === count, `${met.size} notes of ${count} are met`);
    expect(most < 60, `${most} notes are in the page at once`);
    scrollTo(0, 0);
    await frame();
  }

  async function whatIsSoughtIsFound(notes) {
    const sought = notes.map(texts);
    for (let at = 0; at < notes.length; at += Math.ceil(notes.length / 8)) {
      const word = /\p{Script=Han}{2,4}|[a-z]{4,}/u.exec(sought[at])?.[0];
      if (!word) continue;
      const count = notes.filter((note, n) =>
        sought[n].includes(word) || elsewhere(note).includes(word)).length;
      await find(word, count, word);
    }
    await find("no-such-word-anywhere", 0, "nothing");
    expect(one(".nothing"), "nothing found, and nothing said");
    await find("", notes.length, "everything");
  }
  const elsewhere = (note) => {
    const { title, host } = knows().documents[note.doc];
    return `${title}\n${host}\n${note.tags.join(" ")}\n${note.guid}`.normalize("NFKC").toLowerCase();
  };

  async function eachFilterCounts(notes) {
    for (const status of new Set(notes.map((note) => note.status))) {
      const count = notes.filter((note) => note.status === status).length;
      one(`[data-keeps="status-${status}"]`).click();
      await until(() => number() === count, `${count} ${status}`);
      const wrong = all(".entry .told .status").filter((each) => !each.classList.contains(status));
      expect(!wrong.length, `filtered by ${status}: ${wrong[0]?.className}`);
      expect(decodeURIComponent(location.hash).includes(`status=${status}`), `address: ${location.hash}`);
      one(`[data-keeps="status-${status}"]`).click();
      await until(() => number() === notes.length, "all again");
    }
    for (const select of all("#facets select")) {
      const keeps = select.dataset.keeps;
      const option = select.options[1];
      const count = Number(/(\d[\d,]*)[^\d]*$/.exec(option.textContent)[1].replace(",", ""));
      select.value = option.value;
      select.dispatchEvent(new Event("change"));
      await until(() => number() === count, `${count} of ${keeps}`);
      expect(filteredIn(notes, keeps, option.value) === count, `${keeps} ${option.value}: ${count}`);
      one('[data-keeps="clear"]').click();
      await until(() => number() === notes.length, "all again");
    }
  }
  const filteredIn = (notes, name, value) =>
    notes.filter((note) => ({
      source: String(note.source) === value,
      host: knows().documents[note.doc].host === value,
      month: note.month === value,
      tag: note.tags.includes(`annoki::${value}`),
    })[name]).length;

  async function keysGoThrough() {
    press("j");
    await frame();
    expect(numberOf(document.activeElement) === 1, "j does not begin with the first");
    press("j");
    await frame();
    expect(numberOf(document.activeElement) === 2, "j does not go on");
    expect(document.activeElement.getBoundingClientRect().top >= one("#bar").offsetHeight - 1,
      "the bar covers what j goes to");
    press("w");
    expect(document.activeElement.querySelector(".reasons").open, "w says no reasons");
    press("k");
    await frame();
    expect(numberOf(document.activeElement) === 1, "k does not go back");
    const held = location.hash;
    expect(held.includes("note="), `no address of a note: ${held}`);
    press("]");
    await frame();
    expect(numberOf(document.activeElement) > 1, "] goes to no document");
    press("/");
    expect(document.activeElement === one("#search"), "/ does not search");
    press("Escape");
    expect(document.activeElement !== one("#search"), "Esc does not leave");
    press("?");
    expect(one("dialog").open && one("dialog kbd"), "? does not help");
    one("dialog").close();
  }

  async function facesAreSeen() {
    const sides = () => [...new Set(all(".face").map((face) => face.dataset.side))].sort().join();
    for (const [at, wanted] of [[0, "back,front"], [1, "front"], [2, "back"]]) {
      all("#settings .choice")[0].children[at].click();
      await until(() => sides() === wanted, `sides: ${wanted}`);
    }
    const button = all("#settings .choice")[0].children[1];
    button.click();
    await until(() => one(".turn"), "a card can be turned");
    one(".turn").click();
    await frame();
    expect(one(".face").dataset.side === "back", "a card does not turn");
    all("#settings .choice")[0].children[0].click();
    await until(() => sides() === "back,front", "both sides again");
    for (const [at, least, most] of [[1, 1040, 9999], [0, 300, 390]]) {
      all("#settings .choice")[1].children[at].click();
      await frame();
      await until(() => {
        const wide = one(".sheet").shadowRoot.querySelector(".window").clientWidth;
        return wide >= least && wide <= most;
      }, `a card of ${least} to ${most} px`);
      const { right } = one(".face").getBoundingClientRect();
      expect(right <= innerWidth + 1, `a card ends at ${right} of ${innerWidth}`);
    }
  }

  async function formulasAreSet() {
    const held = knows().notes.filter((note) => note.fields.join("").includes("\\(")).length;
    if (!held) return;
    await find("\\(", knows().notes.filter((note) => texts(note).includes("\\(")).length, "formulas");
    const raw = () => all(".sheet").map((host) => host.shadowRoot.querySelector(".card"))
      .filter((card) => card.isConnected && (card.matches(".waiting") || /\\\(/.test(words(card))));
    await until(() => all(".sheet").length && !raw().length, "all formulas set");
    const set = all(".sheet").map((host) => host.shadowRoot.querySelector("mjx-container")).find(Boolean);
    expect(set?.getBoundingClientRect().width > 4, "a formula without width");
    const glyph = set && getComputedStyle(set.querySelector("mjx-c"), "::before").content;
    expect(glyph && glyph !== "none", "a formula without signs");
    expect([...document.fonts].some((font) => /^MJX/.test(font.family) && font.status === "loaded"),
      "no font of formulas");
    await find("", knows().notes.length, "everything");
  }
  const words = (card) => {
    const copy = card.cloneNode(true);
    for (const code of copy.querySelectorAll("code, pre, mjx-container")) code.remove();
    return copy.textContent;
  };

  // What is said to a screen reader, what can be read and hit, and what is wider than the window.
  function look(where) {
    for (const each of all("button, input, select, a[href], summary, [role=feed], [role=group], nav, aside")) {
      const name = each.getAttribute("aria-label") || each.textContent.trim() || each.labels?.[0]?.textContent;
      if (!name && each.checkVisibility()) say(`${where}: no name: ${each.outerHTML.slice(0, 80)}`);
    }
    for (const each of all("button, select, input, summary")) {
      const { width, height } = each.getBoundingClientRect();
      if (each.checkVisibility() && (height < 23.5 || width < 23.5)) say(`${where}: small: ${each.outerHTML.slice(0, 80)}`);
    }
    for (const each of all(".feed > .row .entry")) {
      const { ariaPosInSet, ariaSetSize } = each;
      if (!(Number(ariaPosInSet) >= 1 && Number(ariaPosInSet) <= Number(ariaSetSize))) say(`${where}: place ${ariaPosInSet} of ${ariaSetSize}`);
      if (!document.getElementById(each.getAttribute("aria-labelledby"))) say(`${where}: an entry without a name`);
    }
    const page = document.scrollingElement;
    if (page.scrollWidth > page.clientWidth) say(`${where}: ${page.scrollWidth} px wide of ${page.clientWidth}`);
    const walker = document.createTreeWalker(document.body, 4);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.matches("script, option, :disabled")) continue;
      const ratio = contrast(element);
      if (ratio < 4.5) say(`${where}: contrast ${ratio.toFixed(2)} of ${walker.currentNode.data.trim().slice(0, 30)}`);
    }
  }
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const part = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  function contrast(element) {
    let ground = [255, 255, 255];
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) {
        ground = colour;
        break;
      }
    }
    const [a, b] = [luminance(rgb(getComputedStyle(element).color)), luminance(ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  async function eachViewCanBeRead() {
    for (const lang of [0, 1]) {
      for (const night of [1, 2]) {
        for (const view of all("#views button").keys()) {
          all("#views button")[view].click();
          await until(() => all("#views button")[view].ariaCurrent === "page", "the view");
          all("#settings .choice").at(-1).children[lang].click();
          await frame();
          all("#settings .choice").at(-2).children[night].click();
          await until(() => one("html").classList.contains("night") === (night === 2), "night");
          await until(() => one(".entry, .atlas, .nothing"), "something to look at");
          for (const each of all("details")) each.open = true;
          await frame();
          look(`${one("html").lang} ${night === 2 ? "night" : "light"} ${all("#views button")[view].textContent}`);
        }
      }
    }
    all("#settings .choice").at(-1).children[0].click();
    all("#settings .choice").at(-2).children[1].click();
    all("#views button")[0].click();
    await until(() => all("#views button")[0].ariaCurrent === "page", "the cards again");
    await until(() => one(".faces.phone"), "cards");
  }

  async function allIsPrinted(count) {
    dispatchEvent(new Event("beforeprint"));
    expect(all(".entry").length === count, `${all(".entry").length} of ${count} are printed`);
    dispatchEvent(new Event("afterprint"));
    await frame();
    expect(all(".entry").length < 60, "all stay after printing");
  }

  async function run() {
    const { notes } = knows();
    await until(() => one(".entry"), "an entry");
    all("#settings .choice").at(-1).children[0].click(); // English
    await until(() => number() === notes.length, "all notes");
    for (const step of [everyNoteIsMet, whatIsSoughtIsFound, eachFilterCounts, keysGoThrough,
      facesAreSeen, formulasAreSet, eachViewCanBeRead, allIsPrinted]) {
      const given = [everyNoteIsMet, allIsPrinted].includes(step) ? notes.length : notes;
      try {
        await step(given);
      } catch (error) {
        say(`${step.name}: ${error}`);
      }
    }
    return JSON.stringify(found);
  }

  return { run, places: () => [], found: () => JSON.stringify(found) };
})();
