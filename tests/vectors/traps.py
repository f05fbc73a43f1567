"""An item in which a hostile text stands in every place, before it is written in a format."""

from __future__ import annotations

from typing import NamedTuple


class Trap(NamedTuple):
    """A hostile text in an item of its number: `text` is what stands in all of its places.

    `odd` says that it stands also where a date, an id or a whole address is wanted, so that what
    the item is may not be known any more; `shape` says what the reader's note is like.
    """

    number: int
    text: str
    odd: bool = False
    shape: int = 0

    @property
    def marked(self) -> str:
        return f"{self.text} n{self.number}n"

    @property
    def line(self) -> str:
        """The text where only a line has room."""
        return " ".join(self.marked.split("\n"))

    @property
    def address(self) -> str:
        return self.text if self.odd else f"https://pages.example/{self.number}/{self.line}"

    @property
    def date(self) -> str:
        return self.text if self.odd else "2024-08-29T10:00:00+00:00"

    @property
    def note(self) -> str:
        """What the reader wrote, as Markdown."""
        return _NOTES[self.shape % len(_NOTES)].replace("%", self.marked)

    @property
    def prose(self) -> str:
        """The same as HTML, the text being markup."""
        return _PROSE[self.shape % len(_PROSE)].replace("%", self.marked)


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
