"""What is asked of the collection's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, List

if TYPE_CHECKING:
    from anki.collection import Collection


def rows(col: Collection, sql: str, *args: Any) -> List[Any]:
    """The rows that `sql` gives."""
    assert col.db is not None
    return list(col.db.all(sql, *args))


def in_list(ids: Iterable[int]) -> str:
    """`ids` as SQL's `in` wants them."""
    return "(" + ",".join(map(str, ids)) + ")"
