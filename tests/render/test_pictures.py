"""Pictures of posts: from the media folder, on a phone and a desktop, by day and night."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Block, Face, Item, Span
from annoki.targets.apkg import package as apkg

from tests.png import RGBA, png
from tests.texts import prose

from .conftest import PICTURES
from .page import MODES, SIZES, Card, Desks, Mode, Size, cards_of

LOST = "https://pictures.example.org/lost.png"
ADDRESS = "https://pictures.example.org/wide.png"
NAME = "annoki-0123456789abcdef.png"


def frame(width: int, height: int) -> bytes:
    """A picture of a black frame on nothing."""
    edge, inner = b"\0\0\0\xff", b"\0\0\0\0"
    row = b"\0" + edge * 6 + inner * (width - 12) + edge * 6
    full = b"\0" + edge * width
    return png(width, height, RGBA, full * 6 + row * (height - 12) + full * 6)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Card, bytes]:
    folder = tmp_path_factory.mktemp("pictures")
    file: Path = folder / NAME
    file.write_bytes(frame(1600, 400))
    body = (
        *prose("一张很宽的图\uff0c比手机的屏幕还宽。"),
        Block("picture", (Span("图 1 A frame"),), address=ADDRESS),
        *prose("图后的文字。"),
        Block("picture", (Span("Lost 找不到的图"),), address=LOST),
    )
    item = Item("post", "blog", "here", 1, title=(Span("有图的文章"),), body=body, face=Face.PAGE)
    note = compose(item, "picture", Config(), 0, "", {ADDRESS: NAME})
    assert note.media == (NAME,)
    package = folder / "out.apkg"
    apkg.write([note], package, media={NAME: file})
    (card,) = cards_of(package)
    return card, file.read_bytes()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("mode", MODES)
def test_a_wide_picture_fits_and_is_seen(
    desks: Desks, shown: tuple[Card, bytes], mode: Mode, size: Size
) -> None:
    card, data = shown
    desk = desks(mode, size)
    desk.media = {NAME: data}
    desk.show(card, "answer")
    desk.page.wait_for_function("[...document.images].every(one => one.complete)")
    assert desk.problems() == []
    picture = desk.page.locator("#qa img")
    assert picture.evaluate("one => one.naturalWidth") == 1600
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] <= size.width
    assert abs(box["width"] / box["height"] - 4) < 0.1
    paper = picture.evaluate("one => getComputedStyle(one).backgroundColor")
    assert paper == "rgb(251, 248, 241)", "black lines on nothing are seen at night, too"
    assert desk.page.locator("figcaption").inner_text() == "图 1 A frame"
    assert desk.page.locator(f"a[href='{ADDRESS[:-8]}lost.png']").inner_text() == "Lost 找不到的图"
    desk.picture(PICTURES / "pictures" / f"{mode}-{size.name}.png")
