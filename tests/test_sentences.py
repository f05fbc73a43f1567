"""No sentence is written past the catalogue: what people read has a key there, in each language.

A literal with three words in a row reads as one. What nobody is told is known by where it stands
(`reason`).
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Iterator, List, NamedTuple, Set, Tuple

import pytest

from tests.fixture_files import ROOT

PACKAGE = ROOT / "exporter" / "annoki"
MODULES = sorted(PACKAGE.rglob("*.py"))
FILES = [*MODULES, *sorted((ROOT / "addon").glob("*.py"))]

_WORD = r"[A-Za-z][A-Za-z'’-]*"
SENTENCE = re.compile(rf"(?<![\w<\\%/.-]){_WORD}(?:[,;:]? (?:{_WORD}|{{}})){{2,}}")
"""Three words in a row, of which the later may be values."""

SQL = re.compile(
    r"\b(?:select .*from |insert (?:or replace )?into |delete from |update \w+ set |drop index "
    r"|create (?:temp )?table |pragma |case when |limit \d|(?:cast|instr|exists) ?\("
    r"|(?:id|nid|cid|did|queue|reps|tags) (?:!?= |not in |in |like ))"
)
STYLE = re.compile(r"(?:background|border|color|margin|padding)[\w-]*: [^;]+;")
PATTERN = re.compile(r"\(\?|\\[bdswWS]|\w\|\w")
WORDS = re.compile(r"[A-Za-z0-9\s{}=*?-]+")
PROGRAMMERS = {"AccountingError", "AssertionError", "AttributeError", "TypeError"}
"""What is raised with these is a mistake in a program, and told with its traceback."""

CALLS = {
    "Text": "both languages are declared",
    "Format": "both languages are declared",
    "Trouble": "what libraries say, by which their errors are known",
    "detect": "a document of no format",
    "_log": "in the log, for who mends it",
    "_waited": "in the log, for who mends it",
}
"""What is given to these nobody is told as it stands, and why."""
NAMES = {"Qt {}, PyQt {}"}
"""They are the same in all languages."""


class Literal(NamedTuple):
    """A text in the code, with `{}` for values, and the nodes around it, the innermost last."""

    text: str
    line: int
    around: Tuple[ast.AST, ...]


def literals(node: ast.AST, around: Tuple[ast.AST, ...] = ()) -> Iterator[Literal]:
    """All texts below `node` but docstrings; of an f-string the whole, and what its values hold."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield Literal(node.value, node.lineno, around)
    if isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "{}" for one in node.values]
        yield Literal("".join(map(str, parts)), node.lineno, around)
    for child in ast.iter_child_nodes(node):
        if not isinstance(node, ast.JoinedStr) or isinstance(child, ast.FormattedValue):
            yield from literals(child, (*around, node))


def called(node: ast.AST) -> str:
    return ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""


def reason(one: Literal, path: Path) -> str:
    """Why nobody is told it, as far as where it stands says so; empty where people are."""
    calls = {called(node) for node in one.around}
    if calls & CALLS.keys():
        return CALLS[min(calls & CALLS.keys())]
    if calls & PROGRAMMERS or any(isinstance(node, ast.Assert) for node in one.around):
        return "for who writes programs"
    if one.text in NAMES:
        return "names"
    if SQL.search(one.text):
        return "SQL"
    if STYLE.search(one.text):
        return "a style sheet"
    if PATTERN.search(one.text):
        return "a pattern"
    is_split = any(isinstance(node, ast.Attribute) and node.attr == "split" for node in one.around)
    is_constant = not any(map(is_function, one.around))
    if is_split or (is_constant and WORDS.fullmatch(one.text) and holds_words(one.text, path)):
        return "a list of words"
    if 'lang="zh-Hans">' in one.text or re.search("[\u4e00-\u9fff] · [A-Z1-9]", one.text):
        return "on a card or in the editor, in both languages"
    return ""


def holds_words(text: str, path: Path) -> bool:
    return len(text.split()) >= 10 or path.parent == PACKAGE / "repair"


def is_function(node: ast.AST) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.Lambda))


def shown(text: str) -> str:
    """`text` without the tags and styles of HTML."""
    return re.sub(r"<style>.*?</style>|<[^>]*>", "", text, flags=re.DOTALL)


def reads_as_sentence(text: str) -> bool:
    return any(len(re.findall(_WORD, one[0])) > 1 for one in SENTENCE.finditer(text))


def sentences(path: Path) -> List[str]:
    found = literals(ast.parse(path.read_text(encoding="utf-8")))
    return [
        f"line {one.line}: {one.text!r}"
        for one in found
        if reads_as_sentence(shown(one.text)) and not reason(one, path)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_people_read_is_in_the_catalogue(path: Path) -> None:
    assert sentences(path) == []


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ('raise UsageError("this is wrong")', True),
        ('problem = Problem(where, f"{n} of {total} items are lost")', True),
        ('label = QLabel("Where you read")', True),
        ('said = "not well-formed: " + why if wrong else f"{name} is no file"', True),
        ('box.setText(f"<p>Nothing was <b>written</b> today</p>")', True),
        ('say(f"{x}" if x else f"no {y} is there")', True),
        ('raise TypeError(f"{value!r} is not a source")', False),
        ('assert found, "there is nothing to find"', False),
        ('x = Text("two words more", "两个词")', False),
        ('rows("select id from notes where mid = ?")', False),
        ('WORDS = "one two three four".split()', False),
        ('x = re.compile(r"one two (?:three|four)")', False),
        ('def f() -> None:\\n    """This is a docstring."""', False),
        ('x = message("cli.about", n=4)', False),
        ('page = "<style>html, body and all</style><div id=card></div>"', False),
    ],
)
def test_a_sentence_is_known_when_it_is_seen(code: str, is_found: bool, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(code.replace("\\n", "\n"), encoding="utf-8")
    assert bool(sentences(tmp_path / "a.py")) is is_found


def test_each_declared_text_is_in_both_languages() -> None:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if called(node) == "Text" and isinstance(node, ast.Call):
                english, chinese = (ast.unparse(one) for one in node.args)
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                assert not re.search("[\u4e00-\u9fff]", english), place
                same = english == chinese and not reads_as_sentence(english)
                assert same or re.search("[\u4e00-\u9fff]", chinese), place


APP = [*sorted((PACKAGE / "targets" / "page" / "app").iterdir())]
QUOTED = re.compile(r"""(["'`])(.*?)\1""")
KEY = re.compile(r"(?!.*\.json$)[a-z_]+(?:\.[a-z_0-9{}]+)+")
"""How a key is written; what ends so is the name of a file."""


def test_each_key_is_used_and_each_key_that_is_used_is_there() -> None:
    keys: Set[str] = set()
    for texts in (PACKAGE / "words").glob("*.json"):
        if texts.stem != "click":  # whose texts are found by their English
            keys |= json.loads(texts.read_text(encoding="utf-8")).keys()
    rooms = {key.partition(".")[0] for key in keys}
    modules = {".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in MODULES}
    used: Set[str] = set()
    for path in MODULES:
        for one in literals(ast.parse(path.read_text(encoding="utf-8"))):
            if KEY.fullmatch(one.text) and one.text.partition(".")[0] in rooms:
                used.add(one.text)
    for path in APP:
        for _, text in QUOTED.findall(path.read_text(encoding="utf-8")):
            key = re.sub(r"\$\{.*?\}", "{}", text)
            if KEY.fullmatch(key) and key.partition(".")[0] == "page":
                used.add(key)
    begun = tuple(key.partition("{")[0] for key in used if "{" in key)
    plain = {key for key in used if "{" not in key}
    assert plain - keys - modules == set()
    unused = {key for key in keys if re.sub(r"\.one$", "", key) not in plain}
    assert {key for key in unused if not key.startswith(begun)} == set()
