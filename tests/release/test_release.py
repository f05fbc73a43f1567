"""A checkout that is not fit to be released is told so, with what is wrong with it.

The builders themselves, Python after Python and both Ankis are met by `make release`.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Dict, List, Tuple

import pytest

from tools.release.__main__ import Release, told
from tools.release.builds import Failed, Made
from tools.release.tree import Tree, problems, tree_of


def changed(tree: Tree, name: str, old: str, new: str) -> None:
    """Spoil one file; `VERSION` stands for what is released."""
    text, path = tree.text(name), tree.root / name
    old, new = (one.replace("VERSION", tree.version) for one in (old, new))
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


IN_TREE: Dict[str, Tuple[str, str, str, str]] = {
    "another version in the project": (
        *("pyproject.toml", '[project]\nname', '[project]\nversion = "0.0.9"\nname'),
        "pyproject.toml: says 0.0.9",
    ),
    "none in the project": (
        *("pyproject.toml", "annoki.__version__", "annoki.version"),
        "pyproject.toml: does not say",
    ),
    "another version in the manifest": (
        *("manifest.json", '"package"', '"human_version": "9.9.9", "package"'),
        "manifest.json: says 9.9.9",
    ),
    "no version at all": (
        *("exporter/annoki/__init__.py", '__version__ = "VERSION"', '__version__ = "soon"'),
        'not as in 1.2.3',
    ),
    "no section": (
        *("CHANGELOG.md", "## VERSION (", "## 0.0.1 ("),
        "CHANGELOG.md: has no section",
    ),
    "another section above": (
        *("CHANGELOG.md", "## VERSION (", "## 99.0.0 (unreleased)\n\n- x\n\n## VERSION ("),
        "99.0.0 stands above",
    ),
    "an empty section": (
        *("CHANGELOG.md", "## VERSION (unreleased)", "## VERSION (unreleased)\n\n## 0.0.1 (x)"),
        "is empty",
    ),
    "an older Anki in the tests": ("Makefile", "anki==25.2.7", "anki==24.11.1", "Makefile: FLOOR"),
    "an older Anki in the extra": (
        *("pyproject.toml", "anki>=25.2.7", "anki>=24.6"),
        "pyproject.toml: the extra anki",
    ),
    "a newer Anki in the tests": (
        *("manifest.json", '"max_point_version": ', '"max_point_version": 1'),
        "the newest anki is",
    ),
    "a Python that no test runs": (
        *("pyproject.toml", "Python :: 3.10", "Python :: 3.8"),
        "pyproject.toml: says Python 3.8",
    ),
    "an older Python": ("pyproject.toml", ">=3.10", ">=3.9", "requires-python is not >=3.10"),
    "no licence named": ("pyproject.toml", '"LICENSE", ', "", "does not name LICENSE"),
    "a licence that is not there": (
        *("pyproject.toml", '["LICENSE", ', '["LICENSE", "COPYING", '),
        "COPYING: the licence",
    ),
}  # fmt: skip


def test_this_checkout_is_fit(tree: Tree) -> None:
    assert problems(tree) == []
    assert tree.said


@pytest.mark.parametrize("why", IN_TREE)
def test_what_of_a_checkout_is_unfit_is_named(why: str, tree: Tree) -> None:
    name, old, new, message = IN_TREE[why]
    changed(tree, name, old, new)
    found = problems(tree)
    assert any(message in one for one in found), found


def test_what_git_knows_of_a_checkout_counts(tree: Tree) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=tree.root, check=True, capture_output=True)

    assert tree_of(tree.root).commit == "", "what lies in nobody's repository has no commit"
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "all", "--date", "2026-01-02T03:04:05Z")
    (tree.root / ".gitignore").write_text("build/\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "more")
    (tree.root / "build").mkdir()
    (tree.root / "build" / "from outside.py").touch()
    fit = tree_of(tree.root)
    assert problems(fit) == []
    assert fit.names == tuple(sorted([*tree.names, ".gitignore"]))
    git("tag", f"v{tree.version}")
    assert any("must tell the day" in one for one in problems(tree_of(tree.root)))
    git("tag", "v9.9.9")
    assert any("the tag v9.9.9: says 9.9.9" in one for one in problems(tree_of(tree.root)))
    git("tag", "-d", "v9.9.9", f"v{tree.version}")
    (tree.root / "addon" / "new.py").touch()
    (tree.root / "README.md").write_text("changed", encoding="utf-8")
    found = problems(tree_of(tree.root))
    assert sorted(one.partition(":")[0] for one in found) == ["README.md", "addon/new.py"]


def test_a_check_that_does_not_hold_is_told_and_stops_none_of_those_after(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(tree, "CHANGELOG.md", "## VERSION (", "## 0.0.1 (")

    class Short(Release):
        def build(self) -> List[str]:
            raise Failed("the compiler says:\nno")

    assert told(Short(tree, tmp_path, tmp_path)) == 2
    first, why, second, *said = capsys.readouterr().out.splitlines()
    assert first.startswith("FAIL the checkout")
    assert why == f"     CHANGELOG.md: has no section ## {tree.version} (date); write it"
    assert second.startswith("FAIL wheel, sdist and add-on")
    assert said == ["     the compiler says:", "     no"]


def test_an_anki_that_is_not_there_is_no_anki_in_which_it_works(tree: Tree, tmp_path: Path) -> None:
    release = Release(tree, tmp_path, tmp_path)
    release.made = Made(*[tmp_path] * 3)
    (said,) = release.works_in(tmp_path / "python")
    assert "not checked" in said
