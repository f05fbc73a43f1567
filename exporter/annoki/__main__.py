"""`annoki`, and `python -m annoki`: the command line as a process of its own."""

from __future__ import annotations

import gc
import signal
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line, and end this process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until all is loaded that could say more
    # By itself Python looks for what may be let go after each 700 new objects. That is a seventh of
    # what 10,000 notes take, all of which are wanted until the end.
    gc.set_threshold(50_000, 20, 20)
    from .cli import commands, saying

    saying.tell_when_ended()
    commands.main()


if __name__ == "__main__":
    run()
