"""What BeautifulSoup asks of typing_extensions, which itself changes `typing` for everyone."""

from typing import Any, Literal, Protocol, runtime_checkable

Self = TypeAlias = Any

__all__ = ["Literal", "Protocol", "Self", "TypeAlias", "runtime_checkable"]
