"""A window of another program, from which a file can be dragged: `python drag.py FILE X Y`."""

from __future__ import annotations

import sys

from PyQt6.QtCore import QMimeData, Qt, QUrl
from PyQt6.QtGui import QDrag, QMouseEvent
from PyQt6.QtWidgets import QApplication, QLabel


class _File(QLabel):
    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


app = QApplication(sys.argv)
shown = _File("drag me", None, Qt.WindowType.BypassWindowManagerHint)
shown.setGeometry(int(sys.argv[2]), int(sys.argv[3]), 90, 40)
shown.show()
print("shown", flush=True)
app.exec()
