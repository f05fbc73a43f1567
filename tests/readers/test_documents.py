"""Every encoding that people's files come in; everything else is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.errors import InputError
from annoki.text.document import decode, read_path

TEXT = "3 Matching Annotations\n  1. Aug 2023\n    1. 密集🤖 café … and more\n      笔记:::对\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    assert decode(TEXT.replace("\n", newline).encode(encoding), "x") == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["笔", "🤖"])
def test_what_breaks_off_inside_a_sign_is_read_up_to_it(
    tmp_path: Path, encoding: str, end: str
) -> None:
    """As most downloads of a Chinese text do that break off somewhere."""
    path = tmp_path / "dump.txt"
    whole = (TEXT + end).encode(encoding)
    for short in range(1, len(whole) - len(TEXT.encode(encoding))):
        path.write_bytes(whole[:-short])
        document = read_path(path)
        assert document.text == TEXT
        assert document.is_cut
    path.write_bytes(whole)
    assert not read_path(path).is_cut


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04" + b"\x00\x01\x02\x03" * 200, "binary"),
        ("été à Noël déjà vécu\n".encode("latin-1") * 3, "line 1 is not valid UTF-8"),
        ("第一行\nsecond 笔记".encode()[:-1] + b" \n", "line 2 is not valid UTF-8"),
        ("第一行\nsecond 笔记".encode()[:-1], "breaks off inside a character"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        decode(data, "dump.txt")
    assert str(caught.value).startswith("dump.txt: ")
    assert "\n" not in str(caught.value)


def test_oversized_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(3 * 1024 * 1024)
    with pytest.raises(InputError, match="larger than 1 MiB"):
        read_path(path, 1024 * 1024)


def test_stray_control_characters_reach_no_field() -> None:
    # U+001F is what parts the fields of an Anki note.
    assert decode(b"a\x00b\x1fc\x0cd", "x") == "a b c d"


def test_icons_go_and_letters_of_a_pdfs_own_font_stay() -> None:
    # An item is known by its text, so that this is for ever.
    assert decode("a\ue0b0b \uf061 中".encode(), "x") == "ab \uf061 中"
