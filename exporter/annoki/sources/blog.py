"""Blogs: a home page or a feed."""

from __future__ import annotations

import re
from typing import Any, Dict, Optional

from ..text.urls import WEB, bare
from .kind import Setting, SourceKind, Text, needing, wrong_address

DEFAULT_PAGES = 50


def _claims(address: str) -> Optional[Dict[str, Any]]:
    """Any address of the web."""
    return {"url": address} if re.match(WEB, address, re.IGNORECASE) else None


KIND = SourceKind(
    name="blog",
    label=Text("Blog", "博客"),
    add=Text("Blog: the posts in its feed or on its pages…", "博客：订阅源或页面中的文章…"),
    about=Text(
        "The posts of a blog: from its feed if it has one, else from its home page and the pages "
        "after it.",
        "博客的文章：有订阅源就读订阅源，否则读首页及其后各页。",
    ),
    settings=(
        Setting(
            "url",
            Text("Address", "地址"),
            Text(
                "the address of the home page or the feed. A home page that names a feed is read "
                "by that.",
                "首页或订阅源的地址。首页若注明订阅源，则读取订阅源。",
            ),
            like=Text(
                "https://blog.example.org, or the address of its feed",
                "https://blog.example.org 或订阅源地址",
            ),
            wrong=wrong_address,
        ),
        Setting(
            "pages",
            Text("Pages at most", "最多页数"),
            Text(
                "how many pages of a home page without a feed are read at most, up to 1000",
                "没有订阅源时最多读取多少页，至多 1000",
            ),
            form="number",
            unset=Text(str(DEFAULT_PAGES), str(DEFAULT_PAGES)),
            hint=Text(
                "Only matters where the blog has no feed.",
                "仅在博客没有订阅源时起作用。",
            ),
            most=1000,
        ),
    ),
    called=lambda source: str(source.url),
    needs=needing("url"),
    place=lambda source: (bare(source.url),),
    claims=_claims,
    claims_all=True,
    fetch="..fetch.blog:fetch_blog",
    example=(
        {"url": "https://blog.example.org"},
        {"url": "https://example.org/notes/", "pages": 5},
        {"url": "https://example.org/atom.xml"},
    ),
)
