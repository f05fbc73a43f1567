"""Builds the documentation as a site, in build/docs, and looks for what is dead in it.

python -m tools.site
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from .hooks import ROOT, published
from .links import dead

CONFIG = Path(__file__).parent / "mkdocs.yml"


def make(folder: Path) -> None:
    """Build the site into `folder`; once all is built, raises `Abort` if MkDocs warned."""
    build(load_config(str(CONFIG), site_dir=str(folder), strict=True))


def main() -> None:
    """Builds the site, and ends with exit code 1 where anything is wrong with it."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    folder = ROOT / "build" / "docs"
    wrong = False
    try:
        make(folder)
    except Abort:  # what it warned of is told
        wrong = True
    found = dead(folder, published(), ROOT)
    print(*found, f"{folder / 'index.html'}: {len(found)} dead links", sep="\n")
    sys.exit(wrong or bool(found))


if __name__ == "__main__":
    main()
