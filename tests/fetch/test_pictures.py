"""Pictures: once each, by content, and not from the person's own network."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

import pytest
from annoki.errors import Cancelled
from annoki.fetch.pictures import Picture, extension_of, fetch_pictures
from annoki.fetch.web import Web
from annoki.model import Problem

from tests.fetch import servers
from tests.fetch.servers import Site

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/a.png": PNG, "/b.png": PNG + b"b"}) as running:
        yield running


def get(
    site: Site,
    folder: Path,
    addresses: List[str],
    cache: Optional[Path] = None,
    web: Optional[Web] = None,
    **options: Any,
) -> Tuple[Dict[str, Picture], List[Problem]]:
    browser = web or Web(16 * 1024 * 1024, cache=cache, first_wait=0.02)
    return fetch_pictures(
        addresses, browser, folder, **{"trusted_hosts": frozenset((site.host,)), **options}
    )


def test_pictures(site: Site, tmp_path: Path) -> None:
    one, two = f"{site.url}/a.png", f"{site.url}/b.png?x=1"
    found, problems = get(site, tmp_path / "media", [one, two, one])
    assert problems == []
    assert list(found) == [one, two]
    assert found[one].name == f"annoki-{hashlib.sha256(PNG).hexdigest()[:16]}.png"
    assert found[one].path == tmp_path / "media" / found[one].name
    assert found[one].path.read_bytes() == PNG
    assert len(site.asked) == 2
    assert len(list((tmp_path / "media").iterdir())) == 2


def test_one_content_is_one_file(site: Site, tmp_path: Path) -> None:
    site.pages["/copy.jpg"] = PNG
    found, _ = get(site, tmp_path, [f"{site.url}/a.png", f"{site.url}/copy.jpg"])
    assert len({picture.name for picture in found.values()}) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_later_run_does_not_ask_again(site: Site, tmp_path: Path) -> None:
    address = f"{site.url}/a.png"
    first, _ = get(site, tmp_path / "media", [address], tmp_path / "cache")
    second, _ = get(site, tmp_path / "media", [address], tmp_path / "cache")
    assert first == second
    assert len(site.asked) == 1
    first[address].path.unlink()
    third, _ = get(site, tmp_path / "media", [address], tmp_path / "cache")
    assert third == first
    assert first[address].path.read_bytes() == PNG


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"GIF89a..", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x20ftypavif", "avif"),
        (b"BM....", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", ""),
        (b"<html>", ""),
        (b"RIFF\x00\x00\x00\x00WAVE", ""),
        (b"", ""),
    ],
)
def test_types_are_told_by_content(data: bytes, extension: str) -> None:
    assert extension_of(data) == extension


def test_what_is_no_picture(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/p.png": "<html>", "/s.svg": "<?xml?><SVG onload=x>", "/big.png": PNG * 100}
    addresses = [f"{site.url}{path}?s3cret=1" for path in (*site.pages, "/gone.png")]
    addresses += ["ftp://example.org/a.png", "data:image/png;base64,AAAA", "javascript:alert(1)"]
    found, problems = get(site, tmp_path, addresses, limit_bytes=1000)
    assert [address.split("?")[0][-6:] for address in found] == ["/a.png", "/b.png"]
    what = {problem.where.rpartition("/")[2]: problem.what for problem in problems}
    assert "no picture that is taken, but text/html" in what["p.png"]
    assert "SVG, which may hold scripts" in what["s.svg"]
    assert "larger than the limit" in what["big.png"]
    assert "answers 404" in what["gone.png"]
    assert len(problems) == 7
    assert "s3cret" not in repr(problems)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_dead_host_is_not_asked_for_hundreds(tmp_path: Path) -> None:
    with Site() as gone:
        pass
    addresses = [f"{gone.url}/{n}.png" for n in range(300)]
    browser = Web(1_000_000, first_wait=0.02)
    found, problems = get(gone, tmp_path, addresses, web=browser)
    assert found == {}
    assert browser.requests <= 4
    assert len(problems) == 3
    assert problems[-1].what == "298 more pictures of this host were not asked for"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254",
             "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]", "[fe80::1]", "224.0.0.1"]
)  # fmt: skip
def test_private_addresses_are_refused(site: Site, tmp_path: Path, host: str) -> None:
    address = f"http://{host}:{site.port}/a.png"
    browser = Web(1_000_000)
    found, problems = get(site, tmp_path, [address], web=browser, trusted_hosts=frozenset())
    assert found == {}
    assert "private network" in problems[0].what
    assert browser.requests == 0


def test_a_redirect_to_a_private_address_is_refused(site: Site, tmp_path: Path) -> None:
    with Site({"/secret.png": PNG}) as router:
        site.pages["/r.png"] = servers.redirect(f"{router.url}/secret.png")
        found, problems = get(site, tmp_path, [f"{site.url}/r.png"])
        assert found == {}
        assert "private network" in problems[0].what
        assert router.asked == []


@pytest.mark.parametrize("form", ["{}", "me@{}"])
def test_trusted_hosts(site: Site, tmp_path: Path, form: str) -> None:
    trusted = frozenset((form.format(site.host),))
    assert get(site, tmp_path, [f"{site.url}/a.png"], trusted_hosts=trusted)[0]
    only = frozenset(("127.0.0.1",))  # port 80 and 443
    assert not get(site, tmp_path, [f"{site.url}/a.png"], trusted_hosts=only)[0]


def test_time_is_bounded(site: Site, tmp_path: Path) -> None:
    site.pages["/slow.png"] = servers.trickle
    addresses = [f"{site.url}/slow.png", *(f"{site.url}/a.png?{n}" for n in range(5))]
    found, problems = get(site, tmp_path, addresses, max_seconds=0.5)
    assert not site.out_of_patience
    assert found == {}
    assert "5 are left for the next time" in problems[-1].what


def test_cancelling(site: Site, tmp_path: Path) -> None:
    site.pages["/slow.png"] = servers.trickle
    browser = Web(1_000_000, cancelled=servers.at_look(6))
    with pytest.raises(Cancelled):
        get(site, tmp_path, [f"{site.url}/slow.png"], web=browser)
    assert not site.out_of_patience
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found, problems = get(site, tmp_path / "file", [f"{site.url}/a.png"])
    assert found == {}
    assert "cannot be written" in problems[0].what
