"""A reader and a source of another distribution that fail: told, and all else goes on."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fixture_files import EXAMPLES
from tests.plugins.distributions import annoki, install

READER = """
from annoki.model import Block, Item, Skipped, Span

NAME = "broken"


def detect(text):
    return text.startswith("BROKEN")


def declared(text):
    raise ValueError("declared")


def item(n, **more):
    made = Item("memo", "broken", f"record {n}", n, body=(Block("prose", (Span(f"雾 {n}"),)),))
    return made._replace(**more)


def read(document):
    yield item(1)
    yield item(2, body="no blocks")
    yield item(3, captured="2024-13-99")
    yield item(4, source_ids=("\\ud800",))
    yield item(5, body=())
    yield {"n": 6}
    yield item(7, tags=["a list"])
    yield item(8)
    raise RuntimeError("no more")
"""

KIND = """
from annoki.sources import Setting, SourceKind, Text


def fetch(source, web):
    if source.password == "s3cret":
        raise LookupError("cannot log in with " + source.password)
    return ["no Fetched"]


def fails(*anything):
    raise KeyError("s3cret")


KIND = SourceKind(
    name="broken", label=Text("Broken", "坏"), add=Text("Broken…", "坏…"),
    about=Text("Fails.", "出错。"),
    settings=(
        Setting("password", Text("Password", "密码"), Text("used", "用"), form="secret"),
        Setting("checked", Text("Checked", "检查"), Text("fails", "出错"), wrong=fails),
    ),
    called=fails, claims=fails, fetch="broken_source:fetch",
)
"""


def installed(folder: Path) -> Path:
    site = folder / "site"
    site.mkdir()
    points = "[annoki.readers]\nx = broken_reader\n[annoki.sources]\nbroken = broken_source:KIND\n"
    return install(site, "annoki-broken", {"broken_reader": READER, "broken_source": KIND}, points)


def test_what_fails_is_told_and_all_else_is_exported(tmp_path: Path) -> None:
    site = installed(tmp_path)
    (tmp_path / "x.txt").write_text("BROKEN\n", encoding="utf-8")
    good = {"path": str(EXAMPLES / "memos.json")}
    broken = {"kind": "broken"}
    sources = [{"path": "x.txt"}, {**broken, "password": "s3cret"}, broken, good]
    config = tmp_path / "annoki.json"
    config.write_text(json.dumps({"sources": sources, "pictures": False}), encoding="utf-8")

    done = annoki(
        "export", "--config", config, "-o", "x.apkg", "--report", "r.json", path=site, cwd=tmp_path
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    written = (tmp_path / "r.json").read_text(encoding="utf-8")
    assert "s3cret" not in written + done.stdout + done.stderr
    ours, secret, nothing, others = json.loads(written)["inputs"]
    assert [item["where"] for item in ours["items"]] == ["record 1", "record 8"]
    assert [one["why"] for one in ours["skipped"]] == ["no text"]
    wheres = ["record 2", "record 3", "record 4", "an item", "record 7", "below record 8"]
    assert [one["where"] for one in ours["problems"]] == wheres
    assert ours["problems"][-1]["stage"] == "reading"
    for account in (secret, nothing):
        assert account["input"] == "broken"
        assert [one["stage"] for one in account["problems"]] == ["fetching"]
    assert "LookupError: cannot log in with …" in secret["problems"][0]["what"]
    assert others["items"]
    assert others["problems"] == []

    # Nor does what it cannot check, or say of an address, end in a traceback.
    config.write_text(json.dumps({"sources": [{**broken, "checked": "x"}]}), encoding="utf-8")
    done = annoki("inspect", "--config", config, path=site, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("annoki: ")
    assert "its kind of source cannot check it (KeyError)" in done.stderr
