"""Cards that are hard to set, made by Annoki itself of annotations and posts in our own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package as apkg

if TYPE_CHECKING:
    from .page import Card

_LONG_NAME = "collect_every_reading_of_the_tide_gauge_between(first_day, last_day)"
_HUMPS = "com.example.tides.internal.AbstractGaugeReadingCollectorFactory.createInstance"
_URL = (
    "https://tides.example.org/archive/2021/05/13/readings_of_all_gauges_on_the_north_coast.csv?v=2"
)
_WIDE = (
    r"\sum_{n=1}^{N}\left(a_n\cos\frac{2\pi n t}{T}+b_n\sin\frac{2\pi n t}{T}\right)+\frac{1}{2}"
    r"\int_{0}^{T}\lvert h(t)-\hat h(t)\rvert^2\,\mathrm{d}t+\lambda\sum_{n=1}^{N}(a_n^2+b_n^2)"
)

NOTES: dict[str, tuple[str, str]] = {
    # Words: Chinese and Latin, with and without spaces, marks of both kinds.
    "mixed": (
        "The gauge is read twice a day.",
        "潮位仪用Python读取,每天2次(UTC),误差<3cm;见README.md?:::用`gauge.read()`读,"
        "再用NumPy平均。",
    ),
    "marks": ("", "“引号”、‘单引号’,(括号),100%,A/B,C++和C#写法一样吗?:::不一样!A≠B:a,b,c。"),
    "one-word": ("Tide", "潮:::tide"),
    "latin-in-han": (
        "",
        "为什么用Kubernetes部署Prometheus时要装kube-state-metrics:::它导出对象的状态",
    ),
    "han-in-latin": (
        "",
        "What does 朔望潮 mean at the station in 厦门?:::Spring tide, 大潮 in short",
    ),
    "long-name": ("", f"怎么取一段时间的读数?:::调用 `{_LONG_NAME}`"),
    "humps": (f"See {_HUMPS} for all of it.", f"{_HUMPS}在哪里用到?:::只在测试里"),
    "long-address": (f"Data at {_URL}", f"数据在哪里?:::在 {_URL} 里,每天一行"),
    "unbroken": ("", "一个没有空格的长词怎么断行?:::" + "extraordinarily" * 9),
    "emphasis": ("", "哪个词要**重读**?:::*大潮*,而不是**小潮**;in *spring*, **neap** ~~ebb~~"),
    "traditional": (
        "潮汐與月亮的關係,書裡說得很清楚。",
        "潮汐的週期由什麼決定?:::由月亮與太陽決定",
    ),
    "japanese": (
        "潮の満ち引きは月の引力によって起こります。",
        "日本語的「潮」怎么读?:::しお",
    ),
    "korean": ("밀물과 썰물은 달의 인력 때문에 생긴다.", "韩语的涨潮:::밀물"),
    "arabic": ("المد والجزر ظاهرة طبيعية تحدث كل يوم.", "阿拉伯语的潮汐:::المد والجزر"),
    "hebrew": ("", "What is the tide in Hebrew?:::גאות ושפל, from גאה (to rise)"),
    "greek": ("The phase \u03c6 and the speed \u03c9 of M\u2082.", "\u03c9t+\u03c6是什么?:::相位"),
    "emoji": ("", "退潮时能捡到什么 🦀🐚?:::螃蟹 🦀、贝壳 🐚 和 👨‍👩‍👧‍👦 的回忆 ✍️"),
    "rare": ("", "“㙍”和“𨱏”怎么读?:::duō、tán"),
    # Formulas
    "inline": ("", r"水位$h(t)$的周期是多少?:::约$12.42$小时,即$T=\frac{2\pi}{\omega}$,记作$T$。"),
    "wide-display": ("", f"目标函数是什么?:::如下:\n\n$${_WIDE}$$\n\n其中$N$是分潮的个数。"),
    "wide-inline": ("", f"一行里的长公式呢?:::设$f={_WIDE}$,则可以横向滚动。"),
    "matrix": (
        "",
        "变换矩阵怎么写?:::$$\\begin{pmatrix}\\cos\\theta & -\\sin\\theta\\\\ \\sin\\theta & "
        "\\cos\\theta\\end{pmatrix}\\begin{bmatrix}x\\\\y\\end{bmatrix}$$",
    ),
    "cases": ("", "$$h(t)=\\begin{cases}1 & t>0\\\\ 0 & t\\le 0\\end{cases}$$ 是什么:::阶跃函数"),
    "tall": ("", r"连分数:::$$1+\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{x}}}}$$"),
    "text-in-formula": ("", r"落差怎么算?:::$$\Delta h=h_{\text{高潮}}-h_{\text{低潮}}$$"),
    "many-formulas": ("", "符号:::" + "、".join(f"$x_{{{n}}}^{{{n}}}$" for n in range(1, 25))),
    "money": ("", "门票 $5 还是 $6?:::$5,学生 $3"),
    "healed": (
        "The level is h=a+bth = a + b_th=a+bt\u200b for small t.",
        "小$t$时水位怎么近似?:::线性",
    ),
    "cannot-be-set": ("", r"宏不认识怎么办?:::$\nosuchmacro{x}$ 原样显示"),
    # Code
    "code": (
        "",
        "怎么读一个文件?\n\nflashcard\n\n```python\nwith open(path, encoding='utf-8') as file:\n"
        "    for number, line in enumerate(file, start=1):  # 从一开始数\n"
        "        if line.strip() and not line.startswith('#'): print(f'{number:>4} {line!r}')\n```",
    ),
    "console": (
        "",
        "怎么看磁盘?\n\nflashcard\n\n```console\n$ df -h --output=source,fstype,size,used,avail,"
        "pcent,target --exclude-type=tmpfs\n/dev/nvme0n1p2 ext4 468G 310G 135G 70% /\n```",
    ),
    "wide-code": (
        "",
        "证书长什么样?\n\nflashcard\n\n```\n" + "MIIBIjANBgkqhkiG9w0B" * 12 + "\n```",
    ),
    "tabs": ("", "Makefile 怎么缩进?\n\nflashcard\n\n```make\nall: a.o\n\t\tcc -o $@ $^\n```"),
    "inline-code": ("", "`<b>` 与 `&amp;` 与 `a|b` 有何不同?:::`<b>` 是标签,`&amp;` 是实体"),
    # What kinds of note become
    "passage": ("Neap tides come a week after spring tides, when sun and moon pull apart.", "小潮"
                "在大潮之后一周,日月引力互相抵消。"),
    "passage-long": (
        "The height of the tide at a place is the sum of many small waves, each with a period of "
        "its own. Most are caused by the moon, some by the sun, a few by the shape of the bay. "
        "To foretell it, one measures for a year, splits the curve into these waves, and adds "
        "them up again for the days to come. The method is older than the computer: brass wheels "
        "did the adding, each turning at the speed of one wave, a wire running over all of them.",
        "潮高是许多小波之和;测一年,分解,再相加。",
    ),
    "passage-code": ("gauge = Gauge(port=3)\ngauge.open()\nprint(gauge.read())", "打开之后才能读"),
    "highlight": (f"The method {_LONG_NAME} is deprecated in favour of iterators.", ""),
    "unfinished": ("All gauges drift.", "为什么每年都要校准?"),
    "here": ("The clock of a gauge is set once a year, or drifts by minutes.", "什么意思?"),
    "unsure": ("The bay is shallow.", "海湾浅,潮差就大:::是?"),
    "callout": (
        "",
        "> [!question]- 大潮在什么时候?\n> 朔、望之后一两天\n>\n> - 朔:新月\n> - 望:满月",
    ),
    "lists": (
        "",
        "分潮有哪些?\n\nflashcard\n\n1. M2,主太阴半日潮\n   - 周期 12.42 小时\n   - 最大的一个\n"
        "2. S2,主太阳半日潮\n3. K1,日潮\n\n> 名字里的数字是每天的次数。",
    ),
}  # fmt: skip
"""(passage, note) by name."""

_PARAGRAPH = (
    "潮汐表给出每天两次高潮和两次低潮的时刻与高度。编表的人先用一年的读数求出各个分潮的振幅和相位,"
    "再把它们按时间加起来。Tables are made a year ahead, and hold for one place only. "
)

POSTS: dict[str, tuple[str, str]] = {
    "post-folded": (
        "怎么编一张潮汐表",
        f"# 准备\n\n{_PARAGRAPH * 2}\n\n## 测量\n\n{_PARAGRAPH * 2}\n\n### 细节\n\n"
        f"```python\nheights = [wave.height(t) for wave in waves for t in hours]\n```\n\n"
        f"#### 公式\n\n$${_WIDE}$$\n\n{_PARAGRAPH}",
    ),
    "post-table": (
        "Five gauges, compared",
        "| 站名 | 型号 | 精度 | 采样间隔 | 供电 | 备注 |\n|---|---|---|---|---|---|\n"
        "| 厦门 | TG-1 | 1 cm | 6 min | 太阳能 | 码头翻修之后换过一次位置,旧读数要加上十二厘米 |\n"
        "| 青岛 | Model 9000 | 0.5 cm | 1 min | 市电 | `resample()` before use, $\\sigma=0.4$ |\n",
    ),
    "post-untitled": ("", f"月亮近地时潮差最大,这时要留意低洼的码头。{_PARAGRAPH * 4}"),
    "post-links": (
        "链接很多的一篇",
        "见[潮汐表](https://a.example/t)、[Moon phases](https://b.example/m)和"
        f"[{_URL}]({_URL})。\n\n- [x] 读数\n- [ ] 校准\n\n> 引文一段。Quoted, too.\n\n{_PARAGRAPH}",
    ),
    "post-headings": ("层次", "# 一\n\n甲\n\n## 二\n\n乙\n\n### 三 `code`\n\n丙\n\n#### 四\n\n丁"),
}
"""(title, text) by name."""

_TITLES = {
    "long-address": "一个非常长的页面标题,长到一行里怎么也放不下,所以要在行末省略掉 (and more)",
    "emoji": "海边 Beach",
}


def _row(n: int, name: str) -> dict[str, object]:
    passage, note = NOTES[name]
    address = f"https://tides.example.org/{name}"
    return {
        "id": f"hard{n}",
        "created": f"2023-08-{n % 28 + 1:02}T10:00:00Z",
        "updated": f"2023-08-{n % 28 + 1:02}T10:00:00Z",
        "user": "acct:reader@hypothes.is",
        "group": "__world__",
        "uri": address,
        "text": note,
        "tags": [name],
        "target": [{"source": address, "selector": _selector(passage)}],
        "document": {"title": [_TITLES.get(name, "Tides, explained")]},
        "links": {"incontext": address},
    }


def _selector(passage: str) -> list[dict[str, str]]:
    return [{"type": "TextQuoteSelector", "exact": passage}] if passage else []


def _memo(n: int, name: str) -> dict[str, object]:
    title, text = POSTS[name]
    return {
        "name": f"memos/hard{n}",
        "createTime": "2023-08-13T10:00:00Z",
        "content": f"# {title}\n\n{text}" if title else text,
        "tags": [name],
    }


def package(folder: Path) -> Path:
    """The package of them, with what was written in files in `folder`."""
    rows = [_row(n, name) for n, name in enumerate(NOTES)]
    memos = [_memo(n, name) for n, name in enumerate(POSTS)]
    answers = {"notes": {"total": len(rows), "rows": rows}, "posts": {"memos": memos}}
    sources = []
    for name, answer in answers.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
        sources.append(Source(path=str(path)))
    gathered = gather(Config(pictures=False), sources).whole()
    apkg.write(gathered.notes, folder / "hard.apkg")
    return folder / "hard.apkg"


def cards(folder: Path) -> dict[str, Card]:
    """The cards by name."""
    from .page import cards_of

    return {_name(card): card for card in cards_of(package(folder))}


def _name(card: Card) -> str:
    prefix = "annoki::tag::"
    return next(tag[len(prefix) :] for tag in card.tags if tag.startswith(prefix))
