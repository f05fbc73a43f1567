"""The site of the documentation holds all of it, as it was written, and nothing in it is dead."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import annoki
import pytest
from bs4 import BeautifulSoup, Tag

from tests.fixture_files import ROOT
from tools.site.hooks import REFERENCE, pages, published
from tools.site.links import dead


def made_of(name: str) -> str:
    """The place in the site of the page that is made of a file of the repository."""
    return re.sub(r"README\.md$", "index.md", name).removesuffix(".md") + ".html"


def shown(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / made_of(name)).read_text(encoding="utf-8"), "html5lib")


def content(page: BeautifulSoup) -> Tag:
    (article,) = page.select("article")
    return article


def test_nothing_in_it_is_dead_and_nothing_asks_others(site: Path) -> None:
    assert dead(site, published(), ROOT) == []


@pytest.mark.parametrize("name", pages())
def test_each_page_says_what_was_written(site: Path, name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    outside = re.sub(r"<!--.*?-->|^ *```.*?^ *```", "", written, flags=re.MULTILINE | re.DOTALL)
    article = content(shown(site, name))
    counts = {
        "h1, h2, h3, h4": r"^#+ ",
        "li": r"^ *(?:[-*]|\d+\.) ",
        "thead": r"^ *\|[-|: ]+\|$",
        "tr": r"^ *\|(?![-|: ]+\|$)",
        "img": r"!\[(?!\[)",
    }
    for selector, pattern in counts.items():
        made = len(article.select(selector))
        assert made == len(re.findall(pattern, outside, re.MULTILINE)), selector
    for code in article.select("pre, code"):
        code.extract()
    assert not re.findall(r"\]\(|\*\*|```|^ *\||\w`|`\w", article.get_text(), re.MULTILINE)


def test_the_navigation_leads_to_each_page(site: Path) -> None:
    links = {link["href"] for link in shown(site, "README.md").select("nav.md-nav a[href]")}
    assert links >= {made_of(name) for name in pages()} - {"index.html"}


def test_what_the_api_offers_stands_in_its_reference(site: Path) -> None:
    article = content(shown(site, REFERENCE))
    for name in annoki.__all__:
        assert name == "__version__" or article.find(id=f"annoki.{name}"), name
    assert "Raises CollectionChanged if" in " ".join(article.get_text().split())
    assert "_option" not in article.get_text()


def test_what_is_dead_ends_the_build(tmp_path: Path) -> None:
    links = "[1](docs/gone.md) [2](docs/api.md#gone) ![3](https://elsewhere.example/gone.png)"
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    (tmp_path / "SECURITY.md").write_text(f"# Security\n\n{links}\n", encoding="utf-8")
    for part in ROOT.iterdir():
        if part.name != "build" and not (tmp_path / part.name).exists():
            (tmp_path / part.name).symlink_to(part)
    done = subprocess.run(
        [sys.executable, "-m", "tools.site"], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 1
    for told in ("'docs/gone.md'", "'#gone'", "https://elsewhere.example/gone.png: asked for"):
        assert told in done.stdout + done.stderr


def test_each_page_says_its_language(site: Path) -> None:
    for name in pages():
        page = shown(site, name)
        assert page.html
        assert page.html["lang"] == ("zh-CN" if name.endswith(".zh-CN.md") else "en")


def test_no_space_parts_the_lines_of_a_chinese_paragraph(site: Path) -> None:
    for paragraph in content(shown(site, "README.zh-CN.md")).select("p, li, td"):
        assert not re.search(r"[\u4e00-\u9fff，。]\n[\u4e00-\u9fff，。]", paragraph.get_text())


def test_its_colours_are_those_of_the_cards() -> None:
    colour = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    ours, cards = (
        set(colour.findall((ROOT / path).read_text(encoding="utf-8")))
        for path in ("tools/site/assets/style.css", "exporter/annoki/notetype/style.css")
    )
    assert len(ours) >= 20
    assert ours <= cards
