"""Sources that are asked for over the network, added, tested and synced as a person would.

The servers are real ones, on loopback, in this process; the desktop is another one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

from tests.addon.desktop import Desktop
from tests.fetch.servers import (
    TOKEN,
    Hypothesis,
    Memos,
    Site,
    memo,
    public,
    row,
    silence,
    status,
)

WRONG = "a-wr0ng-t0ken-of-yesterday"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def feed(address: str, posts: int) -> str:
    """An Atom feed; each post with a picture."""
    entries = "".join(
        f"<entry><id>{address}/{n}/</id><title>Post number {n}</title>"
        f'<link href="{address}/{n}/"/><updated>2024-0{n}-01T00:00:00Z</updated>'
        f'<content type="html">&lt;p&gt;All about {n}.&lt;/p&gt;&lt;img src="/one.png"&gt;'
        "</content></entry>"
        for n in range(1, posts + 1)
    )
    head = f'<id>{address}/</id><title>Our blog</title><link href="{address}/"/>'
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'


@pytest.fixture
def hypothesis() -> Iterator[Hypothesis]:
    rows = [row(1), row(2), public(row(3))]
    with Hypothesis(rows) as running:
        yield running


@pytest.fixture
def memos() -> Iterator[Memos]:
    with Memos(26, [memo(1), memo(2), memo(3, creator="users/2")]) as running:
        yield running


@pytest.fixture
def blog() -> Iterator[Site]:
    with Site() as running:
        running.pages = {"/atom.xml": feed(running.url, 2), "/one.png": PNG}
        yield running


def _add_each(
    desk: Any, token: str, wrong: str, api: str, memos_url: str, feed_url: str
) -> Iterator[Any]:
    from aqt.qt import QLineEdit

    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    tree = desk.child(window, "annoki_sources_tree")
    details = desk.child(window, "annoki_sources_details")
    states: Dict[str, Any] = {}
    seen: List[str] = []

    def form() -> Any:
        return desk.window("annoki_source")

    def look(name: str) -> None:
        desk.picture(f"source-{name}", form())
        seen.extend(desk.texts(form()))

    def state(at: int) -> str:
        return "" if tree.topLevelItem(at) is None else tree.topLevelItem(at).text(2)

    def told(at: int) -> bool:
        return state(at) not in ("", "Asking the service…") and desk.idle()

    # Hypothesis, at first with a token that is no longer valid.
    yield from desk.choose(window, "annoki_sources_add", "annoki_add_hypothesis")
    yield form
    ok = desk.child(form(), "annoki_source_ok")
    states["empty"] = desk.child(form(), "annoki_source_problem").text()
    states["empty ok"] = ok.isEnabled()
    desk.fill(form(), "annoki_source_user", "https://hypothes.is/users/me")
    desk.fill(form(), "annoki_source_groups", "https://hypothes.is/groups/__world__/public, ")
    desk.fill(form(), "annoki_source_token", f" {wrong} ")
    desk.fill(form(), "annoki_source_api", "127.0.0.1")
    states["no address"] = desk.child(form(), "annoki_source_problem").text()
    desk.fill(form(), "annoki_source_api", api)
    states["filled"] = [desk.child(form(), "annoki_source_problem").text(), ok.isEnabled()]
    states["entry"] = form().entry()
    look("hypothesis")
    line = desk.child(form(), "annoki_source_token")
    states["masked"] = line.echoMode() == QLineEdit.EchoMode.Password
    desk.click(form(), "annoki_source_token_show")
    yield lambda: line.echoMode() == QLineEdit.EchoMode.Normal
    desk.click(form(), "annoki_source_token_show")
    yield lambda: line.echoMode() == QLineEdit.EchoMode.Password
    desk.click(form(), "annoki_source_ok")
    # What was added is tested at once.
    yield lambda: told(0)
    states["wrong token"] = state(0)
    desk.click(window, "annoki_sources_edit")
    yield form
    desk.fill(form(), "annoki_source_groups", "")
    desk.fill(form(), "annoki_source_token", token)
    desk.click(form(), "annoki_source_ok")
    yield lambda: not form()

    yield from desk.choose(window, "annoki_sources_add", "annoki_add_memos")
    yield form
    desk.fill(form(), "annoki_source_url", memos_url)
    desk.fill(form(), "annoki_source_token", token)
    look("memos")
    desk.click(form(), "annoki_source_ok")
    yield lambda: told(1)

    yield from desk.choose(window, "annoki_sources_add", "annoki_add_blog")
    yield form
    desk.fill(form(), "annoki_source_url", feed_url)
    desk.child(form(), "annoki_source_pages").setValue(3)
    look("blog")
    desk.click(form(), "annoki_source_ok")
    yield lambda: told(2)
    states["details"] = details.text()
    # And given up again.
    yield from desk.choose(window, "annoki_sources_add", "annoki_add_blog")
    yield form
    form().reject()
    yield lambda: not form()

    tree.clearSelection()
    desk.click(window, "annoki_sources_test")
    # "Stop" may be gone again before we look.
    yield lambda: all(map(told, range(3)))
    yield lambda: desk.child(window, "annoki_sources_test").text() == "&Test"
    for at in range(3):
        tree.setCurrentItem(tree.topLevelItem(at))
        yield 0.0
        states[f"tested {at}"] = details.text()
        states[f"row {at}"] = [tree.topLevelItem(at).text(column) for column in range(2)]
    desk.picture("sources-services", window)
    seen += desk.texts(window)
    cache = desk.addon("annoki.host").open_profile().cache
    states["left behind"] = cache.exists()
    window.accept()
    yield lambda: not desk.windows()
    yield from desk.sync()
    desk.results.update(states=states, seen=seen, notes=len(desk.col.find_notes("")))
    desk.results["media"] = sorted(p.name for p in cache.joinpath("pictures").iterdir())
    desk.results["in collection"] = [desk.col.media.have(name) for name in desk.results["media"]]


def _sync_again(desk: Any) -> Iterator[Any]:
    yield from desk.sync()
    desk.results["edited"] = len(desk.col.find_notes('"note 1, improved"'))
    desk.results["notes"] = len(desk.col.find_notes(""))
    desk.trigger("annoki_report")
    yield lambda: desk.loaded("annoki_report")
    desk.picture("report-services", desk.window("annoki_report"))
    desk.results["seen"] = desk.texts(desk.window("annoki_report"))


def _failing(desk: Any, token: str) -> Iterator[Any]:

    yield from desk.sync()
    desk.click(desk.notice(), "annoki_notice_report")
    yield lambda: desk.loaded("annoki_report")
    report = desk.window("annoki_report")
    desk.picture("report-services-failed", report)
    desk.results["report"] = desk.child(report, "annoki_report_text").toPlainText()
    desk.click(report, "annoki_report_copy")
    yield lambda: "Copied." in desk.tooltips
    seen = [*desk.texts(report), desk.clipboard()]
    report.close()
    desk.results["gone"] = len(desk.col.find_notes("tag:annoki::gone"))
    desk.results["notes"] = len(desk.col.find_notes(""))

    # A defect of ours may carry anything in its message.
    def defective(*_: Any, **__: Any) -> Any:
        raise RuntimeError(f"Bearer {token}")

    desk.addon("annoki.annoki.pipeline.one_sync").gather = defective
    desk.trigger("annoki_sync")
    yield lambda: desk.notice() and desk.idle()
    desk.click(desk.notice(), "annoki_notice_details")
    yield lambda: desk.window("annoki_failure")
    desk.results["failure"] = desk.texts(desk.window("annoki_failure"))
    desk.results["seen"] = [*seen, *desk.results["failure"]]
    desk.window("annoki_failure").close()
    yield 0.1


def test_each_kind_from_the_form_to_the_notes(
    desktop: Desktop, hypothesis: Hypothesis, memos: Memos, blog: Site
) -> None:
    desktop.configure(sources=[])
    outcome = desktop.run(
        _add_each,
        token=TOKEN,
        wrong=WRONG,
        api=hypothesis.api,
        memos_url=memos.url,
        feed_url=f"{blog.url}/atom.xml",
    )
    assert outcome.errors == []
    states = outcome.results["states"]
    assert "a user, groups or a token is missing" in states["empty"]
    assert not states["empty ok"]
    assert "no http or https address" in states["no address"]
    assert states["filled"] == ["", True]
    assert states["entry"] == {
        "kind": "hypothesis",
        "user": "me",
        "groups": ["__world__"],
        "token": WRONG,
        "api": hypothesis.api,
    }
    assert states["masked"]
    assert states["wrong token"].startswith("Failed: the token is not valid; make a new one at")
    assert states["tested 0"] == "3 items, complete\nof acct:me@hypothes.is, 2 requests"
    assert states["tested 1"].startswith("2 items, complete\nof users/1, ")
    assert states["tested 2"].startswith("2 items, the newest\n1 request\n")
    assert states["row 0"] == [f"hypothesis: me at {hypothesis.api}", "Hypothesis"]
    assert states["row 1"] == [f"memos: {memos.url}", "Memos"]
    assert states["row 2"] == [f"{blog.url}/atom.xml", "Blog"]
    assert not states["left behind"]
    assert desktop.configuration()["sources"] == [
        {"kind": "hypothesis", "user": "me", "token": TOKEN, "api": hypothesis.api},
        {"kind": "memos", "url": memos.url, "token": TOKEN},
        {"kind": "blog", "url": f"{blog.url}/atom.xml", "pages": 3},
    ]
    assert outcome.tooltips[-1] == "Annoki added 7 notes."
    assert outcome.results["notes"] == 7
    assert len(outcome.results["media"]) == 1
    assert outcome.results["in collection"] == [True]
    seen = outcome.results["seen"]

    # Things change; and a picture cannot be had.
    hypothesis.rows[0] = row(1, text="note 1, improved", updated=moment_after(hypothesis))
    hypothesis.rows.append(row(4))
    memos.memos.append(memo(4))
    blog.pages["/atom.xml"] = feed(blog.url, 3).replace("/one.png", "/two.png", 1)
    outcome = desktop.run(_sync_again)
    assert outcome.errors == []
    assert outcome.tooltips[-1].startswith("Annoki added 3 notes")
    assert outcome.results["notes"] == 10
    assert outcome.results["edited"] == 1
    report = desktop.report
    assert [one["complete"] for one in report["inputs"]] == [True, True, False]
    assert report["inputs"][0]["requests"] == 2
    assert report["inputs"][0]["user"] == "acct:me@hypothes.is"
    assert [one["where"] for one in report["missing_pictures"]] == [f"{blog.url}/two.png"]
    shown = "\n".join(outcome.results["seen"])
    assert "4 items, complete, 2 requests" in shown
    assert f"{blog.url}/two.png: answers 404" in shown
    seen += outcome.results["seen"]

    # One service fails, another one has forgotten the token; the third has news.
    hypothesis.troubles = [status(500)] * 5
    memos.troubles = [status(401)] * 2
    blog.pages["/atom.xml"] = feed(blog.url, 4)
    outcome = desktop.run(_failing, token=TOKEN)
    assert outcome.errors == []
    assert outcome.tooltips[0].startswith("Annoki added 1 note")
    assert "Of 2 sources something could not be read" in outcome.tooltips[0]
    told = outcome.results["report"]
    assert f"hypothesis: me at {hypothesis.api}" in told
    assert "the service answers 500 (an error of its own) after 5 tries; try again later" in told
    assert "the token is not accepted; make one in the settings of Memos" in told
    assert "Nothing of these sources was taken as deleted." in told
    assert outcome.results["gone"] == 0
    assert outcome.results["notes"] == 11
    assert any("Bearer …" in text for text in outcome.results["failure"])
    seen += outcome.results["seen"]
    assert not [text for text in seen if TOKEN in text or WRONG in text]
    assert holding(TOKEN, desktop.base) == [desktop.kept("config.json")]
    assert holding(WRONG, desktop.base) == []


def _cancel(desk: Any) -> Iterator[Any]:
    # A sync that waits for the network.
    desk.trigger("annoki_sync")
    yield lambda: desk.notice("annoki_progress")
    progress = desk.notice("annoki_progress")
    yield lambda: desk.child(progress, "annoki_progress_text").text().startswith("Asking")
    desk.results["label"] = desk.child(progress, "annoki_progress_text").text()
    desk.picture("progress-asking", progress)
    desk.click(progress, "annoki_progress_cancel")
    yield lambda: desk.tooltips

    # A test that does, stopped by the button; then another, by closing the dialog.
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    button = desk.child(window, "annoki_sources_test")
    tree = desk.child(window, "annoki_sources_tree")
    desk.click(window, "annoki_sources_test")
    yield lambda: tree.topLevelItem(0).text(2).startswith("Asking")
    # The window goes on while the service is silent.
    for _ in range(20):
        yield 0.0
    desk.results["while testing"] = [button.text(), tree.topLevelItem(0).text(2)]
    desk.picture("sources-testing", window)
    desk.click(window, "annoki_sources_test")
    yield lambda: button.text() == "&Test"
    desk.results["state"] = tree.topLevelItem(0).text(2)
    desk.click(window, "annoki_sources_test")
    yield lambda: button.text() == "S&top"
    yield 0.2
    window.reject()
    yield lambda: not desk.windows() and desk.idle()
    yield 0.3


def test_a_network_wait_can_be_cancelled(desktop: Desktop, hypothesis: Hypothesis) -> None:
    desktop.configure(sources=[{"kind": "hypothesis", "user": "me", "api": hypothesis.api}])
    hypothesis.troubles = [silence] * 3
    outcome = desktop.run(_cancel)
    assert outcome.errors == []
    assert outcome.tooltips == ["Annoki: cancelled. Nothing was written."]
    assert outcome.results["label"].startswith("Asking hypothesis: me at http")
    assert outcome.results["while testing"] == ["S&top", "Asking the service…"]
    assert outcome.results["state"] == "Stopped"
    assert 0 < len(hypothesis.asked) <= 3
    assert not hypothesis.out_of_patience, "the service was not waited for"


def _partial(desk: Any) -> Iterator[Any]:
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    tree = desk.child(window, "annoki_sources_tree")
    rows = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    desk.results["rows"] = [[row.text(column) for column in range(3)] for row in rows]
    desk.results["enabled"] = []
    for item in rows:
        tree.setCurrentItem(item)
        yield 0.0
        desk.results["enabled"].append(desk.child(window, "annoki_sources_edit").isEnabled())
    tree.clearSelection()
    desk.click(window, "annoki_sources_test")
    yield lambda: "200 of 250" in rows[0].text(2)
    desk.results["state"] = rows[0].text(2)
    desk.results["details"] = desk.child(window, "annoki_sources_details").text()
    desk.picture("sources-partial", window)
    desk.click(window, "annoki_option_pictures")
    yield 0.1
    window.accept()
    yield lambda: not desk.windows()


def test_a_partial_answer_and_what_we_do_not_know(desktop: Desktop, hypothesis: Hypothesis) -> None:
    hypothesis.rows = [public(row(n)) for n in range(250)]
    hypothesis.troubles = [lambda handler: hypothesis.answer(handler, hypothesis.asked[-1])]
    hypothesis.troubles += [status(403)] * 4
    sources = [
        {"kind": "hypothesis", "user": "me", "api": hypothesis.api},
        {"kind": "rss", "url": "https://news.example.org", "token": TOKEN},
        {"kind": "blog", "pages": 2},
        17,
    ]
    desktop.configure(sources=sources)
    outcome = desktop.run(_partial)
    assert outcome.errors == []
    assert outcome.results["rows"][1][1:] == [
        "Unknown",
        "Not complete: unknown kind 'rss'; known are file, hypothesis, blog, memos.",
    ]
    assert outcome.results["rows"][2][1:] == ["Blog", "Not complete: a url is missing."]
    assert outcome.results["enabled"] == [True, False, True, False]
    assert outcome.results["state"] == "200 of 250 items, not complete"
    assert "200 annotations arrived, the service counts 250" in outcome.results["details"]
    assert "nothing of this source counts as gone" in outcome.results["details"]
    config = desktop.configuration()
    assert config["sources"] == sources
    assert config["pictures"] is False


def holding(text: str, folder: Path) -> List[Path]:
    """The files below `folder` that hold `text`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if text.encode() in path.read_bytes()]


def moment_after(server: Hypothesis) -> Any:
    """A moment later than any edit on `server`."""
    from datetime import datetime, timedelta

    return max(datetime.fromisoformat(one["updated"]) for one in server.rows) + timedelta(days=1)
