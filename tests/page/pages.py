"""Pages of cards as `annoki page` writes them, and what they know."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annoki.config import Config, source_of
from annoki.pipeline.gather import gather
from annoki.pipeline.paging import cards_page

if TYPE_CHECKING:
    from playwright.sync_api import Page


def page_with(*paths: Path) -> str:
    """The page of what is in `paths`, without pictures."""
    sources = [source_of(str(path)) for path in paths]
    return cards_page(gather(Config(pictures=False), sources).whole()).decode()


def known_to(page: str, id: str = "page-data") -> Any:
    """What the page knows, or other data in it."""
    return json.loads(scripts_of(page, f' type="application/json" id="{id}"')[0])


def scripts_of(page: str, attributes: str = "") -> list[str]:
    """The contents of its scripts with exactly these attributes."""
    return re.findall(f"<script{re.escape(attributes)}>(.*?)</script>", page, re.DOTALL)


def hash_of(script: str) -> str:
    """What a policy knows it by."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def focused(page: Page) -> int:
    """The number of the note that has the focus."""
    return int(page.locator(".entry:focus .number").inner_text())
