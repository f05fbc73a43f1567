"""How long a page of cards keeps a reader waiting, in Chromium.

    python -m benchmarks.look 844 10000

A page of so many generated notes is opened five times. Told are the bytes of the page, the seconds
until its first card can be read, and the longest that the page stood still (a long task, in ms):
while it opened, while words were typed into its search, and while it was scrolled through. Of each
the least of the five, which other programs have disturbed least. 0 is less than 50 ms.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Dict, List

from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.pipeline.paging import cards_page
from playwright.sync_api import Browser, sync_playwright

from tests.render.page import launch, missing

from .generate import write

_ROUNDS = 5
_WORDS = ("a", "bloom filter", "函数", "zzzz", "")
_WATCH = """
globalThis.stops = [];
new PerformanceObserver((list) => stops.push(...list.getEntries().map((one) => one.duration)))
  .observe({ type: "longtask", buffered: true });
"""
_FIRST = "() => performance.getEntriesByName('first')[0]?.startTime"
_MARK = """
const seen = new MutationObserver(() => {
  if (!document.querySelector(".entry")) return;
  seen.disconnect();
  requestAnimationFrame(() => setTimeout(() => performance.mark("first")));
});
seen.observe(document, { childList: true, subtree: true });
"""
_SCROLL = """async () => {
  for (let steps = 0; steps < 60; steps++) {
    scrollBy(0, 700);
    await new Promise(requestAnimationFrame);
  }
}"""


def _opened(browser: Browser, address: str) -> Dict[str, float]:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page.add_init_script(_WATCH + _MARK)
    page.goto(address)
    page.locator(".entry").first.wait_for()
    page.wait_for_timeout(1000)

    def longest() -> float:
        return max(page.evaluate("stops.splice(0)"), default=0)

    told = {"first card, s": page.evaluate(_FIRST) / 1000, "opening, ms": longest()}
    for words in _WORDS:
        page.locator("#search").fill(words)
        page.wait_for_timeout(600)
    told["searching, ms"] = longest()
    page.evaluate(_SCROLL)
    page.wait_for_timeout(300)
    told["scrolling, ms"] = longest()
    page.close()
    return told


def main(sizes: List[int]) -> None:
    """Print a line for each size."""
    if why := missing():
        sys.exit(why)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        for size in sizes:
            written = Path(folder) / str(size)
            written.mkdir()
            write(size, written)
            dump = written / "dump.txt"
            page = Path(folder) / f"{size}.html"
            gathered = gather(Config(pictures=False), [Source(path=str(dump))]).whole()
            page.write_bytes(cards_page(gathered))
            rounds = [_opened(browser, page.as_uri()) for _ in range(_ROUNDS)]
            least = {name: round(min(one[name] for one in rounds), 2) for name in rounds[0]}
            print(f"{size:,} notes, {page.stat().st_size:,} bytes: {least}", flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [844, 10_000])
