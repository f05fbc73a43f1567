"""`annoki inspect` on a terminal: a real one, as wide as is said."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from pathlib import Path

import pytest

from tests.fixture_files import EXAMPLES, ROOT

from .test_cli import annoki

PAGE = EXAMPLES / "hypothesis-page.txt"


def on_terminal(*args: str | Path, columns: int = 80, **env: str) -> str:
    """What `annoki` with `args` writes to a terminal of so many `columns`."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in DECIDES}
    run = subprocess.Popen(
        [sys.executable, "-m", "annoki", *map(str, args)],
        stdin=its,
        stdout=its,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={
            **inherited,
            "PYTHONPATH": str(ROOT / "exporter"),
            "PYTHONIOENCODING": "utf-8",
            "TERM": "xterm-256color",
            **env,
        },
    )
    os.close(its)
    said = b""
    while True:
        try:
            said += (part := os.read(ours, 65536))
        except OSError:  # how Linux says that nobody holds the other side any more
            part = b""
        if not part:
            break
    os.close(ours)
    assert run.wait() == 0
    return said.decode(errors="replace").replace("\r\n", "\n")


DECIDES = {"NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "TERM"}
"""What a developer's own terminal may say, and would decide what is seen."""


def width(text: str) -> int:
    """The columns that `text` takes."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def between(line: str, start: int, end: int) -> str:
    """What stands in these columns of `line`."""
    return "".join(sign for n, sign in enumerate(line) if start <= width(line[:n]) < end)


def bare(text: str) -> str:
    """`text` without what sets it apart."""
    return re.sub(r"\s|\x1b\[[\d;]*m", "", text)


@pytest.fixture(scope="module")
def items() -> list[dict[str, str]]:
    (account,) = json.loads(annoki("inspect", "--json", PAGE).out)["inputs"]
    found: list[dict[str, str]] = account["items"]
    return found


@pytest.mark.parametrize("columns", [60, 80, 130])
def test_a_table_is_as_wide_as_the_terminal_and_holds_each_item(
    items: list[dict[str, str]], columns: int
) -> None:
    out = on_terminal("inspect", PAGE, columns=columns, NO_COLOR="1")
    lines = out.split("\n\n" + str(PAGE))[0].splitlines()
    head = next(line for line in lines if "Status" in line)
    start, why = head.index("Note"), head.find("Why")
    end = columns if why < 0 else why
    notes = bare("".join(between(line, start, end) for line in lines))
    reasons = bare("".join(between(line, why, columns) for line in lines)) if why > 0 else notes
    beside = bare("".join(between(line, 0, start) for line in lines))

    table = lines[lines.index(head) + 1 :]
    assert max(width(line) for line in table[: table.index("")]) <= columns
    assert (why > 0) == (columns > 100)
    for item in items:
        assert bare(item["prompt"][:75]) in notes
        assert bare(item["why"]) in reasons
        assert bare(f"{item['n']}{item['status']}{item['where']}") in beside


def test_no_mark_begins_a_line_and_lines_are_filled() -> None:
    out = on_terminal("inspect", EXAMPLES / "blog-feed.xml", columns=60, NO_COLOR="1")
    lines = [line.strip() for line in out.splitlines()]
    assert not [line for line in lines if line.startswith(("，", "。", "”", "）", "、"))]
    whole = [line for line in lines if line.endswith("提")]
    assert [line for line in whole if width(line) > 40]


def test_colours_only_where_they_are_seen_and_wanted() -> None:
    coloured = on_terminal("inspect", PAGE)
    assert re.search(r"\x1b\[1;32mready\x1b\[0m", coloured)
    for plain in (
        on_terminal("inspect", PAGE, NO_COLOR="1"),
        on_terminal("inspect", PAGE, TERM="dumb"),
    ):
        assert "\x1b" not in plain
        assert bare(plain) == bare(coloured)


def test_what_is_piped_is_as_it_was(items: list[dict[str, str]]) -> None:
    piped = annoki("inspect", PAGE, FORCE_COLOR="1", CLICOLOR_FORCE="1").out
    assert "\x1b" not in piped
    assert re.findall(r"^ +(\d+)  (.+?)  \w+  \((.*)\)$", piped, re.M) == [
        (str(item["n"]), item["where"], item["why"]) for item in items
    ]
    assert on_terminal("inspect", "--json", PAGE) == annoki("inspect", "--json", PAGE).out


def test_a_text_gives_the_terminal_no_orders(tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    title = "[bold red]Beep[/] :smile: \x1b[31mred\x07 [link=https://a.example]x"
    memo = {"name": "memos/1", "state": "NORMAL", "content": f"# {title}\n\nSome text below it."}
    page.write_text(json.dumps({"memos": [memo]}), encoding="utf-8")
    out = on_terminal("inspect", page, columns=120, NO_COLOR="1")
    assert "[bold red]Beep[/] :smile: " in out
    assert "[link=https://a.example]x" in out
    assert not re.search("[\x07\x1b]", out)


def test_in_chinese_quietly_and_with_few_signs(tmp_path: Path) -> None:
    chinese = on_terminal("inspect", PAGE, LC_ALL="", LANGUAGE="", LANG="zh_CN.UTF-8", NO_COLOR="1")
    assert re.search("序号 +状态 +笔记", chinese)
    assert on_terminal("inspect", "-q", PAGE) == ""
    few = on_terminal("inspect", PAGE, PYTHONIOENCODING="latin-1", NO_COLOR="1")
    assert few.isascii()
    assert "\\u2500" not in few
    assert "\\u2192" not in few

    log = tmp_path / "log"
    on_terminal("inspect", PAGE, "--log", log)
    kept = log.read_text(encoding="utf-8")
    assert "\x1b" not in kept
    assert "─" not in kept
    assert all(line in kept for line in annoki("inspect", PAGE).out.splitlines()[1:4])
