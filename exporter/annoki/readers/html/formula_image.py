"""Formulas that services have drawn: the TeX in an image's address, or in the words that stand for
it."""

from __future__ import annotations

import re
from typing import Tuple
from urllib.parse import unquote, unquote_plus, urlsplit

from bs4.element import Tag

from ...text.scripts import EAST_ASIAN
from .tree import attribute, classes

_ADDRESSES = ("src", "data-src", "data-original", "data-lazy-src", "data-actualsrc")
_WHOLE_QUERY = re.compile(
    r"codecogs\.com/|latex\.csdn\.net/|/cgi-bin/math?tex|/math?tex\.cgi|/mimetex|/svg\.latex"
    r"|math\.now\.sh|math\.vercel\.app"
)
"""Services whose query is TeX, named or not."""
_IN_PATH = re.compile(r"^(?:i\.upmath\.me|tex\.s2cms\.(?:ru|com)|latex\.codecogs\.com)$")
_PATH = re.compile(r"^/(?:svgb?|png|gif)(?:\.\w+)?/(.+)$", re.DOTALL)
_NAMED = re.compile(
    r"(?:^|&)(?P<name>tex|latex|formula|math|equation|eq|chl|from|inline|block|f)="
    r"(?P<tex>.*?)(?=&[A-Za-z]\w{0,15}=|&preview|$)",
    re.DOTALL,
)
_SERVICE = re.compile(
    r"zhihu\.com/equation|juejin\.cn/equation|jianshu\.com/math|githubusercontent\.com/render/math"
    r"|wp\.com/latex|/latex\.php|/cht=tx|googleapis\.com/chart|google\.com/chart|tex\.z-dn\.net"
)
_MARKED = {
    "ee_img", "mathcode", "latex", "math", "tex", "formula", "equation", "math-inline",
    "math-block", "math-display", "inline-math", "display-math", "ql-img-inline-formula",
    "ql-img-displayed-equation", "mwe-math-fallback-image-inline",
    "mwe-math-fallback-image-display",
}  # fmt: skip
_DISPLAYED = {
    "math-block", "math-display", "display-math", "ql-img-displayed-equation",
    "mwe-math-fallback-image-display",
}  # fmt: skip
_SIGN = re.compile(r"\\[A-Za-z,;!{|]|[\^_=<>+{]")
_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ()']{0,3}")
_WORDS = re.compile(rf"[{EAST_ASIAN}]")
_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)


def image_tex(image: Tag) -> Tuple[str, bool]:
    """The TeX of the formula that `image` shows, and whether on lines of its own; nothing if it is
    a picture, or says nothing of its TeX."""
    names = set(classes(image))
    alt = attribute(image, "alt").strip()
    display = not names.isdisjoint(_DISPLAYED)
    given = attribute(image, "data-tex") or attribute(image, "data-formula")
    if given:
        return given, display
    marked = not names.isdisjoint(_MARKED) or bool(attribute(image, "eeimg"))
    for name in _ADDRESSES:
        tex, named, certain = _in_address(attribute(image, name))
        if tex and (certain or marked or _is_tex(tex)):
            # In a query a plus may be a space; the words for the image say it as it was typed.
            return (alt if _same(tex, alt) else tex), display or named == "block"
    if marked and alt and (_is_tex(alt) or _SHORT.fullmatch(alt) or attribute(image, "eeimg")):
        return alt, display
    return "", False


def _in_address(address: str) -> Tuple[str, str, bool]:
    """(the TeX in `address`, its name there, whether the address is that of a service)."""
    if "?" not in address and "/" not in address:
        return "", "", False
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", "", False
    named = _NAMED.search(parts.query)
    if _WHOLE_QUERY.search(address) and parts.query:
        if named and named.start() == 0:
            return _unquoted(named["tex"]), named["name"], True
        return unquote(parts.query.split("&preview", 1)[0]), "", True
    path = _PATH.match(parts.path) if _IN_PATH.match(parts.netloc) else None
    if path:
        return unquote(path.group(1) + (f"?{parts.query}" if parts.query else "")), "", True
    if not named or named["name"] in ("from", "inline", "block"):
        return "", "", False
    service = bool(_SERVICE.search(address))
    if named["name"] == "chl" and "cht=tx" not in parts.query:
        return "", "", False
    if named["name"] == "f" and not service:
        return "", "", False
    return _unquoted(named["tex"]), named["name"], service


def _unquoted(value: str) -> str:
    return unquote(value) if "%20" in value else unquote_plus(value)


def _same(tex: str, alt: str) -> bool:
    return bool(alt) and re.sub(r"[\s+]", "", tex) == re.sub(r"[\s+]", "", alt)


def _is_tex(text: str) -> bool:
    return bool(_SIGN.search(text)) and not _FILE.search(text) and not _WORDS.search(text)
