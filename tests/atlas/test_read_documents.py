"""What notes were read in: each page, post and issue once, and how much of it is asked or open."""

from __future__ import annotations

from pathlib import Path

from tests.atlas.reading import atlas, feed, rows, weekly

PRINTED = """3 Matching Annotations
  1. Aug 2023
  2. a.example a.example
    1. A heap is a tree in which each node is at most its children.

      堆是每个节点都不大于子节点的树

    2. Sift up after a push.

      [!NOTE] 插入之后要做什么?

      flashcard

      向上调整

    1. A trie keeps a key along a path.

      字典树把键放在路径上
"""


def test_each_page_post_and_issue_is_a_document(tmp_path: Path) -> None:
    made, notes = atlas(
        tmp_path,
        {
            "rows.json": rows(
                ("https://www.a.example/heaps/#top", "On heaps", "A heap is a tree.", "堆是一棵树"),
                ("https://a.example/heaps", "On heaps", "Push, then sift up.", "Why up?"),
                ("https://a.example/tries", "On tries", "A trie has paths.", ""),
            ),
            "feed.xml": feed(
                ("https://blog.example/p/1", "排序的稳定性", "<p>归并排序是稳定的。</p>")
            ),
            "weekly.md": weekly(
                "[讲堆的文章](https://c.example/heap) 画了很多图。",
                "[讲字典树的文章](https://c.example/trie) 从零写起。",
                "[讲跳表的文章](https://c.example/skip) 有实验。",
            ),
        },
    )
    told = {one.title: one.as_dict() for one in made.documents}
    assert set(told) == {"排序的稳定性", "On heaps", "On tries", "边角料周刊·第三期"}
    heaps = told["On heaps"]
    assert (heaps["kind"], heaps["url"]) == ("page", "https://www.a.example/heaps/")
    assert [heaps[name] for name in ("read", "asked", "open", "other")] == [1, 0, 1, 0]
    assert (heaps["first"], heaps["last"]) == ("2024-03-01", "2024-03-02")
    assert (told["On tries"]["other"], told["边角料周刊·第三期"]["read"]) == (1, 3)
    post = told["排序的稳定性"]
    assert (post["kind"], post["url"], post["source"]) == ("post", "https://blog.example/p/1", 1)
    assert all(n in made.documents[at].notes for n, at in enumerate(made.document_of))
    assert sum(len(one.notes) for one in made.documents) == len(notes)


def test_pages_without_a_name_are_told_apart_by_where_they_are_printed(tmp_path: Path) -> None:
    made, _ = atlas(tmp_path, {"page.txt": PRINTED})
    assert [(one.is_untitled, one.host, one.asked, one.read) for one in made.documents] == [
        (True, "", 0, 1),
        (True, "a.example", 1, 1),
    ]
    assert made.documents[0].title.startswith("A trie keeps")


def test_the_same_inputs_give_the_same_atlas(tmp_path: Path) -> None:
    first, _ = atlas(tmp_path, {"page.txt": PRINTED})
    assert atlas(tmp_path, {"page.txt": PRINTED})[0].as_dict() == first.as_dict()
