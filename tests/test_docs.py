"""Documentation that cannot rot: every command, option and setting is described."""

from __future__ import annotations

import html
import json
import re
from typing import List, Tuple

import markdown
import pytest
from annoki.cli.commands import cli
from annoki.cli.exit_codes import ExitCode
from annoki.config import Config, parse
from annoki.readers import formats
from annoki.sources import built_in

from tests.fixture_files import ROOT

READMES = ("README.md", "README.zh-CN.md")
PAGES = (
    *READMES,
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "addon/config.md",
    "examples/README.md",
    "benchmarks/README.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
)
CONFIG_MD = (ROOT / "addon" / "config.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", sorted(cli().commands))
def test_each_command_is_in_each_readme(readme: str, name: str) -> None:
    assert f"annoki {name}" in page(readme)
    assert "(docs/command-line.md)" in page(readme)


def test_each_exit_code_is_told_in_one_place() -> None:
    told = re.findall(r"^\| `(\d+)` \|", page("docs/command-line.md"), re.MULTILINE)
    assert {int(one) for one in told} == {*ExitCode, 130, 143}
    assert not any(re.search(r"^\| `?[0-3]`? \|", page(one), re.MULTILINE) for one in READMES)


@pytest.mark.parametrize("readme", READMES)
def test_formats_sources_and_make_targets_are_in_each_readme(readme: str) -> None:
    text = page(readme)
    for name in (*formats(), *built_in()):
        assert f"`{name}`" in text
    makefile = page("Makefile")
    for target in re.findall(r"(?:^|`)make (\w+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_one_readme_is_the_whole_translation_of_the_other() -> None:
    """Section by section the same headings, list items, table rows, links, code and commands."""
    english, chinese = (outline(page(readme)) for readme in READMES)
    assert len(english) == len(chinese)
    for one, other in zip(english, chinese):
        assert one == other, f"{one}\n{other}"


# What a learner writes, which each language shows in its own words.
NOTED = re.compile(r"^\[!NOTE\] |\w:::\w")


def bare(section: str) -> str:
    """Without its blocks of code."""
    return re.sub(r"^```.*?^```", "", section, flags=re.MULTILINE | re.DOTALL)


def outline(text: str) -> List[Tuple[str, int, int, List[str], List[str], List[str]]]:
    """Of each section: the heading's level, how many items and rows, the links, code, commands."""
    sections = re.split(r"^(?=#+ )", text, flags=re.MULTILINE)[1:]
    return [
        (
            section.partition(" ")[0],
            len(re.findall(r"^ *- ", section, re.MULTILINE)),
            len(re.findall(r"^\|", section, re.MULTILINE)),
            sorted(
                link
                for link in re.findall(r"\]\(([^)]+)\)", section)
                if not link.startswith(("#", "README"))
            ),
            sorted(
                code for code in re.findall(r"`([^`\n]+)`", bare(section)) if not NOTED.search(code)
            ),
            re.findall(r"^(?:\.venv/bin/annoki|make|pipx|annoki)[ -~]*?(?= *#|$)", section, re.M),
        )
        for section in sections
    ]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]*)", page(name)):
        assert not link or ((ROOT / name).parent / link).exists(), link
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", page(name), re.MULTILINE)
    }
    for anchor in re.findall(r"\]\(#([^)]+)\)", page(name)):
        assert anchor in headings


def test_each_promise_of_the_sync_contract_has_its_tests() -> None:
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    named = set(re.findall(r"\btest_\w+(?!\w*\.py)", page("docs/sync-contract.md")))
    files = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(named - files) >= 30
    for name in named - files:
        assert f"def {name}(" in written, name


def shown_as_code(guide: str) -> List[str]:
    """What plain Markdown, by which Anki shows the guide, shows as code."""
    shown = re.findall(r"<pre><code>(.*?)</code></pre>", markdown.markdown(guide), re.DOTALL)
    return [html.unescape(one) for one in shown]


def test_anki_shows_the_guide_of_the_configuration_without_marks_of_tables_or_fences() -> None:
    shown = re.sub(r"<pre>.*?</pre>|<!--.*?-->", "", markdown.markdown(CONFIG_MD), flags=re.DOTALL)
    assert not re.search(r"\||```|[{}]", shown)
    assert all(isinstance(json.loads(one), dict) for one in shown_as_code(CONFIG_MD))


def test_configuration_shown_is_the_default() -> None:
    first, *_ = shown_as_code(CONFIG_MD)
    assert parse(json.loads(first), "config.md") == Config()
    for key in vars(Config()):
        assert f"`{key}`" in CONFIG_MD
    for key in vars(Config().decks):
        assert f"`decks.{key}`" in CONFIG_MD


@pytest.mark.parametrize("readme", READMES)
def test_the_configuration_in_each_readme_can_be_used(readme: str) -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", page(readme), re.DOTALL)
    kinds = [source.kind for source in parse(json.loads(shown), readme).sources]
    assert set(kinds) == set(built_in())


def test_version_is_in_the_changelog() -> None:
    from annoki import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
