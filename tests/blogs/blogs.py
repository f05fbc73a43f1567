"""The blogs that are made: a small declaration for each theme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Tuple

HOST = "http://127.0.0.1:47811"
"""Where a blog says that it is, and is served while it is read."""
NAME = "河边笔记"

DAYS = ":year/:month/:day/:title/"


@dataclass(frozen=True)
class Blog:
    """`permalink` is the pattern of the addresses of posts. Of Hexo `renderer` makes HTML of
    Markdown, `code` sets code, `index` writes the list of all posts. `settings` are those of the
    site, `theme` those of the theme."""

    name: str
    generator: str = "hexo"
    renderer: str = "marked"
    permalink: str = DAYS
    code: str = "highlight.js"
    index: str = "searchdb"
    language: str = "zh-CN"
    settings: Mapping[str, Any] = field(default_factory=dict)
    theme: Mapping[str, Any] = field(default_factory=dict)

    @property
    def feed_file(self) -> str:
        """The path of the feed."""
        return {"hexo": "atom.xml", "hugo": "index.xml", "jekyll": "feed.xml"}[self.generator]

    @property
    def index_file(self) -> str:
        """The path of the list of all posts."""
        return "content.json" if self.index == "json-content" else "search.xml"


BLOGS: Tuple[Blog, ...] = (
    Blog("landscape"),
    Blog(
        "next",
        renderer="markdown-it",
        permalink="posts/:title.html",
        code="prismjs",
        theme={"creative_commons": {"license": "by-nc-sa", "post": True}},
    ),
    Blog("butterfly", renderer="kramed", permalink="posts/:title/", index="search"),
    Blog("fluid", renderer="markdown-it"),
    Blog("icarus"),
    Blog("redefine", renderer="markdown-it", permalink="posts/:title/"),
    Blog("stellar", permalink="blog/:year:month:day/:title/"),
    Blog(
        "keep",
        renderer="markdown-it",
        permalink="posts/:title.html",
        index="search",
        theme={"base_info": {"title": NAME, "author": "阿岸"}},
    ),
    Blog("anzhiyu", renderer="kramed", permalink="posts/:title.html"),
    Blog("volantis", index="json-content"),
    Blog("solitude", permalink="posts/:title/"),
    Blog("reimu", renderer="markdown-it"),
    Blog("kratos-rebirth", permalink="archives/:title.html", theme={"check_update": False}),
    # Themes of Hugo are no packages; this is the one that it begins new ones with.
    Blog("skeleton", generator="hugo", permalink="posts/:title/"),
    Blog("minima", generator="jekyll", settings={"feed": {"posts_limit": 99}}),
)
