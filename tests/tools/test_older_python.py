"""What older Pythons need of published libraries is put in without a line being moved."""

from __future__ import annotations

import pytest

from tools.older_python import with_lazy_annotations

ASKED = "from __future__ import annotations"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("'''a\nb'''\nx = 1\n", f"'''a\nb'''; {ASKED}\nx = 1\n"),
        ("'代码'  # b\n", f"'代码'; {ASKED}  # b\n"),
        ("# a\n\nclass A: pass\n", f"# a\n{ASKED}\nclass A: pass\n"),
        ("import a\n", f"{ASKED}; import a\n"),
        (f"'a'\n\n{ASKED}\n", f"'a'\n\n{ASKED}\n"),
        ("# nothing\n", "# nothing\n"),
        ("class A:\n    a: int\n", "class A:\n    a: int\n"),
    ],
)
def test_forms(source: str, expected: str) -> None:
    assert with_lazy_annotations(source) == expected
    compile(expected, "a.py", "exec")
