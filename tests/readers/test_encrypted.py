"""Posts of which a blog shows nothing but that they are encrypted are left out, and no others."""

from __future__ import annotations

import html
from typing import Any, Callable

import pytest
from annoki.model import Document, Item
from annoki.readers import read
from annoki.text.spans import text_of

HEXO = """<div class="hbe hbe-container" id="hexo-blog-encrypt" data-wpm="不对">
<script id="hbeData" type="hbeData" data-hmacdigest="0a1b">{cipher}</script>
<div class="hbe hbe-content"><div class="hbe hbe-input hbe-input-default"><input type="password"
id="hbePass"><label><span class="hbe hbe-input-label-content">口令是什么，你知道</span></label>
</div></div></div><script src="/lib/hbe.js"></script>"""
OLD_HEXO = """<div id="hexo-blog-encrypt"><div class="hbe-input-container"><input type="password"
id="hbePass"><label>Tell me the word</label><div class="bottom-line"></div></div></div>"""
HUGO = """<div id="hugo-encryptor-1" class="hugo-encryptor-container"><div
class="hugo-encryptor-prompt"><p>这一段只给朋友看</p></div><div class="hugo-encryptor-form"><input
class="hugo-encryptor-input" placeholder="口令"><input type="button" value="解"></div><div
class="hugo-encryptor-cipher-text">{cipher}</div></div>"""
WORDPRESS = """<form action="/wp-login.php?action=postpass" class="post-password-form">
<p>Only for friends:</p><p><label>Word: <input name="post_password" type="password"></label></p>
</form>"""
TYPECHO = """<form class="protected" action="/a" method="post"><p class="word">只给朋友看</p><p>
<input type="password" name="protectPassword"><input type="submit" value="走"></p></form>"""
LOCKED = [
    one.replace("{cipher}", "0f9a" * 50) for one in (HEXO, OLD_HEXO, HUGO, WORDPRESS, TYPECHO)
]


def as_feed(content: str) -> str:
    item = f"<item><title>日记</title><description>{html.escape(content)}</description></item>"
    return f'<rss version="2.0"><channel><title>B</title>{item}</channel></rss>'


def as_index(content: str) -> str:
    body = f'<content type="html"><![CDATA[{content}]]></content>'
    return f"<search><entry><title>日记</title><url>/a/</url>{body}</entry></search>"


def as_page(content: str) -> str:
    return (
        "<!DOCTYPE html><html><body><article class='post'><h2><a href='/a/'>日记</a></h2>"
        f"<div class='post-content'>{content}</div></article></body></html>"
    )


FACES = [as_feed, as_index, as_page]


def only(text: str) -> Any:
    (found,) = read(Document("x", text)).found
    return found


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("content", LOCKED)
def test_a_form_that_asks_for_a_password_is_no_post(
    face: Callable[[str], str], content: str
) -> None:
    found = only(face(content))
    assert (found.body, found.left_out) == ((), "encrypted")


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    "notice",
    [
        "Here's something encrypted, password is required to continue reading.",
        "Hey, password is required here.",
        "The article has been encrypted, please enter your password to view.",
        "There is no excerpt because this is a protected post.",
        "有东西被加密了, 请输入密码查看.",
        "抱歉，这是一篇加密文章，需要密码才能继续阅读哦~",
        "由于这是一篇受保护的文章，因此没有摘要。",
        "這篇文章受密碼保護，請輸入密碼查看 ...",
        "此内容被密码保护",
        f"{'3f' * 100} 您好, 这里需要密码.",
    ],
)
def test_a_notice_that_it_is_encrypted_is_no_post(face: Callable[[str], str], notice: str) -> None:
    assert only(face(f"<p>{notice}</p>")).left_out == "encrypted"


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>前一段谁都能看。</p>{}", "前一段谁都能看。"),
        ("<p>博客加密用 AES-GCM，请输入密码的那一步用 PBKDF2。</p>", "博客加密用 AES-GCM"),
        ("<p>此内容被密码保护</p><p>是主题加的一句话。</p>", "此内容被密码保护"),
        ("<p>密码学第一课：对称加密。</p>", "密码学第一课"),
        ("<p>Passwords: use a manager.</p>", "use a manager"),
        ("<pre><code>password required</code></pre>", "password required"),
        ("<p>类名是 <code>hbe-content</code> 与 <code>post-password-form</code></p>", "类名是"),
        # What the encryptor shows once the password was given.
        ('<div class="hbe hbe-container" id="hexo-blog-encrypt"><p>解开了</p></div>', "解开了"),
        ('<div class="hugo-encryptor-container"><p>解开了</p></div>', "解开了"),
    ],
)
def test_what_else_a_post_says_is_read(face: Callable[[str], str], content: str, text: str) -> None:
    for lock in LOCKED if "{}" in content else [""]:
        found = only(face(content.replace("{}", lock)))
        assert isinstance(found, Item)
        assert text in text_of(found.body)
        assert not any(said in text_of(found.body) for said in ("朋友", "口令", "friends", "word:"))
