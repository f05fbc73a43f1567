"""The rewriter: what it makes of each form of import, and what it refuses."""

from __future__ import annotations

import pytest

from tools.relative_imports import RewriteError, rewritten

HOMES = {"annoki": "", "pygments": "_vendor", "six": "_vendor"}

# The file's name, then its source before and after.
FORMS = [
    ("menu.py", "from annoki.config import parse", "from .annoki.config import parse"),
    ("menu.py", "from annoki import __version__", "from .annoki import __version__"),
    ("menu.py", "import annoki", "from . import annoki"),
    ("a/b.py", "import pygments", "from .._vendor import pygments"),
    ("a/b.py", "import pygments.util as u  # y", "from .._vendor.pygments import util as u  # y"),
    ("a/b.py", "from pygments import (\n  x,\n)", "from .._vendor.pygments import (\n  x,\n)"),
    ("a/b.py", "from pygments import \\\n  x", "from .._vendor.pygments import \\\n  x"),
    ("_vendor/pygments/x.py", "from pygments.a import b", "from ..._vendor.pygments.a import b"),
    (
        "_vendor/pygments/lexers/__init__.py",
        "m = __import__(name, None, None, ['x'])",
        "m = __import__(__package__.rpartition(\"pygments\")[0] + name, None, None, ['x'])",
    ),
    ("a.py", "'代码'; from pygments import x", "'代码'; from ._vendor.pygments import x"),
    ("a.py", "s = '''\nimport pygments\n'''", "s = '''\nimport pygments\n'''"),
    (
        "_vendor/html5lib/_inputstream.py",
        "from six.moves import http_client, urllib",
        "import http.client as http_client, urllib.response",
    ),
    ("_vendor/html5lib/a.py", "from six import text_type", "from ..._vendor.six import text_type"),
    ("a.py", "import pygmentsy, os", "import pygmentsy, os"),
    ("a.py", "from .pygments import x", "from .pygments import x"),
]


@pytest.mark.parametrize(("name", "source", "expected"), FORMS)
def test_forms(name: str, source: str, expected: str) -> None:
    assert rewritten(source, name, HOMES) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import pygments.util",
        "import os, pygments",
        "x = __import__(name)",
        "from six.moves import range",
        "from six.moves import http_client as client",
    ],
)
def test_what_cannot_be_relative_is_refused(source: str) -> None:
    with pytest.raises(RewriteError):
        rewritten(source, "a.py", HOMES)


def test_lines_stay_where_they_are() -> None:
    source = "def f():\n    from pygments import (  # why\n        lex,\n    )\n\n    return lex\n"
    assert len(rewritten(source, "a/b.py", HOMES).splitlines()) == len(source.splitlines())
