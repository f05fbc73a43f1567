"""Text by chance, as people write it and as nobody does: every opener that anything in Annoki looks
for, alone, in pairs, nested and many times, among words of several scripts."""

from __future__ import annotations

from random import Random

WORDS = (
    "a", "the", "hash", "table", "proposedseveral", "re-ported", "x2x^2x2", "nnn", "f(n)",
    "3.14", "中", "文字", "哈希表", "为什么", "是什么?", "是,的.", "かな", "한글", "العربية",
    "עברית", "naïve", "e\u0301", "🤖", "👩‍👩‍👧", "\u200b", "\u200f", "\u00ad", "\ufeff",
    "\ufffd", "\ufffc", "\u2028", "\x85", "\xa0", "\ud800", "\udc00", "\x00", "\x1f", "\x1b[0m",
    "\U000e0041", "\U0010ffff", "İ", "ﬁ", "ß", "①", "https://a.example/x?y=1&z=2#t",
    "http://[::1", "https://a.example/[sound:x.mp3]", "mailto:a@b", "javascript:alert(1)",
    "www.a.example", "2023-08-13", "Aug 2023", "3天前", "memos/1", "10", "1.", "TODO", "没看懂",
    "?", "flashcard", "#flashcards/a", "#标签", "同上", "[Math]", "[公式]", "Copied",
    "Read more", "阅读全文", "...", "……", "{{c1::x}}", "[sound:x.mp3]", "[latex]x[/latex]",
    "[$]x[/$]", "[[type:Answer]]", "[anki:tts lang=en]x[/anki:tts]", "%%a%%", "^block",
    "<!--SR:!2023-01-01,1,250-->", "<!--ID: 1-->", "==a==", "~~a~~", "![[a]]", "[[b|c]]",
    "&lt;b&gt;", "&#0;", "&#x110000;",
)  # fmt: skip
"""What stands alone."""

OPENERS = (
    ("*", "*"), ("**", "**"), ("***", "***"), ("_", "_"), ("__", "__"), ("`", "`"), ("``", "``"),
    ("$", "$"), ("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("[", "]"), ("![", "]"),
    ("[", "](a)"), ("![", "](https://a.example/p.png)"), ("[", "](<a b> 't')"), ("[", "][1]"),
    ("[^", "]"), ("(", ")"), ("<", ">"), ("<b>", "</b>"), ("<i>", "</i>"),
    ("<a href='x'>", "</a>"), ("<code>", "</code>"), ("<pre>", "</pre>"), ("<!--", "-->"),
    ("<![CDATA[", "]]>"), ("<math>", "</math>"), ("&", ";"),
    ("<table><tr><td>", "</td></tr></table>"), ("<details><summary>", "</summary></details>"),
    ("<script>", "</script>"), ("<style>", "</style>"), ("<svg>", "</svg>"),
    ("<img src='x' alt='", "'>"), ("<ul><li>", "</li></ul>"),
    ("<span class='katex'>", "</span>"), ("<div>", "</div>"), ("<p>", ""),
    ("\\begin{align}", "\\end{align}"), ("\\text{", "}"), ("\\frac{", "}{2}"), ("{", "}"),
    ("{{", "}}"), ("\\href{javascript:x}{", "}"), ("\\unicode{", "}"), ("\\def\\a{", "}"),
    ("\\require{", "}"), ("[sound:", "]"), ("[latex]", "[/latex]"), ("[$$]", "[/$$]"),
    ("[anki:tts]", "[/anki:tts]"), ('"', '"'), ("'", "'"), ("“", "”"), ("「", "」"),
    ("（", "）"), ("==", "=="), ("~~", "~~"), ("%%", "%%"), ("[[", "]]"), ("![[", "]]"),
    ("\\", "\\"), ("|", "|"), (":::", ""), (":", ":"), ("^", ""),
)  # fmt: skip
"""What opens something inside a line, and what closes it."""

STARTS = (
    "", "", "", "", "- ", "* ", "+ ", "1. ", "10000000000. ", "9) ", "> ", ">> ", "> > - ", "# ",
    "###### ", "#标签 ", "    ", "\t", "  - ", "   1. ", "[!NOTE] ", "> [!NOTE]- ",
    "> [!QUESTION] ", "[!tip|a]+ ", "- [ ] ", "- [x] ", "```python\n", "```\n", "~~~", "``` ",
    "$$\n", "\\[\n", "---", "***", "===", "| a | b |\n|---|---|\n| ", "[1]: ", "[^1]: ", ": ",
    "flashcard\n", "#flashcard\n", "<div>\n", "<!-- ", "![](", "123", "Q: ", "A: ", "   11. ",
    "  1. Aug 2023\n", "  2. a.example a.example\n", "Annotation 1:\n", "Quote: ", "Comment: ",
    "Tags: ",
)  # fmt: skip
"""What a line begins with."""


def inline(random: Random, pieces: int = 8) -> str:
    """A stretch of a line."""
    parts: list[str] = []
    closers: list[str] = []
    for _ in range(random.randint(1, pieces)):
        chance = random.random()
        if chance < 0.5:
            parts.append(random.choice(WORDS))
        elif chance < 0.8:
            opener, closer = random.choice(OPENERS)
            parts.append(opener)
            closers.append(closer)
        elif closers:
            parts.append(closers.pop(random.choice((-1, -1, 0))))
        if random.random() < 0.4:
            parts.append(random.choice((" ", " ", "  ", "\u3000", "\t")))
    while closers and random.random() < 0.7:
        parts.append(closers.pop())
    return "".join(parts)


def repeated(random: Random, length: int) -> str:
    """About `length` characters of one unit, or of a pair of them: what a careless rule reads again
    and again."""
    units = [one for pair in OPENERS for one in pair if one] + [*WORDS, *STARTS[4:]]
    unit = "".join(random.choice(units) for _ in range(random.choice((1, 1, 2, 2, 3))))
    times = max(1, length // len(unit))
    if random.random() < 0.3:
        opener, closer = random.choice(OPENERS)
        times = max(1, length // (len(opener) + len(closer) or 1))
        return opener * times + inline(random, 2) + closer * times
    return (
        random.choice(("", inline(random, 3))) + unit * times + random.choice(("", "中", "a", "?"))
    )


def blocks(random: Random, lines: int = 6) -> str:
    """Some lines of Markdown, or of what is like it."""
    made = []
    for _ in range(random.randint(1, lines)):
        start = random.choice(STARTS)
        if random.random() < 0.1:
            start = start * random.randint(2, 40)
        made.append(start + (inline(random) if random.random() < 0.85 else ""))
        made += [""] * (random.random() < 0.3)
    return "\n".join(made)


def text(random: Random, longest: int = 4000) -> str:
    """What somebody might have written into a field."""
    chance = random.random()
    if chance < 0.45:
        return blocks(random)
    if chance < 0.75:
        return inline(random)
    if chance < 0.8:
        return random.choice(("", " ", "\n", random.choice(WORDS), random.choice(STARTS)))
    return repeated(random, random.choice((30, 300, 300, longest, longest, 5 * longest)))
