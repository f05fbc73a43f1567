"""Malformed HTML, made by chance from a seed: tags unclosed, crossed and astray, odd attributes."""

from __future__ import annotations

from random import Random

_TAGS = {
    "marks": "a b i em strong font code nobr u small big tt s strike",
    "blocks": "div p ul ol li dl dt dd blockquote pre h1 h2 h3 section article header footer center"
    " address figure nav aside details form hr dialog menu dir listing search fieldset",
    "tables": "table tbody thead tfoot tr td th caption colgroup col",
    "controls": "button option optgroup input label form fieldset legend datalist output",
    "phrases": "span sub sup mark q cite var kbd samp abbr time ruby rt rp br wbr img",
    "foreign": "svg path g title desc foreignObject math mi mo mtext annotation-xml annotation"
    " semantics mglyph mrow",
    "raw": "script style title xmp iframe noembed noframes plaintext",
    "objects": "object param embed applet marquee audio video source track canvas map area picture",
    "page": "head body html link meta base title",
    "apart": "template slot details",
    "odd": "image keygen menuitem bgsound basefont custom-tag o:p",
}
_USUAL = (' class="a b"', " id=x", ' href="/y?a=1&amp;b=2"', " A=1 a=2", " disabled", " title=''")
_UNUSUAL = (
    " title='&lt;q&gt; &copy;right &notit; &copy=1'", ' x="', " xlink:href='#a'", " type=hidden",
    " / ", " =x", ' a"b=c', ' encoding="text/html"', " viewbox='0 0 1 1'", " definitionurl=x",
    " color=red", " a&amp=1",
)  # fmt: skip
_TEXTS = (
    "x", "y z", " \n ", "\r\n", "\f", "\u6587\u5b57", " &amp; &#60;&#x4e2d;&nbsp;", "&", "&#",
    "&notin &lang; &CounterClockwiseContourIntegral;", "&#128;&#0;&#x110000;", "<", "</", "</>",
    "a < b", "<!-- c -->", "<!--> d", "<!-- a -- b --!>", "<?pi?>", "<!doctype html>",
    "<![CDATA[z]]>",
)  # fmt: skip


def fragment(random: Random) -> str:
    """A piece of HTML of up to twenty tags and texts."""
    kinds = random.sample(sorted(_TAGS), random.randint(1, 4))
    names = " ".join(_TAGS[kind] for kind in kinds).split()
    parts = ["<!doctype html>"] if random.random() < 0.5 else []
    opened: list[str] = []
    for _ in range(random.randint(3, 20)):
        chance = random.random()
        if chance < 0.45:
            opened.append(random.choice(names))
            parts.append(f"<{opened[-1]}{_attributes(random)}>")
        elif chance < 0.65 and opened:
            last = len(opened) - 1
            parts.append(f"</{opened.pop(random.choice((last, last, last, 0)))}>")
        elif chance < 0.72:
            parts.append(f"</{random.choice(names)}>")
        else:
            parts.append(random.choice(_TEXTS))
    return "".join(parts)


def _attributes(random: Random) -> str:
    chosen = [
        random.choice(_USUAL if random.random() < 0.8 else _UNUSUAL)
        for _ in range(random.choice((0, 0, 0, 1, 1, 2)))
    ]
    return "".join(chosen) + ("/" if random.random() < 0.05 else "")
