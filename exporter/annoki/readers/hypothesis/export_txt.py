"""Hypothes.is annotations as the client exports them to text (docs/formats.md; in hypothesis/client
`annotations-exporter`). One page a file: its title and address stand in the head.

    Annotation 1:                          until early 2024:    Annotation 1:
    Created at: 2023-08-29 14:03                                29 Aug 2023, 14:03
    Author: name                                                Comment: several lines, as typed
    Page: 3                                                     name
    Type: Annotation                                            Quote: "several lines"
    Quote: "several lines"                                      Tags: one, two
    Comment: several lines, as typed                            Page: 3
    Tags: one, two
"""

from __future__ import annotations

import re
from functools import partial
from typing import Iterator, List, Optional, Tuple, Union

from ...contained import contained
from ...model import Document, Face, Found, Problem, Skipped
from ...text.dates import local_time
from ...words import message
from ..records import as_line, as_lines, as_text
from .annotation import Annotation, newest_first

NAME = "hypothesis-txt"

_START = re.compile(
    r"^Annotation (\d{1,9}):[ ]*\n(?:Created at: |(?=.*\nComment: ).*?\d{4})", re.MULTILINE
)
_TORN = re.compile(r"\n\nAnnotation \d{1,9}:[ ]*\n*\Z")
_DECLARED = re.compile(r"^Total annotations: (\d+)\s*$", re.MULTILINE)
_OF = re.compile(r"^((?:Group|Users): .*)$", re.MULTILINE)
_PARTS = re.compile(
    r"Created at: (?P<created>.*)\n(?:Author: .*\n)?(?:Page: .*\n)?(?:Type: (?P<type>.*)\n)?"
)
_OLD = re.compile(r"(?P<created>.*)\nComment: (?P<rest>.*)\Z", re.DOTALL)
_QUOTES = (('Quote: "', '"'), ("Description: ", ""))
_COMMENT = "Comment:"
_TAGS = "Tags: "


def detect(text: str) -> bool:
    """Whether `text` holds numbered annotations as the export prints them."""
    return bool(_START.search(text) and re.search(r"^Comment: ?", text, re.MULTILINE))


def declared(text: str) -> Optional[int]:
    """How many annotations the head says there are, replies among them."""
    match = _DECLARED.search(text[: _first(text)])
    return int(match.group(1)) if match else None


def about(text: str) -> str:
    """Of which page, group and users the annotations are."""
    head = text[: _first(text)]
    who = _OF.findall(head)
    uri = _page(head)[1]
    return "\n".join((uri, *who)) if uri and who else ""


def is_ended(text: str) -> bool:
    """Tags come after all else; without them a comment may go on."""
    return text.endswith("\n") and text.rstrip("\n").rpartition("\n")[2].startswith(_TAGS)


def read(document: Document) -> Iterator[Found]:
    """The annotations, newest first; replies are skipped."""
    text = document.text
    title, uri = _page(text[: _first(text)])
    said = declared(text)
    blocks = list(_blocks(text))
    if blocks:
        line, block = blocks[-1]
        # The number of the one that is missing is nothing that anybody wrote.
        block = _TORN.sub("\n", block)
        blocks[-1] = line, block if block.endswith("\n") else _whole_lines(block)
    parts = [
        contained("reading", where, partial(_part, block.strip("\n"), where, title, uri), block)
        for where, block in ((message("places.line", n=line), block) for line, block in blocks)
    ]
    found = sum(not isinstance(one, Problem) for one in parts)
    if said is None or len(parts) >= said:
        yield from newest_first(parts)
        return
    # The last may be cut in the middle, and would be another one for ever.
    last = parts.pop() if parts and not text.endswith("\n") else None
    yield from newest_first(parts)
    what = message("readers.cut", declared=said, n=found)
    where = last.where if last else message("places.end")
    yield Problem(where, what, text.rpartition("\n")[2])


def _first(text: str) -> int:
    match = _START.search(text)
    return match.start() if match else len(text)


def _page(head: str) -> Tuple[str, str]:
    """The page's title and address: below the time of export, above the group's name."""
    lines = [line.strip() for line in head.partition("\nGroup:")[0].lstrip("\ufeff").split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 2 or not re.match(r"[\w.+-]+:\S", lines[-1]):
        return "", ""
    return as_line(" ".join(lines[1:-1])), as_line(lines[-1])


def _blocks(text: str) -> Iterator[Tuple[int, str]]:
    """(line, text below `Annotation N:`) of each annotation.

    A comment may quote an export, so only the number that comes next, below an empty line, begins
    an annotation.
    """
    starts: List[Tuple[int, int]] = []
    last = 0
    for match in _START.finditer(text):
        at, number = match.start(), int(match.group(1))
        if not starts or (number == last + 1 and text[at - 2 : at] == "\n\n"):
            last = number
            starts.append((at, text.index("\n", at) + 1))
    line, counted = 1, 0
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, below), end in zip(starts, ends):
        line += text.count("\n", counted, start)
        counted = start
        yield line, text[below:end]


def _part(block: str, where: str, title: str, uri: str) -> Union[Annotation, Skipped, Problem]:
    head = _PARTS.match(block)
    if head:
        type, printed = head.group("type") or "", head.group("created")
        passage, rest = _quoted(block[head.end() :])
        if not rest.startswith(_COMMENT):
            return Problem(where, message("readers.no_comment"), block)
        text = rest[len(_COMMENT) :]
        comment, tags = _tagged(text[1:] if text.startswith(" ") else text)
    else:
        old = _OLD.match(block)
        parts = _old_parts(old.group("rest")) if old else None
        if not old or not parts:
            return Problem(where, message("readers.unlike_export"), block)
        type, printed = "", old.group("created")
        comment, passage, tags = parts
    if as_line(type).lower() == "reply":
        return Skipped(where, message("readers.reply"), comment)
    captured, created = local_time(printed)
    return Annotation(
        where,
        created=created,
        captured=captured,
        uri=uri,
        passage=as_text(passage),
        text=as_text(comment),
        face=Face.EXCERPT,
        tags=as_lines(tags.split(", ")),
        title=title,
    )


def _quoted(text: str) -> Tuple[str, str]:
    """The passage, or a picture's description, and the text from `Comment:` on."""
    passage = ""
    for opening, closing in _QUOTES:
        if text.startswith(opening):
            ends = [text.find(f"{closing}\n{name}") for name in ("Description: ", _COMMENT)]
            end = min((end for end in ends if end >= 0), default=-1)
            if end < 0:
                return passage, text
            passage = passage or text[len(opening) : end]
            text = text[end + len(closing) + 1 :]
    return passage, text


def _tagged(text: str) -> Tuple[str, str]:
    """The comment, and the tags that its last line may be."""
    comment, below, last = text.rstrip("\n").rpartition("\n")
    if below and last.startswith(_TAGS):
        return comment, last[len(_TAGS) :]
    return text, ""


def _whole_lines(block: str) -> str:
    """`block`, which ends a file, without a last line that breaks off in the name of the tags."""
    lines, _, last = block.rpartition("\n")
    return lines if last and _TAGS.startswith(last) else block


def _old_parts(text: str) -> Optional[Tuple[str, str, str]]:
    """Comment, passage and tags of the older order, where the passage comes after the comment."""
    at = text.rfind('\nQuote: "')
    tail = re.fullmatch(
        r'\nQuote: "(.*)"(?:\nTags: ([^\n]*))?(?:\nPage: [^\n]*)?', text[at:], re.DOTALL
    )
    if at < 0 or not tail:
        return None
    # Above the passage stands the author's name.
    comment = text[:at].rpartition("\n")[0]
    passage = "" if tail.group(1) == "null" else tail.group(1)
    return comment, passage, tail.group(2) or ""
