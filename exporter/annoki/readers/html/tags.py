"""BeautifulSoup tags written one after the other, in the order of the page.

BeautifulSoup links each element to its neighbours; a tree that is made in order needs no search for
them, so that its making takes linear time.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Type
from xml.etree.ElementTree import Element

from bs4.element import NavigableString, PageElement, Script, Stylesheet, Tag

from ...text.clean import without_icons

_STRINGS: Dict[str, Type[NavigableString]] = {"script": Script, "style": Stylesheet}
"""What the text of an element is, where it is none that anybody reads."""


class TagWriter:
    """Writes below `root`, which is still empty."""

    def __init__(self, root: Tag) -> None:
        self._open: List[Tag] = [root]
        self._last: PageElement = root

    def start(
        self, name: str, attributes: Mapping[str, str], namespace: Optional[str] = None
    ) -> Tag:
        """An element begins."""
        values: Dict[str, Any] = dict(attributes)
        names = values.pop("class", None)
        if names is not None:
            values["class"] = names.split()
        parent = self._open[-1]
        tag = Tag(
            name=name,
            namespace=namespace,
            attrs=values,
            parent=parent,
            previous=self._last,
            is_xml=False,
        )
        parent.contents.append(tag)
        self._open.append(tag)
        self._last = tag
        return tag

    def text(self, text: str) -> None:
        """Text in the element that is open; a reference (`&#xe001;`) may have spelled an icon."""
        parent = self._open[-1]
        string = _STRINGS.get(parent.name, NavigableString)(without_icons(text))
        string.setup(parent, self._last)
        parent.contents.append(string)
        self._last = string

    def end(self) -> None:
        """The element that is open ends."""
        self._open.pop()


def tags_of(root: Element) -> Tag:
    """An ElementTree, such as Python-Markdown makes, as tags."""
    tags = Tag(name=root.tag, is_xml=False)
    writer = TagWriter(tags)
    if root.text:
        writer.text(root.text)
    stack = [iter(root)]
    after: List[Optional[str]] = [None]
    while stack:
        child = next(stack[-1], None)
        if child is not None:
            writer.start(child.tag, child.attrib)
            if child.text:
                writer.text(child.text)
            stack.append(iter(child))
            after.append(child.tail)
            continue
        stack.pop()
        tail = after.pop()
        if stack:
            writer.end()
        if tail:
            writer.text(tail)
    return tags
