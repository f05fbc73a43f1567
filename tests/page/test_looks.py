"""A card on the page looks as it does in Anki: the same boxes, faces and colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from annoki.model import Note
from annoki.notetype import WRITTEN
from annoki.targets.page.html import page_file
from annoki.targets.page.payload import Shown, ShownSource, payload
from playwright.sync_api import Browser, Page

from tests.render.conftest import package, samples  # noqa: F401
from tests.render.page import MODES, SIDES, Mode, Samples, Size, reviewer
from tests.render.samples import SAMPLES

Looks = list[list[Any]]
_PLACES = slice(1, 5)
_LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
WIDTHS = {
    "phone": Size("phone", 390, 844, mobile=True),
    "desk": Size("desk", 1280, 800, mobile=False),
}


def page_of_samples() -> str:
    notes = [
        Note(
            name,
            tuple(fields.get(field, "") for field in WRITTEN),
            (),
            "Annoki",
            False,
            "ready",
            "",
        )
        for name, fields in SAMPLES.items()
    ]
    documents = [
        {"title": "Samples", "host": "", "url": "", "source": 0, "notes": [], "kind": "page"}
    ]
    documents[0]["notes"] = [*range(len(notes))]
    told = {"documents": documents, "links": []}
    shown = [Shown(one, 0, 0, "", "") for one in notes]
    return page_file(payload(shown, [ShownSource("samples", "")], "", {}, told)).decode()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1700, "height": 1000}, locale="en-US")
    page = context.new_page()
    yield page
    context.close()


def faces(page: Page, mode: Mode, width: str) -> Iterator[tuple[str, Looks]]:
    """Each face on the page as it comes into sight: (the name of its card and its side, looks)."""
    html = page_of_samples()
    page.route(
        "http://cards.invalid/", lambda route: route.fulfill(content_type="text/html", body=html)
    )
    page.add_init_script(_LOOKS)
    page.goto(f"http://cards.invalid/#look={mode}&width={width}&sides=both")
    seen: set[str] = set()
    names = list(SAMPLES)
    while len(seen) < len(names):
        at = next(n for n, name in enumerate(names) if name not in seen)
        entry = page.locator(f"article[aria-labelledby=note-{at}]")
        for _ in range(200):
            if entry.count():
                break
            page.mouse.wheel(0, 500)
            page.wait_for_timeout(30)
        entry.scroll_into_view_if_needed()
        page.wait_for_function(
            "at => ![...document.querySelector(`article[aria-labelledby=note-${at}]`)"
            ".querySelectorAll('.sheet')].some(one => one.shadowRoot.querySelector('.waiting'))",
            arg=at,
        )
        looks = entry.evaluate(
            "async one => await document.fonts.ready && [...one.querySelectorAll('.sheet')]"
            ".map(sheet => looksOf(sheet.shadowRoot.querySelector('.annoki')))"
        )
        for n, each in enumerate(looks):
            yield f"{names[at]}{'-reverse' if n > 1 else ''} {SIDES[n % 2]}", each
        seen.add(names[at])


# Colours are of the mode, boxes of the width: each once.
@pytest.mark.parametrize(("mode", "width"), [*zip(MODES, WIDTHS)])
def test_a_face_looks_as_in_anki(
    browser: Browser,
    samples: Samples,  # noqa: F811
    opened: Page,
    mode: Mode,
    width: str,
) -> None:
    different = {}
    with reviewer(browser, mode, WIDTHS[width]) as desk:
        desk.page.evaluate(f"() => {{ {_LOOKS} }}")
        # MathJax adds to its style as it meets signs: so formulas look a bit otherwise at first.
        desk.show(samples["ready-math"], "answer")
        for name, ours in faces(opened, mode, width):
            card, _, side = name.partition(" ")
            desk.show(samples[card], side)  # type: ignore[arg-type]
            theirs: Looks = desk.page.evaluate("looksOf(document.querySelector('.annoki'))")
            if found := differences(ours, theirs):
                different[name] = found
    assert not different, "\n".join(f"{name}: {one}" for name, one in different.items())


def differences(ours: Looks, theirs: Looks) -> Sequence[object]:
    if [one[0] for one in ours] != [one[0] for one in theirs]:
        return [[one[0] for one in each] for each in (ours, theirs)]
    return [
        (one, other)
        for one, other in zip(ours, theirs)
        if one[5:] != other[5:]
        or any(abs(a - b) > 0.5 for a, b in zip(one[_PLACES], other[_PLACES]))
    ][:3]
