"""HTML text to the tokens of html5lib, in linear time.

Left out is what is no part of the page in a browser, or nests deeper than any page does.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Optional

from html5lib._tokenizer import HTMLTokenizer
from html5lib.constants import (
    asciiUpper2Lower,
    cdataElements,
    namespaces,
    rcdataElements,
    specialElements,
    tokenTypes,
)
from html5lib.html5parser import HTMLParser

from ...errors import InputError
from ...words import message

DEEPEST = 512
"""Elements that nest deeper than this are left out, and what they hold goes on in the one around
them. Chromium's trees are no deeper, either: it sets what is beside what it stands in."""
MOST_TAGS = 1_000_000
"""A page with more is refused: it would take some GB of memory."""

# What html5lib reads sign by sign, each time copying all that it has: nothing real is as long.
_ENDLESS = re.compile(r"&#[0-9]{100,}|</?[a-z]{100,}|<!doctype[^>]{1000,}", re.IGNORECASE)
_LONGEST = 100
_ENDS_NAME = frozenset("\t\n\f\r />")
_ENDS_ATTRIBUTE = frozenset("\t\n\f\r />=")
_CHILDLESS = rcdataElements | cdataElements | {
    "area", "base", "br", "col", "embed", "hr", "image", "img", "input", "link", "meta", "param",
    "plaintext", "source", "template", "track", "wbr",
}  # fmt: skip
_BLOCKS = {name for namespace, name in specialElements if namespace == namespaces["html"]}
_BLOCKS |= {"dialog", "figcaption", "hgroup", "main", "search", "summary"}
_START, _END = tokenTypes["StartTag"], tokenTypes["EndTag"]
_TEXT = tokenTypes["Characters"]
_DRAWINGS = ("svg", "math")
_BREAK = {"type": _START, "name": "br", "selfClosing": False}


def _shortened(match: re.Match[str]) -> str:
    return match.group()[:_LONGEST]


class _Parts(List[str]):
    """A text that grows piece by piece."""

    def __iadd__(self, text: Any) -> _Parts:  # type: ignore[misc,override]
        self.append(text)
        return self


def is_foreign(parser: Any) -> bool:
    """Whether a tag that comes now is one of a drawing or of a formula, not of HTML."""
    around = parser.tree.openElements
    return bool(around) and not (
        around[-1].namespace == namespaces["html"]
        or parser.isHTMLIntegrationPoint(around[-1])
        or parser.isMathMLTextIntegrationPoint(around[-1])
    )


class Tokenizer(HTMLTokenizer):
    """The tokens of `html` for `parser`.

    Of what would nest deeper than `DEEPEST` only text and void elements come; line breaks part what
    a block held there from its neighbours. Templates do not come, nor what they hold, which
    browsers keep apart from the page; but what one with a `shadowrootmode` holds is shown. Raises
    InputError beyond `MOST_TAGS`.
    """

    currentToken: Any
    stream: Any

    def __init__(self, html: str, parser: HTMLParser) -> None:
        super().__init__(_ENDLESS.sub(_shortened, html), parser=parser)
        self.stream.reportCharacterErrors = None
        self._left_out: Dict[str, int] = {}
        self._parted = False
        self._tags = 0
        self._templates = 0
        self._drawings: List[int] = []
        """For each drawing open in a template, how many templates were open around it."""

    def __iter__(self) -> Iterator[Any]:
        """The tokens, in order."""
        token: Any
        for token in super().__iter__():
            may_be = self._templates or token.get("name") == "template"
            if may_be and self._is_hidden(token):
                continue
            if self._parted and token["type"] == _TEXT and not self._is_raw():
                self._parted = False
                # Not a rule (hr), for which html5lib looks through all that is open.
                yield from ({**_BREAK, "data": {}} for _ in range(2))
            yield token

    def _is_hidden(self, token: Dict[str, Any]) -> bool:
        """Whether `token` is a template's tag, or stands in a template; counts them."""
        name, kind = token.get("name"), token["type"]
        if not self._templates:
            if is_foreign(self.parser):
                return False
            self._templates += kind == _START and "shadowrootmode" not in token["data"]
            return True
        if kind == _END:
            if name in _DRAWINGS and self._drawings:
                self._templates = self._drawings.pop()
            self._templates -= name == "template"
            if not self._templates:
                self._drawings.clear()
        elif kind == _START and not (self._drawings and token["selfClosing"]):
            self._templates += name == "template"
            if name in _DRAWINGS:
                self._drawings.append(self._templates)
            elif not self._drawings:
                self.state = self._state_in(name)
        return True

    def _state_in(self, name: Optional[str]) -> Any:
        """How the text of an element is read; html5lib gives the two kinds each other's names."""
        if name in cdataElements:
            return self.rcdataState
        return self.rawtextState if name in rcdataElements else self.state

    def _is_raw(self) -> bool:
        """Whether a script or the like is open, which holds nothing but text."""
        return self.parser.phase is self.parser.phases["text"]

    def tagNameState(self) -> bool:
        """A tag's name, read at one go."""
        self.currentToken["name"] += self.stream.charsUntil(_ENDS_NAME)
        return super().tagNameState()

    def attributeNameState(self) -> bool:
        """An attribute's name, read at one go."""
        # The library compares each name with all before it, only to report what is there twice.
        attribute = self.currentToken["data"][-1]
        name = attribute[0] + self.stream.charsUntil(_ENDS_ATTRIBUTE)
        attribute[0] = name.translate(asciiUpper2Lower)
        char = self.stream.char()
        if char == "=":
            self.state = self.beforeAttributeValueState
        elif char == ">":
            self.emitCurrentToken()
        elif char == "/":
            self.state = self.selfClosingStartTagState
        elif char is None:
            self.state = self.dataState
        else:
            self.state = self.afterAttributeNameState
        return True

    def beforeAttributeValueState(self) -> bool:
        """An attribute's value follows; it grows piece by piece."""
        attribute = self.currentToken["data"][-1]
        attribute[1] = attribute[1] or _Parts()
        return super().beforeAttributeValueState()

    def commentStartState(self) -> bool:
        """A comment begins; it grows piece by piece."""
        self.currentToken["data"] = _Parts()
        return super().commentStartState()

    def emitCurrentToken(self) -> None:
        """A tag is whole. Raises InputError for one too many."""
        token = self.currentToken
        self._tags += token["type"] == _START
        if self._tags > MOST_TAGS:
            raise InputError(message("readers.too_many_tags", n=f"{MOST_TAGS:,}"))
        if self._is_too_deep(token):
            self.state = self.dataState
            return
        for attribute in token["data"]:
            attribute[1] = "".join(attribute[1])
        super().emitCurrentToken()

    def _is_too_deep(self, token: Dict[str, Any]) -> bool:
        if len(self.parser.tree.openElements) < DEEPEST:
            self._left_out.clear()
            return False
        name = token["name"].translate(asciiUpper2Lower)
        if name in _CHILDLESS:
            return False
        count = self._left_out.get(name, 0) + (1 if token["type"] == _START else -1)
        if count >= 0:
            self._left_out[name] = count
            self._parted = self._parted or name in _BLOCKS
        return count >= 0
