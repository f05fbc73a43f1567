"""Where the themes of blogs put their posts, as data: CSS selectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, List, Optional, Tuple

from bs4.element import Tag


@dataclass(frozen=True)
class Theme:
    """Of several selectors of a title or body the first that finds anything counts.

    `flat` themes print excerpts without markup, whose code keeps its line numbers.
    """

    name: str
    item: str
    title: Tuple[str, ...]
    body: Tuple[str, ...]
    flat: bool = False


_BODIES = (
    ".post-content", ".entry-content", ".article-entry", ".markdown-body", ".post-body",
    ".e-content", ".article-content", ".article__content", ".entry-summary", ".post-excerpt",
    ".content", ".summary", ".excerpt",
)  # fmt: skip
_TITLES = (
    ".post-title", ".entry-title", ".article-title", ".p-name", ".title", "h1", "h2", "h3",
)  # fmt: skip

THEMES: Tuple[Theme, ...] = (
    Theme("Butterfly", ".recent-post-item", (".article-title",), (".content",), flat=True),
    Theme("Fluid", ".index-card", (".index-header",), (".index-excerpt",), flat=True),
    Theme("NexT", ".post-block", (".post-title-link", ".post-title"), (".post-body",)),
    Theme("Icarus", "article.card-content", (".title",), (".content",)),
    Theme("Matery", "div.card", (".card-title",), (".summary",), flat=True),
)
ANY = Theme("any", "article", _TITLES, _BODIES)
"""What a page of an unknown theme has, if its author thinks of those who read it by machine."""

BARE: Tuple[str, ...] = (
    ".post-content", ".article-entry", ".markdown-body", ".entry-content", ".post-body",
    ".article-content", ".e-content",
)  # fmt: skip
"""Where a single post stands on pages without `article`."""


def first(root: Tag, selectors: Iterable[str]) -> Optional[Tag]:
    """The element below `root` that the first selector with any finds first."""
    found = (root.select_one(selector) for selector in selectors)
    return next((one for one in found if one is not None), None)


def outermost(root: Tag, selector: str) -> List[Tag]:
    """The elements below `root` that `selector` finds, but those inside another."""
    return root.select(f"{selector}:not(:is({selector}) *)")
