"""How files ended that may have been cut: what is remembered of that from run to run. Pure.

A doubt must not last for ever: a text that was made shorter on purpose looks as if it were cut. But
two files do not break off at one place by chance, so what a file ends in again that is another one
above is the truth. The same file again says nothing: it may lie there, cut, for years.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, NamedTuple, Optional


class FileEnd(NamedTuple):
    """`above` and `text` are hashes: of a file above its last item, and of what that item says;
    `guid` is that of its note, `doubted` says that it was taken for cut."""

    above: str
    text: str
    guid: str
    doubted: bool = False

    def is_sure(self, before: Optional[FileEnd]) -> bool:
        """Whether the text is known to be all there, since files ended so `before`."""
        if before is None or before.text != self.text:
            return False
        return not before.doubted or before.above != self.above


FileEnds = Mapping[str, FileEnd]
"""By the origin of what the file shows."""


def file_ends_in(held: Any) -> Dict[str, FileEnd]:
    """What was remembered as JSON; nothing, if that cannot be read."""
    try:
        return {
            str(origin): FileEnd(str(above), str(text), str(guid), bool(doubted))
            for origin, (above, text, guid, doubted) in held.items()
        }
    except (AttributeError, TypeError, ValueError):
        return {}
