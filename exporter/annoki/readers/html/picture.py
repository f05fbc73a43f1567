"""Pictures in rendered HTML: a block with its address and caption, or text where it is an emoji."""

from __future__ import annotations

import re
from functools import partial
from typing import List, Optional

from bs4.element import Tag

from ...model import Block
from ...text.spans import text_span
from ...text.urls import of_image
from .tree import attribute, classes

_EMOJI = {"emoji", "emojione", "twemoji", "wp-smiley", "smiley", "github-emoji", "emoticon"}
_SIGN = re.compile(
    "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff][\u200d\ufe0f\u2640\u2642\u20e3"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]{0,11}"
)
_SMALL = 24
_MOST_IN_A_FIGURE = 50
_NAMES = ("alt", "title")


def inline_text(image: Tag) -> Optional[str]:
    """The text that stands for a picture that is part of a line, or None if it is a block."""
    alt = _said(image, "alt")
    if not _EMOJI.isdisjoint(classes(image)) or _SIGN.fullmatch(alt):
        return alt
    return alt if any(_is_small(attribute(image, side)) for side in ("width", "height")) else None


def _is_small(size: str) -> bool:
    match = re.fullmatch(r"\s*(\d{1,4})(?:px)?\s*", size)
    return bool(match) and int(match.group(1)) <= _SMALL if match else False


def block_of(image: Tag, base: str) -> Optional[Block]:
    """A picture's block; only its caption where it has no address; None where it has neither."""
    text = _said(image, "alt") or _said(image, "title")
    address = of_image(partial(attribute, image), base)
    if address:
        return Block("picture", text_span(text), address=address)
    return Block("caption", text_span(text)) if text else None


def _said(image: Tag, name: str) -> str:
    """What the attribute `name` says of `image`. Its address is nothing: themes print it where the
    writer said nothing."""
    text = " ".join(attribute(image, name).split())
    others = (attribute(image, other).strip() for other in image.attrs if other not in _NAMES)
    return "" if text and text in others else text


def captioned(blocks: List[Block], first: int) -> None:
    """Give the picture in `blocks[first:]` the caption that is printed with it, if these are not
    more than a figure holds."""
    if len(blocks) - first > _MOST_IN_A_FIGURE:
        return
    pictures = [at for at in range(first, len(blocks)) if blocks[at].kind == "picture"]
    captions = [at for at in range(first, len(blocks)) if blocks[at].kind == "caption"]
    if not pictures or len(captions) != 1:
        return
    before = [at for at in pictures if at < captions[0]]
    picture = before[-1] if before else pictures[0]
    blocks[picture] = blocks[picture]._replace(spans=blocks[captions[0]].spans)
    del blocks[captions[0]]
