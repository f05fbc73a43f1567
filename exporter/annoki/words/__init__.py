"""What Annoki says to people, in their language: a message is a key with values.

The texts are data. `ROOM.json` beside this file holds those whose keys begin with `ROOM.`, each
key with its texts in the order of `LANGUAGES`. In a text `{name}` stands for a value; where the
value `n` is 1, `KEY.one` is told if there is such a key. Nobody puts a sentence together: what is
told of a place is a message with the place as its value, and a message may be another's value.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Callable, Dict, Literal, Mapping, NamedTuple, Sequence, Tuple, Union

Language = Literal["en", "zh"]
LANGUAGES: Tuple[Language, ...] = ("en", "zh")
"""English, and Chinese in simplified characters."""

Texts = Mapping[str, Sequence[str]]

_COMMA: Dict[Language, str] = {"en": ", ", "zh": "、"}
_HERE = Path(__file__).parent


class Message(str):
    """What is told, as a key with values; as a string it is its English.

    So it can be compared, sorted and written like any text, and `told` gives it in the language of
    whoever reads it. A text that is made of it (`+`, an f-string) is plain English again. Values
    are texts, numbers, messages, and lists of these. Raises KeyError where no room has the key, or
    a text asks for a value that is not given.
    """

    # A run may hold a hundred thousand, mostly of one number: "line 4".
    __slots__ = ("_held", "key")
    key: str
    _held: Union[int, Tuple[Any, ...]]

    def __new__(cls, key: str, values: Mapping[str, Any]) -> Message:
        """`key` filled with `values`; `message` reads better where both are written down."""
        made = super().__new__(cls, filled(_texts(key), key, values, "en"))
        n = values.get("n") if len(values) == 1 else None
        made._held = n if isinstance(n, int) else tuple(chain.from_iterable(values.items()))
        made.key = key
        return made

    @property
    def values(self) -> Mapping[str, Any]:
        """What it was filled with, by name."""
        held = self._held
        return {"n": held} if isinstance(held, int) else dict(zip(held[::2], held[1::2]))

    def __reduce__(self) -> Tuple[Callable[..., Message], Tuple[Any, ...]]:
        """How it goes from process to process."""
        return Message, (self.key, self.values)


def message(key: str, **values: Any) -> Message:
    """The message `key` with its values. Raises KeyError, as `Message` does."""
    return Message(key, values)


class Text(NamedTuple):
    """What is declared in English and in Chinese: labels, help, what other distributions say."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en


def said_by(said: object) -> str:
    """What is said as one message, if it is one or an error that was raised with one; what both
    languages have is one too. Anything else, such as what a library says, is its text."""
    if isinstance(said, BaseException):
        said = said.args[0] if len(said.args) == 1 else str(said)
    if isinstance(said, Text):
        return Message(_BOTH, said._asdict())
    return said if isinstance(said, str) else str(said)


def but_for(said: object, where: str) -> str:
    """What is `said`, without `where` before it: for those who tell that themselves."""
    what = said_by(said)
    if isinstance(what, Message):
        is_of = what.key == "errors.at" and what.values["where"] == where
        return said_by(what.values["what"]) if is_of else what
    return what[len(where) :].lstrip(": ") if what.startswith(where) else what


def at(where: object, what: object) -> Message:
    """What is said of a place, a file or the like."""
    return message("errors.at", where=said_by(where), what=said_by(what))


def unwritten(path: object, why: str) -> Message:
    """The file `path` cannot be written, as `why` says."""
    return at(path, message("errors.unwritten", why=why))


def in_turn(parts: Sequence[str]) -> str:
    """`parts`, of which there is one at least, one after the other as one message."""
    said = parts[0]
    for other in parts[1:]:
        said = message("errors.and", one=said, other=other)
    return said


def told(said: object, language: Language) -> str:
    """`said` in `language`: a message, or an error that was raised with one. What is no message,
    such as a title or what another distribution says, stays as it is."""
    said = said_by(said)
    if isinstance(said, Message):
        return filled(_texts(said.key), said.key, said.values, language)
    return said


def filled(texts: Texts, key: str, values: Mapping[str, Any], language: Language) -> str:
    """The text `key` of `texts` in `language`, with `values` in their places. Raises KeyError."""
    if values.get("n") == 1 and f"{key}.one" in texts:
        key += ".one"
    text = texts[key][LANGUAGES.index(language)]
    return text.format_map({name: _shown(value, language) for name, value in values.items()})


def _shown(value: Any, language: Language) -> Any:
    if isinstance(value, (list, tuple)) and not isinstance(value, Text):
        return _COMMA[language].join(str(_shown(one, language)) for one in value)
    return told(value, language) if isinstance(value, (Message, Text, BaseException)) else value


def spoken(tag: str) -> Language:
    """The language for who has set `tag`: `zh_CN.UTF-8`, `zh-Hans`, `en_GB`. Who reads traditional
    characters gets English, and never simplified ones."""
    parts = re.split(r"[-_.@]", tag.lower())
    traditional = {"tw", "hk", "mo", "hant"}.intersection(parts) and "hans" not in parts
    return "zh" if parts[0] == "zh" and not traditional else "en"


def said_as_json(said: str) -> Dict[str, Any]:
    """What a report keeps of `said`, as JSON: its English under `text` and, of a message, its `key`
    and `values`, from which `said_in_json` makes it."""
    if not isinstance(said, Message):
        return {"text": said}
    values = {name: _kept_value(value) for name, value in said.values.items()}
    return {"text": str(said), "key": said.key, "values": values}


def said_in_json(data: Mapping[str, Any]) -> str:
    """The message that was `said_as_json`; plain English where this version has no such key."""
    try:
        values = {name: _value_again(one) for name, one in data["values"].items()}
        return Message(data["key"], values)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return str(data.get("text", ""))


def with_messages(data: Dict[str, Any]) -> Dict[str, Any]:
    """`data`, told in JSON, and of its messages that from which `message_in` makes them."""
    kept = {name: said_as_json(said) for name, said in data.items() if isinstance(said, Message)}
    for one in kept.values():
        del one["text"]
    return {**data, "messages": kept} if kept else data


def message_in(data: Mapping[str, Any], name: str) -> str:
    """The text `name` of what was told in JSON by `with_messages`: a message, if it was one."""
    kept = data.get("messages")
    message = kept.get(name) if isinstance(kept, dict) else None
    text = data.get(name, "")
    return said_in_json({**message, "text": text}) if isinstance(message, dict) else str(text)


def _kept_value(value: Any) -> Any:
    if isinstance(value, (Text, BaseException)):
        value = said_by(value)
    if isinstance(value, (list, tuple)):
        return [_kept_value(one) for one in value]
    if isinstance(value, Message):
        return said_as_json(value)
    return value if isinstance(value, (str, int, float)) else str(value)


def _value_again(value: Any) -> Any:
    if isinstance(value, list):
        return [_value_again(one) for one in value]
    return said_in_json(value) if isinstance(value, dict) else value


def translations(room: str, language: Language) -> Dict[str, str]:
    """English → the same in `language`, of all texts of `room`."""
    at = LANGUAGES.index(language)
    return {texts[0]: texts[at] for texts in _of_room(room).values()}


def texts_of(room: str, language: Language) -> Dict[str, str]:
    """Key → its text in `language`, of all texts of `room`, with `{name}` where a value goes."""
    at = LANGUAGES.index(language)
    return {key: texts[at] for key, texts in _of_room(room).items()}


_BOTH = "words.both"


def _texts(key: str) -> Texts:
    return {_BOTH: ("{en}", "{zh}")} if key == _BOTH else _of_room(key.partition(".")[0])


@cache
def _of_room(room: str) -> Texts:
    path = _HERE / f"{room}.json"
    if not path.is_file():
        raise KeyError(room)
    texts: Texts = json.loads(path.read_text(encoding="utf-8"))
    return texts
