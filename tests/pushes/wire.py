"""What stands before the service: it knows each request of a run, and fails at some."""

from __future__ import annotations

import threading
from typing import List, Mapping, Optional, Union

from tests.fetch.clock import Clock
from tests.fetch.faults import Fault, Scene, Sound
from tests.fetch.servers import Asked, Handler
from tests.push.service import Service


class Wire:
    """`asked` names the requests since the run began: `GET sides 2` is the second one that reads
    the annotation `sides`. Faults that keep a client waiting move `clock` on."""

    def __init__(self, service: Service) -> None:
        self.clock = Clock()
        self.asked: List[str] = []
        self.was_met = False
        """Whether any of the last faults was met."""
        self._service = service
        self._faults: Mapping[Union[str, int], Fault] = {}
        self._lasting = False
        self._always: Optional[Fault] = None
        self._met: Optional[Fault] = None
        self._answer = type(service).answer.__get__(service)
        service.answer = self._answered  # type: ignore[method-assign]
        self._over = threading.Event()
        self.begin()

    def faulty(
        self,
        faults: Mapping[Union[str, int], Fault],
        lasting: bool = False,
        always: Optional[Fault] = None,
    ) -> None:
        """Each run from now on meets `faults`, by the name or the number of a request. If they are
        `lasting`, so do all requests after them; all others meet `always`, if that is given."""
        self._faults, self._lasting, self._always = faults, lasting, always
        self.was_met = self.was_met and not faults

    def begin(self) -> None:
        """A run begins, and the one before is over."""
        self._over.set()
        self._over = threading.Event()
        self._scene = Scene(self.clock, self._sound, self._service.url, self._over)
        self.asked, self._met = [], None

    def _answered(self, handler: Handler, asked: Asked) -> None:
        what = f"{asked.method} {asked.path.rpartition('/')[2]} "
        before = sum(one.startswith(what) for one in self.asked)
        name = f"{what}{before + 1}"
        self.asked.append(name)
        fault = self._faults.get(name) or self._faults.get(len(self.asked))
        if fault and self._lasting:
            self._met = fault
        fault = fault or self._met or self._always
        if fault:
            self.was_met = True
            fault(handler, self._scene)
        else:
            self._answer(handler, asked)

    def _sound(self, handler: Handler) -> Sound:
        """Do what was asked for; the answer, which is not sent."""
        sent: List[Sound] = []

        def send(data: bytes, status: int = 200, kind: str = "text/html", _: object = None) -> None:
            sent.append(Sound(data, status, kind))

        handler.send = send  # type: ignore[method-assign,assignment]
        try:
            self._answer(handler, self._service.asked[-1])
        finally:
            del handler.send
        return sent[0]
