"""What a digest without a title is asked by: the name of a link note, or the opening of a text."""

from __future__ import annotations

import re
from typing import Sequence, Tuple

from ..model import Block, Blocks, Spans
from ..text.blank import is_blank
from ..text.fullwidth import folded
from ..text.scripts import EAST_ASIAN
from ..text.spans import cut, is_words, joined, lines, pieces, plain, stripped, text_span

_SENTENCE = re.compile(r".+?(?:[。!?]+[”」』)\"]?|(?<![\d\s])[.;](?=\s)|…|$)", re.DOTALL)
_LONGEST_OPENING = 160
_CUT_AT = re.compile(r"^.+[\s,、;:]", re.DOTALL)
_CHINESE = re.compile(f"[{EAST_ASIAN}“「《]")
_SAYS = re.compile(r"\w")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_CHINESE_NAME = re.compile(rf"[^\s。!?:;,、]{{4,40}}(?=[ \t]+[{EAST_ASIAN}])")
# After these the name is only the first word of a longer one.
_GOES_ON = tuple("的之里中上下和与及或、,\uff0c")
_PICTURE = "\u56fe\u7247 Picture"
_DANGLING = re.compile(r"[\s,、;:&]+$")
_SENTENCE_INSIDE = re.compile(rf"[.!?] [A-Z{EAST_ASIAN}]|: ?\S{1, 500} ?$")


def named(body: Sequence[Block]) -> Tuple[Spans, Blocks]:
    """(name, the rest) of a link note, or (nothing, all of it) where the name is not certain."""
    first, *rest = body
    if first.kind == "heading" and rest:
        return first.spans, tuple(rest)
    if not first.spans:
        return (), tuple(body)
    line, *below = lines(first.spans)
    linked = _linked(line)
    if linked and (rest or plain(first.spans) != plain(linked)):
        # The name is what is linked; the link stays with the text.
        return text_span(plain(linked)), tuple(body)
    text = plain(line)
    length = _name(text) if first.kind == "prose" else 0
    after = text[length:]
    if (
        not length
        or after.lstrip().startswith(_GOES_ON)
        or _SENTENCE_INSIDE.search(folded(text[:length]))
        or (not after and not (below or rest))
    ):
        return (), tuple(body)
    others = stripped(joined([stripped(cut(line, length, len(text))), *below]))
    about = (first._replace(spans=others),) if others else ()
    return cut(line, 0, length), (*about, *rest)


def _linked(line: Spans) -> Spans:
    """The words of the link that opens `line`, if one does; signs before it are mere decoration."""
    first = next((n for n, span in enumerate(line) if span.link or _SAYS.search(span.text)), 0)
    line = line[first:]
    address = line[0].link if line else ""
    length = next((n for n, span in enumerate(line) if span.link != address), len(line))
    return line[:length] if address and plain(line[:length]) != address else ()


def _name(line: str) -> int:
    """How many characters of `line` say what a link note is about; 0 where that is not certain.

    It is certain where a space parts a Latin name from the Chinese that follows, or a Chinese name
    from its text, or where it fills the line.
    """
    chinese = _CHINESE.search(line)
    latin = line[: chinese.start()] if chinese else line
    if _LATIN_LETTER.search(latin):
        return len(latin.rstrip()) if not chinese or latin[-1].isspace() else 0
    match = _CHINESE_NAME.match(folded(line))
    return match.end() if match else 0


def opening_sentence(body: Sequence[Block]) -> Spans:
    """The first sentence, as written; a long one is cut where a word ends, and says so."""
    line = _first_line(body)
    length = 0
    for span in line:
        sentence = _SENTENCE.match(folded(span.text)) if is_words(span) else None
        ends = sentence and len(sentence.group()) < len(span.text)
        length += len(sentence.group()) if sentence and ends else len(span.text)
        if ends or length > _LONGEST_OPENING:
            break
    if length <= _LONGEST_OPENING:
        return stripped(cut(line, 0, length))
    return _shortened(line)


def _first_line(body: Sequence[Block]) -> Spans:
    written = [block for block in body if block.kind not in ("code", "picture")]
    for spans in (cell for block in (*written, *body) for cell in pieces(block)):
        for line in lines(spans):
            if not is_blank(plain(line)):
                return line
    code = body[0].code.split("\n", 1)[0]
    return text_span(code or _PICTURE)


def _shortened(line: Spans) -> Spans:
    whole = 0
    for span in line:
        if whole + len(span.text) > _LONGEST_OPENING:
            whole = _LONGEST_OPENING if is_words(span) else whole
            break
        whole += len(span.text)
    text = folded(plain(line)[:whole])
    match = _CUT_AT.match(text)
    length = match.end() if match and match.end() > _LONGEST_OPENING // 3 else whole
    dangling = _DANGLING.search(text[:length])
    shown = cut(line, 0, dangling.start() if dangling else length)
    return (*shown, *text_span(" …"))
