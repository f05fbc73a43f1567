"""One record of a document that cannot be read, of whatever format, keeps no other from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from annoki.model import Document
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.readers import BUILT_IN

from tests.test_contained import HALF, annotation, memos, run


def test_halves_of_characters_are_replaced_wherever_json_spells_them() -> None:
    row = {"name": f"memos/1{HALF}", "content": f"潮 {HALF}", "tags": [f"t{HALF}"], HALF: HALF}
    files = [{"filename": HALF, "externalLink": f"https://a.example/{HALF}", "type": "image/png"}]
    texts = [
        json.dumps([{**row, "createTime": HALF, "attachments": files}, HALF, {HALF: HALF}]),
        annotation(f"潮 {HALF}").replace('"a"', f'"{json.dumps(HALF)[1:-1]}"'),
        json.dumps({"rows": [HALF, {HALF: HALF, "user": "u"}, {"uri": HALF, "user": HALF}]}),
    ]
    for text in texts:
        made, account = run(text)
        for said in (repr(made), repr(account)):
            said.encode()
        assert not any(one.stage for one in account.problems)
        assert HALF not in "".join(one.raw + one.where + one.what for one in account.problems)


def test_each_format_contains_what_one_record_fails_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each format a document of two records, of which the one that holds BAD fails."""
    from annoki.readers import printed
    from annoki.readers.blog import page_html, page_text
    from annoki.readers.html import walk
    from annoki.readers.hypothesis import export_html
    from annoki.readers.hypothesis import page_html as activity
    from annoki.readers.markdown import blocks
    from annoki.readers.memos import weekly_markdown, weekly_text

    def failing(make: Any) -> Any:
        def fails(what: Any, *more: Any, **named: Any) -> Any:
            said = what if isinstance(what, str) else what.get_text()
            if "BAD" in said:
                raise ValueError("bad")
            return make(what, *more, **named)

        return fails

    for module, name in (
        (printed, "paragraph"), (page_text, "paragraph"), (weekly_text, "paragraph"),
        (blocks, "blocks_of_markdown"), (walk, "blocks_of_html"), (activity, "blocks_of_element"),
        (export_html, "blocks_of_element"), (page_html, "blocks_of_element"),
        (weekly_markdown, "blocks_of_markdown"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, failing(getattr(module, name)))
    rows = [json.loads(annotation(text))["rows"][0] for text in ("BAD", "good")]
    for n, row in enumerate(rows):
        row["id"] = str(n)
    posts = "".join(
        f"<entry><title>t</title><id>{n}</id><url>/{n}</url>"
        f"<content type='html'>{text}</content></entry>"
        for n, text in enumerate(("BAD", "good"))
    )
    cards = "".join(
        f"<div class='annotation-card'><a class='annotation-card__timestamp' href='/a/{text}'></a>"
        f"<div class='annotation-card__text'>{text}</div></div>"
        for text in ("BAD", "good")
    )
    articles = "".join(
        f"<article><h2><a href='/{text}'>{text}</a></h2><p>{text}</p></article>"
        for text in ("BAD", "good")
    )
    exported = "".join(
        f"<article><h2>Annotation {n}:</h2><table><tr><td>Comment:</td><td>{text}</td></tr>"
        "</table></article>"
        for n, text in enumerate(("BAD", "good"), 1)
    )
    head = "Created at,URL,Annotation/Reply Type,Quote,Comment,Tags\n"
    line = "2023-08-29 14:03,https://a.example,Annotation,q,{},\n"
    block = 'Annotation {}:\nCreated at: 2023-08-29 14:03\nQuote: "q"\nComment: {}\n\n'
    long = "long " * 60
    documents = {
        "memos-json": memos("BAD", "good"),
        "hypothesis-json": json.dumps(rows),
        "hypothesis-csv": head + line.format("BAD") + line.format("good"),
        "hypothesis-txt": block.format(1, "BAD") + block.format(2, "good"),
        "hypothesis-page-text": "    1. q\n      BAD\n    2. q\n      good\n",
        "hypothesis-page-html": f"<!DOCTYPE html><body>{cards}</body></html>",
        "hypothesis-html": f"<html><body>{exported}</body></html>",
        "weekly-text": "title\n\n  1. BAD x\n  2. good x\n",
        "weekly-markdown": "1. [BAD](http://a.example) x\n2. [good](http://b.example) x\n",
        "blog-text": f"BAD {long}...\ngood {long}...\n",
        "blog-html": f"<!DOCTYPE html><body>{articles}</body></html>",
        "feed": f"<feed xmlns='http://www.w3.org/2005/Atom'>{posts}</feed>",
        "search-xml": f"<search>{posts}</search>",
        "search-json": json.dumps(
            [{"title": "t", "url": text, "content": text} for text in ("BAD", "good")]
        ),
    }
    assert documents.keys() == BUILT_IN.keys()
    for name, text in documents.items():
        (found,), report = read_all([Input("x", name, Document("x", text))])
        (account,) = report.accounts
        assert [one.stage for one in account.problems] == ["reading"], name
        assert [item.n for item in found] == [*range(1, len(found) + 1)], name
        (one,) = found
        assert "good" in repr(one), name
