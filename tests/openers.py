"""What a careless rule reads again and again, and documents of every format that hold it."""

from __future__ import annotations

from html import escape
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Sequence

from annoki.config import Config
from annoki.model import Document
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.readers import BUILT_IN

from tests.formats import LAYOUTS, Record

OPENERS = [
    "[", "![", "[[", "[x](", "[x](<", "[x]('", "[a]: b\n", "[^1]", "*", "**", "**a ", "***", "_a ",
    "==", "~~", "`", "`a ``b ", "```\n", "``` a\n", "~~~\n", "$", "$a ", "$$", "\\(", "\\[",
    "\\begin{a}", "\\\\", "<", "<b>", "<!--", "&lt;", "> ", "- ", "1. ", "- a\n", "*\n\n", "# a\n",
    "<!--a-->", "|", "|a|\n|-|\n", ":::", "[!NOTE] a\n", "#tag ", "http://a",
    "> [!a|b]- c\n", "#card ", "#card\n", "a#card\n", "[[a]] ", "%% ", "a %%", " ^a1b2\n",
    "<details>", ":::a\n:::\n", "见 ", "?\n", "Copied ", "x2x^2x2 ", "...\n",
    "a", "中", "\n", ": 1. ", ": - a ", "1. a。", "a\n1\n", "12",
]  # fmt: skip
"""Of text."""

VARIED = [
    "{} ", "{}, ", "{}\n", "{}\n\n", "the{} ", "these{}ing ", "the{}X ", "AB{}is ", "{}-{} ",
    "中{}", "{}_{} ", "{}/{} ", "{}.{} ", "{}@{}.b ", "{}’s ", "fi {}", "{}: ", "{}：", "{}: {}\n",
    "{}::{}\n", "{}?\n", "{}...\n", "{}{0} ", "{0} ", "({0}) ", "[{0}] ", "{0}. {}\n", "{0}) {} ",
    ": {0}. {} ", "图 {0} {}。", "{0}-01-01 {} ", "- {}\n", "- [ ] {}\n", "> {}\n", "> {}\n\n",
    "# {}\n", "## {}\n\n", "#{} ", "#{}/", "[{}](", "[{}](http://{}.b) ", "![{}](", "[{}]: a\n",
    "[^{0}]: {}\n", "[^{}] ", "[[{}]] ", "[[{}|", "http://{}.b ", "http://a/{}#{} ", "**{}** ",
    "**{}：**", "*{} ", "=={}== ", "`{}` ", "`{} ", "```{}\n", "~~~{}\n", ":::{}\n", "[!{}] a\n",
    "> [!{}] {}\n\n", "%%{}%% ", "^{}\n", "${}$ ", "$${}$$\n", "${0}", "\\({}\\) ", "\\begin{{}} ",
    "\\{} ", "\\{}{", "x_{{}} ", "x{}x^{}x{} ", "<{}>", "</{}>", "<{} {}={}>", "<!-- {} ", "&{};",
    "&#{0};", "|{}", "|{}|\n|-|\n", "{{c{0}::{}}} ", "{} Copied ", "见 {} ", "Tags: {}\n",
]  # fmt: skip
"""Of text, each time with another word for `{}`, another number for `{0}`."""

NESTED = [
    "({~})", "[{~}](a)", "[[{~}]]", "**{~}**", "{ {~}}", "${~}$", "\\frac{{~}}{2}", "> {~}\n",
    "<{}>{~}</{}>", "\\begin{{}}{~}\\end{{}}", ":::{}\n{~}:::\n", "<details>{~}</details>",
    "<b>{~}</b>", '"{~}"', "~{~}`", "`{~}~",
]  # fmt: skip
"""Of text, so many times what is before `{~}`, and then as often what is behind."""

MARKUP = [
    "<p>", "<p>x", "</p>", "<div>", "</div>", "<b><i>", "<b><i><p>", "<b><p></b>", "<a href=x>",
    "<br>", "<hr>", "<h1>a", "<h2>a</h2>", "<img alt=a>", "<blockquote>a", "<ul><li>x", "<ol><li>",
    "</li></ul>", "<dl><dt>a<dd>", "<details><summary>", "<table>x", "<table><tr><td>", "<tr><td>x",
    "<caption>a", "<figure>", "<figcaption>a", "<pre>", "<pre>a\n", "<code>", "<pre><code>",
    "<br>1", "<figure class=highlight><table><tr><td class=gutter><pre>1\n",
    "<td class=code><pre>a\n", "<div class=highlight>", "<span class=line>1", "<math>",
    "<math><mi>x", "<svg><p>", "<annotation encoding=application/x-tex>x", "<span class=katex>",
    "<span class=katex-display>",
    "<span class=katex><math><annotation encoding=application/x-tex>x", "<mjx-container>",
    "<span class=MathJax>x", "<script type=math/tex>", "<script type=math/tex>x</script>",
    "<a class=anchor>x<span>", "<article>", "<article><h2>a", "<time>", "<del>", "<mark>a</mark>",
    "<sup>", "<button>", "<input>", "<select><option>", "<ruby><rt>", "<video>", "<iframe>",
    "<script>", "<style>", "<template>", "<title>", "<item>", "<entry>", "<category>", "<?", "<!",
    "<![CDATA[", "]]>", "<!doctype ", "<body a=1>", "<p a=1 ", "='", "<a title='", "&", "&amp;",
    "&#1", "&#x110000;", "<li class=annotation-card>", "<div class=annotation-card__tags>",
    "<blockquote class=annotation-card__quote>x", "<div class=post-block>", "<a rel=tag>x",
]  # fmt: skip
"""Of markup, in the formats that are markup."""

VARIED_MARKUP = [
    "<p>{}", "<p>{}</p>", "{}<br>", "<br>{0}", "<div class={}>", "<div class={}>{}</div>",
    "<p id={}>{}</p>", "<a href=http://{}.b>{}</a>", "<a href=#{}>{0}</a>",
    "<sup><a href=#{}>{0}</a></sup>", "<a rel=tag>{}</a>", "<h2>{}</h2>", "<h2 id={}>{}",
    "<h2>{}</h2>{}<h3>{}</h3>", "<b>{}</b>", "<strong>{}：</strong>{}<br>", "<img src={}>",
    "<img src=x alt={}>", "<{}>", "<{}>x</{}>", "<p {}={}>", "<p {}={} ", "<li>{}",
    "<ul><li>{}</ul>", "<ol start={0}><li>{}</ol>", "<dl><dt>{}<dd>{}</dl>", "<tr><td>{}",
    "<table><tr><th>{}<tr><td>{}</table>", "<pre>{}</pre>",
    "<pre><code class=language-{}>{}</code></pre>", "<code>{}</code>", "<span class={}>{}</span>",
    "<time>{0}-01-01</time>", "<article id={}><h2>{}</h2>{}",
    "<article><h2><a href={}>{}</a></h2>{}</article>", "<div class=post-{}><h2>{}</h2>{}</div>",
    "<math><mi>{}</mi></math>", "<script type=math/tex>{}</script>",
    "<span class=katex><math><annotation encoding=application/x-tex>{}</annotation></math></span>",
    "<item><title>{}</title><link>{}</link></item>", "<category>{}</category>",
    "<style>.{}{}</style>", "<title>{}</title>", "<div class=tag>{}</div>",
    "<blockquote>{}</blockquote>", "<details><summary>{}</summary>{}</details>",
    "<figure><img src={}><figcaption>{}</figcaption></figure>", "<ruby>{}<rt>{}</ruby>", "&{}",
    "<![CDATA[{}]]>",
]  # fmt: skip
NESTED_MARKUP = [
    "<div>{~}</div>", "<div class={}>{~}</div>", "<{}>{~}</{}>", "<p>{~}</p>", "<b>{~}</b>",
    "<b><i>{~}</i></b>", "<b><p>{~}</b></p>", "<a href=x>{~}</a>", "<span>{}{~}{}</span>",
    "<sup>{~}</sup>", "<blockquote>{~}</blockquote>", "<blockquote>{}{~}{}</blockquote>",
    "<ul><li>{~}</ul>", "<ol><li>{}{~}{}</ol>", "<dl><dd>{~}</dl>", "<table><tr><td>{~}</table>",
    "<table><tr><td>{}{~}</td></tr></table>", "<details><summary>a</summary>{~}</details>",
    "<pre>{~}</pre>", "<code>{~}</code>", "<pre><span>{~}</span></pre>", "<figure>{~}</figure>",
    "<h1>{~}</h1>", "<article>{~}</article>", "<section><h2>{}</h2>{~}</section>",
    "<span class=katex>{~}</span>", "<math>{~}</math>", "<math><mrow>{~}</mrow></math>",
    "<svg>{~}</svg>", "<svg><p>{~}</p></svg>", "<select>{~}</select>", "<template>{~}</template>",
    "<ruby>{~}</ruby>", "<mark>{~}</mark>", "<del>{~}</del>", "<item>{~}</item>",
    "<div class=post>{~}</div>", "<div class=highlight>{~}</div>",
]  # fmt: skip
"""The same of markup."""

PAIRED = ["[", "](", "**", "`", "$", "\\(", "<b>", "http://a"]
PAIRED_MARKUP = [
    "<p>", "<div>x", "</div>", "<b>", "<a href=x>", "<table>", "<tr><td>x", "<ul><li>", "<pre>",
    "<span class=katex>", "<math>", "<figure class=highlight>", "<br>", "<svg>",
]  # fmt: skip
"""Those that are also tried in pairs."""

PLACES = ("note", "passage", "title", "url", "tags", "day")
_RECORD = Record(
    passage="A passage",
    note="A note",
    title="A title",
    url="https://a.example/one/",
    day="2023-08-13",
    tags=["tag"],
    number=1,
    kind="Annotation",
    prose="A note",
    label="a.example",
    odd=False,
)


def repeated(unit: str, times: int) -> str:
    """`unit` so many times, if it nests around what the others do."""
    before, _, behind = unit.partition("{~}")
    return _varied(before, range(times)) + _varied(behind, range(times)[::-1])


def _varied(unit: str, numbers: Sequence[int]) -> str:
    if "{}" not in unit and "{0}" not in unit:
        return unit * len(numbers)
    return "".join(unit.replace("{0}", str(n + 1)).replace("{}", _word(n)) for n in numbers)


def _word(number: int) -> str:
    """Six letters that look like no word, of which each stretch of numbers has all alike."""
    number = number * 190_920_449 % 26**6
    return "".join(chr(ord("a") + number // 26**n % 26) for n in range(6))


class Form(NamedTuple):
    """How documents of a `layout` hold a text: in some `places`, as words or, where that is markup,
    `raw`; without places it is the whole document, whose format, without a layout, is not told."""

    layout: str
    places: Sequence[str] = ()
    raw: bool = True

    @property
    def format(self) -> str:
        """As what they are read."""
        return LAYOUTS[self.layout].format if self.layout else ""

    @property
    def name(self) -> str:
        """How it is told from others."""
        places = "everywhere" if self.places == PLACES else " ".join(self.places)
        raw = " raw" if self.is_markup and places else ""
        return f"{self.layout if places else self.format or 'whatever'} {places or 'alone'}{raw}"

    @property
    def is_markup(self) -> bool:
        """Whether what it holds is read as markup."""
        return bool(self.raw and self.layout) and BUILT_IN[self.format].shape == "markup"

    def document(self, text: str) -> str:
        """A document that holds `text`."""
        if not self.places:
            return text
        fields: Dict[str, Any] = dict.fromkeys(self.places, text)
        if "tags" in fields:
            fields["tags"] = [text]
        if "note" in fields:
            fields["prose"] = text if self.raw else escape(text)
        return LAYOUTS[self.layout].write([_RECORD._replace(**fields)])

    def input(self, text: str) -> Input:
        """The same, to be read."""
        return Input("x", self.format, Document("x", self.document(text)))


def forms() -> Iterator[Form]:
    """Of every format, and of none, the whole document, and of every layout those with a text in
    all places, as far as they differ."""
    alone = {one.format: name for name, one in LAYOUTS.items()}
    yield from map(Form, ["", *alone.values()])
    for layout in LAYOUTS:
        words, raw = Form(layout, PLACES, False), Form(layout, PLACES)
        yield words
        if words.document("<b>") != raw.document("<b>"):
            yield raw


def places_of(form: Form) -> List[Form]:
    """`form` with each of the places that its documents have, for itself."""
    each = [form._replace(places=(place,)) for place in form.places]
    return [one for one in each if one.document("a") != one.document("b")]


def listed(layout: str, numbers: Iterable[int], alike: bool = False) -> Input:
    """A document of records of one title and day that stand at different addresses; `alike`: of one
    text."""
    given = []
    for n in numbers:
        note = "A note" if alike else f"第 {n} 天 {n * 7919} {'字' * 60}"
        url = f"https://a.example/{n}/"
        given.append(_RECORD._replace(note=note, prose=note, url=url, number=n))
    one = LAYOUTS[layout]
    return Input("x", one.format, Document("x", one.write(given)))


def export(inputs: Iterable[Input]) -> None:
    """Make the notes of `inputs`."""
    listings, report = read_all(inputs)
    list(notes_of(listings, report, Config()))
