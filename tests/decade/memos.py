"""Memos as their service lists them, and a weekly memo as it is printed."""

from __future__ import annotations

import json
import time
from typing import Any, Dict, List

from .things import Growing, Thing

FEWEST = 3
"""Fewer items than this are a memo like others."""


def listing(source: Growing, more: bool = False) -> str:
    """All memos; with `more`, the first page of them."""
    rows = [(one.created, one.changed, one.id, _memo(one)) for one in source.alive("memo")]
    for name, items in source.issues().items():
        created, changed = items[0].created, max(one.changed for one in items)
        rows.append((created, changed, name, _issue(name, items)))
    rows.sort(key=lambda row: (-row[0], row[2]))
    if more:
        rows = rows[: len(rows) // 2]
    listed: List[Dict[str, Any]] = [
        {
            "name": f"memos/{name}",
            "state": "NORMAL",
            "creator": "users/1",
            "createTime": _stamp(created),
            "updateTime": _stamp(changed),
            "displayTime": _stamp(created),
            "content": content,
            "visibility": "PUBLIC",
            "tags": [],
        }
        for created, changed, name, content in rows
    ]
    whole = {"memos": listed, "nextPageToken": "CgIIAg" if more else ""}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _memo(one: Thing) -> str:
    tags = " ".join("#" + tag.replace(" ", "-") for tag in one.tags)
    return f"{one.first}\n\n{one.text}" + (f"\n\n{tags}" if tags else "")


def title_of(name: str) -> str:
    return f"边角料周刊·{name[-4:]}"


def _issue(name: str, items: List[Thing]) -> str:
    listed = [
        f"{number}. [{one.first}](https://links.example.net/{one.id}) {one.text}"
        for number, one in enumerate(items, 1)
    ]
    return "\n\n".join([f"## {title_of(name)}", "每周一期，想到什么记什么。", *listed])


def weekly(source: Growing) -> str:
    """The newest weekly memo, through a page-to-text converter."""
    for name, items in source.issues().items():
        if len(items) >= FEWEST:
            lines = [title_of(name), "", "", "本文由脚本从我的备忘录里自动汇总而成。", ""]
            for number, one in enumerate(items, 1):
                lines += [f"  {number}. {one.first} {one.text}", ""]
            return "\n".join(lines)
    return ""


def _stamp(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
