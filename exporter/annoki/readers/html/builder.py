"""BeautifulSoup's builder for HTML of any kind and size: the tree of browsers, in linear time.

html5lib says what a page means. What is here keeps it from taking the square of a page's length
where the page repeats itself, and from nesting deeper than browsers do; no text is lost by either.
"""

from __future__ import annotations

import gc
from typing import Any, Dict, List, Optional, Set, Union, cast

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import Tag
from html5lib._utils import MethodDispatcher
from html5lib.constants import namespaces
from html5lib.html5parser import HTMLParser, getPhases
from html5lib.treebuilders import base

from .tags import TagWriter
from .tokenizer import Tokenizer, is_foreign

_MAY_STAY_OPEN = frozenset(
    (
        "html", "head", "body", "p", "li", "dd", "dt", "rb", "rt", "rp", "rtc", "option",
        "optgroup", "colgroup", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
    )
)  # fmt: skip
"""Elements whose end tag nobody need write."""

MOST_REOPENED = 250_000
"""How often in a page a mark that a block cut off (`<p><b>a</p><p>b</p>`) goes on in the next one.
Browsers know no end: of a page of 1 MB they can make millions of elements."""

_LIBRARY_BODY: Any = getPhases(False)["inBody"]
_LIBRARY_FOREIGN: Any = getPhases(False)["inForeignContent"]
_HTML = namespaces["html"]


_OF_PAGES = frozenset(
    (
        "html", "select", "option", "optgroup", "frameset", "caption", "colgroup", "col", "tbody",
        "tfoot", "thead", "tr", "td", "th", "noscript", "template", "form",
    )
)  # fmt: skip
"""What is called so in a drawing or formula is nothing of the page; html5lib goes by the name."""
_APART = "\0"
"""Ends the names of such elements while html5lib moves them about; no markup holds it."""


class Builder(HTMLTreeBuilder):
    """What `BeautifulSoup(html, builder=Builder())` is built by."""

    NAME = "html5lib"
    soup: BeautifulSoup
    left_open: List[Tag]
    """The elements that the end of the markup closed; none, if all of them may do without a tag."""

    def feed(self, markup: Any) -> None:
        """Write the tree of `markup` into the soup that uses this builder.

        Raises InputError for a page with too many tags; see `tokenizer`.
        """
        parser = _Parser()
        try:
            root = parser.tree_of(markup)
            still = parser.tree.openElements
            broken = any(one.name not in _MAY_STAY_OPEN for one in still)
            marked = set(map(id, still if broken else ()))
            self.left_open = _write(root, TagWriter(self.soup), marked)
        finally:
            parser.close()


class _Node:
    """An element while html5lib still moves it about. Its children are nodes and pieces of text."""

    __slots__ = ("attributes", "children", "name", "nameTuple", "namespace", "parent")

    def __init__(self, name: str, namespace: str) -> None:
        self.name = name
        self.namespace = namespace
        self.nameTuple = namespace, name
        self.attributes: Dict[Any, str] = {}
        self.parent: Optional[_Node] = None
        self.children: List[Union[_Node, str]] = []

    def appendChild(self, node: _Node) -> None:
        self.insertBefore(node, None)

    def insertBefore(self, node: _Node, refNode: Optional[_Node]) -> None:
        if node.parent:
            node.parent.removeChild(node)
        node.parent = self
        self.children.insert(self._place(refNode), node)

    def insertText(self, data: str, insertBefore: Optional[_Node] = None) -> None:
        self.children.insert(self._place(insertBefore), data)

    def removeChild(self, node: _Node) -> None:
        del self.children[self._place(node)]
        node.parent = None

    def _place(self, node: Optional[_Node]) -> int:
        """Where `node` is, or would be: what the parser still moves is among the last."""
        at = len(self.children)
        while node and self.children[at - 1] is not node:
            at -= 1
        return at - bool(node)

    def reparentChildren(self, newParent: _Node) -> None:
        for child in self.children:
            if isinstance(child, _Node):
                child.parent = newParent
        newParent.children += self.children
        self.children = []

    def cloneNode(self) -> _Node:
        clone = _Node(self.name, self.namespace)
        clone.attributes = dict(self.attributes)
        return clone

    def hasContent(self) -> bool:
        return bool(self.children)


class _Tree(base.TreeBuilder):
    """Comments and the document type are left out."""

    elementClass = _Node
    openElements: List[_Node]

    def __init__(self, namespaceHTMLElements: bool) -> None:
        super().__init__(namespaceHTMLElements)
        self._reopened = 0

    def documentClass(self) -> _Node:
        return _Node("", "")

    def insertComment(self, token: object, parent: object = None) -> None:
        pass

    def insertDoctype(self, token: object) -> None:
        pass

    def reconstructActiveFormattingElements(self) -> None:
        if self._reopened < MOST_REOPENED:
            depth = len(self.openElements)
            super().reconstructActiveFormattingElements()
            self._reopened += len(self.openElements) - depth


class _Body(_LIBRARY_BODY):  # type: ignore[misc]
    """Elements that have become usual, or have gone, since html5lib was written."""

    startTagHandler = MethodDispatcher(
        {
            **vars(_LIBRARY_BODY)["startTagHandler"],
            **dict.fromkeys(("dialog", "search"), _LIBRARY_BODY.startTagCloseP),
            "isindex": _LIBRARY_BODY.startTagOther,
        }.items()
    )
    startTagHandler.default = _LIBRARY_BODY.startTagOther
    endTagHandler = MethodDispatcher(
        {**vars(_LIBRARY_BODY)["endTagHandler"], "search": _LIBRARY_BODY.endTagBlock}.items()
    )
    endTagHandler.default = _LIBRARY_BODY.endTagOther


class _Foreign(_LIBRARY_FOREIGN):  # type: ignore[misc]
    """A drawing or formula ends where a paragraph or line break that was never open in it does."""

    def processStartTag(self, token: Dict[str, Any]) -> Any:
        if token["name"] in _OF_PAGES:
            token["name"] += _APART
        return super().processStartTag(token)

    def processEndTag(self, token: Dict[str, Any]) -> Any:
        if token["name"] in _OF_PAGES and is_foreign(self.parser):
            apart = token["name"] + _APART
            if apart in (one.name for one in self.tree.openElements):
                token["name"] = apart
        if token["name"] not in ("br", "p"):
            return super().processEndTag(token)
        while is_foreign(self.parser):
            self.tree.openElements.pop()
        return self.parser.phase.processEndTag(token)


class _Parser(HTMLParser):
    """A page with scripts, as people see it: what `noscript` holds is no part of it."""

    def __init__(self) -> None:
        super().__init__(tree=_Tree)
        self.phases["inBody"].processSpaceCharacters = None  # a ring, see `close`
        self.phases["inBody"] = _Body(self, self.tree)
        self.phases["inForeignContent"] = _Foreign(self, self.tree)

    def tree_of(self, html: str) -> _Node:
        self.innerHTMLMode = False
        self.scripting = True
        self.tokenizer = Tokenizer(html, parser=self)
        self.reset()
        self.mainLoop()
        return cast(_Node, self.tree.document)

    def close(self) -> None:
        """Undo the rings in which the parts hold each other; it is of no more use."""
        for phase in self.phases.values():
            for known in filter(_is_dict, gc.get_referents(phase)):
                known.clear()  # what it does at a tag, looked up once
        self.phases["inBody"].processSpaceCharacters = None
        for part in (self.tokenizer, self.tree, self):
            vars(part).clear()

    def parseError(self, errorcode: str = "", datavars: object = None) -> None:
        """Nobody asks for errors, and each costs the place where it is."""


def _is_dict(one: object) -> bool:
    return isinstance(one, dict)


def _write(root: _Node, writer: TagWriter, marked: Set[int]) -> List[Tag]:
    """Write what `root` holds, and take it apart, since the trees of a large page are large. The
    tags of the `marked` nodes (their `id`)."""
    tags: List[Tag] = []
    stack: List[Union[_Node, str, None]] = [*reversed(root.children)]
    root.children.clear()
    texts: List[str] = []
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            texts.append(one)
            continue
        if texts:
            writer.text("".join(texts))
            texts.clear()
        if one is None:
            writer.end()
            continue
        namespace = None if one.namespace == _HTML else one.namespace
        tag = writer.start(one.name.rstrip(_APART), _named(one.attributes), namespace)
        if id(one) in marked:
            tags.append(tag)
        stack.append(None)
        stack += reversed(one.children)
        one.children.clear()
    return tags


def _named(attributes: Dict[Any, str]) -> Dict[str, str]:
    """Attributes by their names as typed: html5lib takes `xlink:href` in an `svg` apart."""
    if all(isinstance(name, str) for name in attributes):
        return attributes
    return {
        name if isinstance(name, str) else ":".join(filter(None, name[:2])): value
        for name, value in attributes.items()
    }
