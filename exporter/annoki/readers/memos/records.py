"""Memos as the service's own records: replies of its list API from 0.8 to 0.26, or single memos
(docs/formats.md).

| version | list | a memo is called | its page | `file` of an attachment |
|---|---|---|---|---|
| to 0.12 | `{data: []}` | `id` | `/m/ID` | `/o/r/ID/FILENAME` |
| to 0.21 | `[]` | `id`, `name` or `uid` | `/m/UID` | `/o/r/UID` |
| 0.22, 0.23 | `{memos: []}` | `name`: memos/ID, `uid` | `/m/UID` | `/file/NAME/FILENAME` |
| 0.24 on | `{memos: []}` | `name`: memos/UID | `/memos/UID` | `/file/NAME/FILENAME` |

Attachments are called `resourceList` to 0.21, `resources` to 0.24, `attachments` from 0.25 on.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Dict, Iterator, List, Optional, Tuple
from urllib.parse import quote

from ...contained import contained
from ...model import Block, Blocks, Document, Face, Found, Item, Problem, Skipped, Span
from ...text.blank import is_blank
from ...text.dates import instant_of, seconds_of
from ...text.spans import text_of, text_span
from ...text.tags import leading_tags, marker_in, name_of
from ...text.urls import WEB, absolute, host_of
from ...words import message
from ..markdown.lines import without_fences
from ..records import as_line, as_lines, as_text, if_it_says_something, rows_of
from .items import items_of

NAME = "memos-json"

_LISTS = ("memos", "data")
_START = re.compile(r"\ufeff?\s*[\[{]")
_CONTENT = re.compile(r'(?<!\\)"content"\s*:')
_ITS_TIME = re.compile(r'(?<!\\)"(?:createdTs|createTime|displayTime|displayTs)"\s*:')
_EMPTY = re.compile(r'\ufeff?\s*\{\s*"memos"\s*:\s*\[')
_NOT_TAGS = re.compile(rf"`[^`\n]*`|\]\([^()\s]*\)|{WEB}\S+")
_TAG_LINE = re.compile(r"[ \t]*(?:#[^\s#]+[ \t]*)+")
_TAG = re.compile(
    "(?<![\\w/#&\\\\])#([^\\s#,.;:!?()\\[\\]<>\"'`\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f]+)"
)


def detect(text: str) -> bool:
    """Whether `text` is JSON whose members are those of memos."""
    if not _START.match(text):
        return False
    return bool(_EMPTY.match(text) or (_CONTENT.search(text) and _ITS_TIME.search(text)))


def declared(text: str) -> Optional[int]:
    """How many memos there are, where the list says so."""
    return rows_of(text, _LISTS).total


def read(document: Document) -> Iterator[Found]:
    """The memos in the order printed (newest first), a weekly memo as its items."""
    rows = rows_of(document.text, _LISTS)
    home = absolute(document.url).partition("/api/")[0].rstrip("/")
    n = 0
    for at, row in enumerate(rows.rows, 1):
        where = message("places.memo", n=at)
        made = contained("reading", where, partial(_memo, row, where, home), _content(row))
        for found in [made] if isinstance(made, Problem) else made:
            n += isinstance(found, Item)
            yield found._replace(n=n) if isinstance(found, Item) else found
    lacking = rows.lacking(bool(document.url))
    if lacking:
        # What follows the break may hold a person's tokens, which old versions print.
        yield lacking._replace(raw="")


def _content(row: object) -> str:
    return as_text(row.get("content")) if isinstance(row, dict) else ""


def _memo(row: object, where: str, home: str) -> List[Found]:
    if not isinstance(row, dict) or not _name(row) or not isinstance(row.get("content", ""), str):
        return [Problem(where, message("readers.not_a_memo"), as_line(row))]
    content = _content(row)
    files = _files(row, home)
    if "ARCHIVED" in (row.get("state"), row.get("rowStatus")):
        return [Skipped(where, message("readers.archived"), content)]
    if is_blank(content) and not is_blank(as_text(row.get("snippet"))):
        head = as_text(row["snippet"])
        return [Problem(where, message("readers.memo_head"), head)]
    if is_blank(content) and not any(block.kind == "picture" for block in files):
        shown = " ".join(text_of([block]) for block in files)
        return [Skipped(where, message("readers.no_text"), shown)]
    return list(_items(_shared(row, where, home), content, files, home))


def _items(memo: Item, content: str, files: Blocks, home: str) -> Iterator[Found]:
    from ..markdown.blocks import blocks_of_markdown

    issue = items_of(content)
    if not issue:
        text = _without_tag_lines(content).strip("\n")
        body = () if is_blank(text) else blocks_of_markdown(text, base=home)
        body += _captioned(files, body)
        item = memo._replace(body=body, tags=_tags(memo.tags, content))
        yield if_it_says_something(item, content)
        return
    shared = _tags(memo.tags, issue.title)
    for at, text in enumerate(issue.items, 1):
        last = at == len(issue.items)
        item = memo._replace(
            where=message("places.item_of", where=memo.where, n=at),
            body=blocks_of_markdown(text, base=home) + (files if last else ()),
            collection=issue.title,
            modified=0,  # the memo was edited, but which of its items is not said
            tags=_tags(shared, text),
        )
        yield if_it_says_something(item, text)


def _without_tag_lines(content: str) -> str:
    """`content` without lines of nothing but tags at either end, and those before its first words:
    the tags say the same. The marker of a card says more."""
    lines = content.split("\n")
    if all(_TAG_LINE.fullmatch(line) or not line.strip() for line in lines):
        return ""
    first = next((at for at, line in enumerate(lines) if not _is_tags(line)), len(lines))
    lines = lines[first:]
    if lines and not marker_in(lines[0]):
        lines[0] = lines[0][leading_tags(lines[0]) :]
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    tags = end
    while tags > 1 and _is_tags(lines[tags - 1]):
        tags -= 1
    return "\n".join(lines[:tags] if tags < end else lines)


def _is_tags(line: str) -> bool:
    return _TAG_LINE.fullmatch(line) is not None and not marker_in(line)


def _shared(row: Dict[str, object], where: str, home: str) -> Item:
    """What all items of one memo have in common."""
    # What a server displays may be, as it is set, the time of the last edit.
    times = [row.get(name) for name in ("createTime", "createdTs", "displayTime", "displayTs")]
    written = next(filter(None, map(instant_of, times)), None)
    edited = instant_of(row.get("updateTime")) or instant_of(row.get("updatedTs"))
    property = row.get("property")
    inner = property.get("tags") if isinstance(property, dict) else None
    host = host_of(home)
    return Item(
        "memo",
        "memos",
        where,
        0,
        captured=written.strftime("%Y-%m-%d") if written else "",
        host=host,
        source_ids=tuple(f"memos:{host}/{name}" for name in _names(row)),
        link=f"{home}{_page(row)}" if home else "",
        tags=as_lines(row.get("tags")) or as_lines(inner),
        modified=seconds_of(edited),
        face=Face.RECORD,
    )


def _names(row: Dict[str, object]) -> Tuple[str, ...]:
    """What the memo is called, the name that outlives an upgrade of the server first."""
    values = (row.get("uid"), row.get("name"), row.get("id"))
    names = [str(value) if isinstance(value, int) else as_line(value) for value in values]
    return tuple(dict.fromkeys(name.rpartition("/")[2] for name in names if name))


def _name(row: Dict[str, object]) -> str:
    return next(iter(_names(row)), "")


def _page(row: Dict[str, object]) -> str:
    newest = as_line(row.get("name")).startswith("memos/") and not row.get("uid")
    return f"/{'memos' if newest else 'm'}/{quote(_name(row), safe='')}"


def _files(row: Dict[str, object], home: str) -> Blocks:
    """Pictures as pictures, other attachments as links, or their names where no address is known.

    Names are those of files; they are no captions.
    """
    blocks: List[Block] = []
    lists = (row.get(name) for name in ("attachments", "resources", "resourceList"))
    for file in next((files for files in lists if isinstance(files, list)), []):
        if not isinstance(file, dict):
            continue
        name, address = as_line(file.get("filename")), _file(file, home)
        if not address:
            blocks.append(Block("caption", text_span(name)))
        elif as_line(file.get("type")).startswith("image/"):
            blocks.append(Block("picture", address=address))
        else:
            blocks.append(Block("prose", (Span(name or address, link=address),)))
    return tuple(block for block in blocks if block.spans or block.address)


def _file(file: Dict[str, object], home: str) -> str:
    elsewhere = absolute(as_line(file.get("externalLink")))
    if elsewhere:
        return elsewhere
    name, uid = as_line(file.get("name")), as_line(file.get("uid"))
    filename = quote(as_line(file.get("filename")), safe="")
    if not home:
        return ""
    if "/" in name:
        return f"{home}/file/{quote(name)}/{filename}"
    if uid or name:
        return f"{home}/o/r/{quote(uid or name, safe='')}"
    id = file.get("id")
    last = quote(as_line(file.get("publicId")), safe="") or filename
    return f"{home}/o/r/{id}/{last}" if isinstance(id, int) else ""


def _captioned(files: Blocks, body: Blocks) -> Blocks:
    """`files`; below no text, a picture is told from others by what its file is called."""
    if body:
        return files
    return tuple(
        block._replace(spans=text_span(block.address.rpartition("/")[2]))
        if block.kind == "picture"
        else block
        for block in files
    )


def _tags(known: Tuple[str, ...], text: str) -> Tuple[str, ...]:
    prose = _NOT_TAGS.sub(" ", without_fences(text, lambda fence: " "))
    words = (match.group(1).rstrip("/") for match in _TAG.finditer(prose))
    tags = [*known, *(word for word in words if not word.isdigit())]
    return tuple(dict.fromkeys(filter(None, [name_of(f"#{tag}") for tag in tags])))
