"""What a sync shows and asks in Anki, and what it waits for there; its rules are in `annoki`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Generator, List, Optional

from annoki.errors import Cancelled
from annoki.pipeline.in_steps import OnDone, OnError, Over, Steps, Wait, take
from annoki.pipeline.keeping import letting_go
from annoki.pipeline.one_sync import OneSync
from annoki.pipeline.syncing import Plan
from annoki.profile.settings import without_tokens
from annoki.sync.choice import Choice
from annoki.sync.collection_plan import CollectionPlan
from annoki.targets.collection.ankis_sync import Ended
from annoki.targets.collection.our_notes import deck_to_study
from annoki.targets.collection.trouble import details_of, ended_by

from . import host, notice
from .failure_window import show_failure
from .i18n import said, tr
from .preview_dialog import PreviewDialog
from .steps import all_saved, sync_when_at_hand, synced

if TYPE_CHECKING:
    from annoki.profile import Profile


@dataclass(eq=False)
class Sync(OneSync):
    """A sync that a person sees, in notices and windows; `show` shows another window of ours."""

    profile: Profile
    show: Callable[[str], None] = lambda _name: None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.undo_name = tr("undo")
        self._with_ankiweb = self.config.ankiweb and bool(host.main_window().pm.sync_auth())
        self._shown: Optional[notice.Notice] = None

    def start(self) -> None:
        """Begin as soon as Anki is free."""
        take(self._whole())

    def _anki_first(self) -> Steps:
        """What other devices sent shall be there when it is compared. That is at a click, when
        nothing is being typed: Anki's own window takes the keyboard."""
        if not self._with_ankiweb:
            return
        yield from self._waited(all_saved)
        self._hide()  # Anki shows its own.
        opening, self.opening = self.opening, None
        how = opening() if opening else (yield from self._waited(synced))
        if how is Ended.FULL_SYNC or (how is Ended.FAILED and self._quiet):
            # Nothing is written while one side may replace the other.
            raise Over(tr("ankiweb.later" if self._quiet else "ankiweb.full"))
        if how is Ended.FAILED:
            yield from self._waited(notice.agreed(tr("ankiweb.question"), "ankiweb.go_on"))
            self._with_ankiweb = False

    def _ask(self, plan: Plan, choice: Choice) -> Generator[Wait, Any, Choice]:
        def asked(done: OnDone, failed: OnError) -> None:
            def answered(chosen: Optional[Choice]) -> None:
                if chosen is not None:
                    done(chosen)
                else:
                    failed(Over() if self._is_preview else Cancelled())

            PreviewDialog(plan, answered, choice, self.profile).open()

        self._hide()
        if not host.is_at_hand():
            text = tr("notice.preview" if self._is_preview else "notice.question")
            yield from self._waited(notice.agreed(text, "notice.look"))
        chosen: Choice = yield from self._waited(asked)
        return chosen

    def _say(self, lines: List[str], trouble: bool, done: CollectionPlan) -> None:
        self._hide()
        if lines or not self._quiet:
            buttons = [("notice.report", partial(self.show, "report"))]
            window = host.main_window()
            deck = deck_to_study(window.col, self.config) if done.add and window.col else None
            if deck is not None:
                study = partial(window.deckBrowser.set_current_deck, deck)
                buttons.insert(0, ("notice.study", study))
            text = "\n".join(map(said, lines)) or tr("did.nothing")
            notice.tell(text, *buttons, trouble=trouble)
        if self._with_ankiweb and done.changes_anything:
            sync_when_at_hand()

    def _fail(self, error: Exception) -> Steps:
        self._hide()
        if self._closed or isinstance(error, (Over, Cancelled)):
            self._log(f"over: {error!r}")
            if isinstance(error, Cancelled) and not self._closed:
                notice.tell(tr("cancelled"))
                yield from self._keep_failed()
            elif str(error) and not self._closed:
                notice.tell(str(error), trouble=True)
                yield from self._keep_failed(str(error))
            return
        parts = said(ended_by(error)), details_of(error)
        what, details = (without_tokens(one, self.config.sources) for one in parts)
        self._log(f"failed: {what}\n{details}".rstrip())
        yield from self._keep_failed(what)
        button = ("notice.details", lambda: show_failure(what, details))
        notice.tell(tr("notice.failed", what=what), button, trouble=True)

    def _is_off(self) -> bool:
        return self._closed or not host.is_profile_open(self.profile)

    def _show_progress(self, can_stop: bool) -> None:
        if self._shown is None:
            cancel = [("read.cancel", self._stop.set)] if can_stop else []
            self._shown = notice.Notice("", cancel, progress=lambda: self._doing)

    def _hide(self) -> None:
        if self._shown is not None:
            self._shown.leave()
            self._shown = None

    def _log(self, text: str) -> None:
        host.log().info("%s", without_tokens(text, self.config.sources))

    def _let_go(self, large: List[Any]) -> None:
        host.bit_by_bit(letting_go(large))
