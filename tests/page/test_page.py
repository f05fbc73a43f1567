"""What is in a page of cards, and how it is written."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path

import annoki as annoki_api
import pytest
from annoki.config import Config, Source, source_of
from annoki.notetype import TEMPLATES, WRITTEN
from annoki.pipeline.gather import gather
from annoki.pipeline.paging import cards_page
from annoki.targets.page.containers import in_containers

from benchmarks.generate import write
from tests.fetch.servers import Site
from tests.fetch.test_pictures import PNG
from tests.fixture_files import EXAMPLES, TESTS
from tests.test_cli import DUMP, annoki
from tests.test_left_out import ENCRYPTED, TEXTS, feed, index, titles
from tests.work import linear

from .pages import hash_of, known_to, page_with, scripts_of


def test_it_is_one_file_that_tells_what_was_read(tmp_path: Path) -> None:
    written = tmp_path / "made" / "cards.html"
    done = annoki("page", "-", "-o", written, stdin=DUMP.encode())

    assert done.code == 0
    assert "2 notes: 2 ready" in done.out
    assert f"Wrote {written}" in done.out
    knows = known_to(written.read_text(encoding="utf-8"))
    fields = [dict(zip(knows["fieldNames"], note["fields"])) for note in knows["notes"]]
    assert [one["Prompt"].count("日志") for one in fields] == [1, 0]
    assert knows["fieldNames"] == list(WRITTEN), "what a sync remembers is none of a reader's"
    assert [one["front"] for one in knows["templates"]] == [one.front for one in TEMPLATES]
    note = knows["notes"][0]
    assert knows["says"][note["why"]] == {"en": "marker line", "zh": "标记行"} or note["why"] >= 0
    assert note["status"] == "ready"


def test_the_same_input_gives_the_same_bytes() -> None:
    assert page_with(EXAMPLES) == page_with(EXAMPLES)


def test_notes_come_in_reading_order_and_know_their_document() -> None:
    knows = known_to(page_with(EXAMPLES))

    assert {note["doc"] for note in knows["notes"]} == set(range(len(knows["documents"])))
    for n, one in enumerate(knows["atlas"]["documents"]):
        assert [knows["notes"][at]["doc"] for at in one["notes"]] == [n] * len(one["notes"])
        assert one["title"] == knows["documents"][n]["title"]
    months = [note["captured"] for note in knows["notes"] if note["captured"]]
    assert months == sorted(months)
    assert {note["source"] for note in knows["notes"]} <= set(range(len(knows["sources"])))


def test_844_notes_are_less_than_4_megabytes_and_twice_as_many_cost_twice_as_much(
    tmp_path: Path,
) -> None:
    write(844, tmp_path)
    dump = source_of(str(tmp_path / "dump.txt"))
    gathered = gather(Config(pictures=False), [dump]).whole()
    assert len(gathered.notes) == 844
    assert len(cards_page(gathered)) < 4_000_000

    def make(n: int) -> None:
        cards_page(replace(gathered, notes=gathered.notes[:n]))

    linear(make, 400)


def test_only_its_own_scripts_may_run_and_nothing_is_asked_for() -> None:
    page = page_with(EXAMPLES)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    scripts = scripts_of(page) + scripts_of(page, ' type="text/plain" id="mathjax"')

    assert policy.startswith("default-src &#x27;none&#x27;; script-src ")
    allowed = re.findall(r"sha256-([^&]*)&", policy)
    assert sorted(allowed) == sorted(map(hash_of, scripts))
    assert len(scripts) == 2
    assert "unsafe-eval" not in policy


def test_mathjax_is_there_only_for_formulas(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(DUMP, encoding="utf-8")
    plain = page_with(tmp_path / "plain.txt")

    assert 'id="mathjax"' not in plain
    assert len(plain) < 200_000
    assert len(known_to(page_with(EXAMPLES), "mathjax-fonts")) == 23


def test_what_ends_a_script_stays_a_text(tmp_path: Path) -> None:
    hostile = "</script><script>hit()</script><!--<script>"
    path = tmp_path / "dump.txt"
    path.write_text(DUMP.replace("阻塞", f"阻塞 {hostile} \u2028"), encoding="utf-8")
    page = page_with(path)

    assert "hit()" in str(known_to(page)["notes"])
    assert "<script>hit" not in page


def test_what_looks_like_a_place_of_the_page_stays_a_text(tmp_path: Path) -> None:
    name = "{{scripts}} {{style}}.txt"
    (tmp_path / name).write_text(DUMP, encoding="utf-8")

    assert known_to(page_with(tmp_path / name))["sources"][0]["name"] == name


def test_what_tells_nothing_is_no_card(tmp_path: Path) -> None:
    posts = {**TEXTS, "secret": ENCRYPTED}
    (tmp_path / "posts.xml").write_text(index(posts), encoding="utf-8")
    (tmp_path / "titles.html").write_text(titles(posts), encoding="utf-8")

    assert len(known_to(page_with(tmp_path))["notes"]) == len(TEXTS)


def test_pictures_that_are_had_are_in_the_page(tmp_path: Path) -> None:
    with Site() as site:
        text = f'<p>海水每天涨落两次。</p><p><img src="{site.url}/a.png"></p>'
        site.pages = {"/": feed({"潮汐": text}).encode(), "/a.png": PNG}
        source = Source("blog", url=f"{site.url}/")
        gathered = gather(Config(), [source], cache=tmp_path / "cache").whole()
    knows = known_to(cards_page(gathered).decode())

    (name,) = knows["pictures"]
    assert knows["pictures"][name] == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert f'<img src="{name}"' in knows["notes"][0]["fields"][WRITTEN.index("Answer")]


def test_what_is_no_page_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "dump.txt").write_text(DUMP, encoding="utf-8")
    other = tmp_path / "mine.html"
    other.write_text("<!doctype html>\nmine", encoding="utf-8")
    refused = annoki("page", tmp_path / "dump.txt", "-o", other)

    assert refused.code == 2
    assert "is no page of cards" in refused.err
    assert other.read_text(encoding="utf-8").endswith("mine")


def test_a_page_is_no_source_and_is_the_same_again_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "dump.txt").write_text(DUMP, encoding="utf-8")
    page = tmp_path / "page.html"
    made = []
    for seed in ("1", "2"):
        assert annoki("page", tmp_path, "-o", page, PYTHONHASHSEED=seed).code == 0
        made.append(page.read_bytes())

    assert made[0] == made[1]
    assert "no format recognised" in annoki("inspect", page).err


def test_nothing_to_show_writes_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    done = annoki("page", empty, "-o", tmp_path / "page.html")

    assert done.code == 1
    assert "Nothing to show" in done.err
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize(
    ("asked", "asks"),
    [
        ("@media (min-width: 1040px) {", "@container (min-width: 1040px) {"),
        ("@media (max-width: 600px) {", "@container (max-width: 600px) {"),
        ("@media (prefers-reduced-motion) {", "@media (prefers-reduced-motion) {"),
    ],
)
def test_a_card_asks_how_wide_its_box_is(asked: str, asks: str) -> None:
    assert in_containers(asked) == asks


def test_a_fixture_of_each_format_gives_a_page() -> None:
    knows = known_to(page_with(TESTS / "fixtures"))

    assert len(knows["sources"]) > 10
    assert any(note["repairs"] for note in knows["notes"])


def test_it_can_be_written_from_python(tmp_path: Path) -> None:
    (tmp_path / "dump.txt").write_text(DUMP, encoding="utf-8")
    report = annoki_api.page(tmp_path / "dump.txt", tmp_path / "page.html")

    assert report.total == 2
    assert len(known_to((tmp_path / "page.html").read_text(encoding="utf-8"))["notes"]) == 2
    with pytest.raises(annoki_api.UsageError, match="is no page of cards"):
        annoki_api.page(EXAMPLES, tmp_path / "dump.txt")
