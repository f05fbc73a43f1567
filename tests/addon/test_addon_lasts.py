"""What must outlast an upgrade, and what must outlast a learner who is typing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List

from tests.addon.desktop import Desktop
from tests.addon.pages import NOTEBOOK, OCTOPUS, page

Write = Callable[..., Path]


def _sync(desk: Any) -> Iterator[Any]:
    yield from desk.sync()
    desk.trigger("annoki_report")
    yield lambda: desk.loaded("annoki_report")
    window = desk.window("annoki_report")
    desk.results["report"] = desk.child(window, "annoki_report_text").toPlainText()
    window.close()


def _install(desk: Any, package: str) -> Iterator[Any]:
    found = desk.mw.addonManager.install(package)
    desk.results["installed"] = type(found).__name__
    yield 0


def test_an_upgrade_keeps_configuration_and_report(
    desktop: Desktop, write: Write, package: Path
) -> None:
    write(NOTEBOOK)
    assert "5 new" in desktop.run(_sync).results["report"]
    before, report = desktop.configuration(), desktop.report
    upgrade = desktop.run(_install, package=str(package))
    assert upgrade.results["installed"] == "InstallOk"
    assert desktop.configuration() == before
    assert desktop.report == report
    again = desktop.run(_sync)
    assert again.errors == []
    assert again.tooltips == ["Annoki: nothing has changed since the last sync."]


def _typing(desk: Any, path: str, changed: str) -> Iterator[Any]:
    from pathlib import Path

    import aqt

    yield from desk.sync()
    browser = aqt.dialogs.open("Browser", desk.mw, search=("octopus",))
    yield lambda: browser.table.len() == 1
    browser.table.select_single_card(desk.note("An octopus").card_ids()[0])
    loaded: List[Any] = []
    script = "(document.querySelectorAll('.field-container, .editor-field').length)"

    def ready() -> bool:
        browser.editor.web.evalWithCallback(script, loaded.append)
        return bool(loaded and loaded[-1])

    yield ready
    yield 1.0
    # The learner types into "My notes" while the sync runs; nothing has been saved yet.
    browser.editor.web.setFocus()
    browser.editor.web.eval("focusField(8)")
    yield 0.3
    browser.editor.web.eval("document.execCommand('insertText', false, 'typed')")
    Path(path).write_text(changed, encoding="utf-8")
    yield from desk.sync()
    yield 1.0
    note = desk.note("An octopus")
    desk.results["mine"] = note["My notes"]
    desk.results["answer"] = note["Answer"]
    browser.close()
    yield 0.3


def test_what_is_being_typed_counts(desktop: Desktop, write: Write) -> None:
    path = write(NOTEBOOK)
    changed = page([(OCTOPUS[0], OCTOPUS[1] + ",两颗供鳃"), *NOTEBOOK[1:]])
    outcome = desktop.run(_typing, path=str(path), changed=changed)
    assert outcome.results["mine"] == "typed"
    assert "两颗供鳃" in outcome.results["answer"]
    assert outcome.tooltips[-1] == "Annoki updated 1 note."
