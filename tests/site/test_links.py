"""Whatever is dead in a site is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.site.links import dead

PUBLISHED = "https://code.example/blob/main/"
SOUND = [
    '<a href="other.html">a page</a>',
    '<a href="other.html#there">a place in it</a>',
    '<a href="other.html#%E9%82%A3%E9%87%8C">a place with a Chinese name</a>',
    '<a href="#here">a place in this one</a><h2 id="here"></h2>',
    '<a href="folder/">a folder with an index</a>',
    '<a href="folder/../other.html?read=1">another way</a>',
    '<a href="https://elsewhere.example/nowhere">not ours</a>',
    '<a href="mailto:me@elsewhere.example">a letter</a>',
    f'<a href="{PUBLISHED}src/there.py#L3">a file of the repository</a>',
    f'<a href="{PUBLISHED}src">a folder of it</a>',
    '<img src="picture.png"><img src="data:image/png;base64,AAAA">',
    '<link rel="stylesheet" href="style.css">',
    '<link rel="next" href="other.html">',
    '<p style="background: url(picture.png)">',
]
DEAD = {
    '<a href="gone.html">': "gone.html: no such page",
    '<a href="other.html#gone">': "other.html#gone: no such place in the page",
    '<a href="#gone">': "#gone: no such place in the page",
    '<a href="folder/empty/">': "folder/empty/: no such page",
    '<a href="../index.html">': "../index.html: leads out of the site",
    '<a href="/index.html">': "/index.html: counts from the root of a server",
    f'<a href="{PUBLISHED}src/gone.py">': f"{PUBLISHED}src/gone.py: no such file in the repository",
    '<a href="http://[gone">': "http://[gone: no address",
    '<img src="gone.png">': "gone.png: no such page",
    '<img srcset="picture.png 1x, gone.png 2x">': "gone.png: no such page",
    '<img src="https://elsewhere.example/a.png">': "https://elsewhere.example/a.png: asked for",
    '<script src="//elsewhere.example/a.js"></script>': "//elsewhere.example/a.js: asked for",
    '<link rel="preconnect" href="https://fonts.example">': "https://fonts.example: asked for",
    '<form action="https://elsewhere.example/in">': "https://elsewhere.example/in: asked for",
    '<p style="background: url(gone.png)">': "gone.png: no such page",
    "<style>@import 'https://elsewhere.example/a.css'</style>": "https://elsewhere.example/a.css:",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of two pages beside a repository of one file."""
    site = tmp_path / "site"
    (site / "folder" / "empty").mkdir(parents=True)
    (site / "other.html").write_text('<h2 id="there"></h2><h2 id="那里"></h2>', encoding="utf-8")
    (site / "folder" / "index.html").write_text("", encoding="utf-8")
    (site / "picture.png").write_bytes(b"")
    (site / "style.css").write_text("p { background: url(picture.png) }", encoding="utf-8")
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "there.py").write_text("", encoding="utf-8")
    return site


def found(folder: Path, page: str) -> list[str]:
    (folder / "index.html").write_text(page, encoding="utf-8")
    return dead(folder, PUBLISHED, folder.parent)


@pytest.mark.parametrize("page", SOUND)
def test_what_is_sound_is_not_told(folder: Path, page: str) -> None:
    assert found(folder, page) == []


@pytest.mark.parametrize("page", DEAD)
def test_what_is_dead_is_told_with_its_place(folder: Path, page: str) -> None:
    (told,) = found(folder, f"<p>{''.join(SOUND)}{page}")
    assert told.startswith(f"index.html: {DEAD[page]}")


def test_styles_and_the_results_of_the_search_are_looked_at(folder: Path) -> None:
    (folder / "style.css").write_text("p { background: url(gone.png) }", encoding="utf-8")
    (folder / "search").mkdir()
    results = '{"docs": [{"location": "other.html#there"}, {"location": "other.html#gone"}]}'
    (folder / "search" / "search_index.json").write_text(results, encoding="utf-8")
    assert found(folder, "") == [
        "index.html: other.html#gone: no such place in the page",
        "style.css: gone.png: no such page",
    ]
