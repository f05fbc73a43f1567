"""What the interface says, in English and in Chinese; Anki's own language decides which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Tuple

from .i18n_sources import TEXTS as _SOURCES

if TYPE_CHECKING:
    from annoki.sources.kind import Text

# Key → (English, Chinese). Where a number decides, `key.one` is the English for one.
_TEXTS: Dict[str, Tuple[str, str]] = {
    "menu.sync": ("Annoki: Sync now", "Annoki：立即同步"),
    "menu.preview": ("Annoki: Preview…", "Annoki：预览…"),
    "menu.sources": ("Annoki: Sources…", "Annoki：来源…"),
    "menu.report": ("Annoki: Last report…", "Annoki：上次报告…"),
    "count.add": ("{n} new", "新增 {n}"),
    "count.update": ("{n} updated", "更新 {n}"),
    "count.unchanged": ("{n} unchanged", "未变 {n}"),
    "count.conflict": ("{n} conflicts", "冲突 {n}"),
    "count.conflict.one": ("{n} conflict", "冲突 {n}"),
    "count.gone": ("{n} gone from the source", "来源已无 {n}"),
    "count.join": (", ", "，"),
    "undo": ("Annoki sync", "Annoki 同步"),
    "busy": ("Annoki is already syncing.", "Annoki 正在同步。"),
    "no_collection": ("Open a profile first.", "请先打开一个用户配置。"),
    "waiting": (
        "Annoki starts as soon as Anki has finished.",
        "Anki 完成当前操作后，Annoki 会立即开始。",
    ),
    "cancelled": ("Cancelled. Nothing was written.", "已取消，没有写入任何内容。"),
    "read.title": ("Annoki", "Annoki"),
    "read.start": ("Reading your sources…", "正在读取来源…"),
    "read.ask": ("Asking {what}", "正在询问 {what}"),
    "read.one": ("Reading {what}", "正在读取 {what}"),
    "read.compose": ("Making notes: {done} of {total}", "正在生成笔记：{done} / {total}"),
    "read.compare": ("Comparing with your collection…", "正在与您的牌组比对…"),
    "read.cancel": ("Cancel", "取消"),
    "failed.some": (
        "{n} sources could not be read completely; see the report.",
        "{n} 个来源未能完整读取，详见报告。",
    ),
    "failed.some.one": (
        "One source could not be read completely; see the report.",
        "1 个来源未能完整读取，详见报告。",
    ),
    "failed.report": ("The report could not be kept: {what}", "报告无法保存：{what}"),
    "failed.title": ("Annoki could not sync", "Annoki 未能同步"),
    "failed.unexpected": (
        "Something went wrong inside Annoki. Nothing was written. Please copy the details and "
        "report them.",
        "Annoki 内部出错，没有写入任何内容。请复制详情并反馈。",
    ),
    "failed.config": (
        "The configuration cannot be used. Mend it in Annoki: Sources…, or in Tools > Add-ons > "
        "Annoki > Config.",
        "配置无法使用。请在“Annoki：来源…”或“工具 > 插件 > Annoki > 设置”中修正。",
    ),
    "gone.question": (
        "{n} of {total} notes are no longer in your sources.",
        "{total} 条笔记中有 {n} 条已不在来源中。",
    ),
    "gone.hint": (
        "If that is not what you did, a source may be incomplete. What you reviewed is never "
        "lost: such notes are only {action}.",
        "如果这不是您所为，可能是某个来源不完整。复习过的内容不会丢失，这些笔记只会{action}。",
    ),
    "gone.tag": ("tagged annoki::gone", "加上标签 annoki::gone"),
    "gone.suspend": ("tagged annoki::gone and suspended", "加上标签 annoki::gone 并暂停"),
    "gone.delete_unreviewed": (
        "tagged annoki::gone, and deleted where never reviewed",
        "加上标签 annoki::gone，从未复习过的会被删除",
    ),
    "gone.later": (
        "{n} notes seem gone from the source; choose Annoki: Sync now to decide.",
        "{n} 条笔记似乎已不在来源中，请选择“Annoki：立即同步”来决定。",
    ),
    "preview.title": ("Annoki: Preview", "Annoki：预览"),
    "preview.intro": ("This is what a sync will do.", "同步将会做这些事。"),
    "preview.nothing": (
        "Everything is in step. A sync would change nothing.",
        "一切都已同步，无需任何改动。",
    ),
    "preview.note": ("Note", "笔记"),
    "preview.what": ("What happens", "变化"),
    "preview.add": ("New ({n})", "新增（{n}）"),
    "preview.update": ("Updated ({n})", "更新（{n}）"),
    "preview.conflict": ("Conflicts: your text stays ({n})", "冲突：保留您的文字（{n}）"),
    "preview.gone": ("Gone from the source ({n})", "来源中已不存在（{n}）"),
    "preview.upgrade": (
        "Card templates and style are brought up to date",
        "卡片模板和样式将会更新",
    ),
    "preview.yours": ("Yours", "您的"),
    "preview.source": ("Source", "来源"),
    "preview.wake": ("wakes up", "恢复学习"),
    "preview.tags": ("tags", "标签"),
    "preview.more": ("… and {n} more", "…… 另有 {n} 条"),
    "preview.sync": ("Sync now", "立即同步"),
    "preview.all": ("Sync all", "全部同步"),
    "preview.without": ("Sync, but leave these alone", "同步，但不动这些笔记"),
    "report.title": ("Annoki: Last report", "Annoki：上次报告"),
    "report.none": (
        "There is no report yet. It is written by the first sync.",
        "还没有报告。首次同步后会生成。",
    ),
    "report.when": ("Sync of {when}", "{when} 的同步"),
    "report.problems": ("What could not be read", "未能读取的内容"),
    "report.conflicts": ("Conflicts: your text stayed", "冲突：保留了您的文字"),
    "report.sources": ("Sources", "来源"),
    "report.items": ("{n} items", "{n} 条"),
    "report.items.one": ("1 item", "1 条"),
    "report.declared": ("{n} of {declared} items", "{declared} 条中的 {n} 条"),
    "report.skipped": ("{n} left out", "略过 {n}"),
    "report.repairs": ("{n} repairs", "修复 {n} 处"),
    "report.repairs.one": ("1 repair", "修复 1 处"),
    "report.missing": ("Pictures that could not be had", "未能获取的图片"),
    "report.gone": ("Gone from the source", "来源中已不存在"),
    "report.advice": (
        "Nothing of these sources was taken as deleted. Mend the source and sync again.",
        "这些来源中的内容不会被视为已删除。请修正来源后再次同步。",
    ),
    "report.copy": ("Copy details", "复制详情"),
    "report.copied": ("Copied.", "已复制。"),
    "report.close": ("Close", "关闭"),
    "cancel": ("Cancel", "取消"),
    "status.ready": ("ready", "可复习"),
    "status.unsure": ("unsure", "存疑"),
    "status.passage": ("passage", "段落"),
    "status.digest": ("digest", "摘要"),
    "status.unfinished": ("unfinished", "未完成"),
    "status.highlight": ("highlight", "高亮"),
    **_SOURCES,
}


def chinese() -> bool:
    """Whether Anki's interface is in Chinese."""
    from anki.lang import current_lang

    return current_lang.startswith("zh")


def tr(key: str, **values: Any) -> str:
    """The text `key` in the language of the interface, with `values` filled in."""
    if values.get("n") == 1 and f"{key}.one" in _TEXTS:
        key += ".one"
    english, translated = _TEXTS[key]
    return (translated if chinese() else english).format(**values)


def said(text: Text) -> str:
    """What is declared elsewhere, in the language of the interface."""
    return text.zh if chinese() else text.en


def summary(counts: Dict[str, int]) -> str:
    """`12 new, 3 updated, 184 unchanged, 1 conflict`."""
    always = ("add", "update", "unchanged")
    said = [
        tr(f"count.{key}", n=counts[key])
        for key in (*always, "conflict", "gone")
        if key in always or counts.get(key)
    ]
    return tr("count.join").join(said)
