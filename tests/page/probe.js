// Looks through a page of cards to its end, touches what is on it, and says what lives: [[-1, what]].
globalThis.probe = (() => {
  const found = [];
  const say = (what) => found.push([-1, what.slice(0, 300)]);

  globalThis.hit = (...words) => say(`script: hit ${words.join(" ")}`);
  for (const name of ["alert", "confirm", "prompt", "open", "print"]) {
    globalThis[name] = (...words) => say(`script: ${name} ${words.join(" ")}`);
  }
  addEventListener("error", (event) => {
    if (event.target === globalThis) say(`script: fails ${event.message}`);
  });
  addEventListener("unhandledrejection", (event) => say(`script: fails ${event.reason}`));
  // What the policy had to keep from being done was tried.
  addEventListener("securitypolicyviolation", (event) =>
    say(`request: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  for (const kind of ["pagehide", "beforeunload"]) addEventListener(kind, () => say("script: leaves"));

  // Links lead to windows of their own, and nowhere here; any other may do what it does.
  addEventListener("click", (event) => {
    const link = event.composedPath().find((one) => one.localName === "a");
    if (/^(https?|mailto):/.test(link?.href ?? "")) event.preventDefault();
  }, true);

  const LIVE = "script, style, link, meta, base, iframe, frame, object, embed, applet, form, input, " +
    "textarea, select, video, audio, source, svg, animate, set, foreignObject, template, slot, dialog";
  const seen = new WeakSet();

  function look(root) {
    for (const one of root.querySelectorAll("*")) {
      if (seen.has(one)) continue;
      seen.add(one);
      const name = one.localName;
      if (root !== document && one.matches(LIVE)) say(`element: <${name}> on a card`);
      for (const { name: key, value } of one.attributes) {
        if (/^on/i.test(key)) say(`element: <${name} ${key}="${value}">`);
        const leads = /^(?:xlink:)?(?:href|src|action|srcdoc|formaction|data|poster)$/i.test(key);
        if (leads && !/^(?:https?:\/\/|mailto:|data:(?:image\/(?:png|jpeg|gif|webp|avif)|,)|#)/i.test(value))
          say(`element: <${name} ${key}="${value}">`);
      }
      const { position } = getComputedStyle(one);
      if (root !== document && (position === "fixed" || position === "sticky"))
        say(`overlay: <${name}> is ${position}`);
      if (root !== document) {
        one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true }));
      }
      if (one.shadowRoot) look(one.shadowRoot);
    }
  }

  const faces = () => [...document.querySelectorAll("*")].filter((one) => one.shadowRoot);
  const frame = () => new Promise(requestAnimationFrame);
  const isTypesetting = () =>
    faces().some((one) => one.shadowRoot.querySelector(".waiting") && one.checkVisibility());

  async function run() {
    for (let frames = 0; frames < 3; frames++) await frame(); // until the page is there
    const scripts = document.scripts.length;
    const title = document.title;
    const page = document.scrollingElement;
    let cards = 0;
    for (let bottom = false; !bottom; ) {
      await frame();
      for (let tries = 0; isTypesetting() && tries < 200; tries++) await frame();
      for (const one of document.querySelectorAll("details")) one.open = true;
      for (const one of faces()) {
        for (const folded of one.shadowRoot.querySelectorAll("details")) folded.open = true;
        cards += !seen.has(one);
      }
      look(document);
      bottom = page.scrollTop + innerHeight >= page.scrollHeight - 2;
      page.scrollTop += innerHeight * 0.9;
    }
    if (document.title !== title) say("script: has changed the title");
    // MathJax is a text until it is needed.
    if (document.scripts.length > scripts + 1) say("element: a script that was not there");
    globalThis.shown = cards;
    return JSON.stringify(found);
  }

  // The middles of what may be clicked by hand at the end of the page.
  function places() {
    const inside = faces().flatMap((one) => [...one.shadowRoot.querySelectorAll("code, li, mjx-container")]);
    const middles = inside.map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    });
    return middles.filter(([x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight).slice(0, 12);
  }

  return { run, places, found: () => JSON.stringify(found) };
})();
