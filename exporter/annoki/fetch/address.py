"""Addresses: which may be fetched, whose they are, and how they are shown without secrets."""

from __future__ import annotations

import ipaddress
from typing import Optional, Tuple, Union
from urllib.parse import urljoin, urlsplit, urlunsplit

from .result import FetchError

Origin = Tuple[str, str, int]


def shown(url: str) -> str:
    """`url` for a message: without user, password, query and fragment, which may hold secrets."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an unreadable address"
    host = f"[{host}]" if ":" in host else host
    plain = urlunsplit((parts.scheme, host + port, parts.path, "", ""))
    return "".join(char if char.isprintable() else "?" for char in plain)[:200]


def checked(url: str) -> str:
    """`url` itself if it is http or https with a host. Raises FetchError."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise FetchError(
            f"{shown(url)}: not an address; it should be as https://host/path"
        ) from None
    if parts.scheme.lower() not in ("http", "https"):
        what = (
            f"{parts.scheme}: addresses are" if parts.scheme else "an address without https:// is"
        )
        raise FetchError(f"{shown(url)}: {what} not fetched, only http and https")
    if not parts.hostname:
        raise FetchError(f"{shown(url)}: no host in the address; it should be as https://host/path")
    return url


def redirected(url: str, location: str) -> str:
    """Where `location`, answered by `url`, leads. Raises FetchError where we do not follow."""
    try:
        target = urljoin(url, location.strip())
        return checked(target)
    except (FetchError, ValueError):
        scheme = location.split(":", 1)[0].strip().lower()
        where = f"{scheme}:" if scheme.isalnum() and ":" in location else "an unusable address"
        raise FetchError(
            f"{shown(url)}: redirects to {where}, which is not followed; check the address"
        ) from None


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
