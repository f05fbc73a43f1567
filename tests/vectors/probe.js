// Shows cards, many at once, and says what lives on them: [[number of the card or -1, what]].
globalThis.probe = (() => {
  const found = [];
  const say = (at, what) => found.push([at, what.slice(0, 300)]);
  const ran = (what) => say(-1, `script: ${what}`);

  globalThis.hit = (...words) => ran(`hit ${words.join(" ")}`);
  for (const name of ["alert", "confirm", "prompt", "open", "print"]) {
    globalThis[name] = (...words) => ran(`${name} ${words.join(" ")}`);
  }
  globalThis.pycmd = globalThis.bridgeCommand = (words) => {
    if (words !== "updateToolbar") ran(`command ${words}`); // Anki's own, when a card is shown
  };
  addEventListener("error", (event) => {
    // Of a script; what cannot be loaded is an event of its element, and a request.
    if (event.target === globalThis) ran(`fails ${event.message}`);
  });

  const TEXT = {
    A: "href lang class", ARTICLE: "", BLOCKQUOTE: "dir lang", BR: "", CODE: "class", EM: "",
    FIGCAPTION: "dir lang", FIGURE: "", H1: "dir lang", H2: "dir lang", H3: "dir lang",
    H4: "dir lang", H5: "dir lang", H6: "dir lang", IMG: "src alt", LI: "", OL: "start dir lang",
    P: "class dir lang", PRE: "class lang", SPAN: "class lang", STRONG: "", TABLE: "dir lang", TBODY: "",
    TD: "class", TH: "class", TR: "", UL: "dir lang", WBR: "", DETAILS: "class open", SUMMARY: "lang",
  };
  const CLASS = /^(caption|opening|keep|host|more|here|lost|long|gap-before|gap-after|language-[\w+#.-]+|[a-z][a-z0-9]{0,2})$/;
  const MATH = new Set(
    ("math mrow mi mo mn mtext ms mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced " +
      "menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable " +
      "mlabeledtr mtr mtd semantics").split(" "),
  );
  const MATH_ATTRIBUTE = /^(on.*|href|xlink:.*|src|id|action.*|srcdoc|data-.*url)$/i;
  const STYLE = /url\s*\(|expression|@import|position:(?! relative;)|z-index|behavior|animation|cursor|\/\*/i;

  function element(at, one) {
    const name = one.localName;
    const math = one.closest("mjx-container");
    if (!math) {
      const allowed = one.namespaceURI.endsWith("xhtml") && TEXT[one.tagName];
      if (allowed === undefined || allowed === false) return say(at, `element: <${name}>`);
      for (const { name: key, value } of one.attributes) {
        const right = allowed.split(" ").includes(key);
        if (!right && !(one.hasAttribute("data-keep"))) say(at, `element: <${name} ${key}="${value}">`);
        if (key === "class" && !value.split(" ").every((word) => CLASS.test(word)))
          say(at, `element: <${name} class="${value}">`);
        if (key === "src" && !/^annoki-[0-9a-f]{16}\.\w+$/.test(value))
          say(at, `element: <${name} src="${value}">`);
        if (key === "href" && !/^(https?:\/\/[^\s]|mailto:)/i.test(value))
          say(at, `element: <${name} href="${value}">`);
      }
      return;
    }
    const inside = one.closest("mjx-assistive-mml");
    const right = inside && one !== inside ? MATH.has(name) : name.startsWith("mjx-");
    if (!right) say(at, `element: <${name}> in a formula`);
    for (const { name: key, value } of one.attributes) {
      const own = key === "id" && value.startsWith("mjx-eqn:"); // of an equation that has a number
      if ((MATH_ATTRIBUTE.test(key) && !own) || (key === "style" && STYLE.test(value)))
        say(at, `element: <${name} ${key}="${value}"> in a formula`);
    }
  }

  const SIGN = /[\u0000-\u0008\u000b-\u001f\ue000-\ue0ff]/;

  const FAR = 300;
  // What of a box can be seen: less what the boxes around it hide.
  function visible(one, card) {
    let { left, top, right, bottom } = one.getBoundingClientRect();
    for (let box = one.parentElement; box && box !== card; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const edge = box.getBoundingClientRect();
      left = Math.max(left, edge.left);
      top = Math.max(top, edge.top);
      right = Math.min(right, edge.right);
      bottom = Math.min(bottom, edge.bottom);
    }
    return { left, top, right, bottom };
  }

  function overlay(at, one, card, edge) {
    const style = getComputedStyle(one);
    const math = one.closest("mjx-container");
    const name = `<${one.localName}>`;
    if (style.position === "fixed" || style.position === "sticky")
      say(at, `overlay: ${name} is ${style.position}`);
    if (!math && style.position === "absolute") say(at, `overlay: ${name} is absolute`);
    if (!math && style.zIndex !== "auto") say(at, `overlay: ${name} has a z-index`);
    const box = visible(one, card);
    if (box.right <= box.left || box.bottom <= box.top) return;
    const by = Math.max(
      edge.left - box.left, box.right - edge.right, edge.top - box.top, box.bottom - edge.bottom);
    if (by > FAR) say(at, `overlay: ${name} leaves the card by ${Math.round(by)} px`);
    if (math && box.bottom - box.top > 3000) say(at, `overlay: ${name} is as high as a page`);
  }

  // The parts of the templates, and nothing else, stand around the fields.
  function frame(at, card) {
    const right = (one, names) => names.includes(one.tagName);
    const parts = [...card.children].flatMap((one) => [...one.children]);
    const inner = parts.flatMap((one) => [...one.children]);
    const sound =
      card.childElementCount === 1 && right(card.firstElementChild, ["ARTICLE"]) &&
      parts.every((one) => right(one, ["SECTION", "HR", "FOOTER"])) &&
      inner.every((one) => one.matches("p.label, div.text")) &&
      /^annoki (front|back)( reverse)? \w*$/.test(card.firstElementChild.className);
    if (!sound) say(at, "element: a field has broken out of its place");
    const words = [card, ...card.children, ...parts].flatMap((one) => [...one.childNodes]);
    if (words.some((one) => one.nodeType === 3 && one.data.trim()))
      say(at, "element: text stands outside of the fields");
  }

  const KINDS = ("mouseover mouseenter mousemove mousedown mouseup pointerover pointerdown focus " +
    "focusin blur load error toggle animationstart transitionend wheel input change submit " +
    "keydown begin end copy dblclick contextmenu").split(" ");

  function provoke(one) {
    // Elsewhere than in a formula none but an attribute can listen.
    if (one.closest("mjx-container") || [...one.attributes].some((key) => /^on/i.test(key.name)))
      for (const kind of KINDS) one.dispatchEvent(new Event(kind));
    if (one.tabIndex >= 0) one.focus();
    const click = { bubbles: true, cancelable: true, composed: true };
    one.dispatchEvent(new MouseEvent("click", click));
  }

  // What Anki opens in a browser of its own leads nowhere here; any other link may do what it does.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && typeof link.href === "string" && /^(https?|mailto):/.test(link.href)) {
      event.preventDefault();
    }
  });
  for (const kind of ["pagehide", "beforeunload"]) addEventListener(kind, () => ran("leaves"));

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  async function run() {
    const qa = document.getElementById("qa");
    const style = `<style>${css}</style>`;
    const html = cards.map((card, at) => `<div data-card="${at}">${card}</div>`).join("\n");
    qa.style.opacity = "0";
    _showQuestion(style + html, "", "card card1 isLin");
    while (qa.style.opacity !== "1") await pause(20);
    await document.fonts.ready;
    const title = document.title;
    const shown = [...qa.children].filter((one) => one.tagName !== "STYLE");
    if (shown.length !== cards.length || qa.querySelectorAll("[data-card]").length !== cards.length)
      say(-1, "element: a card has broken out of its place");
    // What is folded away is seen, too, by whoever asks for it.
    for (const one of qa.querySelectorAll("details")) one.open = true;
    for (const card of shown) {
      const at = Number(card.dataset.card);
      if (SIGN.test(cards[at])) say(at, "element: a sign that nobody can read");
      frame(at, card);
      const edge = card.getBoundingClientRect();
      for (const one of card.querySelectorAll("*")) {
        if (one.closest(".text") && !one.matches(".text") && !one.matches("time")) element(at, one);
        overlay(at, one, card, edge);
      }
    }
    for (const one of qa.querySelectorAll("[data-card] *")) provoke(one);
    await pause(100);
    if (document.title !== title) ran("has changed the title");
    return found;
  }

  // The middles of some of what can be seen, to be clicked by hand.
  function places() {
    const some = [...document.querySelectorAll("#qa a, #qa mjx-container, #qa code, #qa img, #qa li")];
    some[Math.floor(some.length / 2)]?.scrollIntoView();
    const middles = some.map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    });
    return middles.filter(([x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight).slice(0, 12);
  }

  return { places, run: async () => JSON.stringify(await run()), found: () => JSON.stringify(found) };
})();
