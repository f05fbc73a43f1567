"""Files and folders: what a person saved."""

from __future__ import annotations

import os

from .kind import Setting, SourceKind, Text, needing


def _real(path: str) -> str:
    """The file or folder itself, whatever way leads there; `-` is none."""
    return path if path == "-" else os.path.normcase(os.path.realpath(path))


KIND = SourceKind(
    name="file",
    label=Text("File", "文件"),
    add=Text("File: a saved page, feed or export…", "文件：保存的网页、订阅源或导出文件…"),
    about=Text(
        "A page, feed or export that you saved, or a folder of them. It is read again at each "
        "sync.",
        "您保存的网页、订阅源或导出文件，或装有它们的文件夹。每次同步都会重新读取。",
    ),
    settings=(
        Setting(
            "path",
            Text("File or folder", "文件或文件夹"),
            Text(
                "a file, or a folder: every file in it and in the folders inside it that ends in "
                "{endings}",
                "文件或文件夹；文件夹中（含子文件夹）以 {endings} 结尾的文件都会读取",
            ),
            form="path",
        ),
        Setting(
            "format",
            Text("Read as", "读取格式"),
            Text("what to read it as", "按哪种格式读取"),
            form="format",
            unset=Text("by content", "按内容识别"),
        ),
    ),
    called=lambda source: str(source.path),
    needs=needing("path"),
    place=lambda source: (_real(source.path),),
    example=({"path": "/home/me/notes"},),
)
