// How the elements of a card look, from its outermost: [[what, number or word, ...]].
globalThis.looksOf = (card) => {
  const from = card.getBoundingClientRect();
  const round = (number) => Math.round(number * 10) / 10;
  return [card, ...card.querySelectorAll("*")]
    .filter((one) => !one.parentElement?.closest("mjx-container") && one.checkVisibility())
    .map((one) => {
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      const place = [box.left - from.left, box.top - from.top, box.width, box.height].map(round);
      const words = ["color", "backgroundColor", "fontFamily", "fontSize", "fontWeight", "lineHeight"];
      // A menu of MathJax's own, which the page goes without, is none of a card's looks.
      const named = one.className.replace(/ CtxtMenu_\w+/, "");
      return [`${one.localName}.${named}`, ...place, ...words.map((name) => style[name])];
    });
};
