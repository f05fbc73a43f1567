"""Sentences as people write them: Chinese, English, both, with formulas, code and emoji."""

from __future__ import annotations

from .dice import Dice

WROTE = "✎"
"""What the learner writes has this sign in it."""

_PLAIN = (
    "海水每天涨落两次，间隔约 12 小时 25 分。",
    "A plain filter cannot forget a key, since one bit may be shared.",
    "竹子其实是一种草，每一节都能生长。",
    "Salt lowers the freezing point of water, 所以冬天往路上撒盐。",
    "The mean of n draws has the variance $\\sigma^2/n$ if they are independent.",
    "先看 `EXPLAIN QUERY PLAN`，再决定要不要加索引 🌊",
    "Rust 的借用检查器会拒绝两个可变引用。",
    "Raft splits consensus into three parts that can be told apart 🎲",
    "二分查找的次数约为 $\\log_2 n$，前提是分界线只有一条。",
    "B+ 树把键排好序，分放在固定大小的页里。",
    "Octopuses have three hearts; two of them serve the gills.",
    "预热之后再测速，均值才靠得住 😀",
)
_QUESTIONS = (
    "海水每天涨落几次",
    "How many hearts does an octopus have",
    "布隆过滤器 (Bloom filter) 该用几个哈希函数",
    "What does `git bisect` look for",
    "$e^{i\\pi}+1$ 等于多少",
    "竹子为什么长得快 🎋",
)
_ANSWERS = (
    "大约两次，朝向月亮和背向月亮各有一个隆起",
    "Three: two for the gills and one for the rest",
    "$k=\\frac{m}{n}\\ln 2$ 个，此时约一半的位是 1",
    "The first bad commit, by halves: `git bisect run ./check.sh`",
    "每一节都有分生组织 🌱",
    "先排序，再二分；复杂度 $O(n\\log n)$",
)
TAGS = ("统计", "data structures", "git", "概率", "读书笔记", "Unicode", "待查")
TITLES = ("周记", "周记", "读书笔记", "Weekly notes")
"""What several posts are called."""
FIRST_LINES = ("TODO", "日记", "读书笔记 Reading notes", "待整理：")
"""What several memos and page notes begin with."""
LEADS = ("hyperfine", "difftastic", "graphlib", "SQLite", "ripgrep", "日志库", "拓扑排序")


def sentence(dice: Dice, name: str) -> str:
    return dice.pick(name, _PLAIN)


def question(dice: Dice, name: str) -> str:
    return f"{dice.pick(name, _QUESTIONS)}（{dice.below(name + '#', 10**6)}）"


def answer(dice: Dice, name: str) -> str:
    return f"{dice.pick(name, _ANSWERS)}，见 {dice.below(name + '#', 10**6)}"


def number(dice: Dice, name: str) -> str:
    """What makes a passage or a title one of a kind."""
    return f"№ {dice.below(name, 10**9)}"
