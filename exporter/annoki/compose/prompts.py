"""What a digest without a title is asked by: the name of a link note, or the opening of a text."""

from __future__ import annotations

import re
from typing import Optional, Sequence, Tuple

from ..model import Block, Blocks, Spans
from ..text.blank import is_blank
from ..text.dates import is_when
from ..text.fullwidth import folded
from ..text.scripts import EAST_ASIAN
from ..text.spans import cut, is_words, joined, lines, pieces, plain, stripped, text_span

_SENTENCE = re.compile(r".+?(?:[。!?]+[”」』)\"]?|(?<![\d\s])[.;](?=\s)|…|$)", re.DOTALL)
_LONGEST_OPENING = 160
_CUT_AT = re.compile(r"^.+[\s,、;:]", re.DOTALL)
_CHINESE = re.compile(f"[{EAST_ASIAN}“「《]")
_SAYS = re.compile(r"\w")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_CHINESE_NAME = re.compile(rf"[^\s。!?:;,、]{{4,40}}(?=[ \t]+[{EAST_ASIAN}])")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_MADE = re.compile("开源|发布|推出|提出|介绍|发表|公布|放出|出品")
_PRODUCT = re.compile(r"\d|[a-z][A-Z]|\w-\w", re.ASCII)
_PARTS_OF_MAKERS = ("AI", "Research", "Lab", "Labs", "Brain", "Team", "Group", "Inc", "Inc.")
_BETWEEN = re.compile(r"\s*(?::|[\u2013\u2014|]+|-+(?=\s))\s*")
# After these the name is only the first word of a longer one.
_GOES_ON = (*"的之里中上下和与及或、,\uff0c", "公司")
# A line of its own that ends no sentence is a title; to part it would tear it.
_TITLE = re.compile(r"[^.。!?;,、:]{1,24}:?\s*")
_PICTURE = "\u56fe\u7247 Picture"
_END = 1 << 60
CUT = "\u2026"
"""Stands where a sentence is cut: at the end of the prompt, and before what follows."""
_DANGLING = re.compile(r"[\s,、;:&]+$")
_SENTENCE_INSIDE = re.compile(rf"[.!?] [A-Z{EAST_ASIAN}]|: ?\S{1, 500} ?$")


def named(body: Sequence[Block]) -> Tuple[Spans, Blocks]:
    """(name, the rest) of a link note, or (nothing, all of it) where the name is not certain."""
    first, *rest = body
    if first.kind == "heading" and rest and _says(first.spans):
        return first.spans, tuple(rest)
    if not first.spans:
        return (), tuple(body)
    line, *below = lines(first.spans)
    text, linked = plain(line), _linked(line)
    length = linked or (_name(text) if first.kind == "prose" and _says(line) else 0)
    if not linked and length and (below or rest) and _TITLE.fullmatch(folded(text)):
        length = len(text.rstrip(":\uff1a "))
    after = text[length:]
    if (
        not length
        or after.lstrip().startswith(_GOES_ON)
        or (not linked and _SENTENCE_INSIDE.search(folded(text[:length])))
        or (not after and not (below or rest))
    ):
        return (), tuple(body)
    begins = _BETWEEN.match(folded(text), length)
    said = stripped(cut(line, begins.end() if begins else length, len(text)))
    others = stripped(joined([said, *below]))
    about = (first._replace(spans=others),) if others else ()
    return cut(line, 0, length), (*about, *rest)


def _linked(line: Spans) -> int:
    """How many characters `line` has to the end of the link that opens it, below mere signs if any;
    0 if none does."""
    first = next((n for n, span in enumerate(line) if span.link or _SAYS.search(span.text)), 0)
    address = line[first].link if line else ""
    end = next((n for n in range(first, len(line)) if line[n].link != address), len(line))
    return len(plain(line[:end])) if address and plain(line[first:end]) != address else 0


def _name(line: str) -> int:
    """How many characters of `line` say what a link note is about; 0 where that is not certain.

    It is certain where a space parts a Latin name from the Chinese that follows, or a Chinese name
    from its text, or where it fills the line; and of a repository, or a thing whose maker the
    Chinese tells of (`kakao-ALIGN kakao\u5f00\u6e90\u7684`).
    """
    chinese = _CHINESE.search(line)
    latin = line[: chinese.start()] if chinese else line
    if not _LATIN_LETTER.search(latin):
        match = _CHINESE_NAME.match(folded(line))
        return match.end() if match else 0
    if not chinese or latin[-1].isspace() or _REPOSITORY.fullmatch(latin):
        return len(latin.rstrip())
    thing, _, maker = latin.rpartition(" ")
    made = _MADE.match(line, len(latin)) and maker not in _PARTS_OF_MAKERS
    return len(thing.rstrip()) if made and _PRODUCT.search(thing) else 0


def opening_of(body: Sequence[Block]) -> Tuple[Spans, Blocks]:
    """(the first sentence, what follows it). A long one is cut where a word ends, and both sides
    say so."""
    at, n, line_at, line = _first_line(body)
    if at is None:
        code = next((block.code for block in body if block.code.strip()), "")
        return text_span(code.strip().split("\n", 1)[0] or _PICTURE), tuple(body)
    length = _sentence(line)
    if length <= _LONGEST_OPENING:
        opening, left = stripped(cut(line, 0, length)), stripped(cut(line, length, _END))
    else:
        length, shown = _shortened(line)
        opening = (*cut(line, 0, shown), *text_span(f" {CUT}"))
        left = (*text_span(CUT), *stripped(cut(line, length, _END)))
    return opening, _without(body, at, n, line_at, left)


def _first_line(body: Sequence[Block]) -> Tuple[Optional[int], int, int, Spans]:
    """The first line that says something: index of its block, of its piece there, of its line
    there, and it; else the first of signs or addresses; that of a table only if there is no other.
    """
    signs: Optional[Tuple[int, int, int, Spans]] = None
    for kinds in (("prose", "heading", "quote", "bullets", "numbers"), ("caption", "table")):
        for at, block in enumerate(body):
            for n, spans in enumerate(pieces(block)) if block.kind in kinds else ():
                for line_at, line in enumerate(lines(spans)):
                    if _says(line):
                        return at, n, line_at, line
                    if not signs and not is_blank(plain(line)):
                        signs = at, n, line_at, line
        if signs:
            return signs
    return None, 0, 0, ()


def _says(line: Spans) -> bool:
    """Whether there is more in `line` than signs, digits, a day or an hour, addresses and files."""
    return not is_when(plain(line)) and any(
        span.kind in ("code", "formula") or (span.text != span.link and _LETTER.search(span.text))
        for span in line
        if not span.written.startswith("![[")
    )


def _sentence(line: Spans) -> int:
    """How long the first sentence of `line` is; more than the longest opening, if it is longer."""
    length = 0
    for span in line:
        sentence = _SENTENCE.match(folded(span.text)) if is_words(span) else None
        ends = sentence and len(sentence.group()) < len(span.text)
        length += len(sentence.group()) if sentence and ends else len(span.text)
        if ends or length > _LONGEST_OPENING:
            break
    return length


def _shortened(line: Spans) -> Tuple[int, int]:
    """(where a long sentence is cut, and how much is shown of it: no mark stands at the end)."""
    whole = 0
    for span in line:
        if whole + len(span.text) > _LONGEST_OPENING and (whole or is_words(span)):
            words = is_words(span)
            break
        whole += len(span.text)
    else:
        return whole, whole
    end = _LONGEST_OPENING if words else whole
    if words:
        # Only words are cut in two.
        match = _CUT_AT.match(folded(plain(line)[whole:end]))
        short = whole + (match.end() if match else 0)
        end = short if short > max(whole, _LONGEST_OPENING // 3) else whole or end
    text = folded(plain(line)[:end])
    dangling = _DANGLING.search(text)
    return end, dangling.start() if dangling else end


def _without(body: Sequence[Block], at: int, n: int, line_at: int, left: Spans) -> Blocks:
    """`body` in which of a line nothing but `left` is there."""
    block = body[at]
    if block.kind == "table":
        return tuple(body)
    printed = lines(pieces(block)[n])
    others = [*printed[:line_at], left, *printed[line_at + 1 :]]
    spans = stripped(joined([one for one in others if one or left]))
    above, below = body[:at], body[at + 1 :]
    if not block.rows:
        return (*above, *([block._replace(spans=spans)] if spans else []), *below)
    if n:
        rows = (*block.rows[:n], *([block.rows[n]._replace(cells=(spans,))] if spans else []))
        rows = (*rows, *block.rows[n + 1 :])
        return (*above, block._replace(rows=rows), *below)
    rows = block.rows[1:]
    start = block.start + (0 if spans or block.kind != "numbers" else 1)
    rows = (block.rows[n]._replace(cells=(spans,)), *rows) if spans else rows
    return (*above, *([block._replace(rows=rows, start=start)] if rows else []), *below)
