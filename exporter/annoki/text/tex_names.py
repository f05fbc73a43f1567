"""The commands and environments of TeX that set type in Anki's MathJax (`typeset.txt`)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Tuple


@lru_cache(maxsize=1)
def tex_names() -> Tuple[Dict[str, str], List[str]]:
    """(command → its kind, environments)."""
    commands: Dict[str, str] = {}
    environments: List[str] = []
    kind = ""
    text = Path(__file__).with_name("typeset.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith(" "):
            if kind == "environment":
                environments += line.split()
            else:
                commands.update(dict.fromkeys(line.split(), kind))
        elif line.endswith(":"):
            kind = line[:-1]
    return commands, environments
