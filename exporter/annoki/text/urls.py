"""What an address is, in a text and in a page: absolute, and of the web or mail only."""

from __future__ import annotations

import re
from typing import Callable, List, Tuple
from urllib.parse import unquote, urljoin, urlsplit

WEB = "https?://"
"""A pattern of how an address of the web begins; `SCHEME`, of one that a card may link."""
SCHEME = f"(?:{WEB}|mailto:)"
ADDRESS = rf"\b{SCHEME}[\w\-.~:/?#\[\]@!$&'()*+,;=%]{{1,2000}}"
"""A pattern of a bare address in text, whose letters are ASCII (`re.ASCII`); see `trimmed`."""
TYPED_ADDRESS = rf"(?<![\w/]){SCHEME}[^\s<>\u3000-\u303f\uff00-\uffef\"`\x02]+"
"""The same as people type it, with letters of any script: up to a space, a Chinese
stop, or the sign (U+0002) by which Python-Markdown marks what it has read already."""
ENCLOSED_ADDRESS = rf"<({SCHEME}[^\s<>]{{1,2000}})>"
"""An address between angle brackets, as in Markdown and mail."""

IN_CONTEXT = re.compile(r"^https?://hyp\.is/([\w-]{1,64})/(.+)$")
"""A view of an annotation (its id) in its page, whose address most often lacks the scheme."""

_PROXY = re.compile(r"^https?://via\d?\.hypothes\.is/(?:proxy/|static/)?(?=https?:)", re.IGNORECASE)
# As browsers: a scheme is what stands before the colon once these are gone.
_IGNORED = re.compile("[\t\n\r\x00-\x1f\x7f]")
_UNSAFE = re.compile('[ "<>\\\\^`{|}\x80-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]')
_LAZY = (
    "data-lazy-src", "data-original", "data-src", "data-actualsrc", "data-original-src",
    "data-lazy", "data-url",
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"(?:^data:|/(?:loading|lazyload|lazy|placeholder|blank|pixel|spacer|1x1|grey)[\w-]*\."
    r"(?:gif|svg|png|jpe?g|webp)(?:$|[?#]))",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"[\s,]*(\S+)")
_SIZE = re.compile(r"\s*(\d{1,9}(?:\.\d{0,9})?)[wx]\s*", re.ASCII)
_WEB = re.compile(WEB, re.IGNORECASE)
_LINKABLE = re.compile(SCHEME, re.IGNORECASE)
_UNSET = re.compile(
    r"https?://(?:www\.)?(?:example\.(?:com|org)|yoursite\.com)(?::\d{1,5})?(?=/|\Z)", re.IGNORECASE
)
_URL_END = re.compile(r"[.,;:!?'\"*\]]+$")
_LONGEST = 4000


def absolute(address: str, base: str = "", schemes: Tuple[str, ...] = ("http", "https")) -> str:
    """`address`, as `base` completes it, if it is of `schemes`; otherwise nothing."""
    address = single_rooted(_IGNORED.sub("", address.strip()))
    if not address or len(address) > _LONGEST:
        return ""
    if address.startswith("//") and not base:
        address = f"https:{address}"
    try:
        whole = urljoin(base, address) if base else address
        parts = urlsplit(whole)
        port = parts.port  # raises where it is none
    except ValueError:
        return ""
    del port
    if parts.scheme.lower() not in schemes or not (parts.netloc or parts.scheme == "mailto"):
        return ""
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), whole)


def placed(address: str, base: str = "") -> Tuple[str, str]:
    """`address`, and what tells where it is: the same, but nothing and its path where it is at a
    host that generators put where nobody has said one, and `base` tells no other: it leads nowhere.
    """
    unset = _UNSET.match(address)
    if unset is None:
        return address, address
    path = address[unset.end() :] or "/"
    address = absolute(path, base)
    return ("", path) if _UNSET.match(address) else (address, address or path)


def single_rooted(address: str) -> str:
    """`address`; but of two slashes that no host follows, as a blog prints whose root is given as
    one, only the last."""
    host = re.match(r"//+([^/]*)", address)
    return (
        address if host is None or "." in host[1] or ":" in host[1] else "/" + address.lstrip("/")
    )


def of_image(attribute: Callable[[str], str], base: str) -> str:
    """The absolute address of what an image of these attributes shows once it has loaded."""
    candidates = [attribute(name) for name in _LAZY]
    candidates += [attribute("src"), *_largest(attribute("srcset"))]
    candidates += _largest(attribute("data-srcset"))
    for address in candidates:
        if address and not _PLACEHOLDER.search(address[:_LONGEST]):
            found = absolute(address, base)
            if found:
                return found
    return ""


def _largest(srcset: str) -> List[str]:
    """The addresses in a `srcset`, the largest picture first."""
    found: List[Tuple[float, str]] = []
    candidate = _CANDIDATE.match(srcset)
    while candidate:
        address, end = candidate.group(1), candidate.end()
        # A comma ends a candidate; it may stand inside an address, not at its end.
        after = end if address.endswith(",") else (srcset.find(",", end) + 1 or len(srcset))
        size = _SIZE.fullmatch(srcset, end, after - (srcset[after - 1] == ","))
        found.append((-float(size.group(1) if size else 1), address.rstrip(",")))
        candidate = _CANDIDATE.match(srcset, after)
    return [address for _, address in sorted(found)]


def host_of(address: str) -> str:
    """The host of `address` in lower case, or nothing."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def unproxied(address: str) -> str:
    """A page's own address, from that of a view that shows annotations in it."""
    address = address.strip()
    via = _PROXY.match(address)
    if via:
        return address[via.end() :]
    in_context = IN_CONTEXT.match(address)
    if in_context:
        page = in_context.group(2)
        page = unquote(page) if re.match(r"https?%3A", page, re.IGNORECASE) else page
        return page if re.match(r"https?://", page) else f"https://{page}"
    return address


def is_linkable(address: str) -> bool:
    """Whether `address` is of the web or mail, as all that a card may link."""
    return bool(_LINKABLE.match(address))


def is_web(address: str) -> bool:
    """Whether `address` is http or https and names a host."""
    return bool(_WEB.match(address) and host_of(address))


def trimmed(address: str) -> str:
    """A bare address without the stop or bracket of the sentence that it stands in."""
    while True:
        shorter = _URL_END.sub("", address)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def bare(url: str) -> str:
    """`url` without what does not change where it leads: scheme, `www.`, slash at the end."""
    rest = url.strip().partition("://")[2] or url.strip()
    host, slash, path = rest.partition("/")
    host = host.lower()
    return (host[4:] if host.startswith("www.") else host) + f"{slash}{path}".rstrip("/")
