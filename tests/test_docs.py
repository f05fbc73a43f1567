"""Documentation that cannot rot: every command, option and setting is described."""

from __future__ import annotations

import json
import re

import pytest
from annoki.cli.commands import cli
from annoki.config import Config, parse
from annoki.readers import formats
from annoki.sources import built_in

from tests.fixture_files import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIG_MD = (ROOT / "addon" / "config.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_commands_and_options_are_in_the_readme(name: str) -> None:
    assert f"annoki {name}" in README
    for parameter in cli.commands[name].params:
        if parameter.param_type_name == "option" and "--help" not in parameter.opts:
            assert any(re.search(rf"(?<![\w-]){re.escape(o)}\b", README) for o in parameter.opts), (
                name
            )


def test_formats_and_make_targets_are_in_the_readme() -> None:
    for name in formats():
        assert f"`{name}`" in README
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_links_lead_somewhere() -> None:
    for page in ("README.md", "addon/config.md", "CHANGELOG.md", "examples/README.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert ((ROOT / page).parent / link).exists(), f"{page}: {link}"


def test_configuration_shown_is_the_default() -> None:
    shown = re.search(r"```json\n(.*?)```", CONFIG_MD, re.DOTALL)
    assert shown
    assert parse(json.loads(shown.group(1)), "config.md") == Config()
    for key in vars(Config()):
        assert f"`{key}`" in CONFIG_MD
    for key in vars(Config().decks):
        assert f"`decks.{key}`" in CONFIG_MD


def test_the_configuration_in_the_readme_can_be_used() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    kinds = [source.kind for source in parse(json.loads(shown), "README").sources]
    assert set(kinds) == set(built_in())


def test_version_is_in_the_changelog() -> None:
    from annoki import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
