"""Lets published libraries run on a Python older than the one that they ask for."""

from __future__ import annotations

import ast


def with_lazy_annotations(source: str) -> str:
    """`source` with annotations that Python 3.9 need not understand (`str | None`).

    No line moves, so that tracebacks still point at the source; so one that a block opens is left
    as it is.
    """
    statements = ast.parse(source).body
    if not statements or any(_is_lazy(one) for one in statements):
        return source
    first, lines = statements[0], source.splitlines(keepends=True)
    asked = "from __future__ import annotations"
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
        line = lines[first.end_lineno - 1].encode()
        before, after = line[: first.end_col_offset], line[first.end_col_offset :]
        lines[first.end_lineno - 1] = f"{before.decode()}; {asked}{after.decode()}"
    elif first.lineno > 1 and lines[first.lineno - 2].lstrip()[:1] in ("", "#"):
        lines[first.lineno - 2] = f"{asked}\n"
    elif not hasattr(first, "body"):
        lines[first.lineno - 1] = f"{asked}; {lines[first.lineno - 1]}"
    return "".join(lines)


def _is_lazy(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (
        node.module == "__future__" and any(one.name == "annotations" for one in node.names)
    )
