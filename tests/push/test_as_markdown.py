"""What Anki's editor leaves is typed again as a reader types it, or refused with a reason."""

from __future__ import annotations

import pytest
from annoki.push.as_markdown import NoWayBack, as_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("plain <b>bold</b> and <i>slanted</i>", "plain **bold** and *slanted*"),
        ("<b>粗体。</b>后面还有字", "**粗体。**后面还有字"),
        ("<b>one</b><b>two</b>", "**onetwo**"),
        ("<b>a </b>b", "**a** b"),
        ("<b>a <i>b</i></b> c", "**a _b_** c"),
        ("<i><b>a</b> b</i> c", "_**a** b_ c"),
        ("one<br>two", "one\ntwo"),
        ("<div>one</div><div>two</div>", "one\n\ntwo"),
        ("one<div><br></div><div>two</div>", "one\n\ntwo"),
        ("one<br><br>two", "one\n\ntwo"),
        (r"面积 \(\pi r^2\)，即", r"面积 $\pi r^2$，即"),
        (r"\[a &lt; b\]", "$$a < b$$"),
        (r"\(x_1\) and <code>x_1</code>", "$x_1$ and `x_1`"),
        ("<code>a`b</code>", "`` a`b ``"),
        ("<pre><code>if x:\n    y()</code></pre>", "```\nif x:\n    y()\n```"),
        ("<pre><code>```\nfence\n```</code></pre>", "````\n```\nfence\n```\n````"),
        (
            '<pre><code class="language-python"><span class="k">def</span> f(): ...</code></pre>',
            "```python\ndef f(): ...\n```",
        ),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n    - c"),
        ('<p>x</p><ol start="3"><li>a</li><li>b</li></ol>', "x\n\n3. a\n4. b"),
        ("<ul><li>a<br>below</li></ul>", "- a\n  below"),
        ("<blockquote><p>a<br>b</p></blockquote>c", "> a\n> b\n\nc"),
        ("<h2>head</h2>text", "## head\n\ntext"),
        ('<a href="https://example.org/a">words</a>', "[words](https://example.org/a)"),
        (
            '<a href="https://example.org/"><b>a</b> b</a>',
            "[**a** b](https://example.org/)",
        ),
        ("see https://example.org/a_b_c", "see https://example.org/a_b_c"),
        ('<p lang="en">a<wbr>b <span class="gap-after" lang="zh-Hans">竹</span>c</p>', "ab 竹c"),
        ("&nbsp;a&nbsp; b&nbsp;", "a b"),
        ("[\u2060sound:a.mp3]", "[sound:a.mp3]"),
        ("two *stars*", r"two \*stars\*"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("$5 and $6, 2*3*4, snake_case_name", "$5 and $6, 2*3*4, snake_case_name"),
        ("&lt;b&gt;tags&lt;/b&gt;", r"\<b>tags\</b>"),
    ],
)
def test_what_is_shown_is_typed_as_a_reader_types_it(html: str, markdown: str) -> None:
    assert as_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "answers.empty"),
        ("<div><br></div>&nbsp;", "answers.empty"),
        ('a<img src="a.png">', "answers.picture"),
        ("a [sound:a.mp3]", "answers.element"),
        ('<figure><img src="annoki-1.png" alt=""></figure>', "answers.picture"),
        ("<table><tr><td>a</td></tr></table>", "answers.table"),
        ('<span style="color: red">a</span>', "answers.style"),
        ('<font color="#ff0000">a</font>', "answers.style"),
        ("<u>a</u>", "answers.style"),
        ("x<sup>2</sup>", "answers.style"),
        ("<mark>a</mark>", "answers.style"),
        ("[$]x^2[/$]", "answers.element"),
        ('<a href="notes.html">a</a>', "answers.element"),
        ('<a href="javascript:alert(1)">a</a>', "answers.element"),
        ("<details><summary>Read on</summary>a</details>", "answers.element"),
        ("<script>alert(1)</script>a", "answers.element"),
        ("<blockquote><ul><li>a</li></ul></blockquote>", "answers.nested"),
        ("<ul><li>a<pre>b</pre></li></ul>", "answers.nested"),
        ('<p>lost</p><pre class="lost"><code>a b</code></pre>', "answers.lines_lost"),
        ("<i>a</i>b", "answers.otherwise"),
    ],
)
def test_what_markdown_would_lose_is_refused_with_the_reason(html: str, reason: str) -> None:
    with pytest.raises(NoWayBack) as refused:
        as_markdown(html)
    assert refused.value.args[0].key == reason
