"""What 100 kB cost, whatever they repeat: processor time, which sees what a single call does in C.

    python -m tests.cost [--format NAME,NAME] [--part 1/8] [--kilobytes 1000]

In each place of each format stands each opener, each with another word every time, each nested,
and each of some pairs, as often as fits, and each format holds as many records as fit. Fails if
anything takes more than two seconds (as the hunt of `tests/fuzz` measures them), or more than 2.3
times as long as half of it.
"""

from __future__ import annotations

import argparse
import gc
import sys
from contextlib import contextmanager
from itertools import islice
from math import inf
from typing import Callable, Iterator, List, NamedTuple, Sequence

from annoki.model import Document
from annoki.pipeline.inputs import Input

from tests.formats import LAYOUTS
from tests.fuzz import texts
from tests.fuzz.cost import PER_BYTE, Watch
from tests.openers import (
    MARKUP,
    NESTED,
    NESTED_MARKUP,
    OPENERS,
    PAIRED,
    PAIRED_MARKUP,
    VARIED,
    VARIED_MARKUP,
    Form,
    export,
    forms,
    places_of,
    repeated,
)
from tests.test_doubling import MANY, MOST, pairs

SHORT = 0.2
"""Seconds of which it is no matter how they grow."""
QUARTER = 4
"""What takes so little for a quarter that not even its square would be long is not measured whole.
"""
TIMES = 4
"""How often what seems too much is measured: of what else the machine does the least is counted."""
SHOWN = 10


class Shape(NamedTuple):
    """Inputs that repeat, so many times, what `name` says."""

    name: str
    made: Callable[[int], List[Input]]

    def of_size(self, size: int) -> List[Input]:
        """As many as give documents of `size` bytes; an even number, as of dollars an odd one has
        no other; a few, where the format holds none of them."""
        few, more = (length_of(self.made(times)) for times in (100, 200))
        if more == few:
            return self.made(2)
        times = 100 + max(0, size - few) * 50 // (more - few) * 2
        # Where each holds a number, later ones are longer.
        return self.made(times * size // length_of(self.made(times)) // 2 * 2)


class Taken(NamedTuple):
    """Seconds, and how many times those of half the size; 0 if that is no matter."""

    seconds: float
    growth: float
    name: str
    may: float
    """Seconds."""

    @property
    def is_too_much(self) -> bool:
        return self.seconds > self.may or self.growth > MOST

    def __str__(self) -> str:
        growth = f"×{self.growth:.1f}" if self.growth else ""
        return f"{self.seconds:6.2f} s  {growth:5}  {self.name}"


def shapes(formats: Sequence[str]) -> Iterator[Shape]:
    """All that is measured in `formats`."""
    fuzzed = [*sum(texts.OPENERS, ()), *texts.STARTS, *texts.WORDS]
    nested = ["{~}".join(pair) for pair in texts.OPENERS]
    plain = [*OPENERS, *VARIED, *NESTED, *fuzzed, *nested, *pairs(PAIRED)]
    markup = [*plain, *MARKUP, *VARIED_MARKUP, *NESTED_MARKUP, *pairs(PAIRED_MARKUP)]
    for form in forms():
        if form.format in formats:
            units = markup if form.is_markup else plain
            for one in places_of(form) or [form]:
                yield from (_repeating(one, unit) for unit in dict.fromkeys(units) if unit)
    yield from map(Shape, MANY, MANY.values())


def _repeating(form: Form, unit: str) -> Shape:
    return Shape(f"{form.name} {unit!r}", lambda times: [form.input(repeated(unit, times))])


def length_of(inputs: Sequence[Input]) -> int:
    """In bytes."""
    documents = [one.document for one in inputs if isinstance(one.document, Document)]
    return sum(len(one.text.encode("utf-8", "surrogatepass")) for one in documents)


def measured(shape: Shape, size: int, watch: Watch) -> Taken:
    """What `size` bytes of `shape` take."""

    def seconds_of(inputs: List[Input]) -> float:
        gc.collect()
        return watch.seconds(lambda: export(inputs), may)

    may = PER_BYTE * size
    export(shape.made(3))  # what is loaded once
    some = seconds_of(shape.of_size(size // QUARTER))
    if some * QUARTER**2 < SHORT:
        return Taken(some * QUARTER, 0, shape.name, may)
    whole = shape.of_size(size)
    half: List[Input] = []
    seconds = halved = inf
    for _ in range(TIMES):
        seconds = min(seconds, seconds_of(whole))
        if seconds > SHORT:
            half = half or shape.of_size(size // 2)
            halved = min(halved, seconds_of(half))
        taken = Taken(seconds, seconds / halved, shape.name, may)
        if taken.growth > MOST:
            with _no_garbage_collected():
                taken = taken._replace(growth=seconds_of(whole) / seconds_of(half))
        if not taken.is_too_much:
            break
    return taken


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """How often Python looks through all that lives is no matter of the shape."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def main(arguments: Sequence[str]) -> int:
    """Measure, and tell the worst; 0 if nothing takes too much."""
    parser = argparse.ArgumentParser(prog="python -m tests.cost", description=__doc__)
    parser.add_argument(
        "--format",
        default=",".join({"": 1, **{one.format: 1 for one in LAYOUTS.values()}}),
        help="only these: one,another",
    )
    parser.add_argument("--part", default="1/1", help="the first of eight parts of it: 1/8")
    parser.add_argument("--kilobytes", type=int, default=100, help="how much of each")
    options = parser.parse_args(arguments)
    part, parts = map(int, options.part.split("/"))
    watch, size = Watch(), 1000 * options.kilobytes
    gc.freeze()
    every = islice(shapes(options.format.split(",")), part - 1, None, parts)
    taken = sorted((measured(shape, size, watch) for shape in every), reverse=True)
    bad = [one for one in taken if one.is_too_much]
    print(f"{len(taken):,} shapes, {len(bad)} too costly")
    print(*taken[:SHOWN], *[one for one in bad if one not in taken[:SHOWN]], sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
