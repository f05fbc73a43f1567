"""What an address leads to: all addresses of one paper, repository or page are one thing."""

from __future__ import annotations

import re
from typing import List, Tuple

from ..identity.addresses import Address, page_at
from .common_words import LISTS_OF_A_REPOSITORY, NO_MODELS, NO_OWNERS, OWN_PAGES

_ARXIV = re.compile(
    r"(?:arxiv.{0,60}?[/.:]|/papers/)"
    r"(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]{2,18}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,2})?(?:\.pdf)?$"
)
_DOI = re.compile(r"/(10\.\d{4,9}/[^\s?#]{1,200})$")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\w{1,20}/(?=https?:)", re.IGNORECASE)
_FORGES = frozenset(("github.com", "gitlab.com", "gitee.com", "codeberg.org", "bitbucket.org"))
_SAME = {
    "raw.githubusercontent.com": "github.com",
    "hf-mirror.com": "huggingface.co",
    "dx.doi.org": "doi.org",
}
_SHELVES = ("datasets", "spaces")
_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|ico|avif|css|js)$")
_NOWHERE = re.compile(
    r"(?:.*\.)?(?:example(?:\.\w+)?|test|localhost|local|invalid|creativecommons\.org|hyp\.is"
    r"|hypothes\.is)(?::\d+)?|[\d.]+(?::\d+)?|[^.]*"
)
"""Hosts in examples, of licences, and of the service that shows annotations."""
_ACTS = re.compile(r"/(?:intent|share|sharer|login|signin|signup|register|search)(?:[/.]|$)")
_FILM = re.compile(
    r"youtu\.be/([\w-]{5,20})\?.*|(?:m\.)?youtube\.com/watch\?(?:.*&)?v=([\w-]{5,20})(?:&.*)?"
)
_LANGUAGE = re.compile(r"/[a-z]{2}[-_][a-z]{2,4}", re.IGNORECASE)
_PAPER_FILE = re.compile(
    r"(?:arxiv:)?(\d\d(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d{1,2})?(?:\.pdf)?", re.I
)
_CALLED_SO = re.compile(
    r"(?P<github>GitHub - )?(?P<name>[A-Za-z0-9][\w-]{0,38}/[\w.-]{2,100})(?:(?P<said>: )| \(|$)",
    re.ASCII,
)
_BUILT = re.compile("[-_.0-9]|[a-z][A-Z]")
"""What names of repositories have, and two words with a slash between them have not."""


def thing_at(link: str) -> str:
    """The key of what `link` leads to: the same for each address of it; empty where that is no
    thing that two places could mean, as a host's first page, a picture, or an example.

    It is `arxiv:2303.18223`, `doi:10.1145/3292500`, `github.com/owner/name`, or a page's host, path
    and query.
    """
    page = page_at(_ARCHIVED.sub("", link))
    if page is None or _NOWHERE.fullmatch(page.host):
        return ""
    host, path = _SAME.get(page.host, page.host), page.path.casefold()
    host = host.replace(".m.", ".", 1)  # as phones see it
    if not (path or page.query) or _FILE.search(path) or _ACTS.match(path):
        return ""
    arxiv = _ARXIV.search(f"{host}{path}")
    if arxiv:
        return f"arxiv:{arxiv[1]}"
    doi = _DOI.search(path)
    if doi:
        return f"doi:{doi[1]}"
    film = _FILM.fullmatch(f"{host}{page.path}?{page.query}")
    if film:
        return f"youtube.com/watch?v={film[1] or film[2]}"
    parts = path.strip("/").split("/")
    if host in _FORGES:
        return _in_forge(host, parts)
    if host == "huggingface.co":
        shelf = 1 if parts[0] in _SHELVES else 0
        if len(parts) >= shelf + 2 and parts[0] not in NO_MODELS:
            return "/".join((host, *parts[: shelf + 2]))
    return Address(host, page.path, page.query).id.partition(":")[2]


def says_little(key: str) -> bool:
    """Whether the thing `key` is at an address that may be a site's entrance."""
    host, slash, rest = key.partition("/")
    path = slash + rest
    return ":" not in host and (Address(host, path).says_nothing or bool(_LANGUAGE.fullmatch(path)))


def repository(name: str) -> str:
    """The key of the repository that people write as `owner/name`."""
    return f"github.com/{name.casefold()}"


def called_by_title(title: str) -> Tuple[str, bool]:
    """(the key of the repository or paper that `title` gives the address of, whether it does so for
    sure: two words with a slash between them may be any); empty if it gives none."""
    paper = _PAPER_FILE.fullmatch(title)
    if paper:
        return f"arxiv:{paper[1]}", True
    found = _CALLED_SO.match(title)
    if found is None:
        return "", False
    is_sure = bool(found["github"] or found["said"] or _BUILT.search(found["name"]))
    return repository(found["name"]), is_sure


def repository_in(key: str) -> str:
    """How people write the repository that is at `key`, in small letters; empty if none is."""
    host, _, name = key.partition("/")
    return name if host in _FORGES and name.count("/") == 1 else ""


def is_paper(key: str) -> bool:
    """Whether the thing `key` is a paper."""
    return key.startswith(("arxiv:", "doi:"))


def _in_forge(host: str, parts: List[str]) -> str:
    if len(parts) < 2 or parts[0] in NO_OWNERS:
        return ""  # whose they are, or a page of the forge
    if len(parts) == 3 and parts[2] in LISTS_OF_A_REPOSITORY:
        return ""  # where anybody writes about it, as contributors are told
    if len(parts) > 3 and parts[2] in OWN_PAGES:
        return "/".join((host, *parts))
    name = parts[1][:-4] if parts[1].endswith(".git") else parts[1]
    return f"{host}/{parts[0]}/{name}" if name else ""
