"""A blog, built of `posts/` by its generator."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Dict, List

from .blogs import HOST, NAME, Blog
from .generators import BUILD, HERE, NODE, program

SITES = BUILD / "sites"
PER_PAGE = 4
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


def _run(command: List[str], folder: Path) -> None:
    found = [str(program("bin").parent), str((NODE / "node_modules/.bin").absolute())]
    path = os.pathsep.join([*found, os.environ["PATH"]])
    # Where the author lives.
    environment = {**os.environ, "PATH": path, "TZ": "Asia/Shanghai"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    (folder / "log.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    home = folder / "public" / "index.html"
    # Hexo writes an empty page where a template fails.
    if done.returncode or not home.is_file() or not home.stat().st_size:
        raise RuntimeError(f"{command[0]} failed in {folder}:\n{done.stdout}{done.stderr}"[-3000:])


_MAKERS = {"hexo": _hexo}
