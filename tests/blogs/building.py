"""A blog, built of `posts/` by its generator."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Dict, List

from .blogs import HOST, NAME, Blog
from .generators import BUILD, HERE, NODE, program

SITES = BUILD / "sites"
PER_PAGE = 4
_DATE = re.compile(r"^date: (\S+) \S+", re.MULTILINE)
_PLUGINS = (
    "hexo-generator-index", "hexo-generator-archive", "hexo-generator-category",
    "hexo-generator-tag", "hexo-generator-feed", "hexo-renderer-ejs", "hexo-renderer-stylus",
    "hexo-renderer-pug", "hexo-renderer-inferno", "hexo-blog-encrypt",
)  # fmt: skip


def built(blog: Blog) -> Path:
    """The folder of the finished `blog`; made unless it is there, of the same posts and settings.

    Raises RuntimeError with what the generator said.
    """
    site = SITES / blog.name
    signature = _signature(blog)
    stamp = site / "built"
    if not stamp.is_file() or stamp.read_text() != signature:
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir(parents=True)
        _MAKERS[blog.generator](blog, site.absolute())
        stamp.write_text(signature)
    return site / "public"


def can_be_built(blog: Blog) -> bool:
    """Whether its generator is there: Jekyll is no package of npm or PyPI."""
    return blog.generator != "jekyll" or shutil.which("jekyll") is not None


def _signature(blog: Blog) -> str:
    whole = hashlib.sha256(repr(blog).encode())
    sources = (*HERE.glob("posts/*"), *HERE.glob("images/*"), HERE / "package.json", Path(__file__))
    for path in sorted(sources):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _hexo(blog: Blog, site: Path) -> None:
    plugins = [*_PLUGINS, f"hexo-renderer-{blog.renderer}", f"hexo-generator-{blog.index}"]
    package = {
        "name": blog.name,
        "private": True,
        "hexo": {"version": "8.1.2"},
        "dependencies": dict.fromkeys(["hexo", *plugins], "*"),
    }
    (site / "node_modules").symlink_to((NODE / "node_modules").absolute())
    _write(site / "package.json", package)
    _write(site / "_config.yml", _settings(blog))
    _write(site / f"_config.{blog.name}.yml", dict(blog.theme))
    shutil.copytree(HERE / "posts", site / "source" / "_posts")
    shutil.copytree(HERE / "images", site / "source" / "images")
    _run([str(program("node")), "node_modules/hexo/bin/hexo", "generate"], site)


def _hugo(blog: Blog, site: Path) -> None:
    settings = {
        "title": NAME,
        "baseURL": f"{HOST}/",
        "locale": blog.language,
        "timeZone": "Asia/Shanghai",
        "theme": blog.name,
        "pagination": {"pagerSize": PER_PAGE},
        "permalinks": {"posts": f"/{blog.permalink.replace(':title', ':contentbasename')}"},
        "markup": {
            "goldmark": {"renderer": {"unsafe": True}},
            "highlight": {"noClasses": False, "lineNos": True},
        },
        **blog.settings,
    }
    hugo = str(program("hugo"))
    _write(site / "hugo.json", {})
    _run([hugo, "new", "theme", blog.name], site, "themes")
    shutil.rmtree(site / "themes" / blog.name / "content")
    _write(site / "hugo.json", settings)
    shutil.copytree(HERE / "images", site / "static" / "images")
    _copy_open_posts(site / "content" / "posts", "{name}")
    _run([hugo, "build"], site)


def _jekyll(blog: Blog, site: Path) -> None:
    settings = {
        "title": NAME,
        "url": HOST,
        "lang": blog.language,
        "timezone": "Asia/Shanghai",
        "permalink": f"/{blog.permalink}",
        "theme": blog.name,
        "destination": "public",
        "show_excerpts": True,
        "plugins": ["jekyll-feed"],
        **blog.settings,
    }
    _write(site / "_config.yml", settings)
    shutil.copytree(HERE / "images", site / "images")
    (site / "index.md").write_text("---\nlayout: home\n---\n")
    _copy_open_posts(site / "_posts", "{date}-{name}", "layout: post\n", " +0800")
    _run(["jekyll", "build"], site)


def _copy_open_posts(folder: Path, called: str, more: str = "", zone: str = "") -> None:
    """The posts but the encrypted one; only Hexo has a plugin for that."""
    folder.mkdir(parents=True)
    for path in HERE.glob("posts/*.md"):
        text = path.read_text(encoding="utf-8")
        if "\npassword:" not in text:
            text = _DATE.sub(rf"\g<0>{zone}", text.replace("---\n", f"---\n{more}", 1), count=1)
            day = _DATE.findall(text)[0]
            name = called.format(date=day, name=path.name)
            (folder / name).write_text(text, encoding="utf-8")


def _settings(blog: Blog) -> Dict[str, Any]:
    return {
        "title": NAME,
        "author": "阿岸",
        "url": HOST,
        "language": blog.language,
        "timezone": "Asia/Shanghai",
        "permalink": blog.permalink,
        "theme": blog.name,
        "per_page": PER_PAGE,
        "index_generator": {"per_page": PER_PAGE, "order_by": "-date"},
        "syntax_highlighter": blog.code,
        "highlight": {"line_number": True, "wrap": True},
        "prismjs": {"line_number": True, "preprocess": True},
        "feed": {"type": "atom", "path": "atom.xml", "limit": 0, "content": True},
        "search": {"path": blog.index_file, "field": "post", "content": True, "format": "html"},
        **blog.settings,
    }


def _write(path: Path, settings: Dict[str, Any]) -> None:
    """Of JSON YAML is made, too."""
    path.write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")


def _run(command: List[str], folder: Path, makes: str = "public/index.html") -> None:
    found = [str(program("bin").parent), str((NODE / "node_modules/.bin").absolute())]
    path = os.pathsep.join([*found, os.environ["PATH"]])
    # Where the author lives.
    environment = {**os.environ, "PATH": path, "TZ": "Asia/Shanghai"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    (folder / "log.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    made = folder / makes
    # Hexo writes an empty page where a template fails.
    if done.returncode or not made.exists() or not made.stat().st_size:
        raise RuntimeError(f"{command[0]} failed in {folder}:\n{done.stdout}{done.stderr}"[-3000:])


_MAKERS = {"hexo": _hexo, "hugo": _hugo, "jekyll": _jekyll}
