"""What the interface says about sources; see `i18n`."""

from __future__ import annotations

from typing import Dict, Tuple

TEXTS: Dict[str, Tuple[str, str]] = {
    "sources.title": ("Annoki: Sources", "Annoki：来源"),
    "sources.intro": (
        "Where you wrote things down. Each sync reads all of these.",
        "您写下笔记的地方，每次同步都会全部读取。",
    ),
    "sources.empty": (
        "No source yet. Choose Add to begin.",
        "还没有来源。请点击“添加”开始。",
    ),
    "sources.where": ("Source", "来源"),
    "sources.kind": ("Kind", "种类"),
    "sources.state": ("State", "状态"),
    "sources.add": ("Add", "添加"),
    "sources.edit": ("Edit…", "编辑…"),
    "sources.remove": ("Remove", "移除"),
    "sources.test": ("Test", "测试"),
    "sources.stop": ("Stop", "停止"),
    "sources.missing": ("Not found", "未找到"),
    "sources.unnamed": ("(not complete)", "（不完整）"),
    "sources.detect": ("found from the content", "按内容识别"),
    "sources.browse": ("Choose…", "选择…"),
    "sources.choose_file": ("Choose a file", "选择文件"),
    "sources.choose_folder": ("Choose a folder", "选择文件夹"),
    "sources.saved_files": (
        "Saved pages, feeds and exports ({endings});;All files (*)",
        "保存的网页、订阅源和导出文件 ({endings});;所有文件 (*)",
    ),
    "add.file": ("File: a saved page, feed or export…", "文件：保存的网页、订阅源或导出文件…"),
    "add.folder": ("Folder: all saved files in it…", "文件夹：其中所有保存的文件…"),
    "add.hypothesis": (
        "Hypothesis: the annotations of an account or a group…",
        "Hypothesis：账号或群组的批注…",
    ),
    "add.blog": ("Blog: the posts in its feed or on its pages…", "博客：订阅源或页面中的文章…"),
    "add.memos": ("Memos: the memos on a server…", "Memos：服务器上的备忘录…"),
    "kind.file": ("File", "文件"),
    "kind.folder": ("Folder", "文件夹"),
    "kind.hypothesis": ("Hypothesis", "Hypothesis"),
    "kind.blog": ("Blog", "博客"),
    "kind.memos": ("Memos", "Memos"),
    "kind.unknown": ("Unknown", "未知"),
    "about.file": (
        "A page, feed or export that you saved, or a folder of them. It is read again at each "
        "sync.",
        "您保存的网页、订阅源或导出文件，或装有它们的文件夹。每次同步都会重新读取。",
    ),
    "about.hypothesis": (
        "The annotations of an account, of groups, or of an account in these groups.",
        "某个账号、某些群组，或该账号在这些群组中的批注。",
    ),
    "about.blog": (
        "The posts of a blog: from its feed if it has one, else from its home page and the pages "
        "after it.",
        "博客的文章：有订阅源就读订阅源，否则读首页及其后各页。",
    ),
    "about.memos": (
        "The memos on a Memos server, version 0.13 or later.",
        "Memos 服务器上的备忘录（版本 0.13 或更新）。",
    ),
    "source.title": ("Source: {kind}", "来源：{kind}"),
    "source.problem": ("Not complete: {what}.", "尚不完整：{what}。"),
    "source.path": ("File or folder", "文件或文件夹"),
    "source.format": ("Read as", "读取格式"),
    "source.user": ("User", "用户"),
    "source.user_like": (
        "name, or address of a profile; empty: the token's owner",
        "用户名或个人页面地址；留空为令牌所有者",
    ),
    "source.groups": ("Groups", "群组"),
    "source.groups_like": (
        "ids or addresses, with commas between them",
        "群组 ID 或地址，用逗号分隔",
    ),
    "source.token": ("Token", "令牌"),
    "source.show": ("Show", "显示"),
    "source.hide": ("Hide", "隐藏"),
    "source.token_hint": (
        "For what is not public. {made} It is kept on this computer, in Anki's configuration of "
        "the add-on, and is sent to this service only.",
        "读取非公开内容时需要。{made}令牌保存在本机 Anki 的插件设置中，只会发送给该服务。",
    ),
    "source.made_hypothesis": (
        "Made at hypothes.is/account/developer.",
        "可在 hypothes.is/account/developer 生成。",
    ),
    "source.made_memos": (
        "Made in the settings of Memos, under access tokens.",
        "可在 Memos 设置的访问令牌中生成。",
    ),
    "source.api": ("Advanced: service", "高级：服务地址"),
    "source.url": ("Address", "地址"),
    "source.blog_like": (
        "https://blog.example.org, or the address of its feed",
        "https://blog.example.org 或订阅源地址",
    ),
    "source.pages": ("Pages at most", "最多页数"),
    "source.pages_hint": (
        "Only matters where the blog has no feed.",
        "仅在博客没有订阅源时起作用。",
    ),
    "source.creator": ("Creator", "作者"),
    "source.creator_like": (
        "such as users/1; empty: the token's owner",
        "例如 users/1；留空为令牌所有者",
    ),
    "source.filter": ("Filter", "筛选"),
    "source.filter_like": (
        "as this version of Memos writes it; empty: all memos",
        "按该版本 Memos 的写法；留空为全部",
    ),
    "test.reading": ("Reading…", "正在读取…"),
    "test.asking": ("Asking the service…", "正在询问服务…"),
    "test.stopped": ("Stopped", "已停止"),
    "test.failed": ("Failed: {what}", "失败：{what}"),
    "test.partial": (
        "What arrived will be synced; nothing of this source counts as gone.",
        "已收到的内容会同步，该来源中的内容不会被视为已删除。",
    ),
    "test.newest": (
        "A feed, or the first pages, hold the newest only; so nothing of this source counts as "
        "gone.",
        "订阅源或前几页只含最新内容，因此该来源中的内容不会被视为已删除。",
    ),
    "complete.whole": ("complete", "完整"),
    "complete.partial": ("not complete", "不完整"),
    "complete.newest": ("the newest", "仅最新"),
    "complete.requests": ("{n} requests", "{n} 次请求"),
    "complete.requests.one": ("1 request", "1 次请求"),
    "sources.options": ("Options", "选项"),
    "sources.confirm": ("Ask before writing", "写入前询问"),
    "sources.confirm.unusual": ("only if something is unusual", "仅在有异常时"),
    "sources.confirm.always": ("always", "总是"),
    "sources.confirm.never": ("never", "从不"),
    "sources.gone": ("Notes gone from the source", "来源中已不存在的笔记"),
    "sources.gone.tag": ("get the tag annoki::gone", "加上标签 annoki::gone"),
    "sources.gone.suspend": ("are tagged and suspended", "加上标签并暂停"),
    "sources.gone.delete_unreviewed": (
        "are tagged; deleted if never reviewed",
        "加上标签；从未复习过的删除",
    ),
    "sources.pictures": ("Bring pictures into Anki", "把图片存入 Anki"),
    "sources.sync_on_open": (
        "Sync when a profile is opened",
        "打开用户配置时同步",
    ),
    "sources.ankiweb_after": (
        "Then sync with AnkiWeb, if anything changed",
        "如有改动，随后与 AnkiWeb 同步",
    ),
}
"""Key → (English, Chinese)."""
