"""The options of a configuration, each declared once: default, what is allowed, what it means.

The check, the JSON schema, the table of `config.md` and the add-on's box of options are made from
this. Where no `help` is given in a nested group, its members have one each.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, NamedTuple, Tuple

from ..errors import UsageError
from ..sources.source import Source
from ..text.clean import can_name
from ..words import Text, message

LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""The pattern of a language tag, as far as it is one (RFC 5646)."""
_TYPES = {str: "config.is_filled", bool: "config.is_bool", int: "config.is_number"}


class Option(NamedTuple):
    """What is declared of an option.

    `help` stands in `config.md`. `label` is shown in the add-on's box of options, where it has one;
    `choices` gives the values that are allowed, and what each is called there. `shown` is the
    default as `config.md` tells it, where that is not the value.
    """

    help: Text
    label: Text = Text("", "")
    choices: Mapping[str, Text] = {}
    shown: str = ""
    least: int = 0
    most: int = 0
    is_language: bool = False


def _option(default: Any, help: Text, **more: Any) -> Any:
    return dataclasses.field(default=default, metadata={"option": Option(help, **more)})


def _wrong(name: str, value: Any, default: Any, option: Option) -> str:
    """What is wrong with `value` for the option called `name`; nothing, if it is allowed."""
    wanted = type(default)
    if type(value) is not wanted or value == "":
        called = message(_TYPES[wanted]) if wanted in _TYPES else wanted.__name__
        return must_be(name, called, value)
    if wanted is tuple and not all(isinstance(one, Source) for one in value):
        return message("config.only_sources", name=name)  # which may be meant to hold a token
    if option.choices and value not in option.choices:
        return message("config.choices", name=name, choices=[*option.choices])
    if wanted is str and not can_name(value):
        return message("config.not_one_line", name=name, value=repr(value))
    if option.is_language and not re.fullmatch(LANGUAGE, value):
        return message("config.no_language", value=repr(value))
    if option.most and not option.least <= value <= option.most:
        return in_range(name, option.least, option.most)
    return ""


def must_be(name: str, what: str, value: Any) -> str:
    """Says that `name` must be `what`, and is `value`."""
    return message("config.must_be_not", name=name, what=what, value=repr(value))


def in_range(name: str, least: int, most: int) -> str:
    """Says that `name` must be a number from `least` to `most`."""
    return message("config.range", name=name, least=least, most=most)


def options_of(options: Any) -> Iterator[Tuple[str, Any, Option]]:
    """(name, default, what is declared) of each option of `Config` or `Decks`."""
    for field in dataclasses.fields(options):
        yield field.name, field.default, field.metadata["option"]


def labelled_options(options: Any) -> Iterator[Tuple[str, Any, Option]]:
    """Those of `options_of` that have a label, of which first those with a choice."""
    labelled = [one for one in options_of(options) if one[2].label.en]
    yield from sorted(labelled, key=lambda one: not one[2].choices)


class _Checked:
    """Options that are made only of values that are allowed: anything else is a UsageError."""

    def __post_init__(self) -> None:
        for name, default, option in options_of(self):
            wrong = _wrong(name, getattr(self, name), default, option)
            if wrong:
                raise UsageError(wrong)


@dataclass(frozen=True)
class Decks(_Checked):
    """Where new cards go, as Anki deck paths."""

    cards: str = _option(
        "Annoki::Cards",
        Text(
            "questions with an answer (statuses ready and unsure)",
            "有答案的问题（状态为可复习和存疑）",
        ),
        label=Text("Questions with an answer", "有答案的问题"),
    )
    passages: str = _option(
        "Annoki::Passages",
        Text("passages with your gloss", "带有您批注的原文"),
        label=Text("Passages with your gloss", "带有您批注的原文"),
    )
    digests: str = _option(
        "Annoki::Digests",
        Text("blog posts and link notes", "博客文章和链接笔记"),
        label=Text("Posts and link notes", "文章和链接笔记"),
    )
    to_finish: str = _option(
        "Annoki::To finish",
        Text(
            "notes without an answer and bare highlights; their cards are suspended",
            "没有答案的笔记和单纯的高亮；其卡片会被暂停",
        ),
        label=Text("What waits for an answer", "等待答案的笔记"),
    )


@dataclass(frozen=True)
class Config(_Checked):
    """All options, with their defaults. Raises UsageError for a value that is not allowed."""

    sources: Tuple[Source, ...] = _option(
        (),
        Text(
            "where things were written down; each has a `kind` and the settings of that kind, "
            "below",
            "您写下笔记的地方；每个来源有一个 `kind` 和该种类的设置，见下文",
        ),
        shown="none",
    )
    decks: Decks = _option(
        Decks(),
        Text(
            "where new cards go; `::` makes a deck inside a deck. Cards that are already in Anki "
            "stay where they are, and a deck that you rename there is followed.",
            "新卡片放入哪些牌组；`::` 表示子牌组。Anki 中已有的卡片留在原处；"
            "您在 Anki 中改名的牌组会继续使用。",
        ),
        shown="as above",
    )
    decks_by: str = _option(
        "none",
        Text(
            "`document` gives each page, blog or issue a deck of its own inside these, `host` each "
            "site, `none` none. What waits in `to_finish` stays together, and cards that are "
            "already in Anki stay where they are.",
            "`document` 在上述牌组内为每个网页、博客或期刊单独建一个子牌组，`host` 为每个网站建一个"
            "，`none` 不分。`to_finish` 中的不再细分；Anki 中已有的卡片留在原处。",
        ),
        label=Text("A deck for each", "分别建牌组"),
        choices={
            "none": Text("no, all together", "不分，放在一起"),
            "document": Text("page, blog or issue", "每个网页、博客或期刊"),
            "host": Text("site", "每个网站"),
        },
    )
    reverse_separator: bool = _option(
        False, Text("`true` asks a note `left:::right` both ways", "`true` 时 `左:::右` 双向提问")
    )
    one_way_separator: bool = _option(
        False,
        Text(
            "`true` reads `left:: right` as question and answer, too. Off because `::` is common "
            "in code.",
            "`true` 时 `左:: 右` 也读作问答。`::` 在代码中很常见，因此默认关闭。",
        ),
    )
    chinese: str = _option(
        "zh-Hans",
        Text(
            "the language tag of Chinese characters, which decides the shapes they are shown in: "
            "`zh-Hans`, `zh-Hant`, `zh-HK`",
            "汉字的语言标签，决定字形：`zh-Hans`、`zh-Hant`、`zh-HK`",
        ),
        is_language=True,
    )
    latin: str = _option(
        "en",
        Text(
            "the language tag of Latin letters, for example `en`, `de`, `fr`",
            "拉丁字母的语言标签，例如 `en`、`de`、`fr`",
        ),
        is_language=True,
    )
    max_megabytes: int = _option(
        256,
        Text(
            "inputs larger than this are refused; 4096 at most",
            "超过此大小（MB）的输入会被拒绝；最多 4096",
        ),
        least=1,
        most=4096,
    )
    pictures: bool = _option(
        True,
        Text(
            "`true` brings the pictures of posts and notes into Anki's media; `false` leaves links "
            "to them. A picture that cannot be had leaves its caption or a link, and a line in the "
            "report.",
            "`true` 把文章和笔记的图片存入 Anki 媒体；`false` 只留链接。无法获取的图片会留下"
            "说明或链接，并在报告中列出。",
        ),
        label=Text("Bring pictures into Anki", "把图片存入 Anki"),
    )
    confirm: str = _option(
        "unusual",
        Text(
            "when the add-on asks before it writes: `unusual` (many notes gone, or missing here, "
            "at once), `always`, `never`",
            "插件何时在写入前询问：`unusual`（一次有很多笔记从来源消失，或在这里不见了）、`always`、`never`",
        ),
        label=Text("Ask before writing", "写入前询问"),
        choices={
            "unusual": Text("only if something is unusual", "仅在有异常时"),
            "always": Text("always", "总是"),
            "never": Text("never", "从不"),
        },
    )
    gone: str = _option(
        "tag",
        Text(
            "what becomes of a note that is no longer in its source: `tag` gives it the tag "
            "`annoki::gone`; `suspend` also suspends its cards; `delete_unreviewed` also deletes "
            "it, if you neither reviewed it nor did anything else to it",
            "来源中已不存在的笔记如何处理：`tag` 加上标签 `annoki::gone`；`suspend` 并暂停卡片；"
            "`delete_unreviewed` 并删除您从未复习、也从未动过的笔记",
        ),
        label=Text("Notes gone from the source", "来源中已不存在的笔记"),
        choices={
            "tag": Text("get the tag annoki::gone", "加上标签 annoki::gone"),
            "suspend": Text("are tagged and suspended", "加上标签并暂停"),
            "delete_unreviewed": Text(
                "are tagged; deleted if never reviewed", "加上标签；从未复习过的删除"
            ),
        },
    )
    sync_on_open: bool = _option(
        False,
        Text(
            "add-on: sync when a profile is opened. What would have to be asked is left to your "
            "next click.",
            "插件：打开用户配置时同步。需要询问的事留到您下次点击。",
        ),
        label=Text("Sync when a profile is opened", "打开用户配置时同步"),
    )
    ankiweb: bool = _option(
        True,
        Text(
            "add-on: where an account of AnkiWeb is set up, Anki syncs with it before anything is "
            "compared, so that what you edited on another device counts, and again after a sync "
            "that changed something",
            "插件：设置了 AnkiWeb 账号时，比对之前先让 Anki 同步，这样在其他设备上的修改也算数；"
            "有改动时，之后再同步一次",
        ),
        label=Text("Sync with AnkiWeb before and after", "前后都与 AnkiWeb 同步"),
    )
