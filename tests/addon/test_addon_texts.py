"""What the add-on says: in both languages the same, each text used, and nothing hostile in it."""

from __future__ import annotations

import json
import re
import string
from typing import Set

import pytest
from annoki.config import Config, parse
from annoki.pipeline.rows import Listed, ReportRow
from annoki.readers import formats
from annoki.sources import built_in
from aqt import qt

from addon import i18n, items_view
from tests.fixture_files import ROOT
from tests.test_docs import shown_as_code

SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "addon").glob("*.py"))
)
CJK = "[\u2e80-\u9fff]"


def placeholders(text: str) -> Set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", i18n._TEXTS)
def test_both_languages_say_the_same(key: str) -> None:
    english, chinese = i18n._TEXTS[key]
    if not key.endswith(".one"):
        assert placeholders(english) == placeholders(chinese)
    assert english.isascii() or set(english) - set(string.printable) <= set("…")
    # Qt's own, between kinds of file, and for the letter that chooses an entry.
    chinese = re.sub(r";;|\(&[A-Z]\)", "", chinese)
    assert not re.search(f"{CJK}[,:;!?()]|[,:;!?(]{CJK}", chinese), "Chinese has its own stops"


def test_each_text_is_used_and_each_used_text_exists() -> None:
    used = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', SOURCES))
    prefixes = tuple(re.findall(r'(?:tr\(f|buttons\()"([a-z_.]+)', SOURCES))
    for key in i18n._TEXTS:
        plain = key[: -len(".one")] if key.endswith(".one") else key
        assert plain in used or plain in SOURCES or plain.startswith(prefixes), key
    for key in re.findall(r'tr\("([^"]+)"', SOURCES):
        assert key in i18n._TEXTS, key


def test_config_md_describes_each_setting_with_an_example_that_works() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    text = (ROOT / "addon" / "config.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "addon" / "config.schema.json").read_text(encoding="utf-8"))
    shown = [json.loads(one) for one in shown_as_code(text)]
    for one in shown:
        jsonschema.validate(one, schema)
    sources = [source for one in shown for source in parse(one, "config.md").sources]
    assert {source.kind for source in sources} == set(built_in())
    files = [source for source in sources if source.kind == "file"]
    assert {source.format for source in files} == {"", *formats()}
    for kind in built_in().values():
        used = [source for source in sources if source.kind == kind.name]
        for name in (one.name for one in kind.settings):
            assert f"`sources[].{name}`" in text
            assert name == "api" or any(getattr(source, name) for source in used), name
    options = set(schema["properties"]["sources"]["items"]["properties"])
    assert options == {"kind", *(one.name for kind in built_in().values() for one in kind.settings)}
    assert set(schema["properties"]) == set(vars(Config()))


def test_a_title_that_looks_like_html_is_whole_in_its_tooltip() -> None:
    title = "<img src='file://host/share/a.png'> 与 <br> 有何不同？"
    model = items_view._Items()
    model.listed = Listed([ReportRow(("add",), title, source="<b>.txt")])
    model.show_places([0])
    shown = model.index(0, 0).data(qt.Qt.ItemDataRole.ToolTipRole)
    read = qt.QTextDocumentFragment.fromHtml(shown).toPlainText()
    assert read.replace("\u2028", "\n") == f"{title}\n<b>.txt"
