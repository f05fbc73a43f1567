"""Notes of every status, by hand, in the HTML that the compose stage makes; and a package of them.

Each stands for something hard to set: see its name. The words are our own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

import genanki
from annoki.notetype import CSS, FIELDS, MODEL_ID, NOTE_TYPE, TEMPLATES
from annoki.sync.details import read_on, with_passage
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name


def code(language: str, text: str) -> str:
    """A code block as the compose stage makes it."""
    lines = highlight(text, get_lexer_by_name(language), HtmlFormatter(nowrap=True)).rstrip("\n")
    return f'<pre><code class="language-{language}">{lines}</code></pre>'


def zh(text: str) -> str:
    return f'<p lang="zh-Hans">{text}</p>'


def en(text: str) -> str:
    return f'<p lang="en">{text}</p>'


def run(text: str) -> str:
    """English inside Chinese."""
    return f'<span lang="en">{text}</span>'


def source(title: str, href: str, lang: str = "en") -> str:
    host = href.split("/")[2]
    return f'<a lang="{lang}" href="{href}">{title}</a> <span class="host">{host}</span>'


LONG_PASSAGE = (
    "When several workers each hold a shard of the same batch, the last shard is rarely full. "
    "A collective operation such as gather, however, expects tensors of one shape from every "
    "rank, and a rank that arrives with fewer rows leaves the others waiting for bytes that never "
    "come. The usual remedy is to repeat rows of the final shard until the shapes agree, to run "
    "the operation, and to cut the surplus rows off the result. The repetition costs a little "
    "arithmetic and buys a great deal of peace: nothing hangs, and the loss that is reported is "
    "the loss over the rows that exist. Forget to cut them off, and a metric computed over a small "
    "evaluation set will be off by just enough to be believed."
)

WIDE = (
    r"\[ \mathcal{L}(\theta) = -\frac{1}{N}\sum_{i=1}^{N}\Bigl[\, y_i \log \sigma\bigl(w^\top "
    r"\phi(x_i) + b\bigr) + (1-y_i)\log\bigl(1-\sigma(w^\top\phi(x_i)+b)\bigr)\Bigr] + "
    r"\lambda_1 \lVert w\rVert_1 + \lambda_2\lVert w\rVert_2^2 + \gamma\, "
    r"\mathrm{KL}\bigl(q(z\mid x)\,\Vert\,p(z)\bigr) + "
    r"\eta \sum_{j &lt; k} \lvert w_j - w_k\rvert \]"
)

LOOP = """\
from accelerate import Accelerator

accelerator = Accelerator(gradient_accumulation_steps=4, mixed_precision="bf16")
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)

for step, batch in enumerate(loader, start=1):
    with accelerator.accumulate(model):
        loss = model(**batch).loss  # 已按累积步数缩放, no need to divide by hand
        accelerator.backward(loss)
        optimizer.step()
        optimizer.zero_grad()
    if step % 100 == 0 and accelerator.is_main_process:
        print(f"step {step}: {accelerator.gather(loss).mean().item():.4f}")
"""

CONSOLE = """\
$ nvidia-smi --query-gpu=name,memory.used,memory.total --format=csv,noheader,nounits
NVIDIA RTX 6000 Ada Generation, 40312, 49140
NVIDIA RTX 6000 Ada Generation, 39870, 49140
"""

SAMPLES: dict[str, dict[str, str]] = {
    "ready": {
        "Prompt": zh(
            f"🤗 {run('Accelerate')} 中，要在各进程之间对齐样本数量，"
            f"<code>split_between_processes()</code> 可以使用哪个参数？"
        ),
        "Answer": zh("<code>apply_padding=True</code>")
        + zh(f"重复最后一个样本，直到各进程形状相同；{run('gather')} 之后要去掉重复的结果。"),
        "Passage": en(
            "You can ask for padding, so that the list of prompts has the same length on every "
            "device, the extra items being taken from the last sample."
        ),
        "Source": source(
            "Distributed inference with Accelerate",
            "https://huggingface.co/docs/accelerate/usage_guides/distributed_inference",
        ),
        "Captured": "2023-08",
        "Status": "ready",
    },
    "ready-long-passage": {
        "Prompt": zh(f"为什么 {run('gather')} 之前常要补齐最后一批样本？"),
        "Answer": zh("集合通信要求各进程的张量形状相同，否则会一直等待。")
        + '<ul lang="zh-Hans"><li>补齐：重复末尾的样本</li><li>通信之后再截掉多余的行</li>'
        f"<li>忘了截掉，评测指标会<strong>略有偏差</strong>，却难以察觉 {run('(silently wrong)')}"
        "</li></ul>",
        "Passage": en(LONG_PASSAGE),
        "Context": en("The section before this one explains how the sampler shards a dataset."),
        "Source": '<span class="host">huggingface.co</span>',
        "Captured": "2023-08-13",
        "Status": "ready",
        "My notes": "<div>和 all_reduce 的区别：gather 保留每个进程自己的行。</div>",
    },
    "ready-math": {
        "Prompt": zh(
            r"缩放点积注意力中，为什么要除以 <span class='keep'>\( \sqrt{d_k} \)？</span>"
        ),
        "Answer": zh(
            r"设 \( q, k \) 的分量独立，均值为 0，方差为 1，"
            r"则 \( q^\top k=\sum_{i=1}^{d_k} q_i k_i \) "
            r"的方差为 <span class='keep'>\( d_k \)。</span>不缩放时，"
            + run("softmax")
            + r" 会进入饱和区，梯度趋于零。"
        )
        + r"<p>\[ \mathrm{Attention}(Q,K,V)="
        r"\mathrm{softmax}\Bigl(\frac{QK^\top}{\sqrt{d_k}}\Bigr)V \]</p>",
        "Passage": en(
            r"For large values of \( d_k \) the dot products grow large in magnitude, and the "
            "gradients become extremely small."
        ),
        "Source": '<span lang="en">Notes on attention</span>',
        "Captured": "2023",
        "Status": "ready",
        "Reverse": "1",
    },
    "ready-wide-formula": {
        "Prompt": en("Which terms does the full training loss consist of?"),
        "Answer": en("The likelihood, two penalties on the weights, and a divergence:")
        + f"<p>{WIDE}</p>"
        + zh(
            r"行内也可能很长：<span class='keep'>"
            r"\( p(x_1,\dots,x_n)=p(x_1)\,p(x_2\mid x_1)\,p(x_3\mid x_1,x_2)\cdots "
            r"p(x_n\mid x_1,\dots,x_{n-1}) \)，</span>即链式法则。"
        ),
        "Status": "ready",
    },
    "ready-code": {
        "Prompt": zh(f"用 {run('Accelerate')} 写一个梯度累积的训练循环。"),
        "Answer": code("python", LOOP)
        + zh("显存占用：")
        + code("console", CONSOLE)
        + '<p class="caption" lang="zh-Hans">图 2：四步累积时的显存曲线（图片未保留）</p>',
        "Source": source("Gradient accumulation", "https://huggingface.co/docs/accelerate/a"),
        "Status": "ready",
    },
    "unsure": {
        "Prompt": zh(f"{run('Transformer')} 模型的输入长度由什么决定？"),
        "Answer": zh("位置嵌入的个数，例如 4096；换成相对位置编码，就不再有硬性限制？"),
        "Passage": en(
            "<code>max_position_embeddings</code> (int, optional) — The longest sequence that "
            "this model might ever see. Set it to something large, just in case."
        ),
        "Source": '<span class="host">huggingface.co</span>',
        "Captured": "2023-08",
        "Status": "unsure",
    },
    "passage": {
        "Prompt": en(LONG_PASSAGE),
        "Answer": zh("补齐 → 通信 → 截断，三步缺一不可。"),
        "Source": '<span class="host">huggingface.co</span>',
        "Captured": "2023-08",
        "Status": "passage",
    },
    "passage-own": {
        "Prompt": zh("超参数之间的条件关系会使搜索空间难以指定。"),
        "Answer": zh("先定一个，再定依赖它的。"),
        "Status": "passage",
    },
    "passage-english": {
        "Prompt": '<p class="own" lang="en">Padding is cut off after the gather.</p>',
        "Answer": en("Pad, send, cut."),
        "Status": "passage",
    },
    "passage-to-english": {
        "Prompt": '<p class="to-en" lang="zh-Hans">补齐之后再通信，最后截断。</p>',
        "Answer": en("Pad, send, cut."),
        "Status": "passage",
    },
    "digest": {
        "Prompt": zh(f"开源大模型的分词器比较：{run('LLaMA, BLOOM, ChatGLM')}"),
        "Answer": zh(
            f"最近在训练一个小模型，发现不同 {run('tokenizer')} 的压缩率和速度差别不小，"
            "于是在同一份中英平行语料上各跑了一遍，记下“平均长度”与耗时……结果如下："
        )
        + '<table lang="zh-Hans"><thead><tr><th>名称</th><th>词表</th><th>中文长度</th>'
        "<th>英文长度</th>"
        "<th>中文耗时</th><th>英文耗时</th></tr></thead><tbody>"
        f"<tr><td>{run('LLaMA')}</td><td>32000</td><td>61.2</td><td>33.1</td><td>02:11</td>"
        f"<td>01:40</td></tr><tr><td>{run('BLOOM')}</td><td>250680</td><td>23.0</td><td>27.9</td>"
        f"<td>00:48</td><td>01:02</td></tr><tr><td>{run('ChatGLM')}</td><td>130344</td>"
        "<td>23.9</td><td>28.2</td><td>00:27</td><td>00:40</td></tr></tbody></table>"
        + zh(
            "词表最小的一个中文最长，扩充词表之后差距几乎消失。代码见 "
            '<a href="https://example.org/a/very/long/path/that/never/ends/tokenizer_comparison_for_'
            'chinese_and_english_parallel_corpora_20230813_final_version.ipynb?raw=true&amp;ref=main">'
            "https://example.org/a/very/long/path/that/never/ends/tokenizer_comparison_for_"
            "chinese_and_english_parallel_corpora_20230813_final_version.ipynb?raw=true&amp;ref=main"
            "</a>。"
        ),
        "Source": source(
            "开源大模型的分词器比较", "https://blog.example.org/tokenizers", "zh-Hans"
        ),
        "Captured": "2023-06-02",
        "Status": "digest",
    },
    "digest-untitled": {
        "Prompt": '<p class="opening" lang="zh-Hans">对比学习里，负样本并不是越多越好。</p>',
        "Answer": zh("批量过大时，难负样本被大量简单样本淹没，温度系数也要随之调整。")
        + en("Compare the two runs below: the larger batch converges faster, and to a worse place.")
        + read_on(zh(r"损失为 \(-\log p\)，见下：") + code("python", LOOP)),
        "Source": '<span class="host">blog.example.org</span>',
        "Status": "digest",
    },
    "digest-long": {
        "Prompt": en("A post that is too long to be kept"),
        "Answer": en("It begins like this.") + read_on(""),
        "Source": source("Some blog", "https://blog.example.org/long"),
        "Status": "digest",
    },
    "unfinished": {
        "Prompt": zh(f"{run('PyTorch')} 分布式计算中，如何获取进程的 {run('rank')}？"),
        "Passage": "<p><code>torch.distributed.get_rank()</code></p>",
        "Source": '<span class="host">pytorch.org</span>',
        "Captured": "2023-08",
        "Status": "unfinished",
    },
    "unfinished-here": {
        "Prompt": with_passage(zh("什么意思？"), en("Reading <code>rank</code> too early fails.")),
        "Passage": en("Reading <code>rank</code> too early fails."),
        "Status": "unfinished",
    },
    "ready-label": {
        "Prompt": zh("填充与截断的步骤"),
        "Answer": '<p class="quoted" lang="en">Pad to one length, gather, and cut off again.</p>',
        "Status": "ready",
    },
    "highlight": {
        "Prompt": en(
            "The identifier <code>this_is_a_very_long_identifier_that_no_reasonable_person_would_"
            "ever_write_but_that_generated_code_is_full_of</code> must break somewhere."
        ),
        "Captured": "2023-07",
        "Status": "highlight",
    },
    "highlight-zh": {
        "Prompt": zh(
            "学习的关键不在于读了多少，而在于能不能用自己的话把它讲出来。读的时候在书边写下的几个字，"
            "往往比划线的整段话更有用 ✍️。"
        ),
        "Source": '<span lang="zh-Hans">关于旁注</span>',
        "Status": "highlight",
    },
}
"""Field values by the sample's name; fields not named are empty."""


def write_package(path: Path, named: Mapping[str, Mapping[str, str]] = SAMPLES) -> None:
    """Write notes, by default the samples, as an `.apkg` with the note type as it ships. Each has
    its name as a tag and for a GUID."""
    model = genanki.Model(
        MODEL_ID,
        NOTE_TYPE,
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in TEMPLATES],
        css=CSS,
    )
    deck = genanki.Deck(1691842600000, "Annoki::Samples")
    for due, (name, values) in enumerate(named.items()):
        fields = [values.get(field, "") for field in FIELDS]
        deck.add_note(genanki.Note(model, fields, tags=[name], due=due, guid=name))
    genanki.Package(deck).write_to_file(str(path))
