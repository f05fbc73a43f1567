"""The list of what a formula may hold is of Anki's own MathJax."""

from __future__ import annotations

from annoki.compose.typeset import allowed

from .page import PHONE, Desks, Samples

# Those of `names` that MathJax knows neither as command nor as delimiter nor as environment.
UNKNOWN = r"""names => {
    const { handlers } = MathJax.startup.document.inputJax[0].parseOptions;
    const known = (kind, name) => handlers.get(kind).lookup(name);
    return names.filter(name => !known("macro", name) && !known("environment", name)
        && !known("delimiter", `\\${name}`));
}"""
# `\root 3 \of x`, and in chemistry `A\bond{=}B`: read by what stands around them.
WITHIN_OTHERS = ["bond", "of"]


def test_all_that_is_listed_is_known(desks: Desks, samples: Samples) -> None:
    commands, environments, _ = allowed()
    desk = desks("light", PHONE)
    desk.show(samples["ready-math"], "question")
    assert desk.page.evaluate(UNKNOWN, [*commands, *environments]) == WITHIN_OTHERS
    assert desk.page.evaluate(UNKNOWN, ["nonesuch", "bm"]) == ["nonesuch", "bm"]
