"""What the pages of the site are: those of the repository, where they stand there.

MkDocs calls the functions whose names begin with `on_`. A link from one page to another leads to
the other's page, and one to anything else in the repository to where that is published.
"""

from __future__ import annotations

import inspect
import posixpath
import re
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Match, Union

import annoki
from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.pipeline.paging import cards_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
_FOLDERS = ("addon", "benchmarks", "docs", "examples")
WRITTEN = ("*.md", "tests/*/README.md", *(f"{name}/*.md" for name in _FOLDERS))
"""The pages of the repository."""
SHOWN = ("docs/*.png", "docs/*.svg")
"""What they show."""
REFERENCE = "docs/reference.md"
"""The page that is made of the docstrings of the public API."""
CARDS = "docs/page-of-cards.html"
"""What `annoki page` makes of the examples."""
_HAN = "[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_MARKS = r"((?:</?(?:a|code|del|em|strong)\b[^>]*>)*)"
_BETWEEN = re.compile(rf"(<pre\b.*?</pre>)|(?<={_HAN}){_MARKS}\n{_MARKS}(?={_HAN})", re.DOTALL)
_REFERENCE = """# Reference of the Python API

How it is used stands in [the guide](api.md), what each option of `Config` means in
[config.md](../addon/config.md)."""

_CARDS = """---
hide: [navigation, toc]
---

# Cards of the examples

What becomes of all that is in [examples/](../examples/README.md), as
`annoki page examples -o page-of-cards.html` writes it. [Open it alone](page-of-cards.html): it is
one file, and needs neither Anki nor a network.

<iframe src="page-of-cards.html" title="Cards of the examples"></iframe>
"""


def pages() -> List[str]:
    """The pages of the repository, as paths inside it."""
    return _found(WRITTEN)


def _found(patterns: Any) -> List[str]:
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def published() -> str:
    """The address below which the files of the repository are."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (home,) = re.findall(r'^Homepage = "(.*)"$', project, re.MULTILINE)
    return f"{home}/blob/main/"


def slug(heading: str, separator: str = "-") -> str:
    """The anchor of a heading, as in the links that are written to it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", separator)


def reference() -> str:
    """The page of the public API: what it does, what that takes and gives, what it raises."""
    public = {name: getattr(annoki, name) for name in annoki.__all__}
    functions = {name: one for name, one in public.items() if inspect.isfunction(one)}
    classes = {name: one for name, one in public.items() if inspect.isclass(one)}
    errors = {name for name, one in classes.items() if issubclass(one, Exception)}
    kinds: Dict[str, Iterable[str]] = {
        "Functions": sorted(functions, key=lambda name: functions[name].__code__.co_firstlineno),
        "What they take and give": [name for name in classes if name not in errors],
        "Errors": [name for name in classes if name in errors],
    }
    page = [_REFERENCE]
    for kind, names in kinds.items():
        page += [f"## {kind}", *(f"::: annoki.{name}" for name in names)]
    return "\n\n".join(page)


def cards() -> bytes:
    """The page of the cards of the examples, without pictures that others would be asked for."""
    config = Config(pictures=False)
    return cards_page(gather(config, [Source(path="examples")]).whole())


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Adds pages that the navigation does not name, and leaves out what needs a site's address."""
    assert config.nav
    named = {*_named(config.nav)}
    (last,) = config.nav[-1].values()
    last += [name for name in pages() if name not in named]
    config.theme.static_templates -= {"404.html", "sitemap.xml"}
    return config


def _named(nav: List[Any]) -> Iterator[str]:
    for entry in nav:
        (value,) = entry.values()
        if isinstance(value, list):
            yield from _named(value)
        else:
            yield value


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the repository's pages, what they show, and what is made."""
    for name in (*pages(), *_found(SHOWN)):
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    made: Dict[str, Union[str, bytes]] = {
        REFERENCE: reference(),
        "docs/cards.md": _CARDS,
        CARDS: cards(),
    }
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lets links to what is no page lead to where that is published."""
    folder = posixpath.dirname(page.file.src_uri)

    def led(match: Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, match[1]))
        if files.get_file_from_path(path) or not (ROOT / path).exists():
            return match[0]
        return f"]({published()}{path})"

    return re.sub(r"\]\((?!\w+:|#)([^)#\s]+)\)", led, markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Joins lines between Chinese characters, which no space parts."""
    return _BETWEEN.sub(lambda match: "".join(filter(None, match.groups())), html)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Says in which language a translated page is."""
    language = re.search(r"\.([a-z]{2}-[A-Z]{2})\.md$", page.file.src_uri)
    return output.replace('<html lang="en"', f'<html lang="{language[1]}"') if language else output
