// Shows each of the cards given, one after the other, and says what is wrong: [[number, what]].
globalThis.probe = (() => {
  const found = [];
  addEventListener("error", (event) => found.push([-1, `script: ${event.message}`]));
  const pause = () => new Promise((done) => setTimeout(done, 10));

  async function shown(qa, call) {
    qa.style.opacity = "0";
    call();
    while (qa.style.opacity !== "1") await pause();
    await document.fonts.ready;
  }

  function look(at, side, formulas) {
    const wrong = inspect.problems();
    const set = document.querySelectorAll("mjx-container").length;
    if (set !== formulas) wrong.push(`formulas: ${set} typeset of ${formulas}`);
    for (const one of wrong) found.push([at, `${side}: ${one}`]);
  }

  async function run() {
    const qa = document.getElementById("qa");
    for (const [at, [question, answer, asked, answered]] of given.cards.entries()) {
      const sides = [
        ["question", () => _showQuestion(question, answer, given.body), asked],
        ["answer", () => _showAnswer(answer, given.body), answered],
      ];
      for (const [side, call, formulas] of sides) {
        await shown(qa, call);
        look(at, side, formulas);
        const folded = qa.querySelectorAll("details");
        for (const one of folded) one.querySelector("summary").click();
        if (folded.length) look(at, `${side}, unfolded`, formulas);
        if ([...folded].some((one) => !one.open)) found.push([at, `${side}: does not unfold`]);
      }
    }
    return found;
  }

  return { run: async () => JSON.stringify(await run()) };
})();
