"""How each source answered last: what a list of sources shows beside it, and keeps."""

from __future__ import annotations

import re
import time
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Sequence, Tuple

from ..config import Config, Source
from ..errors import AnnokiError, Cancelled
from ..model import Problem
from ..sync.memory import hash_of
from ..words import Message, message, said_as_json, said_by, said_in_json
from .account_words import together
from .gather import gather
from .report import Account, Report

_PROBLEMS = 3
"""How many problems are told; the report of a sync has them all."""


_UNKNOWN = "readers.unknown_document"
"""Which says what to do on the command line."""


class Result(NamedTuple):
    """What a source answered at `when` (s since 1970), in a line that is `said`, and more in
    `lines` below. Not `good`: something could not be read, or there is nothing."""

    said: str
    lines: Tuple[str, ...] = ()
    good: bool = True
    when: float = 0.0

    def as_dict(self) -> Dict[str, Any]:
        """As it is kept, to be told later in any language."""
        said, *lines = map(said_as_json, (self.said, *self.lines))
        return {"said": said, "lines": lines, "good": self.good, "when": self.when}


def result_in(kept: Any) -> Result:
    """The result that was kept; an empty one, if it cannot be read."""
    try:
        said, *lines = (said_in_json(one) for one in (kept["said"], *kept["lines"]))
        time.localtime(kept["when"])  # as whoever shows it will ask
        return Result(said, tuple(lines), bool(kept["good"]), float(kept["when"]))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        return Result("")


def key_of(source: Source) -> str:
    """Under what the result of `source` is kept, however the source is written; no secret."""
    return hash_of(repr(source.place))


def results_of(sources: Sequence[Source], report: Report) -> Dict[str, Result]:
    """By `key_of`, how each of `sources`, which were read for `report`, has answered."""
    now = time.time()
    found: Dict[str, Result] = {}
    for n, source in enumerate(sources):
        accounts = [account for account in report.accounts if account.of == n]
        found[key_of(source)] = _without(source.secrets, _result(source, accounts, now))
    return found


def asked(source: Source, options: Mapping[str, Any], cancelled: Callable[[], bool]) -> Result:
    """How `source` answers, which is read for that alone, within the limit that `options` set."""
    limits = {name: options[name] for name in ("max_megabytes",) if name in options}
    try:
        alone = Config(sources=(source,), pictures=False, **limits)
        report = gather(alone, cancelled=cancelled).whole().report
    except Cancelled:
        return Result(message("results.stopped"))
    except Exception as error:
        what = error if isinstance(error, AnnokiError) else f"{type(error).__name__}: {error}"
        failed = Result(message("results.failed", what=said_by(what)), (), False, time.time())
        return _without(source.secrets, failed)
    (result,) = results_of([source], report).values()
    return result


def _result(source: Source, accounts: Sequence[Account], now: float) -> Result:
    problems = [problem for account in accounts for problem in account.problems]
    found = sum(account.found for account in accounts)
    if not found and problems:
        what = tuple(map(_what, problems[:_PROBLEMS]))
        advice = (message("found.readable"),) if message("found.unknown") in what else ()
        said = message("results.failed", what=what[0])
        return Result(said, (*what[1:], *advice), False, now)
    if not found:
        advice = (message("results.look"),) if source.is_live else ()
        return Result(message("results.empty"), advice, False, now)
    whole = _completeness(accounts, bool(problems))
    skipped = sum(len(account.skipped) for account in accounts)
    parts = [_how_many(accounts, found), *([message(f"results.{whole}")] if whole else [])]
    parts += [message("results.left_out", n=skipped)] if skipped else []
    lines = [*_how(accounts), *map(_what, problems[:_PROBLEMS])]
    parted = any(one.declared is not None and one.declared > one.found for one in accounts)
    if problems:
        lines.append(message("results.kept"))
    elif whole == "newest":
        lines.append(message("results.older"))
    elif parted:
        lines.append(message("results.rest"))
    return Result(together(parts), tuple(lines), not problems, now)


def _how_many(accounts: Sequence[Account], found: int) -> str:
    declared = accounts[0].declared if len(accounts) == 1 else None
    if declared in (None, found):
        return message("results.items", n=found)
    return message("results.of", n=found, declared=declared)


def _completeness(accounts: Sequence[Account], troubled: bool) -> str:
    """Whether that is all; nothing where nobody can know, as of most files, and of several."""
    if troubled:
        return "partial"
    if len(accounts) != 1:
        return ""
    (one,) = accounts
    if one.complete is None:
        return "whole" if one.declared is not None and one.declared == one.found else ""
    return "whole" if one.complete else "newest"


def _how(accounts: Sequence[Account]) -> List[str]:
    """For whom a service holds the source, and how often it was asked."""
    requests = sum(account.requests for account in accounts)
    users = {account.user for account in accounts if account.user and account.requests}
    told = [message("results.who", user=user) for user in sorted(users)]
    told += [message("results.requests", n=requests)] if requests else []
    return [together(told)] if told else []


def _what(problem: Problem) -> str:
    """What is wrong, less the place that it may begin with: the source is named beside it."""
    what = said_by(problem.what)
    if isinstance(what, Message) and what.key == "errors.at":
        what = said_by(what.values["what"])
    if isinstance(what, Message):
        return message("found.unknown") if what.key == _UNKNOWN else what
    return re.sub(r"^https?://\S+: ", "", what)


def _without(secrets: Sequence[str], result: Result) -> Result:
    """`result` in which `secrets` are blotted out."""

    def blotted(value: Any) -> Any:
        if isinstance(value, str):
            for secret in sorted(secrets, key=len, reverse=True):
                value = value.replace(secret, "…")
        elif isinstance(value, list):
            return [blotted(one) for one in value]
        elif isinstance(value, Mapping):
            return {name: blotted(one) for name, one in value.items()}
        return value

    return result_in(blotted(result.as_dict())) if secrets else result
