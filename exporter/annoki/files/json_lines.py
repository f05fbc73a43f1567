"""JSON in lines, none of which is long: what is large is written and read bit by bit, so that other
threads are not kept waiting.

The first line is the whole but for the ends of its long lists. Each other line is one more piece of
such a list: the path to it, and what comes next in it.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, Iterator, List, Tuple, Union

_PIECE = 200

Path = Tuple[Union[str, int], ...]


def json_lines(data: Dict[str, Any]) -> Iterator[str]:
    """The lines, each with its end, that `read_json_lines` makes `data` of again."""
    pieces: List[Tuple[Path, List[Any]]] = []
    yield _line(_begun(data, (), pieces))
    for path, left in pieces:
        for at in range(0, len(left), _PIECE):
            yield _line([path, left[at : at + _PIECE]])


def read_json_lines(lines: Iterable[Union[str, bytes]]) -> Dict[str, Any]:
    """What was written as `lines`; of the first line alone, all but the ends of its long lists.

    Raises ValueError, or TypeError and LookupError where it is JSON of another kind.
    """
    coming = iter(lines)
    data: Dict[str, Any] = json.loads(next(coming, ""))
    if not isinstance(data, dict):
        raise TypeError("no JSON object")
    for line in coming:
        path, piece = json.loads(line)
        place: Any = data
        for step in path:
            place = place[step]
        place.extend(piece)
    return data


def let_go(data: Any) -> None:
    """Empty what is long in `data` bit by bit: to free all at once keeps other threads waiting."""
    if isinstance(data, list) and len(data) > _PIECE:
        while data:
            del data[-_PIECE:]
    elif isinstance(data, (dict, list)):
        for one in data.values() if isinstance(data, dict) else data:
            let_go(one)


def _begun(value: Any, path: Path, pieces: List[Tuple[Path, List[Any]]]) -> Any:
    if isinstance(value, dict):
        return {name: _begun(one, (*path, name), pieces) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        if len(value) > _PIECE:
            pieces.append((path, list(value)))
            return []
        return [_begun(one, (*path, at), pieces) for at, one in enumerate(value)]
    return value


def _line(value: Any) -> str:
    # Half a character, which is no UTF-8, is an escape in JSON.
    return json.dumps(value, separators=(",", ":")) + "\n"
