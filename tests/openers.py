"""What a careless rule reads again and again, and documents of every format that hold it."""

from __future__ import annotations

from random import Random
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Sequence

from annoki.config import Config
from annoki.model import Document
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.readers import BUILT_IN

from tests.fuzz.formats import WRITERS, Record

OPENERS = [
    "[", "![", "[[", "[x](", "[x](<", "[x]('", "[a]: b\n", "[^1]", "*", "**", "**a ", "***", "_a ",
    "==", "~~", "`", "`a ``b ", "```\n", "``` a\n", "~~~\n", "$", "$a ", "$$", "\\(", "\\[",
    "\\begin{a}", "\\\\", "<", "<b>", "<!--", "&lt;", "> ", "- ", "1. ", "- a\n", "*\n\n", "# a\n",
    "|", "|a|\n|-|\n", ":::", "[!NOTE] a\n", "#tag ", "http://a", "Copied ", "x2x^2x2 ", "...\n",
    "a", "中",
]  # fmt: skip
"""Of text."""

MARKUP = [
    "<p>", "<p>x", "</p>", "<div>", "</div>", "<b><i>", "<b><p></b>", "<a href=x>", "<br>", "<hr>",
    "<h1>a", "<h2>a</h2>", "<img alt=a>", "<blockquote>a", "<ul><li>x", "<ol><li>", "</li></ul>",
    "<dl><dt>a<dd>", "<details><summary>", "<table>x", "<table><tr><td>", "<tr><td>x", "<caption>a",
    "<figure>", "<figcaption>a", "<pre>", "<pre>a\n", "<code>", "<pre><code>", "<br>1",
    "<figure class=highlight><table><tr><td class=gutter><pre>1\n", "<td class=code><pre>a\n",
    "<div class=highlight>", "<span class=line>1", "<math>", "<math><mi>x", "<svg><p>",
    "<annotation encoding=application/x-tex>x", "<span class=katex>", "<span class=katex-display>",
    "<span class=katex><math><annotation encoding=application/x-tex>x", "<mjx-container>",
    "<span class=MathJax>x", "<script type=math/tex>", "<script type=math/tex>x</script>",
    "<a class=anchor>x<span>", "<article>", "<article><h2>a", "<time>", "<del>", "<mark>a</mark>",
    "<sup>", "<button>", "<input>", "<select><option>", "<ruby><rt>", "<video>", "<iframe>",
    "<script>", "<style>", "<template>", "<title>", "<item>", "<entry>", "<category>", "<?",
    "<!", "<![CDATA[", "]]>", "<!doctype ", "<body a=1>", "<p a=1 ", "='", "<a title='", "&",
    "&amp;", "&#1", "&#x110000;", "<li class=annotation-card>", "<div class=annotation-card__tags>",
    "<blockquote class=annotation-card__quote>x", "<div class=post-block>", "<a rel=tag>x",
]  # fmt: skip
"""Of markup, in the formats that are markup."""

PAIRED = ["[", "](", "**", "`", "$", "\\(", "<b>", "http://a"]
PAIRED_MARKUP = [
    "<p>", "<div>x", "</div>", "<b>", "<a href=x>", "<table>", "<tr><td>x", "<ul><li>", "<pre>",
    "<span class=katex>", "<math>", "<figure class=highlight>", "<br>", "<svg>",
]  # fmt: skip
"""Those that are also tried in pairs."""

PLACES = ("note", "passage", "title", "url", "tags", "day")
_RECORD = Record(
    "A passage", "A note", "A title", "https://a.example/one/", "2023-08-13", ["tag"], 1
)


class _Falls(Random):
    """Chance that always falls one way: what writers of a format draw with it is so or so."""

    def __init__(self, way: float) -> None:
        super().__init__(0)
        self._way = way

    def random(self) -> float:
        return self._way


class Form(NamedTuple):
    """A way in which documents of `format` hold a text: in some `places`, as words or, where the
    format is markup, `raw`; without places it is the whole document."""

    format: str
    places: Sequence[str] = ()
    raw: bool = True

    @property
    def name(self) -> str:
        """How it is told from others."""
        places = "everywhere" if self.places == PLACES else " ".join(self.places)
        raw = " raw" if self.is_markup and places else ""
        return f"{self.format} {places or 'alone'}{raw}"

    @property
    def is_markup(self) -> bool:
        """Whether what it holds is read as markup."""
        return self.raw and BUILT_IN[self.format].shape == "markup"

    def document(self, text: str) -> str:
        """A document that holds `text`."""
        if not self.places:
            return text
        fields: Dict[str, Any] = dict.fromkeys(self.places, text)
        if "tags" in fields:
            fields["tags"] = [text]
        return self.printed([_RECORD._replace(**fields)])

    def printed(self, records: Sequence[Record]) -> str:
        """A document of `records`."""
        return WRITERS[self.format](_Falls(0.9 * self.raw), records)

    def input(self, text: str) -> Input:
        """The same, to be read."""
        return Input("x", self.format, Document("x", self.document(text)))


def forms() -> Iterator[Form]:
    """Of every format the whole document, and those with a text in all places, as far as they
    differ."""
    for format in WRITERS:
        yield Form(format)
        words, raw = Form(format, PLACES, False), Form(format, PLACES)
        yield words
        if words.document("<b>") != raw.document("<b>"):
            yield raw


def places_of(form: Form) -> List[Form]:
    """`form` with each of the places that its documents have, for itself."""
    each = [form._replace(places=(place,)) for place in form.places]
    return [one for one in each if one.document("a") != one.document("b")]


def records(numbers: Iterable[int], alike: bool = False) -> List[Record]:
    """Records of one title and day that stand at different addresses; `alike`: of one text."""
    return [
        _RECORD._replace(
            note="A note" if alike else f"第 {n} 天 {n * 7919} {'字' * 60}",
            url=f"https://a.example/{n}/",
            number=n,
        )
        for n in numbers
    ]


def export(inputs: Iterable[Input]) -> None:
    """Make the notes of `inputs`."""
    listings, report = read_all(inputs)
    list(notes_of(listings, report, Config()))
