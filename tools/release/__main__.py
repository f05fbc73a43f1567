"""Builds and checks all that is published of a version, into build/release.

    python -m tools.release

Every check is made, and told, whatever became of those before. The folder takes its place only if
all held; else what there is stays beside it, as build/release.unfit, and the exit code is 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Tuple

from tools.pythons import RUNS, find

from . import builds, listing
from .archives import problems as wrong_in
from .builds import Failed, Made
from .installs import Done, Installed, install, run
from .tree import Tree, problems, tree_of

ROOT = Path(__file__).parents[2]
FLOOR = ROOT / ".venv-floor" / "bin" / "python"
Check = Tuple[str, Callable[[], List[str]]]
"""What is checked, and what tells why it does not hold."""


class Release:
    """One run: what it builds goes to `out`, what it needs on the way to `work`."""

    def __init__(self, tree: Tree, out: Path, work: Path, floor: Path = FLOOR) -> None:
        self.tree, self.out, self.work, self.floor = tree, out, work, floor
        self.made: Optional[Made] = None

    def checks(self) -> Iterator[Check]:
        """All of them, in order: each may count on those before."""
        yield "the checkout: committed, versions, changelog, licences", partial(problems, self.tree)
        yield "wheel, sdist and add-on are built", self.build
        if self.made is None:
            return
        for path in self.made:
            yield f"{path.name}: what is in it", partial(wrong_in, path, self.tree)
        yield "a second build, elsewhere, is the same", self.build_again
        yield "the sdist alone builds the same wheel", self.build_of_sdist
        for version in RUNS:
            yield (
                f"the wheel makes packages and pages on Python {version}",
                partial(self.exports, version),
            )
        yield "the add-on works in the newest Anki; pictures", self.works_in_newest
        yield "the add-on works in the oldest Anki", partial(self.works_in, self.floor)
        yield "AnkiWeb's text and pictures", self.listing

    def build(self) -> List[str]:
        """Build all three, with their sums and what the changelog says of them."""
        made = builds.made(self.tree, self.work / "first")
        self.made = Made(*(Path(shutil.copy(path, self.out)) for path in made))
        (self.out / "SHA256SUMS").write_text(builds.sums(list(self.made)), encoding="utf-8")
        (self.out / "CHANGES.md").write_text(f"{self.tree.said}\n", encoding="utf-8")
        return []

    def build_again(self) -> List[str]:
        """In what a second build differs."""
        again = builds.again(self.tree, self.work)
        pairs = zip(self.made or (), again)
        return [what for one, other in pairs for what in builds.differences(one, other)]

    def build_of_sdist(self) -> List[str]:
        """In what the wheel differs that who has only the sdist makes."""
        assert self.made
        wheel = builds.of_sdist(self.tree, self.made.sdist, self.work / "of sdist")
        return builds.differences(self.made.wheel, wheel)

    def exports(self, version: str) -> List[str]:
        """What goes wrong where the wheel is installed on Python `version`, and used."""
        assert self.made
        python, folder = find(version), self.work / f"python {version}"
        if python is None:
            return [f"no Python {version} on this machine: not checked; install it (with pyenv?)"]
        installed = install(python, "uv", self.made.wheel, folder)
        if installed.done.code:
            return [installed.done.printed]
        annoki = Installed(installed.folder, installed.done).scripts / "annoki"
        examples = self.tree.root / "examples"
        done = run(annoki, "export", examples, "-o", "notes.apkg", cwd=folder)
        page = run(annoki, "page", examples, "-o", "cards.html", cwd=folder)
        told = run(annoki, "--version", cwd=folder)
        if done.code or page.code or told.code:
            return [one.printed for one in (done, page, told) if one.code]
        if self.tree.version not in told.printed:
            return [f"annoki --version says {told.printed.strip()}"]
        with zipfile.ZipFile(folder / "notes.apkg") as package:
            return (
                [] if "collection.anki2" in package.namelist() else ["the package holds no notes"]
            )

    def works_in_newest(self) -> List[str]:
        """As `works_in`; pictures are kept for AnkiWeb."""
        return self.works_in(Path(sys.executable), self.out / "pictures")

    def works_in(self, python: Path, *pictures: Path) -> List[str]:
        """What goes wrong in the Anki of `python`, where it is installed by Anki and used."""
        assert self.made
        if not python.exists():
            return [f"{python}: is missing: not checked; make release makes it"]
        done = self.shown(python, "starts", self.made.addon, *pictures)
        if done.code:
            return [done.printed]
        print(f"     {done.printed.strip()}")
        return []

    def listing(self) -> List[str]:
        """What is wrong with what AnkiWeb is told."""
        (self.out / "ankiweb.md").write_text(listing.text(self.tree), encoding="utf-8")
        (self.out / "ankiweb.txt").write_text(listing.form(self.tree), encoding="utf-8")
        pictures = self.out / "pictures"
        done = self.shown(Path(sys.executable), "pages", pictures)
        return [done.printed] if done.code else listing.problems(self.tree, pictures)

    def shown(self, python: Path, module: str, *arguments: Path) -> Done:
        """How a module of tests/release ends, which shows what was built."""
        paths = os.pathsep.join([str(self.tree.root / "exporter"), str(self.tree.root)])
        what = f"tests.release.{module}"
        return run(python, "-m", what, *arguments, cwd=self.tree.root, PYTHONPATH=paths)


def told(release: Release) -> int:
    """Make each check and say how it went; how many did not hold."""
    wrong = 0
    for name, check in release.checks():
        try:
            found = check()
        except (Failed, OSError, subprocess.SubprocessError) as error:
            found = [str(error)]
        print(f"{'FAIL' if found else 'ok  '} {name}", flush=True)
        for one in found:
            print("     " + one.strip().replace("\n", "\n     "), flush=True)
        wrong += bool(found)
    return wrong


def main() -> int:
    """Build and check the version that this checkout is of."""
    out = ROOT / "build" / "release"
    unfit = out.with_name(f"{out.name}.unfit")
    for old in (out, unfit):
        shutil.rmtree(old, ignore_errors=True)
    unfit.mkdir(parents=True)
    tree = tree_of(ROOT)
    print(f"Annoki {tree.version}, commit {tree.commit[:12] or 'unknown'}")
    with tempfile.TemporaryDirectory() as work:
        wrong = told(Release(tree, unfit.resolve(), Path(work).resolve()))
    if wrong:
        print(f"{unfit} is not fit to be published: {wrong} of the checks did not hold.")
        return 1
    unfit.rename(out)
    print(
        f"{out} holds what is published. Tag the commit v{tree.version}, and see CONTRIBUTING.md."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
