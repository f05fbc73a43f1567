"""Rendered HTML to blocks of spans: notes on a saved page, posts, feeds.

One walk without recursion, so that a page may nest as it likes: `_enter` writes what an element
begins with and answers what to do at its end, or `_SKIP` where its children are not to be walked.
What is rendered already is literal: no text of a page is read as Markdown or HTML again.
"""

from __future__ import annotations

from typing import Callable, Iterator, List, Optional, Tuple

from bs4.element import NavigableString, PageElement, Tag

from ...model import BlockKind, Blocks
from ...text.urls import absolute
from . import code as code_html
from . import formula as formula_html
from . import names as rich_names
from . import picture as picture_html
from . import table as table_html
from .names import number_of
from .tree import attribute, classes, elements, page_tree
from .writer import ListItem, Mark, Writer

_Leave = Optional[Callable[[], None]]
_MOST_AROUND = 8
"""More elements around a text are no signs of a formula."""


def blocks_of_html(html: str, base: str = "", lines: bool = False) -> Blocks:
    """The blocks of the HTML text `html`, whose relative addresses `base` completes.

    `lines` keeps the line breaks of its source text.
    """
    if not html.strip():
        return ()
    with page_tree(html) as root:
        return blocks_of_element(root, base, lines)


def blocks_of_element(element: Tag, base: str = "", lines: bool = False) -> Blocks:
    """The blocks of what `element` holds; see `blocks_of_html`."""
    return _Walk(element, base, Writer(lines)).blocks()


def _skip() -> None:
    """What `_enter` answers for an element whose children it has dealt with."""


class _Walk:
    """One walk through `root`."""

    def __init__(self, root: Tag, base: str, writer: Writer) -> None:
        self.root = root
        self.base = base
        self.out = writer
        self.lists: List[Tuple[BlockKind, int]] = []
        self.language = ""
        self.has_callout = False
        self._has_tex: Optional[bool] = None

    def blocks(self) -> Blocks:
        """The blocks, in order."""
        stack: List[Tuple[Iterator[PageElement], _Leave]] = [(iter(self.root.contents), None)]
        while stack:
            children, leave = stack[-1]
            child = next(children, None)
            if isinstance(child, NavigableString):
                self.out.text(str(child))
            elif isinstance(child, Tag):
                entered = self._enter(child)
                if entered is not _skip:
                    stack.append((iter(child.contents), entered))
            else:
                stack.pop()
                if leave:
                    leave()
        self.out.flush()
        self.out.end_list()
        return tuple(self.out.blocks)

    def _enter(self, element: Tag) -> _Leave:
        tag = element.name
        formula = formula_html.formula_of(element)
        if formula:
            self._formula(formula)
            return _skip
        if formula_html.is_rendered(element):
            if not self._tex_beside():
                self._formula(formula_html.rendered(element))
            return _skip
        if tag == "input" and attribute(element, "type") == "checkbox":
            self.out.text("\u2611 " if element.has_attr("checked") else "\u2610 ")
            return _skip
        if tag == "wikilink" and element.has_attr("words"):  # of Markdown
            self.out.text(attribute(element, "words"), attribute(element, "written"))
            return _skip
        if rich_names.is_dropped(element):
            return _skip
        if tag == "br":
            self.out.line_break()
            return _skip
        if tag == "hr":
            self.out.flush()
            return _skip
        if tag == "img":
            self._picture(element)
            return _skip
        if code_html.is_code_element(element):
            self._code(element)
            return _skip
        if tag == "table" and not table_html.is_layout(element):
            self._table(element)
            return _skip
        if tag in rich_names.LISTS:
            return self._enter_list(element)
        if tag == "li":
            return self._enter_item(element)
        if tag == "blockquote":
            # A note is one callout at most; another, below it or inside, is a quotation.
            is_note = not self.has_callout and rich_names.is_callout(element)
            self.has_callout |= is_note
            return self._enter_kind("prose" if is_note else "quote")
        if tag in rich_names.HEADINGS:
            return self._enter_kind("heading", int(tag[1]) if tag[1].isdigit() else 0)
        if tag == "figure":
            return self._enter_figure()
        if tag == "figcaption" or not rich_names.CAPTIONS.isdisjoint(classes(element)):
            return self._enter_caption()
        language = code_html.language_in(element) if tag in ("div", "figure") else ""
        if tag in rich_names.BLOCKS or tag == "table":
            return self._enter_block(language)
        return self._enter_inline(element)

    def _enter_block(self, language: str) -> _Leave:
        self.out.flush()
        around, self.language = self.language, language or self.language

        def leave() -> None:
            self.out.flush()
            self.language = around

        return leave

    def _enter_kind(self, kind: BlockKind, level: int = 0) -> _Leave:
        """What stands in an element that makes its paragraphs of `kind`."""
        self.out.flush()
        around = self.out.kind, self.out.level
        self.out.kind, self.out.level = kind, level

        def leave() -> None:
            self.out.flush()
            self.out.kind, self.out.level = around

        return leave

    def _enter_list(self, element: Tag) -> _Leave:
        self.out.flush()
        kind: BlockKind = "numbers" if element.name == "ol" else "bullets"
        self.lists.append((kind, number_of(attribute(element, "start"), 1)))
        around = self.out.item

        def leave() -> None:
            self.out.flush()
            self.lists.pop()
            self.out.item = around
            if not self.lists:
                self.out.end_list()

        return leave

    def _enter_item(self, element: Tag) -> _Leave:
        self.out.flush()
        around = self.out.item
        if self.lists:
            kind, number = self.lists[-1]
            number = number_of(attribute(element, "value"), number)
            self.lists[-1] = kind, number + 1
            self.out.item = ListItem(kind, len(self.lists) - 1, number)
        else:
            self.out.item = ListItem("bullets", 0, 1)

        def leave() -> None:
            self.out.flush()
            self.out.item = around

        return leave

    def _enter_caption(self) -> _Leave:
        self.out.flush()
        item, kind = self.out.item, self.out.kind
        self.out.item, self.out.kind = None, "caption"
        first = len(self.out.blocks)

        def leave() -> None:
            self.out.flush()
            self.out.item, self.out.kind = item, kind
            picture_html.captioned(self.out.blocks, max(first - 1, 0))

        return leave

    def _enter_figure(self) -> _Leave:
        self.out.flush()
        self.out.end_list()
        first = len(self.out.blocks)

        def leave() -> None:
            self.out.flush()
            picture_html.captioned(self.out.blocks, first)

        return leave

    def _enter_inline(self, element: Tag) -> _Leave:
        tag = element.name
        if tag == "a":
            address = absolute(attribute(element, "href"), self.base, ("http", "https", "mailto"))
            return self._enter_mark(Mark("link", address)) if address else None
        if tag in rich_names.MARKS:
            return self._enter_mark(Mark(rich_names.MARKS[tag]))
        if tag in rich_names.AROUND:
            before, after = rich_names.AROUND[tag]
            self.out.text(before)
            return lambda: self.out.text(after)
        typed = rich_names.typed_as(element)
        if typed:
            around = self.out.around
            self.out.around = (*around, typed)[-_MOST_AROUND:]

            def leave() -> None:
                self.out.around = around

            return leave
        return None

    def _enter_mark(self, mark: Mark) -> _Leave:
        opened = self.out.open
        if any(one.setting in (mark.setting, "code") for one in opened):
            return None
        self.out.open = [*opened, mark]

        def leave() -> None:
            self.out.open = opened

        return leave

    def _formula(self, formula: formula_html.Formula) -> None:
        if formula.tex:
            self.out.formula(formula.tex, formula.display)
        elif formula.text:
            self.out.damaged(formula.text)

    def _tex_beside(self) -> bool:
        """Whether MathJax 2 left its scripts in the page."""
        if self._has_tex is None:
            self._has_tex = any(
                attribute(one, "type").startswith("math/tex")
                for one in elements(self.root, "script")
            )
        return self._has_tex

    def _code(self, element: Tag) -> None:
        self.out.flush()
        code = code_html.code_of(element, self.language)
        for caption in elements(element, "figcaption"):  # a file's name, as a rule
            self.out.text(" ".join(" ".join(caption.strings).split()))
            self.out.flush()
        if code.language == "math":  # as GitHub and GitLab set it
            self.out.formula(code.code, True)
            self.out.flush()
        elif code.code.strip():
            self.out.add(code)

    def _picture(self, element: Tag) -> None:
        inline = picture_html.inline_text(element)
        if inline is not None:
            self.out.text(inline)
            return
        block = picture_html.block_of(element, self.base)
        if block:
            self.out.flush()
            self.out.add(block)

    def _table(self, element: Tag) -> None:
        self.out.flush()
        for block in table_html.blocks_of_table(element, self._cell):
            self.out.add(block)

    def _cell(self, cell: Tag) -> Blocks:
        return _Walk(cell, self.base, Writer(in_cell=True)).blocks()
