"""The MathJax of the page is Anki's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from annoki.targets.page.html import MATHJAX

from tests.render.page import missing, web_folder


def hashes(folder: Path) -> dict[str, str]:
    paths = [*folder.rglob("*.woff"), *folder.rglob("tex-chtml-full.js")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_it_is_the_very_file_that_anki_ships() -> None:
    assert hashes(MATHJAX) == hashes(web_folder() / "js" / "vendor" / "mathjax")


def test_its_licence_is_there_and_named() -> None:
    assert "Apache License" in (MATHJAX / "LICENSE").read_text(encoding="utf-8")
