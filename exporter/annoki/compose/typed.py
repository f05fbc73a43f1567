"""What a person types in Anki itself: rendered as the same text is that was typed in a source."""

from __future__ import annotations

from ..config import Config
from ..model import Blocks, Item
from . import inert
from .blocks import html_of
from .code_like import with_code
from .inline import Inline
from .languages import languages_of


def html_of_typed(blocks: Blocks, config: Config) -> str:
    """A field's safe HTML for `blocks` that the reader has typed."""
    around = Item("annotation", "", "", 1, body=blocks)
    return inert.field(html_of(with_code(blocks), Inline(languages_of(around, config))))
