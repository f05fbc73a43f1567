"""Memos: the memos on a server."""

from __future__ import annotations

from ..text.urls import bare
from .kind import Setting, SourceKind, Text, needing, whose, wrong_address

KIND = SourceKind(
    name="memos",
    label=Text("Memos", "Memos"),
    add=Text("Memos: the memos on a server…", "Memos：服务器上的备忘录…"),
    about=Text(
        "The memos on a Memos server, version 0.13 or later.",
        "Memos 服务器上的备忘录（版本 0.13 或更新）。",
    ),
    settings=(
        Setting(
            "url",
            Text("Address", "地址"),
            Text("the address of the server, version 0.13 or later", "服务器地址（0.13 或更新）"),
            like=Text("https://memos.example.org", "https://memos.example.org"),
            wrong=wrong_address,
        ),
        Setting(
            "token",
            Text("Token", "令牌"),
            Text(
                "without one only public memos are there to be read. Made in the settings of "
                "Memos, under access tokens.",
                "没有令牌只能读取公开备忘录。可在 Memos 设置的访问令牌中生成。",
            ),
            form="secret",
            unset=Text("none", "无"),
            hint=Text(
                "Made in the settings of Memos, under access tokens.",
                "可在 Memos 设置的访问令牌中生成。",
            ),
        ),
        Setting(
            "creator",
            Text("Creator", "作者"),
            Text(
                "whose memos: `users/1`, or in newer versions `users/me`",
                "谁的备忘录：`users/1`，新版本可用 `users/me`",
            ),
            unset=Text(
                "the token's owner; without a token, everyone", "令牌所有者；没有令牌则为所有人"
            ),
            like=Text(
                "such as users/1; empty: the token's owner", "例如 users/1；留空为令牌所有者"
            ),
        ),
        Setting(
            "filter",
            Text("Filter", "筛选"),
            Text(
                "which memos, as this version of Memos writes it",
                "哪些备忘录，按该版本 Memos 的写法",
            ),
            unset=Text("all", "全部"),
            like=Text(
                "as this version of Memos writes it; empty: all memos",
                "按该版本 Memos 的写法；留空为全部",
            ),
        ),
    ),
    called=lambda source: f"memos: {source.url}",
    needs=needing("url"),
    place=lambda source: (bare(source.url), source.filter, *whose(source, source.creator)),
    fetch="..fetch.memos:fetch_memos",
    example=(
        {"url": "https://memos.example.org", "token": "eyJ-your-own-token"},
        {"url": "https://memos.example.org", "creator": "users/1"},
        {
            "url": "https://memos.example.org",
            "token": "eyJ-your-own-token",
            "filter": "content.contains('reading')",
        },
    ),
)
