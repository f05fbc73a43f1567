// What can be seen to be wrong with a card that is shown. Each check answers with lines of words.
globalThis.inspect = (() => {
  const HAN = /\p{Script=Han}/u;
  const URL = /https?:\/\/\S+/g;
  const NO_LANGUAGE = "code, pre, mjx-container, .host, time, [translate=no]";

  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const clip = (text) => JSON.stringify(text.trim().slice(0, 40));

  // Text nodes of the card, less what MathJax made.
  function* texts() {
    const walker = document.createTreeWalker(document.querySelector(".annoki"), 4);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && !node.parentElement.closest("mjx-container")) yield node;
    }
  }

  function overflow() {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const wide = [...document.querySelectorAll(".annoki *")]
      .filter((e) => e.getBoundingClientRect().right > page.clientWidth + 0.5)
      .slice(0, 3)
      .map((e) => `${e.tagName}.${e.className}`);
    return [`overflow: ${page.scrollWidth} > ${page.clientWidth} by ${wide}`];
  }

  // Boxes that scroll although all that can be seen in them fits.
  function scrolling() {
    const found = [];
    for (const box of document.querySelectorAll(".annoki *")) {
      const style = getComputedStyle(box);
      if (style.overflowX !== "auto" || box.scrollWidth <= box.clientWidth) continue;
      const edge = box.getBoundingClientRect().right - parseFloat(style.paddingRight) + 1;
      const range = document.createRange();
      const leaves = document.createTreeWalker(box, 5);
      let wide = false;
      while (!wide && leaves.nextNode()) {
        const leaf = leaves.currentNode;
        if (leaf.firstChild || leaf.parentElement.closest("mjx-assistive-mml")) continue;
        range.selectNode(leaf);
        wide = range.getBoundingClientRect().right > edge;
      }
      if (!wide) found.push(`scroll: ${box.tagName} for nothing`);
    }
    return found;
  }

  function formulas() {
    const found = [];
    for (const e of document.querySelectorAll("[data-mjx-error]")) {
      found.push(`formula: error ${e.dataset.mjxError}`);
    }
    for (const e of document.querySelectorAll("mjx-container [style*='color: red']")) {
      const formula = e.closest("mjx-container").querySelector("mjx-assistive-mml");
      found.push(`formula: undefined macro in ${clip(formula.textContent)}`);
    }
    for (const node of texts()) {
      const raw = /\\[()[\]]|\$[^\s$][^$]*[\\^_][^$]*\$/;
      if (raw.test(node.data) && !node.parentElement.closest("code, pre")) {
        found.push(`formula: left raw in ${clip(node.data)}`);
      }
    }
    return found;
  }

  // The lang that the field's HTML, or a label, gives a piece of text.
  const language = (element) => element.closest("[lang]:not(html)")?.lang ?? "";

  function languages() {
    const found = [];
    for (const node of texts()) {
      const parent = node.parentElement;
      const lang = language(parent);
      if (parent.closest(".mine .text")) continue; // the learner's own: no one marks it up
      if (/^https?:/.test(parent.closest("a")?.textContent)) continue; // an address, in parts
      if (HAN.test(node.data) && !/^(zh|ja)\b/.test(lang) && !parent.closest("code, pre")) {
        found.push(`lang: ${clip(node.data)} is "${lang}"`);
      }
      const words = node.data.replace(URL, " ").match(/[A-Za-z]{3,}/g);
      if (words && !/^en\b/.test(lang) && !parent.closest(NO_LANGUAGE)) {
        found.push(`lang: ${words[0]} in ${clip(node.data)} is "${lang}"`);
      }
    }
    return found;
  }

  // A box that is drawn, or a label, with nothing in it.
  function empties() {
    const found = [];
    for (const e of document.querySelectorAll(".annoki section, .annoki footer")) {
      const text = e.querySelector(".text");
      if (!text.textContent.trim() && !text.querySelector("img")) found.push(`empty: ${e.className}`);
    }
    if (document.querySelectorAll(".annoki .label").length) {
      for (const e of document.querySelectorAll(".annoki section")) {
        const labels = [...e.querySelectorAll(".label")].filter(shown);
        if (labels.length > 1) found.push(`label: ${labels.length} on ${e.className}`);
      }
    }
    return found;
  }

  const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

  // Text from right to left in a block that does not find its direction.
  function directions() {
    const wrong = [...texts()].filter(
      (node) => RTL.test(node.data) && !node.parentElement.closest(".text [dir=auto], pre, code"),
    );
    return wrong.map((node) => `dir: ${clip(node.data)} has none`);
  }

  // Where the words stand: not too near to the edge, nor on each other, no line further in than
  // its paragraph; what is touched is high enough; where it comes from is told in one line, on a phone in three.
  function places() {
    const found = [];
    const width = document.scrollingElement.clientWidth;
    for (const e of document.querySelectorAll(".annoki .text")) {
      const { left, right, height } = e.getBoundingClientRect();
      if (height && (left < 15.5 || right > width - 15.5)) {
        found.push(`margin: ${e.parentElement.className} ${left} to ${right} of ${width}`);
      }
      if (e.closest("footer") && height > (innerWidth > 600 ? 36 : 84)) found.push(`footer: ${height} px high`);
    }
    for (const e of document.querySelectorAll(".annoki a, .annoki summary")) {
      const low = [...e.getClientRects()].find((box) => box.width && box.height < 24);
      if (low) found.push(`low: ${clip(e.textContent)} is ${low.height} px high`);
    }
    for (const e of document.querySelectorAll(".annoki .text :is(p, li, h1, h2, h3, h4, summary)")) {
      if (shown(e)) found.push(...lines(e));
    }
    return found;
  }

  const ALONE = "mjx-container, code, pre, table, ul, ol";

  function lines(block) {
    const found = [];
    const walker = document.createTreeWalker(block, 4);
    const range = document.createRange();
    const style = getComputedStyle(block);
    const start = block.getBoundingClientRect().left + parseFloat(style.paddingLeft);
    let last = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const alone = node.parentElement.closest(ALONE);
      if (alone && block.contains(alone)) {
        last = null; // the next word stands behind what is not looked into
        continue;
      }
      if (!node.data.trim()) continue;
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (!box.width) continue;
        const same = last && Math.abs(box.bottom - last.bottom) < last.height / 2;
        if (same && box.left < last.right - 1 && box.right > last.left + 1) {
          found.push(`overprint: at ${clip(node.data)}`);
        }
        const begins = last && box.top > last.bottom - last.height / 4;
        const plain = style.direction === "ltr" && !block.querySelector(ALONE) && !RTL.test(block.textContent);
        if (begins && plain && box.left > start + 1.5) {
          found.push(`indent: ${Math.round(box.left - start)} px at ${clip(node.data)}`);
        }
        last = box;
      }
    }
    return found;
  }

  // The sizes of type that are shown, in px.
  function sizes() {
    const all = [...texts()].map((node) => node.parentElement).filter(shown);
    return [...new Set(all.map((e) => Math.round(10 * parseFloat(getComputedStyle(e).fontSize)) / 10))];
  }

  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const part = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };

  function ground(element) {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  }

  function ratio(element, pseudo) {
    const a = luminance(rgb(getComputedStyle(element, pseudo).color));
    const b = luminance(ground(element));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  function kind(element) {
    if (element.closest("pre")) return `pre .${element.className || "text"}`;
    const own = element.closest("code, a, .caption, .host, time, .label, .opening, th");
    const part = element.closest("section, footer");
    const name = own ? (own.className || own.tagName.toLowerCase()) : "text";
    return `${part ? part.className : "card"} ${name}`;
  }

  function contrasts() {
    const lowest = {};
    const note = (key, value) => {
      lowest[key] = Math.min(lowest[key] ?? 99, Math.round(value * 100) / 100);
    };
    for (const node of texts()) {
      const element = node.parentElement;
      if (shown(element)) note(kind(element), ratio(element));
    }
    for (const e of document.querySelectorAll(".annoki *")) {
      const content = getComputedStyle(e, "::before").content;
      if (shown(e) && !e.closest("mjx-container") && /\w|·/.test(content) && content !== "none") {
        note(`${kind(e)}::before`, ratio(e, "::before"));
      }
    }
    return lowest;
  }

  const contrast = () =>
    Object.entries(contrasts())
      .filter(([, value]) => value < 4.5)
      .map(([key, value]) => `contrast: ${key} ${value}`);

  // Marks each element that holds visible Han text itself, and counts those characters.
  function markHan() {
    let count = 0;
    for (const node of texts()) {
      if (HAN.test(node.data) && shown(node.parentElement)) {
        node.parentElement.dataset.han = "";
        count += [...node.data].filter((c) => HAN.test(c)).length;
      }
    }
    return count;
  }

  // The picture of one character in a font, as a string to compare.
  const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 32 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const drawn = new Map();
  function drawing(character, font) {
    const key = font + character;
    if (!drawn.has(key)) {
      pen.clearRect(0, 0, 32, 32);
      pen.font = `24px ${font}`;
      pen.fillText(character, 2, 26);
      drawn.set(key, pen.getImageData(0, 0, 32, 32).data.join());
    }
    return drawn.get(key);
  }

  // Han characters that look like one that does not exist: the box for "no such glyph".
  function glyphs() {
    const boxes = new Set();
    for (const node of texts()) {
      const font = getComputedStyle(node.parentElement).fontFamily;
      for (const c of new Set(node.data)) {
        if (HAN.test(c) && drawing(c, font) === drawing("\u{3fffd}", font)) boxes.add(c);
      }
    }
    return boxes.size ? [`glyphs: none for ${[...boxes].join("")}`] : [];
  }

  const problems = () => [
    ...overflow(),
    ...scrolling(),
    ...formulas(),
    ...languages(),
    ...directions(),
    ...places(),
    ...empties(),
    ...contrast(),
    ...glyphs(),
  ];
  return { problems, contrasts, markHan, sizes };
})();
