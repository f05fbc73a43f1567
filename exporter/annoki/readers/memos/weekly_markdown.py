"""An issue of link notes, written in Markdown (docs/formats.md).

An item begins at a heading, a number or a bullet, and goes on to the next one: who numbers items
seldom indents what belongs to them. It is a link note if it links somewhere and says more than the
link.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Iterator, List, NamedTuple, Optional, Tuple, Union

from ...contained import contained
from ...model import Block, Blocks, Document, Found, Item, Skipped
from ...text import fences
from ...text.dates import day_of
from ...text.urls import WEB
from ...words import message
from ..markdown.blocks import blocks_of_markdown

NAME = "weekly-markdown"

_HEADING = r" {0,3}#{1,6}[ \t]+"
_NUMBERED = r"\d{1,3}[.)][ \t]+|\d{1,3}\u3001[ \t]*|[(\uff08]\d{1,3}[)\uff09][ \t]*"
_IN_LIST = rf" {{0,3}}(?:[-*+][ \t]+|{_NUMBERED})"
_LINK = rf"[^\w\[<\n!]{{0,6}}(?:\[[^\[\]\n]+\]\(\s{{0,9}}<?{WEB}|<{WEB})"
_BEGINS = re.compile(rf"^(?:{_HEADING}|{_IN_LIST})", re.MULTILINE)
_LEADS = re.compile(rf"^(?:{_HEADING}|{_IN_LIST}){_LINK}", re.MULTILINE)
_FEWEST = 3
_OF_WHICH = 3
"""So many items begin with a link, and one of so many at least."""

_MARK = re.compile(rf"({_HEADING})|({_IN_LIST})")
_TORN = re.compile(r" {0,3}(?:[-*+]|[(\uff08]?(\d{1,3})(?:[.)\u3001\uff09])?)")
_OPENS_WITH_LINK = re.compile(_LINK)
_LINKS = re.compile(rf"(?<!!)\[[^\[\]\n]+\]\(\s{{0,9}}<?{WEB}|(?<![(\w\"'=]){WEB}")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_NUMBER = re.compile(r"\d+")
_SETTING = re.compile(r"(title|date):[ \t]*[\"']?([^\"'\n]{1,300})", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09]{0,40}[)\uff09]")
_WORD = re.compile(r"[^\W_]")
# What an issue says below these names is about itself, whatever it links to.
_OF_ISSUE = re.compile(
    r"(?:本期|本周)?封面图?片?|历史上的本周|[往历]年(?:今日|本周)?回顾|往期(?:回顾|推荐|周刊|内容)?|过刊"
    r"|(?:欢迎|如何)?订阅(?:方式|周刊|本刊)?|(?:欢迎|如何)?投稿(?:方式)?|关于(?:本刊|本?周刊)|鸣谢|致谢"
    r"|赞助商?|(?:how to )?subscribe|past issues|previous issues|sponsors?|cover (?:image|photo)",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    number: int
    text: str
    code: bool


class _Part:
    """Lines that belong together. `mark` is the sign that they begin with, less its number: `#`,
    `-`, `.`; empty for what stands above the first sign or below a rule.

    `links` says whether it links anywhere, outside its code; `has_body`, whether there is anything
    below its first line."""

    def __init__(self, mark: str, n: int, *lines: _Line) -> None:
        self.mark, self.n = mark, n
        self.lines: List[_Line] = []
        self.links = self.has_body = False
        for line in lines:
            self.add(line)

    def add(self, line: _Line) -> None:
        self.has_body |= bool(self.lines and line.text)
        self.links = self.links or (not line.code and _LINKS.search(line.text) is not None)
        self.lines.append(line)

    @property
    def where(self) -> str:
        return message("places.line", n=self.lines[0].number)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class _Head(NamedTuple):
    title: str
    day: str


def detect(text: str) -> bool:
    """Whether many headings, numbers and bullets of the Markdown `text` lead to a page."""
    leads = sum(1 for _ in _LEADS.finditer(text))
    return leads >= _FEWEST and leads * _OF_WHICH >= sum(1 for _ in _BEGINS.finditer(text))


def declared(text: str) -> Optional[int]:
    """An issue does not say how many items it holds."""
    return None


def read(document: Document) -> Iterator[Found]:
    """The items in the order printed."""
    lines = _lines(document.text)
    head, lines = _head(lines)
    n = 0
    for part in _parts(lines):
        made = contained("reading", part.where, partial(_item, part, head), part.text)
        if made is None:
            continue
        if isinstance(made, Item):
            n += 1
            made = made._replace(n=n)
        yield made


def _lines(text: str) -> List[_Line]:
    texts = text.split("\n")
    closed = fences.Closed(texts)
    lines: List[_Line] = []
    end = -1
    for at, line in enumerate(texts):
        fence = fences.opening(line) if at > end else None
        if fence:
            # What no fence closes would be all that follows: then it is no code.
            end = closed.end_of(at, fence) or end
        lines.append(_Line(at + 1, line.rstrip(), at <= end))
    return lines


def _head(lines: List[_Line]) -> Tuple[_Head, List[_Line]]:
    """What the issue says of itself, and the lines below that."""
    settings = {}
    if lines and lines[0].text == "---":
        end = next((at for at, line in enumerate(lines[1:], 1) if line.text == "---"), 0)
        found = (_SETTING.match(line.text) for line in lines[:end])
        settings = {one[1].lower(): one[2].strip() for one in found if one}
        lines = lines[end + 1 :] if end else lines
    first = next((at for at, line in enumerate(lines) if line.text), len(lines))
    title = settings.get("title", "")
    if first < len(lines) and lines[first].text.startswith("# "):
        title = title or lines[first].text[2:].rstrip("# ").strip()
        # All above the first part is about the issue, whatever it links to.
        lines = lines[first + 1 :]
    return _Head(title, day_of(settings.get("date", "")) or day_of(title)), lines


def _parts(lines: List[_Line]) -> Iterator[_Part]:
    part = _Part("", 0)
    for line in lines:
        begun = None if line.code else _begun(line, part)
        if line is lines[-1] and _is_torn(line.text, part):
            begun = _Part(part.mark, 0, line)
        if begun is None:
            part.add(line)
            continue
        if part.lines:
            yield part
        part = begun
    if part.lines:
        yield part


def _is_torn(text: str, above: _Part) -> bool:
    """Whether `text`, in which the file breaks off, is the sign that the part below `above` begins
    with."""
    match = _TORN.fullmatch(text)
    if not match or not match[1]:
        return match is not None and text.strip() == above.mark
    return above.n > 0 and str(above.n + 1).startswith(match[1])


def _begun(line: _Line, above: _Part) -> Optional[_Part]:
    """The part that `line` begins, if it does not belong to the one `above`."""
    if _RULE.fullmatch(line.text):
        return _Part("", 0, line)
    match = _MARK.match(line.text)
    if not match:
        return None
    if match[1]:
        return _Part("#", 0, line)
    number = _NUMBER.search(match[2])
    mark = match[2].strip().strip("0123456789") or match[2].strip()
    n = int(number.group()) if number else 0
    part = _Part(mark, n, line)
    said = line.text[match.end() :]
    if above.mark == "#" and _is_of_heading(above, said):
        return None
    if _OPENS_WITH_LINK.match(said):
        return part
    is_next = above.mark == mark and (not number or n == above.n + 1)
    return part if is_next or (above.mark == "#" and not above.has_body) else None


def _is_of_heading(heading: _Part, said: str) -> bool:
    """Whether what stands in a list belongs to `heading`, which is an item itself: not if it, too,
    opens with a link and says more."""
    if not heading.links:
        return False
    link = _OPENS_WITH_LINK.match(said)
    return not link or not _WORD.search(said.partition(")")[2])


def _item(part: _Part, head: _Head) -> Union[Item, Skipped, None]:
    text = part.text.strip()
    if part.mark == "#" and not part.has_body and not part.links:
        return None
    if not _WORD.search(text):
        return None
    if not part.mark or (part.mark == "#" and _OF_ISSUE.fullmatch(_name(text))):
        return Skipped(part.where, message("readers.about_issue"), text)
    if not part.links:
        return Skipped(part.where, message("readers.links_nowhere"), text)
    body = _blocks(part)
    if not _says_more(body):
        return Skipped(part.where, message("readers.link_alone"), text)
    return Item(
        "memo", "weekly", part.where, 0, body=body, captured=head.day, collection=head.title
    )


def _name(text: str) -> str:
    """What the heading that `text` begins with says, in words."""
    return text.partition("\n")[0].strip("# \t*_:\uff1a")


def _blocks(part: _Part) -> Blocks:
    first, *rest = part.lines
    match = _MARK.match(first.text)
    mark = match.end() if match else 0
    if part.mark == "#" and not _OPENS_WITH_LINK.match(first.text[mark:]):
        return blocks_of_markdown(part.text)
    below = [line.text[min(mark, len(line.text) - len(line.text.lstrip(" "))) :] for line in rest]
    return blocks_of_markdown("\n".join([first.text[mark:], *below]).strip("\n"))


def _says_more(body: Blocks) -> bool:
    """Whether there is more than a title, links and a word in brackets."""
    if any(block.kind in ("code", "picture", "table") for block in body):
        return True
    said = [_unlinked(block) for block in body if block.kind != "heading"]
    return any(_WORD.search(_IN_BRACKETS.sub("", one)) for one in said)


def _unlinked(block: Block) -> str:
    rows = [span for row in block.rows for cell in row.cells for span in cell]
    return "".join(span.text for span in (*block.spans, *rows) if not span.link)
