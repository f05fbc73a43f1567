"""Code to HTML, highlighted when it is composed so that the card needs no script."""

from __future__ import annotations

import json
import re

from ..code_signs import language_of_code
from .inline import escape
from .languages import Languages, language_of

_CJK = re.compile("[\u3000-\u9fff\uac00-\ud7af]")


def code_block(code: str, language: str, languages: Languages) -> str:
    """`code` as a `<pre>` with Pygments' short class names; plain where no language is certain."""
    code = code.strip("\n")
    language = language or _guess(code)
    # Code is in no language, but its comments need the right glyphs.
    lang = "" if code.isascii() else language_of("".join(_CJK.findall(code)), languages)
    rendered = _highlighted(code, language) if language else ""
    attribute = f' lang="{lang}"' if lang else ""
    css = f' class="language-{language}"' if rendered else ""
    return f"<pre{attribute}><code{css}>{rendered or escape(code)}</code></pre>"


def _guess(code: str) -> str:
    language = language_of_code(code)
    if not language and code[:1] in "{[":
        try:
            json.loads(code)
        except ValueError:
            return ""
        return "json"
    return language


def _highlighted(code: str, language: str) -> str:
    """Empty where Pygments knows no such language."""
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not re.fullmatch(r"[\w+#.-]+", language):
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return ""
    if lexer.name == "Text only":
        return ""
    return highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
