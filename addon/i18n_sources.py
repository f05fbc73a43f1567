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
    "add.folder": ("Folder: all saved files in it…", "文件夹：其中所有保存的文件…"),
    "kind.folder": ("Folder", "文件夹"),
    "kind.unknown": ("Unknown", "未知"),
    "source.title": ("Source: {kind}", "来源：{kind}"),
    "source.problem": ("Not complete: {what}.", "尚不完整：{what}。"),
    "source.show": ("Show", "显示"),
    "source.hide": ("Hide", "隐藏"),
    "source.token_hint": (
        "For what is not public. {made} It is kept on this computer, in Anki's configuration of "
        "the add-on, and is sent to this service only.",
        "读取非公开内容时需要。{made}令牌保存在本机 Anki 的插件设置中，只会发送给该服务。",
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
}
"""Key → (English, Chinese)."""
