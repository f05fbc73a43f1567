"""Puts the page together: one file, of the app in [app/](app), what it knows, and MathJax if it is
needed.

The page has a policy of its own: it asks for nothing from anywhere, and of scripts only those run
that were put in here, which the policy knows by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Mapping

from ...text.document import CARDS_PAGE

MATHJAX = Path(__file__).parents[2] / "mathjax"
"""Where MathJax is, as Anki brings it, and its fonts."""
APP = Path(__file__).parent / "app"
_PLACE = re.compile(r"<!-- (\w+) -->|\{\{(\w+)\}\}")
"""Where something is put into the page."""
_SCRIPT, _LAST = "tex-chtml-full.js", "start.js"
_FONT_TYPE = "font/woff"


def page_file(knows: Mapping[str, Any], mathjax: Path = MATHJAX) -> bytes:
    """The page of `knows` (see payload.py). `mathjax` is a folder with MathJax and its fonts, as in
    Anki; it is read only where a note holds a formula. Raises OSError if it cannot be."""
    app = _app(".js")
    scripts = [app]
    parts = [_data("page-data", knows)]
    if knows["formulas"]:
        scripts.append(_text(mathjax / _SCRIPT))
        parts.append(f'<script type="text/plain" id="mathjax">{scripts[-1]}</script>')
        parts.append(_data("mathjax-fonts", _fonts(mathjax)))
    parts.append(f"<script>{app}</script>")
    filled = {
        "policy": html.escape(_policy(scripts)),
        "style": f"<style>{_app('.css')}</style>",
        "scripts": "\n".join(parts),
    }
    # In one go: what is put in may hold what looks like such a place.
    text = _PLACE.sub(lambda found: filled[found[1] or found[2]], _text(APP / "shell.html"))
    # Half a character becomes an escape, as JSON has them.
    return (CARDS_PAGE + text).encode("utf-8", "backslashreplace")


def as_address(name: str, data: bytes) -> str:
    """The picture `data`, called `name` in Anki's media, as an address that holds it all."""
    return f"data:image/{_TYPES[name.rpartition('.')[2]]};base64,{_base64(data)}"


_TYPES = {"png": "png", "jpg": "jpeg", "gif": "gif", "webp": "webp", "avif": "avif"}


def _policy(scripts: List[str]) -> str:
    hashes = (_base64(hashlib.sha256(one.encode()).digest()) for one in scripts)
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(f"'sha256-{one}'" for one in hashes),
        "style-src": "'unsafe-inline'",
        "font-src": "data:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


@lru_cache(maxsize=2)
def _app(ending: str) -> str:
    """The files of the app of that ending as one text, by name; what starts it comes last."""
    paths = sorted(APP.glob(f"*{ending}"), key=lambda path: (path.name == _LAST, path.name))
    text = "\n".join(map(_text, paths))
    return f'"use strict";\n(() => {{\n{text}}})();\n' if ending == ".js" else text


def _fonts(mathjax: Path) -> Dict[str, str]:
    paths = sorted(mathjax.rglob("*.woff"))
    return {path.stem: f"data:{_FONT_TYPE};base64,{_base64(path.read_bytes())}" for path in paths}


def _data(id: str, data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # What ends a script, or begins a comment in one, must not stand in it; nor do old browsers take
    # these two for anything but line ends.
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" id="{id}">{text}</script>'


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
