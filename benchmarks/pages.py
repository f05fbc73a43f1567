"""What reading a big page costs, in one process.

`python -m benchmarks.pages` prints JSON: for each format, MiB → CPU seconds. Each page is read to
items; the pages of one format differ in length only.
"""

from __future__ import annotations

import json
import time
from typing import Dict, Tuple

from annoki import readers
from annoki.model import Document, Item

SIZES = (0.5, 2.5, 5.0, 10.0)
"""MiB of each page; the smallest is as long as the site's page of 200 annotations."""
_ROUNDS = 3

# As long as the real ones are: most of a card is what the site prints around the note.
_CARD = """<li class="annotation-card"><article><header class="annotation-card__header">
<div class="annotation-card__username-timestamp">
      <a title="username" href="https://hypothes.is/users/me" class="annotation-card__username">
        me
      </a>
      <a title="date" href="https://hypothes.is/a/id{n}" class="annotation-card__timestamp">
        29 Aug 2023
      </a></div><div class="annotation-card__share-info"></div></header>
<blockquote title="Annotation quote" class="annotation-card__quote">
      Passage {n}: {prose}
    </blockquote>
<section class="annotation-card__text"><blockquote>
<p>[!NOTE] 第 {n} 问: <code>f(x)</code> 是什么?</p></blockquote>
<h1>flashcard</h1><p>一个<strong>函数</strong>, 见 <a href="https://docs.example.org/{n}">docs</a>
{n} &lt; {n}1</p></section>
<div title="Tags" class="annotation-card__tags"><a class="annotation-card__tag">hash</a></div>
<footer class="annotation-card__footer">
      <a href="https://hyp.is/id{n}/docs.example.org/{n}" rel="nofollow noopener" target="_blank"
         title="Visit annotation in context">
        <svg class="svg-icon annotation-card__footer-link annotation-card__incontext-link"></svg>
      </a>
      <a href="#" title="Share this annotation" aria-haspopup="true" share-widget-config='{
          "url": "https://hyp.is/id{n}/docs.example.org/{n}", "private": false, "group": false
        }'><svg class="svg-icon annotation-card__footer-link"></svg></a></footer></article></li>"""
_ACTIVITY = (
    '<html><body><div class="search-results__total">{count} <b>Matching Annotations</b></div>'
    '<ol class="search-results__list"><li class="search-result-bucket"><ol>{all}</ol></li></ol>'
    "</body></html>"
)
_PROSE = (
    "a filter may say yes wrongly, never no, which is why it stands before a slower store; "
    "误报只多查一次, 漏报才会出错. The more bits it has for each key, the rarer it is wrong. "
) * 3
_POST = (
    """<article class="post-block"><h2><a class="post-title-link" href="/{n}/">第 {n} 篇</a></h2>
<time datetime="2023-04-23T08:00:00+08:00">2023-04-23</time><div class="post-body">"""
    + "<h3>一节</h3><p>{prose} <em>emphasis</em> and <code>code</code>.</p><p>{prose}</p>" * 2
    + """<figure class="highlight python"><table><tr><td class="gutter"><pre>
<span class="line">1</span></pre></td><td class="code"><pre>"""
    + '<span class="line">x = [{n} for n in range(10)]  # 十个</span><br>' * 10
    + """</pre></td></tr></table></figure><p><img src="/a.png" alt="a">text</p></div></article>"""
)
_BLOG = "<html><head><title>Blog</title></head><body>{all}</body></html>"

FORMATS: Dict[str, Tuple[str, str]] = {
    "hypothesis-page-html": (_CARD, _ACTIVITY),
    "blog-html": (_POST, _BLOG),
}


def page(format: str, mebibytes: float) -> Tuple[str, int]:
    """A page of that length, and how many items it holds."""
    one, around = FORMATS[format]
    one = one.replace("{prose}", _PROSE)
    count = int(mebibytes * 1024 * 1024 / len(one.replace("{n}", "1000").encode()))
    items = "".join(one.replace("{n}", str(n)) for n in range(count))
    return around.replace("{count}", str(count)).replace("{all}", items), count


def main() -> None:
    results: Dict[str, Dict[str, float]] = {}
    for format in FORMATS:
        results[format] = {}
        for size in SIZES:
            text, count = page(format, size)
            rounds = [_seconds(text, count) for _ in range(_ROUNDS)]
            results[format][f"{size:g}"] = min(rounds)
    print(json.dumps(results))


def _seconds(text: str, count: int) -> float:
    """The CPU seconds that reading `text` takes."""
    start = time.process_time()
    _read(text, count)
    return time.process_time() - start


def _read(text: str, count: int) -> None:
    found = sum(isinstance(one, Item) for one in readers.read(Document("page", text)).found)
    if found != count:
        raise SystemExit(f"{found} items read of {count}")


if __name__ == "__main__":
    main()
