"""Hypothesis: the annotations of an account or of groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple
from urllib.parse import unquote

from ..text.urls import bare
from ..words import message
from .kind import Setting, SourceKind, Text, whose, wrong_address

if TYPE_CHECKING:
    from .source import Source

_PUBLIC = "api.hypothes.is/api"
_PAGE = re.compile(
    r"https?://(?:www\.)?hypothes\.is/(?:(users|groups)/|search\?q=(user|group)(?::|%3A))([^/?#&+]+)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?:acct:|@)?([\w.]{1,30})(?:@hypothes\.is)?", re.ASCII | re.IGNORECASE)
"""How people write an account: `me`, `@me`, `acct:me@hypothes.is`."""


def _claims(address: str) -> Optional[Dict[str, Any]]:
    """The profile of a user, or the page of a group, on the public site."""
    page = _PAGE.match(address)
    if not page:
        return None
    kind, name = (page[1] or page[2]).lower(), unquote(page[3])
    return {"user": _name(name) or name} if kind.startswith("user") else {"groups": (name,)}


def _names(name: str) -> Optional[Dict[str, Any]]:
    """An account."""
    return {"user": _name(name)} if _name(name) else None


def _name(typed: str) -> str:
    """The name of the account that is `typed`, on the public service; empty if it is none."""
    found = _ACCOUNT.fullmatch(typed)
    return found[1] if found else ""


def _user_meant(typed: str) -> List[str]:
    return [(_claims(typed) or {}).get("user", typed)]


def _groups_meant(typed: str) -> List[str]:
    return list((_claims(typed) or {}).get("groups", (typed,)))


def _called(source: Source) -> str:
    groups = [message("sources.group", group=one) for one in source.groups]
    who = [*filter(None, [source.user]), *groups] or message("sources.owner")
    if source.api:
        return message("sources.hypothesis_at", who=who, api=source.api)
    return message("sources.hypothesis", who=who)


def _place(source: Source) -> Tuple[Any, ...]:
    """The service does not tell capitals in the name of an account."""
    named = _user_meant(source.user)[0].lower()
    user = re.sub(r"^acct:|@hypothes\.is$", "", named)
    return (bare(source.api) or _PUBLIC, *whose(source, user, tuple(sorted(set(source.groups)))))


def _needs(source: Source) -> str:
    given = source.user or source.groups or source.token
    return "" if given else message("sources.who_missing")


KIND = SourceKind(
    name="hypothesis",
    label=Text("Hypothesis", "Hypothesis"),
    add=Text(
        "Hypothesis: the annotations of an account or a group…",
        "Hypothesis：账号或群组的批注…",
    ),
    about=Text(
        "The annotations of an account, of groups, or of an account in these groups.",
        "某个账号、某些群组，或该账号在这些群组中的批注。",
    ),
    settings=(
        Setting(
            "user",
            Text("User", "用户"),
            Text(
                "whose annotations: `me`, or `acct:me@hypothes.is`",
                "谁的批注：`me` 或 `acct:me@hypothes.is`",
            ),
            unset=Text("the token's owner", "令牌所有者"),
            like=Text(
                "name, or address of a profile; empty: the token's owner",
                "用户名或个人页面地址；留空为令牌所有者",
            ),
            meant=_user_meant,
        ),
        Setting(
            "groups",
            Text("Groups", "群组"),
            Text(
                "a list of group ids; the id is the part after `/groups/` in the group's address. "
                "With a `user`, what he wrote in these groups.",
                "群组 ID 的列表；ID 是群组地址中 `/groups/` 之后的部分。与 `user` 一起时，"
                "只取该用户在这些群组中所写的内容。",
            ),
            form="list",
            unset=Text("every group that the token may read", "令牌可读的所有群组"),
            like=Text("ids or addresses, with commas between them", "群组 ID 或地址，用逗号分隔"),
            meant=_groups_meant,
        ),
        Setting(
            "token",
            Text("Token", "令牌"),
            Text(
                "without one only public annotations are there to be read. Made at "
                "hypothes.is/account/developer.",
                "没有令牌只能读取公开批注。可在 hypothes.is/account/developer 生成。",
            ),
            form="secret",
            unset=Text("none", "无"),
            hint=Text(
                "Made at hypothes.is/account/developer.",
                "可在 hypothes.is/account/developer 生成。",
            ),
        ),
        Setting(
            "api",
            Text("Advanced: service", "高级：服务地址"),
            Text("the address of another service", "其他服务的地址"),
            unset=Text("the public service", "公共服务"),
            like=Text("https://api.hypothes.is/api", "https://api.hypothes.is/api"),
            wrong=wrong_address,
        ),
    ),
    called=_called,
    needs=_needs,
    place=_place,
    claims=_claims,
    names=_names,
    fetch="..fetch.hypothesis:fetch_hypothesis",
    writes="..fetch.hypothesis_writing:HypothesisWriting",
    example=(
        {"user": "me", "token": "6879-your-own-token"},
        {"groups": ["__world__", "Zj9aX3Pq"], "user": "me"},
    ),
)
