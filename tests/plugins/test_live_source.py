"""A kind of source of another distribution: declared once, known everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.servers import Site
from tests.fixture_files import ROOT
from tests.plugins.distributions import annoki, environment, install

KIND = '''
from annoki.fetch.json_api import ask
from annoki.fetch.result import Fetched
from annoki.model import Document
from annoki.sources import Setting, SourceKind, Text
import json


def fetch(source, web):
    """The log's entries, as one document of memos."""
    entries = ask(web, source.url + "/entries", [("ship", source.ship)], source.password)
    memos = [{"name": f"memos/{e['id']}", "content": e["text"], "createTime": e["at"]}
             for e in entries[: source.most or 100]]
    text = json.dumps({"memos": memos}, ensure_ascii=False)
    return Fetched((Document(source.url, text, source.url),), "memos-json", complete=True)


KIND = SourceKind(
    name="logbook",
    label=Text("Logbook", "航海日志"),
    add=Text("Logbook: the entries of a ship…", "航海日志：一艘船的条目…"),
    about=Text("The entries of a ship's logbook.", "一艘船航海日志的条目。"),
    settings=(
        Setting("url", Text("Address", "地址"), Text("where it is kept", "所在地址")),
        Setting("ship", Text("Ship", "船"), Text("whose log", "哪艘船"),
                wrong=lambda value: "" if value.istitle() else f"{value!r} is no ship's name"),
        Setting("password", Text("Password", "密码"), Text("to read it", "读取密码"),
                form="secret"),
        Setting("most", Text("At most", "最多"), Text("how many", "多少条"), form="number",
                unset=Text("100", "100"), most=500),
    ),
    called=lambda source: f"logbook of {source.ship}",
    needs=lambda source: "" if source.ship else "a ship is missing",
    claims=lambda address: {"url": address.replace("log://", "http://"), "ship": "Petrel"}
    if address.startswith("log://") else None,
    fetch="logbook:fetch",
)
'''


ENTRIES = [
    {"id": 1, "at": "2024-05-14T09:12:00Z", "text": "信天翁:::一种大海鸟"},
    {"id": 2, "at": "2024-05-15T09:12:00Z", "text": "Fog all day. 一整天都是雾。"},
]


@pytest.fixture
def server() -> Iterator[Site]:
    with Site({"/entries": lambda handler: handler.json(ENTRIES)}) as running:
        yield running


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    points = "[annoki.sources]\nlogbook = logbook:KIND\n"
    return install(folder, "annoki-logbook", {"logbook": KIND}, points)


def configured(folder: Path, **settings: Any) -> Path:
    path = folder / "annoki.json"
    path.write_text(json.dumps({"sources": [{"kind": "logbook", **settings}]}), encoding="utf-8")
    return path


def test_it_is_asked_and_exported(installed: Path, server: Site, tmp_path: Path) -> None:
    config = configured(tmp_path, url=server.url, ship="Petrel", password="s3cret", most=9)
    done = annoki(
        "export", "--config", config, "-o", "x.apkg", "--report", "r.json",
        path=installed, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "logbook of Petrel (memos-json): 2; 1 request, complete" in done.stdout
    (asked,) = server.asked
    assert (asked.path, asked.query, asked.token) == ("/entries", {"ship": ["Petrel"]}, "s3cret")
    written = (tmp_path / "r.json").read_text(encoding="utf-8")
    assert "s3cret" not in written + done.stdout + done.stderr


def test_it_claims_its_addresses(installed: Path, server: Site, tmp_path: Path) -> None:
    done = annoki("inspect", f"log://{server.host}", path=installed, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "logbook of Petrel" in done.stdout


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "source 1: a ship is missing"),
        ({"ship": "petrel"}, "source 1: 'petrel' is no ship's name"),
        ({"ship": 3}, "source 1: ship must be text, not 3"),
        ({"ship": "Petrel", "most": 501}, "source 1: most must be from 1 to 500"),
        ({"ship": "Petrel", "password": 7}, "source 1: password must be text"),
        ({"boat": "x"}, "logbook has no setting 'boat'; it has url, ship, password, most"),
    ],
)
def test_its_settings_are_checked(
    installed: Path, tmp_path: Path, settings: dict[str, Any], said: str
) -> None:
    config = configured(tmp_path, **settings)
    done = annoki("inspect", "--config", config, path=installed, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "7" not in done.stderr.partition("password")[2]


KNOWN = """
from annoki.sources import kinds
from annoki.config import Source
assert [one.name for one in kinds()["logbook"].settings] == ["url", "ship", "password", "most"]
source = Source("logbook", ship="Petrel", password="s3cret")
assert source.secrets == ("s3cret",) and "s3cret" not in repr(source) and source.is_live
"""


def test_it_is_known_where_kinds_are_spoken_of(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KNOWN], env=environment(installed), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    done_help = annoki("export", "--help", path=installed, cwd=tmp_path)
    assert "logbook" in done_help.stdout


SCHEMA = """
import json
from annoki.sources import kinds
from tools.derive import schema
print(json.dumps(schema(kinds())["properties"]["sources"]["items"]["properties"]))
"""
FORM = """
import json
import anki.lang
from aqt.qt import QApplication, QLabel, QLineEdit, QWidget
app = QApplication([])
anki.lang.set_lang("LANGUAGE")
from addon.i18n import said
from addon.source_forms import SourceForm
from annoki.config import Source
source = Source("logbook", ship="Petrel", password="s3cret")
form = SourceForm(source, lambda: None)
child = lambda name: form.findChild(QWidget, f"annoki_source_{name}")
labels = [label.text() for label in form.findChildren(QLabel)]
masked = child("password").echoMode() == QLineEdit.EchoMode.Password
child("most").setValue(7)
print(json.dumps([said(source.declared.label), labels, masked, form.values()]))
"""


def printed(installed: Path, code: str) -> Any:
    path = environment(installed, ROOT)
    done = subprocess.run(
        [sys.executable, "-c", code], env={**path, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_its_settings_are_in_the_schema(installed: Path) -> None:
    schema = printed(installed, SCHEMA)
    assert schema["kind"]["enum"][-1] == "logbook"
    assert schema["most"] == {"type": "integer", "minimum": 0, "maximum": 500}
    assert schema["ship"] == {"type": "string"}


@pytest.mark.parametrize(
    ("language", "kind", "rows"),
    [
        ("en", "Logbook", {"Address", "Ship", "Password", "At most"}),
        ("zh_CN", "航海日志", {"地址", "船", "密码", "最多"}),
    ],
)
def test_the_add_on_has_a_form_for_it(
    installed: Path, language: str, kind: str, rows: set[str]
) -> None:
    pytest.importorskip("aqt")
    called, labels, masked, values = printed(installed, FORM.replace("LANGUAGE", language))
    assert called == kind
    assert rows <= set(labels)
    assert masked
    assert values == {"url": "", "ship": "Petrel", "password": "s3cret", "most": 7}


def test_what_is_no_kind_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    install(folder, "broken", {"broken": "KIND = 5"}, "[annoki.sources]\nbroken = broken:KIND\n")
    done = annoki("export", "--help", path=folder, cwd=tmp_path)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert done.stderr.count("it is no SourceKind") == 1
