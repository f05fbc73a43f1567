"""The built add-on: the same each time, fit for Anki's floor, and the package in it the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Callable, Dict

import annoki
import pytest
from annoki import readers
from annoki.config import Config, Source
from annoki.model import Document, Note
from annoki.pipeline.gather import gather
from annoki.readers.blog.links import links_of
from annoki.targets.apkg import package as apkg
from annoki.targets.apkg.earlier import EarlierPackage

from tests.fixture_files import ROOT, TESTS
from tools.build_addon import build
from tools.verify_addon import problems

Files = Dict[str, bytes]

# Composes the notes of the arguments in the staged package, where only what Anki bundles exists.
STAGED = """
import importlib, json, sys
from importlib.abc import MetaPathFinder

class Floor(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Floor())
sys.path.insert(0, sys.argv[1])
import_ = lambda name: importlib.import_module("1234567890.annoki." + name)
config = import_("config")
sources = [config.Source(path=path) for path in sys.argv[2:]]
notes = import_("pipeline.gather").gather(config.Config(), sources).whole().notes
highlight = import_("compose.highlight")
languages = import_("compose.languages").Languages("zh-Hans", "en")
code = highlight.code_block("SELECT 1;", "sql", languages)
print(json.dumps([[[note.guid, note.fields] for note in notes], code]))
"""
ABSENT = ["pygments", "genanki", "click", "annoki", "cached_property", "yaml", "bs4"]

# Reads the pages of the arguments in the staged package, after another add-on's BeautifulSoup.
TREES = """
import codecs, importlib, json, pathlib, sys, tempfile, typing

sys.modules["html5lib"] = None
try:
    import bs4
except ImportError:  # a bare Python
    bs4 = None
del sys.modules["html5lib"]
builders = list(bs4.builder.builder_registry.builders) if bs4 else []
finders, names = list(sys.meta_path), {{name.partition(".")[0] for name in sys.modules}}
kept = dict(vars(typing))
sys.path.insert(0, sys.argv[1])
readers = importlib.import_module("1234567890.annoki.readers")
model = importlib.import_module("1234567890.annoki.model")
links = importlib.import_module("1234567890.annoki.readers.blog.links")
read = []
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        document = model.Document("page", file.read(), "https://b.example/")
    linked = links.links_of(document.text, document.url)
    read.append([repr(list(readers.read(document).found)), repr(linked)])
apkg = importlib.import_module("1234567890.annoki.targets.apkg.package")
earlier = importlib.import_module("1234567890.annoki.targets.apkg.earlier")
note = model.Note("g", ("问", *[""] * 10), ("annoki::a",), "Annoki::Cards", False, "ready", "")
with tempfile.TemporaryDirectory() as folder:
    package = pathlib.Path(folder, "a.apkg")
    apkg.write([note], package)
    written = repr(earlier.EarlierPackage(package).notes)
loaded = [sys.modules["1234567890._vendor." + name] for name in ("bs4", "html5lib", "soupsieve")]
try:
    codecs.lookup_error("htmlentityreplace")
    wrong = ["an error handler of html5lib's"]
except LookupError:
    wrong = []
new = {{name.partition(".")[0] for name in sys.modules}} - names
wrong += sorted(new & {libraries})
wrong += ["a finder of six's"] * (finders != sys.meta_path)
wrong += [name for name in kept if kept[name] is not vars(typing).get(name)]
if bs4:
    wrong += ["a builder"] * (builders != bs4.builder.builder_registry.builders)
    wrong += ["BeautifulSoup"] * (bs4 in loaded)
print(json.dumps([wrong, read, written]))
"""
VENDORED = {
    "bs4",
    "cached_property",
    "chevron",
    "feedparser",
    "genanki",
    "html5lib",
    "six",
    "soupsieve",
    "typing_extensions",
    "webencodings",
    "yaml",
}


def test_two_builds_are_the_same(package: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "again.ankiaddon").read_bytes() == package.read_bytes()


def test_the_manifest_tells_the_version(package: Path) -> None:
    with zipfile.ZipFile(package) as files:
        manifest = json.loads(files.read("manifest.json"))
    assert manifest["human_version"] == annoki.__version__
    assert manifest["package"] == "annoki"
    assert manifest["min_point_version"] == 250200


@pytest.mark.parametrize("name", ["annoki", "_vendor/pygments/lexers", "_vendor"])
def test_licences_and_libraries_are_whole(package: Path, name: str) -> None:
    with zipfile.ZipFile(package) as files:
        names = files.namelist()
        assert f"{name}/__init__.py" in names
        assert b"Permission is hereby granted" in files.read("annoki/repair/words-LICENSE.txt")
        assert b"Redistribution and use" in files.read("_vendor/pygments-LICENCE.txt")
        for library in ("genanki", "chevron"):
            assert b"Permission is hereby" in files.read(f"_vendor/{library}-LICENCE.txt")
        assert b"GNU AFFERO GENERAL PUBLIC LICENSE" in files.read("LICENSE")
        assert b"CC0" in files.read("annoki/notetype/LICENSE")


def test_the_package_inside_makes_the_same_notes(package: Path, tmp_path: Path) -> None:
    staged = tmp_path / "addons21" / "1234567890"
    with zipfile.ZipFile(package) as files:
        files.extractall(staged)
    # As in the program: the add-on's own start-up is another test's matter.
    (staged / "__init__.py").write_text("")
    inputs = [str(ROOT / "examples"), str(_damaged(tmp_path))]
    wanted = gather(Config(), [Source(path=path) for path in inputs]).whole().notes
    expected = [[note.guid, list(note.fields)] for note in wanted]
    command = [sys.executable, "-c", STAGED.format(absent=ABSENT), str(staged.parent), *inputs]
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    notes, code = json.loads(done.stdout)
    assert notes == expected
    assert '<span class="k">SELECT</span>' in code
    text = json.dumps(notes)
    assert "the attention mechanism" in text, "the joined word is parted"
    assert 'class=\\"k\\">def</span>' in text, "code is highlighted"


def _pythons() -> dict[str, Path]:
    """Each other Python on this machine that Anki may run on, by its version."""
    found = {}
    for version in ("3.9", "3.10", "3.11", "3.12", "3.13"):
        places = [*Path.home().glob(f".pyenv/versions/{version}.*/bin/python")]
        path = shutil.which(f"python{version}")
        for place in [*places, *([Path(path)] if path else [])]:
            if version not in found and not subprocess.run([place, "-c", ""]).returncode:
                found[version] = place
    return found


PYTHONS = {"with all that is installed here": Path(sys.executable), **_pythons()}
PAGES = [*sorted(map(str, (TESTS / "fixtures").glob("*.html")))]
PAGES += [str(TESTS / "fixtures" / "feed-atom.xml")]
# Texts whose marks are read as Markdown, which Anki brings and a bare Python does not.
MARKED = ("blog-butterfly.html", "hypothesis-page.html")


@pytest.mark.parametrize("python", PYTHONS)
def test_pages_are_read_alike_and_nothing_is_left_behind(
    python: str, package: Path, tmp_path: Path
) -> None:
    staged = tmp_path / "addons21" / "1234567890"
    with zipfile.ZipFile(package) as files:
        files.extractall(staged)
    (staged / "__init__.py").write_text("")
    script = TREES.format(libraries=VENDORED)
    bare = PYTHONS[python] != Path(sys.executable)
    pages = [page for page in PAGES if not (bare and page.endswith(MARKED))]
    command = [str(PYTHONS[python]), "-IB", "-c", script, str(staged.parent), *pages]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    wrong, read, written = json.loads(done.stdout)
    assert wrong == []
    note = Note("g", ("问", *[""] * 10), ("annoki::a",), "Annoki::Cards", False, "ready", "")
    apkg.write([note], tmp_path / "a.apkg")
    assert written == repr(EarlierPackage(tmp_path / "a.apkg").notes)
    for path, (found, links) in zip(pages, read):
        document = Document("page", Path(path).read_text(encoding="utf-8"), "https://b.example/")
        assert found == repr(list(readers.read(document).found))
        assert links == repr(links_of(document.text, document.url))


def _damaged(folder: Path) -> Path:
    path = folder / "damaged.txt"
    path.write_text(
        "1 Matching Annotations\n  1. Aug 2023\n  2. example.org example.org\n"
        "    1. It is theattention mechanism that matters in the model.\n\n"
        "      [!NOTE] What is it?\n\n      flashcard\n\n"
        "      ```python\n      def f():\n          return 1\n      ```\n",
        encoding="utf-8",
    )
    return path


def test_python_3_9_can_run_it(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as files:
        own = [name for name in files.namelist() if not name.startswith("_vendor/")]
        files.extractall(tmp_path, own)
    command = [str(Path(sys.executable).with_name("vermin")), "-t=3.9-", "--violations"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_shipped_configuration_is_the_default() -> None:
    from annoki.config import parse

    data = json.loads((ROOT / "addon/config.json").read_text(encoding="utf-8"))
    assert parse(data, "config.json") == Config()


def test_the_schema_knows_each_option_and_no_other() -> None:
    import dataclasses

    import jsonschema

    folder = ROOT / "addon"
    schema = json.loads((folder / "config.schema.json").read_text(encoding="utf-8"))
    data = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    assert set(schema["properties"]) == set(data)
    assert set(data) == {field.name for field in dataclasses.fields(Config)}
    guide = (folder / "config.md").read_text(encoding="utf-8")
    assert [name for name in data if f"`{name}`" not in guide] == []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"sauces": []}, schema)


def with_file(name: str, data: bytes) -> Callable[[Files], None]:
    return lambda files: files.update({name: data})


def manifest(**values: Any) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        known = json.loads(files["manifest.json"])
        files["manifest.json"] = json.dumps({**known, **values}).encode()

    return change


UNFIT = {
    "not bundled": (with_file("a.py", b"import numpy\n"), "does not bundle"),
    "not bundled, in a function": (
        with_file("annoki/a.py", b"def f():\n    from lxml import etree\n"),
        "does not bundle",
    ),
    "everyone's BeautifulSoup": (with_file("annoki/a.py", b"import bs4\n"), "does not bundle"),
    "absolute": (with_file("a.py", b"from annoki.config import parse\n"), "imports annoki"),
    "PyQt": (with_file("a.py", b"from PyQt6.QtWidgets import QDialog\n"), "does not bundle"),
    "Qt in the package": (with_file("annoki/a.py", b"import aqt\n"), "business of the add-on"),
    "Anki in a reader": (with_file("annoki/a.py", b"import anki\n"), "business of targets"),
    "newer library": (with_file("a.py", b"import tomllib\n"), "does not bundle"),
    "newer syntax": (with_file("a.py", b"match 1:\n    case _: pass\n"), "not Python 3.9"),
    "left out": (with_file("a.py", b"from .annoki.cli import output\n"), "is not in the add-on"),
    "outside": (with_file("a.py", b"from ..other import x\n"), "leaves the package"),
    "command line": (with_file("annoki/cli/commands.py", b""), "must not be"),
    "tests": (with_file("tests/test_a.py", b""), "must not be"),
    "compiled": (with_file("__pycache__/a.cpython-39.pyc", b""), "must not be"),
    "the user's files": (with_file("user_files/last-report.json", b"{}"), "must not be"),
    "no words": (lambda files: files.pop("annoki/repair/words.txt.gz"), "is missing"),
    "wrong type": (manifest(min_point_version="250200"), "rejects"),
    "unknown key": (manifest(author="x"), "does not know"),
    "hidden option": (with_file("config.json", b'{"_x": 1}'), "for itself"),
    "too large": (with_file("big.md", os.urandom(3 << 20)), "more than"),
}


LANGUAGE = re.compile(r"_vendor/pygments/lexers/(?!_mapping|__init__)")


def test_what_is_built_is_fit(package: Path) -> None:
    assert problems(package) == []


@pytest.mark.parametrize("why", UNFIT)
def test_what_is_unfit_is_named(why: str, package: Path, tmp_path: Path) -> None:
    change, message = UNFIT[why]
    with zipfile.ZipFile(package) as archive:
        # Without most of the languages, which take their time and are all alike.
        names = [name for name in archive.namelist() if not LANGUAGE.match(name)]
        files = {name: archive.read(name) for name in names}
    change(files)
    spoilt = tmp_path / "spoilt.ankiaddon"
    with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    found = problems(spoilt)
    assert len(found) == 1
    assert message in found[0], found


def test_unsorted_and_dated_archives_are_named(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if not LANGUAGE.match(name)]
        files = {name: archive.read(name) for name in names}
    spoilt = tmp_path / "spoilt.ankiaddon"
    with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items(), reverse=True):
            archive.writestr(name, data)
    assert len(problems(spoilt)) == 2
