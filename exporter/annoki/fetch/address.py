"""Addresses: which may be fetched, whose they are, and how they are shown without secrets."""

from __future__ import annotations

import ipaddress
from typing import Optional, Tuple, Union
from urllib.parse import urljoin, urlsplit, urlunsplit

from ..words import at, message
from .result import FetchError

Origin = Tuple[str, str, int]


def shown(url: str) -> str:
    """`url` for a message: without user, password, query and fragment, which may hold secrets."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return message("fetch.no_address")
    host = f"[{host}]" if ":" in host else host
    plain = urlunsplit((parts.scheme, host + port, parts.path, "", ""))
    return "".join(char if char.isprintable() else "?" for char in plain)[:200]


def checked(url: str) -> str:
    """`url` itself if it is http or https with a host. Raises FetchError."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise FetchError(at(shown(url), message("fetch.not_an_address"))) from None
    if parts.scheme.lower() not in ("http", "https"):
        key = "fetch.scheme" if parts.scheme else "fetch.no_scheme"
        raise FetchError(at(shown(url), message(key, scheme=parts.scheme)))
    if not parts.hostname:
        raise FetchError(at(shown(url), message("fetch.no_host")))
    return url


def redirected(url: str, location: str) -> str:
    """Where `location`, answered by `url`, leads. Raises FetchError where we do not follow."""
    try:
        target = urljoin(url, location.strip())
        return checked(target)
    except (FetchError, ValueError):
        scheme = location.split(":", 1)[0].strip().lower()
        known = scheme.isalnum() and ":" in location
        where = f"{scheme}:" if known else message("fetch.unusable")
        raise FetchError(at(shown(url), message("fetch.redirects", where=where))) from None


def origin(url: str) -> Origin:
    """Scheme, host and port: what a token belongs to."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or (443 if scheme == "https" else 80)


def literal(host: str) -> Optional[Union[ipaddress.IPv4Address, ipaddress.IPv6Address]]:
    """The IP address that `host` is, None if it is a name."""
    try:
        return ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, which no proxy reaches."""
    address = literal(host)
    if address is None:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")
    return address.is_loopback
