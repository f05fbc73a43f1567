// Formulas: MathJax as Anki configures it, asked only for what is shown.

const formulas = { waiting: [], isRunning: false, ready: null, copied: 0 };

function typesetSoon(card) {
  if (!byId("mathjax")) return; // made without it
  card.classList.add("waiting");
  formulas.waiting.push(card);
  if (!formulas.isRunning) typesetWaiting();
}

async function typesetWaiting() {
  formulas.isRunning = true;
  await pause(); // the words come first
  try {
    formulas.ready ??= startMathJax();
    await formulas.ready;
    while (formulas.waiting.length) {
      typesetCard(formulas.waiting.pop());
      await pause();
    }
  } finally {
    formulas.isRunning = false;
  }
}

// What is not shown any more waits until it is again.
function typesetCard(card) {
  card.toggleAttribute("data-left", !card.isConnected);
  if (!card.isConnected) return;
  try {
    MathJax.typesetClear();
    MathJax.typeset([card]);
    copyStyle();
  } finally {
    card.classList.remove("waiting");
  }
}

// What was left, and is shown again.
function typesetLeft(element) {
  for (const host of element.querySelectorAll(".sheet")) {
    const card = host.shadowRoot.querySelector("[data-left]");
    if (card) typesetSoon(card);
  }
}

// What waits on the page, at once: before it is printed. Where MathJax is not there yet, TeX is seen.
function typesetNow() {
  if (window.MathJax?.typeset) for (const card of formulas.waiting.splice(0)) typesetCard(card);
  else for (const card of formulas.waiting) card.classList.remove("waiting");
}

async function printPage() {
  if (byId("mathjax")) await (formulas.ready ??= startMathJax());
  print();
}

// Anki's configuration (its mathjax.js), less the menu, which would ask for files.
function startMathJax() {
  const packages = ["noerrors", "mathtools"];
  window.MathJax = {
    tex: {
      displayMath: [["\\[", "\\]"]],
      processEscapes: false,
      processEnvironments: false,
      processRefs: false,
      packages: { "[+]": packages, "[-]": ["textmacros"] },
    },
    loader: { load: packages.map((name) => `[tex]/${name}`), versionWarnings: false },
    options: { enableMenu: false },
    startup: { typeset: false, ready: fontsThenReady },
  };
  document.head.append(make("script", {}, byId("mathjax").textContent));
  return MathJax.startup.promise;
}

// Its fonts are in the page.
function fontsThenReady() {
  const held = JSON.parse(byId("mathjax-fonts").textContent);
  const { TeXFont } = MathJax._.output.chtml.fonts.tex_ts;
  for (const face of Object.values(TeXFont.defaultFonts)) {
    const name = /(MathJax_[\w-]+)\.woff/.exec(face.src)?.[1];
    if (Object.hasOwn(held, name)) face.src = `url("${held[name]}") format("woff")`;
  }
  MathJax.startup.defaultReady();
}

// MathJax keeps its style in the page's head, and puts what is new before the rest; the faces have a
// copy of it.
function copyStyle() {
  const rules = byId("MJX-CHTML-styles")?.sheet?.cssRules ?? [];
  for (let at = rules.length - formulas.copied - 1; at >= 0; at--) {
    if (!(rules[at] instanceof CSSFontFaceRule)) formulaSheet.insertRule(rules[at].cssText, 0);
  }
  formulas.copied = rules.length;
}
