"""Formulas that services have drawn: the TeX in an image's address, or in the words that stand for
it."""

from __future__ import annotations

import html
import re
from typing import Tuple
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

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
_DRAWN = re.compile(r"wikimedia\.org/(?:api/rest_v1/media/)?math/|/__latex/|//quicklatex\.com/")
"""Services of whose drawings the words tell the TeX."""
_AROUND = re.compile(r"(\$\$?)(?=\S)([^$]+)(?<=\S)\1")
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
_SIGN_OF = {"space": " ", "hash": "#", "plus": "+", "minus": "-"}
_SIGNS = re.compile(f"&({'|'.join(_SIGN_OF)});")
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
    if _AROUND.fullmatch(alt) and _is_tex(alt):
        return alt, display
    addresses = [attribute(image, name) for name in _ADDRESSES]
    marked = not names.isdisjoint(_MARKED) or bool(attribute(image, "eeimg"))
    marked = marked or any(map(_DRAWN.search, addresses))
    for address in addresses:
        tex, named, certain = _in_address(address)
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
        # The editor of CodeCogs writes `&space;`.
        query = _SIGNS.sub(lambda sign: _SIGN_OF[sign[1]], parts.query.split("&preview", 1)[0])
        return html.unescape(unquote(query)), "", True
    if "/__latex/" in parts.path and "code=" in parts.fragment:  # of Yuque
        return parse_qs(parts.fragment).get("code", [""])[0], "", True
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
