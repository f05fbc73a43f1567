"""Cards as they will look: Anki's own rendering, style and formulas, beside each other."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Sequence

from annoki.targets.collection.card_looks import CardLook
from aqt import mw
from aqt.theme import theme_manager
from aqt.webview import AnkiWebView

from .i18n import tr

_CARD = Template(Path(__file__).with_name("card.html").read_text(encoding="utf-8"))
_CARDS = Path(__file__).with_name("cards.html").read_text(encoding="utf-8")
_MATHJAX = ("js/mathjax.js", "js/vendor/mathjax/tex-chtml-full.js")
_TYPESET = "<script>MathJax.startup.promise.then(() => MathJax.typesetPromise())</script>"


class CardsView(AnkiWebView):
    """Shows cards side by side; a click, Space or Return turns the one that it meets.

    Where it is no longer needed, `cleanup` has to be called, as of any web view of Anki's.
    """

    def __init__(self) -> None:
        super().__init__()
        self._cards: Sequence[CardLook] = ()
        self.setAcceptDrops(False)  # What is dropped here is for the window.

    def show_cards(self, cards: Sequence[CardLook], front: bool = False, zoom: float = 1) -> None:
        """Show `cards`, with their back up, or with their `front`."""
        if not cards and not self._cards:
            return
        self._cards, self._front, self._zoom = cards, front, zoom
        frames = (
            f'<iframe title="{tr("cards.turn", n=n)}" srcdoc="{escape(self._page(card))}"></iframe>'
            for n, card in enumerate(cards, 1)
        )
        self.stdHtml(_CARDS + "".join(frames), js=[])

    def on_theme_did_change(self) -> None:
        """How Anki tells its web views."""
        super().on_theme_did_change()
        if self._cards:
            self.show_cards(self._cards, self._front, self._zoom)

    def _page(self, card: CardLook) -> str:
        assert mw is not None
        front, back = map(mw.prepare_card_text_for_display, (card.front, card.back))
        formulas = "\\(" in back or "\\[" in back
        return _CARD.substitute(
            root="night-mode" if theme_manager.night_mode else "",
            head=mw.baseHTML() + self.bundledCSS("css/reviewer.css"),
            classes=theme_manager.body_classes_for_card_ord(0),
            css=card.css,
            zoom=self._zoom,
            front=front,
            back=back,
            front_hidden="" if self._front else "hidden",
            back_hidden="hidden" if self._front else "",
            formulas="".join([*map(self.bundledScript, _MATHJAX), _TYPESET] if formulas else []),
        )
