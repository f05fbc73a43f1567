"""The licences are there, word for word, and say of what each is."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from tests.fixture_files import ROOT

NOTETYPE = ROOT / "exporter" / "annoki" / "notetype"
RULE = "-" * 80 + "\n\n"
TEXTS = {
    # As the Free Software Foundation and Creative Commons publish them.
    ROOT / "LICENSE": "8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef",
    NOTETYPE / "LICENSE": "a2010f343487d3f7618affe54f789f5487602331c0a8d03f49e9a7c547cf0499",
}


@pytest.mark.parametrize(("path", "sha256"), TEXTS.items(), ids=["code", "note type"])
def test_the_text_is_the_published_one(path: Path, sha256: str) -> None:
    _, _, text = path.read_text(encoding="utf-8").partition(RULE)
    assert hashlib.sha256(text.encode()).hexdigest() == sha256


def test_what_ends_up_in_decks_is_free_of_terms() -> None:
    of_all, of_notetype = (path.read_text(encoding="utf-8").partition(RULE)[0] for path in TEXTS)
    for said in (of_all, of_notetype):
        for what in (".html", ".css", "CC0 1.0 Universal"):
            assert what in said
    assert "exporter/annoki/notetype/LICENSE" in of_all
    assert "AGPL-3.0-or-later" in of_all


def test_the_word_list_names_its_licence() -> None:
    folder = ROOT / "exporter" / "annoki" / "repair"
    head = gzip.decompress((folder / "words.txt.gz").read_bytes())[:500].decode()
    assert "MIT License" in head
    assert "words-LICENSE.txt" in head
    text = (folder / "words-LICENSE.txt").read_text(encoding="utf-8")
    assert "Permission is hereby granted" in text
