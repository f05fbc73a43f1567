"""The same thing met again is found by its address, its title or its name; nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.atlas.things import thing_at

from tests.atlas.reading import feed, met, rows, weekly

PAPER = "Sorting in Sublinear Space with Cuckoo Buckets"
ITEMS = (
    "[搜索引擎怎样排序](https://c.example.org/rank) 讲了很多。",
    "[面包为什么会发](https://c.example.org/bread) 有意思。",
)


def issue(*items: str, title: str = "边角料周刊·第三期") -> str:
    """An issue of those items, and two more."""
    return weekly(*items, *ITEMS, title=title)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://arxiv.org/abs/2401.01234", "http://arxiv.org/pdf/2401.01234v3.pdf"),
        ("https://arxiv.org/abs/2401.01234", "https://doi.org/10.48550/arXiv.2401.01234"),
        ("https://arxiv.org/abs/2401.01234", "https://huggingface.co/papers/2401.01234"),
        ("https://github.com/Sorts/Cuckoo", "https://github.com/sorts/cuckoo/blob/main/README.md"),
        ("https://github.com/Sorts/Cuckoo", "https://github.com/sorts/cuckoo.git"),
        ("https://doi.org/10.1145/1.2", "https://dl.acm.org/doi/10.1145/1.2"),
        ("https://a.org/p/heap/", "http://www.a.org/p/heap/index.html?utm_source=x#top"),
        ("https://a.org/p/heap", "https://web.archive.org/web/2024/https://a.org/p/heap"),
        ("https://huggingface.co/o/m", "https://hf-mirror.com/o/m/tree/main"),
        ("https://youtu.be/aB3-x_yZ901", "https://www.youtube.com/watch?t=30s&v=aB3-x_yZ901"),
        ("https://en.wikipedia.org/wiki/Heap", "https://en.m.wikipedia.org/wiki/Heap"),
    ],
)
def test_addresses_of_one_thing_are_one(one: str, other: str) -> None:
    assert thing_at(one) == thing_at(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://arxiv.org/abs/2401.01234", "https://arxiv.org/abs/2401.01235"),
        ("https://github.com/o/r/issues/1", "https://github.com/o/r/issues/2"),
        ("https://huggingface.co/blog/a", "https://huggingface.co/blog/b"),
        ("https://a.org/?p=1", "https://a.org/?p=2"),
        ("https://youtu.be/aB3-x_yZ901", "https://youtu.be/aB3-x_yZ902"),
    ],
)
def test_addresses_of_two_things_are_two(one: str, other: str) -> None:
    assert "" != thing_at(one) != thing_at(other) != ""


@pytest.mark.parametrize(
    "address",
    [
        "https://a.org/", "https://github.com/owner", "https://github.com/topics/sorting",
        "https://github.com/owner/name/issues",
        "https://a.org/p/heap.png", "http://127.0.0.1:8000/admin", "https://example.com/a/b",
        "https://creativecommons.org/licenses/by/4.0/", "https://t.org/intent/tweet?url=x", "",
        "mailto:me@a.org", "https://[broken/x",
    ],
)  # fmt: skip
def test_what_is_no_thing_of_its_own_joins_nothing(address: str) -> None:
    assert thing_at(address) == ""


def test_an_annotation_a_post_and_a_memo_of_one_paper_meet(tmp_path: Path) -> None:
    found = met(
        tmp_path,
        {
            "rows.json": rows(
                ("https://arxiv.org/abs/2401.01234", f"[2401.01234] {PAPER}", "Buckets fill.", "桶")
            ),
            "feed.xml": feed(
                (
                    "https://b.org/p/1",
                    "杜鹃桶",
                    "<p>见 https://arxiv.org/pdf/2401.01234v2.pdf 。</p>",
                )
            ),
            "weekly.md": issue("[杜鹃桶](https://doi.org/10.48550/arXiv.2401.01234) 省内存。"),
        },
    )
    assert found == {
        f"address: [2401.01234] {PAPER}": [
            (f"[2401.01234] {PAPER}",),
            ("杜鹃桶", "杜鹃桶"),
            ("边角料周刊·第三期", "杜鹃桶"),
        ]
    }


def test_a_repository_is_met_by_its_address_and_by_its_name(tmp_path: Path) -> None:
    found = met(
        tmp_path,
        {
            "feed.xml": feed(
                ("https://b.org/p/1", "压缩", "<p>用 https://github.com/Sorts/Cuckoo 写的。</p>"),
                ("https://b.org/p/2", "再谈压缩", "<p>Sorts/Cuckoo 更快，and/or 换一个。</p>"),
                ("https://b.org/p/3", "别的", "<p>and/or 与 TCP/IP 无关。</p>"),
            )
        },
    )
    assert found == {"name: Sorts/Cuckoo": [("再谈压缩", "再谈压缩"), ("压缩", "压缩")]}


def test_a_repository_is_met_by_the_title_of_its_page(tmp_path: Path) -> None:
    found = met(
        tmp_path,
        {
            "rows.json": rows(("file:///r.html", "sorts/cuckoo: Buckets that fill", "Fast.", "快")),
            "feed.xml": feed(
                ("https://b.org/p/1", "压缩", "<p>http://github.com/sorts/cuckoo</p>")
            ),
        },
    )
    assert list(found) == ["address: sorts/cuckoo"]


@pytest.mark.parametrize(
    "text", ["见 arXiv:2401.01234 。", "见 https://doi.org/10.48550/arXiv.2401.01234 。"]
)
def test_a_paper_is_met_by_its_number(tmp_path: Path, text: str) -> None:
    found = met(
        tmp_path,
        {
            "rows.json": rows(
                ("file:///2401.01234.pdf", "2401.01234v2.pdf", "Buckets fill.", "桶")
            ),
            "feed.xml": feed(("https://b.org/p/1", "杜鹃桶", f"<p>{text}</p>")),
        },
    )
    assert len(found) == 1
    assert next(iter(found)).startswith("address: ")


def test_a_title_in_small_letters_is_one_between_quotation_marks(tmp_path: Path) -> None:
    page = rows(("https://p.org/42.pdf", "Sorting Is All You Need", "Buckets fill.", "桶会满"))
    for text, times in (("“Sorting is all you need”", 1), ("sorting is all you need", 0)):
        post = feed(("https://b.org/p/1", "读", f"<p>They wrote {text}, 2024.</p>"))
        assert len(met(tmp_path, {"rows.json": page, "feed.xml": post})) == times


def test_a_title_is_found_in_the_text_of_another(tmp_path: Path) -> None:
    found = met(
        tmp_path,
        {
            "rows.json": rows(("https://p.org/42.pdf", PAPER, "Buckets fill.", "桶会满")),
            "feed.xml": feed(("https://b.org/p/1", "读论文", f"<p>今天读了{PAPER}这篇论文。</p>")),
        },
    )
    assert list(found) == [f"title: {PAPER}"]


@pytest.mark.parametrize(
    "text",
    [
        "<p>A Note on Sorting in Sublinear Space with Cuckoo Buckets 是另一篇。</p>",
        "<p>读了 Sorting in Sublinear Space with Cuckoo Buckets for Graphs 。</p>",
        "<p>读了 Sorting in Sublinear Space with Cuckoo Buckets: A Survey 。</p>",
        "<p>Sorting in Sublinear Space with Cuckoo Hashing 是另一篇。</p>",
        "<pre><code>Sorting in Sublinear Space with Cuckoo Buckets</code></pre>",
    ],
)
def test_a_longer_or_another_title_is_none(tmp_path: Path, text: str) -> None:
    page = rows(("https://p.org/42.pdf", PAPER, "Buckets fill.", "桶会满"))
    assert (
        met(tmp_path, {"rows.json": page, "feed.xml": feed(("https://b.org/1/a", "读", text))})
        == {}
    )


def test_a_term_that_is_a_title_somewhere_is_no_name(tmp_path: Path) -> None:
    term = "Incremental Persistent Range Sorting"
    page = rows(("https://p.org/43.pdf", term, "It sorts.", "排序"))
    for n, text in enumerate(
        (
            f"<p>{term} (IPRS) 很常见。</p>",
            f"<p>{term} seeks to sort what comes.</p>",
            f"<p>We use {term} here.</p>",
        )
    ):
        post = feed((f"https://b.org/p/{n}", "读", text))
        assert met(tmp_path, {"rows.json": page, "feed.xml": post}) == {}, text


def test_what_many_titles_are_made_of_joins_nothing(tmp_path: Path) -> None:
    title = "Getting Started Guide"
    assert (
        met(
            tmp_path,
            {
                "rows.json": rows(
                    ("https://a.org/x/start", title, "One.", "一"),
                    ("https://c.org/y/start", title, "Two.", "二"),
                ),
                "feed.xml": feed(
                    ("https://b.org/p/1", "周记", "<p>这周读了 Getting Started Guide 。</p>"),
                    ("https://b.org/p/2", "周记", "<p>这周没读书，参见《纽约时报》。</p>"),
                    ("https://b.org/p/3", "月记", "<p>《纽约时报》说的。</p>"),
                ),
            },
        )
        == {}
    )


def test_a_phrase_a_person_and_a_pair_of_words_are_no_names(tmp_path: Path) -> None:
    found = met(
        tmp_path,
        {
            "feed.xml": feed(
                ("https://b.org/p/1", "世界上最古老的天文观测台", "<p>照片。</p>"),
                ("https://b.org/p/2", "旅行", "<p>去看了世界上最古老的天文观测台所在的小镇。</p>"),
                ("https://b.org/p/3", "访谈", "<p>听过奥古斯塔·埃达(Ada Augusta)的事。</p>"),
                (
                    "https://b.org/p/4",
                    "人物",
                    "<p><a href='https://n.org/item/7'>奥古斯塔·埃达(Ada Augusta)</a>写的。</p>",
                ),
                ("https://b.org/p/5", "Linux/Windows", "<p>两个系统。</p>"),
                ("https://b.org/p/6", "软件", "<p>支持 Linux/Windows 。</p>"),
            )
        },
    )
    assert found == {}


def test_the_furniture_of_a_blog_joins_nothing(tmp_path: Path) -> None:
    licence = "<p>正文{}。</p><p>许可 https://b.org/legal/terms-of-use</p>"
    posts = [(f"https://b.org/p/{n}", f"第{n}篇", licence.format(n)) for n in range(1, 9)]
    assert met(tmp_path, {"feed.xml": feed(*posts)}) == {}


def test_a_translation_keeps_the_names_and_numbers_of_its_title(tmp_path: Path) -> None:
    inputs = {
        "feed.xml": feed(
            ("https://b.org/p/1", "在 8 GB 内存的 RPi5 上用 ZFS 备份 20TB NAS", "<p>记录。</p>")
        ),
        "weekly.md": issue(
            "[Backing up a 20TB NAS with ZFS on an 8GB RPi5](https://z.org/a/b) 有用。"
        ),
    }
    assert list(met(tmp_path, inputs)) == ["name: 8GB · RPi5 · ZFS · 20TB · NAS"]
    other = issue("[Backing up a 40TB NAS with ZFS on an 8GB RPi5](https://z.org/a/b) 有用。")
    assert met(tmp_path, {**inputs, "weekly.md": other}) == {}


def test_a_page_without_a_name_is_known_by_an_author_and_its_topic(tmp_path: Path) -> None:
    def printed(cited: str) -> str:
        groups = [
            f"    1. A heap has an order, see {cited} et al. 2018.\n\n      堆化的次序\n\n"
            "    2. Heaps grow.\n\n      堆化要多久\n"
        ]
        groups += [f"    1. Passage {n} says little.\n\n      第{n}段\n" for n in range(14)]
        return "16 Matching Annotations\n  1. Aug 2023\n" + "\n".join(groups)

    text = "<p>Ada Quillfeather, Jo B. Winterbourne and Max Abelard</p><p>译文。</p>"
    post = feed(("https://b.org/p/1", "堆化指南", text))
    found = met(tmp_path, {"page.txt": printed("Quillfeather"), "feed.xml": post})
    (name, places) = next(iter(found.items()))
    assert (name, len(found)) == ("name: Quillfeather · 堆化", 1)
    assert sorted(map(len, places)) == [1, 3]  # the post, and the page with two notes that tell
    assert met(tmp_path, {"page.txt": printed("Somebody"), "feed.xml": post}) == {}


def test_a_book_is_met_where_both_mark_it(tmp_path: Path) -> None:
    posts = (
        ("https://b.org/p/1", "一", "<p>重读《排序算法的历史》。</p>"),
        ("https://b.org/p/2", "二", "<p>《排序算法的历史》值得读。</p>"),
        ("https://b.org/p/3", "三", "<p>聊聊排序算法的历史。</p>"),
    )
    found = met(tmp_path, {"feed.xml": feed(*posts)})
    assert {name: len(places) for name, places in found.items()} == {"name: 排序算法的历史": 2}
