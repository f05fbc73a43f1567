"""`python -m tests.blogs`: see README.md."""

from __future__ import annotations

import argparse
import sys
from typing import Dict, Sequence

from . import generators, table
from .blogs import BLOGS
from .building import built, can_be_built
from .generators import BUILD
from .reading import Read, read
from .truth import posts


def main(arguments: Sequence[str]) -> int:
    """Build, read, and print; 0 if all that was wanted was there."""
    options = _parser().parse_args(arguments)
    wanted = options.only.split(",") if options.only else [blog.name for blog in BLOGS]
    generators.install()
    ours, found = posts(), {}
    for blog in BLOGS:
        if blog.name not in wanted:
            continue
        if not can_be_built(blog):
            print(f"{blog.name}: left out, as there is no {blog.generator}", flush=True)
            continue
        try:
            found[blog.name] = read(blog, built(blog), ours, BUILD / "read" / blog.name)
        except RuntimeError as error:
            print(error, flush=True)
            continue
        if options.tell:
            _tell(blog.name, found[blog.name])
    print(table.of(found, ours))
    if options.write:
        table.write(found, ours)
    return 0 if all(table.is_whole(one, ours) for one in found.values()) else 1


def _tell(name: str, found: Read) -> None:
    for way, judged in found.ways.items():
        counts: Dict[str, str] = {
            what: f"{judged.right[what]}/{wanted}" for what, wanted in judged.wanted.items()
        }
        print(f"{name}, {way}: {counts}, {judged.furniture} lines of furniture", flush=True)
        for line in judged.told:
            print(f"    {line}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.blogs", description=__doc__)
    parser.add_argument("--only", default="", help="names of blogs, with commas")
    parser.add_argument("--tell", action="store_true", help="tell each way, and what is amiss")
    parser.add_argument("--write", action="store_true", help="write the table to docs/formats.md")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
