"""An item in which a hostile text stands in every place, before it is written in a format."""

from __future__ import annotations

from tests.formats import Record, one_line


def trap(number: int, text: str, odd: bool = False, shape: int = 0) -> Record:
    """A hostile text in all places of an item, which is marked by its number, so that no two are
    alike: `n12n`. `shape` says what the reader's note is like."""
    marked = f"{text} n{number}n"
    return Record(
        passage=marked,
        note=_NOTES[shape % SHAPES].replace("%", marked),
        title=marked,
        url=text if odd else f"https://pages.example/{number}/{one_line(marked)}",
        day=text if odd else "2024-08-29T10:00:00+00:00",
        tags=[marked],
        number=number,
        kind=marked if odd else "Annotation",
        prose=_PROSE[shape % SHAPES].replace("%", marked),
        label=text,
        odd=odd,
    )


_NOTES = (
    "[!NOTE] %\n#flashcard\n\n%",
    "%:::%",
    "%",
    "- %\n- 中 %\n\n| % | b |\n|---|---|\n| % | c |\n\n> %\n\n# %",
    '`%` **%** [%](https://pages.example/% "%") ![%](https://pages.example/%)',
    "[!QUESTION] %\n\n```html\n%\n```",
    "[%](%) ![%](%) <%> $%$ $$%$$",
)
_PROSE = (
    "<p>[!NOTE] %</p><h1>flashcard</h1><p>%</p>",
    "<p>%:::%</p>",
    "%",
    "<ul><li>%</li></ul><table><tr><th>%</th></tr><tr><td>%</td></tr></table><blockquote>%"
    "</blockquote><h2>%</h2>",
    '<code>%</code><b>%</b><a href="%" title="%">%</a><img src="%" alt="%">',
    '<p>[!QUESTION] %</p><pre><code class="language-html">%</code></pre>',
    "<p>$%$ \\(%\\)</p><svg>%</svg><math><mtext>%</mtext></math><template>%</template>",
)
SHAPES = len(_NOTES)
