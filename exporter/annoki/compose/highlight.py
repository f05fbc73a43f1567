"""Code to HTML, highlighted when it is composed so that the card needs no script."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Optional

from ..text.code_signs import language_of_code
from ..text.scripts import EAST_ASIAN
from .languages import Languages, language_of

if TYPE_CHECKING:
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexer import Lexer

_LINES_LOST = (
    '<p class="caption"><span lang="zh-Hans">\u6362\u884c\u5df2\u5931</span> '
    '<span lang="en">line breaks lost</span></p>'
)

_LONGEST, _LONGEST_LINE = 4_000, 400
_WINDOW, _FEWEST = 300, 8
"""So many characters of what people write as code hold so many different ones, and a sign."""
_SIGN = re.compile(r"[^\w\s.\-]")

_CJK = re.compile(f"[{EAST_ASIAN}]")


def code_block(code: str, language: str, languages: Languages, lines_lost: bool = False) -> str:
    """`code` as a `<pre>` with Pygments' short class names; plain where no language is certain.

    Where `lines_lost`, the card says so and wraps it; nobody knows where a comment in it ends.
    """
    # What cannot be seen must not make a block scroll.
    code = "\n".join([line.rstrip() for line in code.split("\n")]).strip("\n")
    language = "" if lines_lost else language or _guess(code)
    # Code is in no language, but its comments need the right glyphs.
    lang = "" if code.isascii() else language_of("".join(_CJK.findall(code)), languages)
    rendered = _highlighted(code, language) if language and _is_of_people(code) else ""
    attribute = f' lang="{lang}"' if lang else ""
    css = f' class="language-{language}"' if rendered else ""
    block = f"<code{css}>{rendered or html.escape(code, quote=False)}</code>"
    if lines_lost:
        return f'{_LINES_LOST}<pre class="lost"{attribute}>{block}</pre>'
    return f"<pre{attribute}>{block}</pre>"


def _guess(code: str) -> str:
    language = language_of_code(code)
    if not language and code[:1] in "{[":
        try:
            json.loads(code)
        except (ValueError, RecursionError):
            return ""
        return "json"
    return language


def _is_of_people(code: str) -> bool:
    """Whether `code` is what people write, no listing or data: on what repeats itself, lexers of
    most languages take a time that grows with the square of its length, or worse."""
    if len(code) > _LONGEST or max(map(len, code.split("\n"))) > _LONGEST_LINE:
        return False
    windows = (code[at : at + _WINDOW] for at in range(0, len(code) - _WINDOW, _WINDOW // 2))
    return all(len(set(one)) >= _FEWEST and _SIGN.search(one) for one in windows)


def _highlighted(code: str, language: str) -> str:
    """Empty where Pygments knows no such language."""
    lexer = _lexer(language)
    if lexer is None:
        return ""
    from pygments import highlight

    return highlight(code, lexer, _formatter()).rstrip("\n")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Optional[Lexer]:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not re.fullmatch(r"[\w+#.-]+", language):
        return None
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
    return None if lexer.name == "Text only" else lexer


@lru_cache(maxsize=1)
def _formatter() -> HtmlFormatter[str]:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)
