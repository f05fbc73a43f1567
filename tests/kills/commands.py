"""What is killed: an export over a package, and a sync into a collection with reviews."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple

from tests.png import RGB, png

from . import runs

_FACTS = """3 Matching Annotations
  1. Nov 2024
    1. The Moon's pull raises two tidal bulges.

      海水每天涨落几次?:::{tides}

    2. Salt lowers the freezing point of water.

      盐让水更难结冰。

    3. {third}

      竹子是什么?:::一种草
"""
_BLOG = """<!doctype html><title>博客 blog</title><main>
<article><h2><a href="/2024/05/tides.html">Tides 潮汐</a></h2><time datetime="2024-05-01"></time>
<p>A long look at what the Moon does to the sea.</p><p><img src="/one.png"></p></article>
<article><h2><a href="/2024/06/salt.html">Salt 盐</a></h2><time datetime="2024-06-01"></time>
<p>Why roads are salted in winter, and what it does.</p><p><img src="/two.png"></p></article>
</main>"""


class Command(NamedTuple):
    """What is run in a folder that was `prepared`, and what is `seen` there after: a text that
    differs between before and after, and fails where anything is half."""

    arguments: List[str]
    seen: Callable[[Path], Any]


def prepared(folder: Path) -> subprocess.Popen[bytes]:
    """Make `folder` as it is before each run: last month's package and collection, the sources of
    now. The server of the blog, to be ended."""
    site = folder / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text(_BLOG, encoding="utf-8")
    for name, side in (("one", 40), ("two", 90)):
        (site / f"{name}.png").write_bytes(_picture(side))
    before = folder / "before"
    for name in ("tmp", "cache", "profile"):
        (before / name).mkdir(parents=True)
    facts = before / "facts.txt"
    facts.write_text(_FACTS.format(tides="两次", third="Bamboo is a kind of grass."), "utf-8")
    run = runs.run(before, ["export", "facts.txt", "-o", "a.apkg", "--report", "a.json"])
    assert run.code == 0, run
    path = before / "profile" / "collection.anki2"
    run = runs.forked(before, lambda: _learn(path))
    assert run.code == 0, run
    run = runs.run(before, ["sync", "--collection", str(path), "facts.txt"])
    assert run.code == 0, run
    run = runs.forked(before, lambda: _learn(path))
    assert run.code == 0, run
    facts.write_text(_FACTS.format(tides="大约两次", third="竹子其实是一种草。"), "utf-8")
    shutil.rmtree(before / "cache")
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "-d", str(site), "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdout
    found = re.search(rb"port (\d+)", server.stdout.readline())
    assert found
    blog = {"kind": "blog", "url": f"http://127.0.0.1:{int(found.group(1))}/"}
    sources = [{"kind": "file", "path": "facts.txt"}, blog]
    (before / "annoki.json").write_text(json.dumps({"sources": sources}), encoding="utf-8")
    return server


def _learn(path: Path) -> int:
    """Review what there is to learn in the collection, which is made if there is none."""
    from anki.collection import Collection

    col = Collection(str(path))
    cards: Any = col.find_cards("is:new -is:suspended")
    if cards:
        col.sched.set_due_date(cards, "3!")
        col.decks.select(col.get_card(cards[0]).did)
        assert col.db
        col.db.execute(
            "insert into revlog select id + 1, id, -1, 3, 3, 0, 2500, 4000, 1 from cards"
        )
    col.fix_integrity()  # it notes by the reviews when each card was last seen
    col.close()
    return 0


def _picture(side: int) -> bytes:
    rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(3 * side)) for y in range(side))
    return png(side, side, RGB, rows)


def _package(folder: Path) -> Dict[str, Any]:
    import zipfile

    from annoki.targets.apkg.earlier import EarlierPackage

    package = EarlierPackage(folder / "a.apkg")
    held = {guid: package.kept(guid) for guid in package.notes}
    with zipfile.ZipFile(folder / "a.apkg") as inside:
        assert inside.testzip() is None
        media = json.loads(inside.read("media"))
        for number, name in media.items():
            _whole(name, inside.read(number))
    json.loads((folder / "a.json").read_text(encoding="utf-8"))
    return {"notes": sorted(map(repr, held.values())), "media": sorted(media.values())}


def _collection(folder: Path) -> Dict[str, Any]:
    from anki.collection import Collection

    path = folder / "profile" / "collection.anki2"
    col = Collection(str(path))
    try:
        assert col.db
        assert col.db.scalar("pragma integrity_check") == "ok"
        rows: Dict[str, Any] = {
            "notes": col.db.all("select id, guid, flds, tags from notes order by id"),
            "cards": col.db.all("select id, nid, ord, queue, due, ivl from cards order by id"),
            "reviews": col.db.all("select * from revlog order by id"),
            "decks": sorted(one.name for one in col.decks.all_names_and_ids()),
        }
        shown = set(re.findall(r'src="([^"]+)"', "".join(row[2] for row in rows["notes"])))
        media = {one.name: one for one in Path(col.media.dir()).iterdir()}
        assert shown <= set(media), "a picture is shown that is not there"
        for name in shown:
            _whole(name, media[name].read_bytes())
        problems, fine = col.fix_integrity()
        assert fine, problems
        assert rows["reviews"]
    finally:
        col.close()
    return json.loads(json.dumps(rows))  # type: ignore[no-any-return]


def _whole(name: str, picture: bytes) -> None:
    """A picture is named by its content."""
    assert hashlib.sha256(picture).hexdigest()[:16] in name, f"{name} is not whole"


COMMANDS = {
    "export": Command(
        ["export", "--config", "annoki.json", "-o", "a.apkg", "--report", "a.json"], _package
    ),
    "sync": Command(
        ["sync", "--config", "annoki.json", "--collection", "profile/collection.anki2"],
        _collection,
    ),
}
