"""Cards as they will look: Anki's own rendering, style and formulas, beside each other."""

from __future__ import annotations

from html import escape
from typing import Sequence

from annoki.targets.collection.card_looks import CardLook
from aqt import mw, qt
from aqt.theme import theme_manager
from aqt.webview import AnkiWebView

_CSS = ["css/reviewer.css"]
_JS = ["js/mathjax.js", "js/vendor/mathjax/tex-chtml-full.js"]

_PAGE = """
<style>
html, body {{ height: 100%; margin: 0; overflow: hidden; }}
body {{ display: flex; gap: 12px; }}
iframe {{ flex: 1; min-width: 0; border: 0; border-radius: 6px; box-shadow: 0 0 0 1px #8883; }}
iframe:focus {{ box-shadow: 0 0 0 2px var(--border-focus); }}
</style>
{frames}
"""

_CARD = """<!doctype html>
<html class="{root}"><head>{head}<style>
html {{ overflow: hidden; }} ::-webkit-scrollbar {{ width: 8px; }}
::-webkit-scrollbar-thumb {{ border-radius: 4px; background: #8886; }}
body.card {{ box-sizing: border-box; height: calc(100vh / {zoom}); margin: 0; padding: 14px 16px;
  overflow-y: auto; zoom: {zoom}; }}
{css}</style></head>
<body class="{classes}">
<div id="qa"><div{no_front}>{front}</div><div{no_back}>{back}</div></div>
{formulas}<script>
const sides = [...document.getElementById("qa").children];
const turn = () => sides.forEach((side) => (side.hidden = !side.hidden));
document.addEventListener("click", (event) => event.target.closest("a, summary") || turn());
document.addEventListener("keydown", (event) => {{
  if (event.target !== document.body || !" Enter".includes(event.key)) return;
  turn();
  event.preventDefault();
}});
</script></body></html>"""


class CardsView(AnkiWebView):
    """Shows cards side by side; a click, Space or Return turns the one that it meets.

    Where it is no longer needed, `cleanup` has to be called, as of any web view of Anki's.
    """

    def __init__(self, parent: qt.QWidget, name: str) -> None:
        super().__init__(parent=parent)
        self._cards: Sequence[CardLook] = ()
        self._front = False
        self.setObjectName(name)
        # What is dropped here is for the window.
        self.setAcceptDrops(False)

    def show_cards(self, cards: Sequence[CardLook], front: bool = False, zoom: float = 1.0) -> None:
        """Show `cards`, with their back up, or with their `front`."""
        self._cards, self._front, self._zoom = cards, front, zoom
        self._show()

    def on_theme_did_change(self) -> None:
        """How Anki's web views are told of it."""
        super().on_theme_did_change()
        self._show()

    def _show(self) -> None:
        frames = (
            f'<iframe title="{at}" srcdoc="{escape(self._page(card))}"></iframe>'
            for at, card in enumerate(self._cards, 1)
        )
        self.stdHtml(_PAGE.format(frames="\n".join(frames)), js=[])

    def _page(self, card: CardLook) -> str:
        assert mw is not None
        front, back = map(mw.prepare_card_text_for_display, (card.front, card.back))
        typeset = "\\(" in back or "\\[" in back
        scripts = [self.bundledScript(name) for name in _JS] if typeset else []
        return _CARD.format(
            root="night-mode" if theme_manager.night_mode else "",
            head=mw.baseHTML() + "".join(map(self.bundledCSS, _CSS)),
            css=card.css,
            classes=theme_manager.body_classes_for_card_ord(0),
            zoom=self._zoom,
            front=front,
            back=back,
            no_front="" if self._front else " hidden",
            no_back=" hidden" if self._front else "",
            formulas="".join(scripts)
            + ("<script>MathJax.startup.promise.then(() => MathJax.typesetPromise())</script>")
            * typeset,
        )
