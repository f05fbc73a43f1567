"""Annoki inside Anki."""
from aqt import gui_hooks, mw
from aqt.qt import QAction
def _menu():
    a = QAction("Annoki: Sync now", mw); a.setObjectName("annoki_sync"); mw.form.menuTools.addAction(a)
gui_hooks.main_window_did_init.append(_menu)
