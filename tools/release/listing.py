"""What AnkiWeb says of the add-on: one text, in English and then in Chinese, and its pictures.

AnkiWeb keeps no pictures, so the text shows those that are published with the release; nor does it
know tables, fences or other HTML.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple

from .tree import Tree

FOLDER = "tools/release/listing"
LANGUAGES = ("en", "zh")
TITLE = "Annoki: margin notes, blogs and memos as cards · 页边批注、博客和备忘变成卡片"
TAGS = "annotations highlights hypothesis import sync markdown bilingual 批注 导入"

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]*)\)")
_MENUS = {"en": re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)"), "zh": re.compile("“(.*?)”")}
"""Buttons and menus. Chinese quotes them: beside its letters Markdown sees no end of `*`."""
_UNKNOWN = re.compile(r"^\||^```|<[a-z/]", re.MULTILINE)
_SHAPE = re.compile(r"^(#+ |- |\d\. |!\[)", re.MULTILINE)


def text(tree: Tree) -> str:
    """What is pasted into AnkiWeb's form: links lead to this version's files."""
    texts = [_unwrapped(_filled(tree, _source(tree, language))) for language in LANGUAGES]
    return "\n---\n\n".join(_LINK.sub(lambda match: _absolute(tree, match), one) for one in texts)


def form(tree: Tree) -> str:
    """What goes into the other fields of that form."""
    oldest, newest = ankis(tree)
    issues = _filled(tree, "{issues}")
    return f"Title: {TITLE}\nTags: {TAGS}\nSupport page: {issues}\nAnki: {oldest} to {newest}\n"


def problems(tree: Tree, pictures: Path) -> List[str]:
    """What is wrong with the text, or with the `pictures` that were made for it."""
    found: List[str] = []
    labels = json.loads(tree.text("addon/i18n.json") or "{}")
    for at, language in enumerate(LANGUAGES):
        where, said = f"{FOLDER}/{language}.md", _source(tree, language)
        known = {_label(texts[at]) for texts in labels.values()}
        found += [f"{where}: {one}" for one in _of(tree, said, known, pictures, _MENUS[language])]
    shapes = [_SHAPE.findall(_source(tree, language)) for language in LANGUAGES]
    if shapes[0] != shapes[1]:
        found.append(f"{FOLDER}: the languages differ in headings, items or pictures: align them")
    shown = {target for language in LANGUAGES for target in _pictures(_source(tree, language))}
    for path in sorted(pictures.glob("*")):
        if path.name not in shown:
            found.append(f"{path.name}: is made, but no text shows it")
    return found


def _of(
    tree: Tree, said: str, labels: Set[str], pictures: Path, menus: re.Pattern[str]
) -> Iterator[str]:
    if not said.startswith("# "):
        yield "does not begin with a title"
    for name in sorted(set(re.findall(r"\{(\w+)\}", said)) - set(_values(tree))):
        yield f"{{{name}}} stands for nothing"
    for match in _UNKNOWN.finditer(said):
        yield f"AnkiWeb would show {match[0]} as it is: tables, fences and HTML cannot be used"
    for name in _pictures(said):
        if not (pictures / name).is_file() or (pictures / name).stat().st_size < 10_000:
            yield f"the picture {name} was not made"
    for marks, _, target in _LINK.findall(said):
        if not marks and ":" not in target and "{" not in target and target not in tree.names:
            yield f"leads to {target}, which is not in the checkout"
    for label in menus.findall(said):
        if " > " not in label and label not in labels:
            yield f"names {label}, which no button or menu of the add-on is called"


def _pictures(said: str) -> List[str]:
    return [target for marks, _, target in _LINK.findall(said) if marks]


def _source(tree: Tree, language: str) -> str:
    return tree.text(f"{FOLDER}/{language}.md")


def _filled(tree: Tree, said: str) -> str:
    values = _values(tree)
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), said)


def _unwrapped(said: str) -> str:
    """Each paragraph and item in one line, since some take the end of a line for a break; between
    two Chinese characters stands no space."""
    joined = re.sub(r"(?<=[\u3000-\uffef])\n *(?=[\u3000-\uffef])", "", said)
    return re.sub(r"(?<=[^\n])\n *(?!- |\d\. |#|\n|$)", " ", joined)


def _values(tree: Tree) -> Dict[str, str]:
    oldest, newest = ankis(tree)
    home = _home(tree)
    return {"oldest": oldest, "newest": newest, "version": tree.version, "issues": f"{home}/issues"}


def ankis(tree: Tree) -> Tuple[str, str]:
    """The oldest and the newest Anki, as people call them: ("25.02", "26.09")."""
    manifest = json.loads(tree.text("manifest.json") or "{}")
    points = (manifest.get(f"{end}_point_version", 0) for end in ("min", "max"))
    oldest, newest = (f"{point // 10000}.{point // 100 % 100:02}" for point in points)
    return oldest, newest


def _home(tree: Tree) -> str:
    return str(json.loads(tree.text("manifest.json") or "{}").get("homepage", ""))


def _absolute(tree: Tree, match: re.Match[str]) -> str:
    marks, shown, target = match.groups()
    if ":" not in target:
        release = "releases/download" if marks else "blob"
        target = f"{_home(tree)}/{release}/v{tree.version}/{target}"
    return f"{marks}[{shown}]({target})"


def _label(shown: str) -> str:
    """A label without its key: `预览…` of `预览(&P)…`."""
    return re.sub(r"\(&\w\)|&", "", shown)
