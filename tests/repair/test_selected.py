"""What was selected in a PDF, in mid-word, or from a text whose marks a converter folded."""

from __future__ import annotations

from typing import List, Tuple

import pytest
from annoki.identity.likeness import normalised
from annoki.model import Block, Document, Item, Span
from annoki.readers import read
from annoki.repair import repair
from annoki.text.spans import text_of, written

from tests.texts import passage, prose, said

PDF = "https://papers.example.org/pdf/2101.00001v2"


def marked(text: str, uri: str = "", context: Tuple[str, str] = ("", "")) -> Item:
    return Item("annotation", "hypothesis", "x", 1, passage=passage(text), uri=uri, context=context)


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("either linear orconvolutional layers in this model", "or convolutional"),
        ("it depends on attentionmechanisms only, as they say", "attention mechanisms"),
        ("which takes lesstime to train than the others", "less time"),
        ("so the encodercontains two layers of the kind", "encoder contains"),
        ("was shown here for the firsttime by them", "first time"),
        ("the gradient vanishes. Thisproblem was known", "This problem"),
        ("the rate is shown inTable 2 of the paper", "in Table 2"),
        ("a rate of 0.1,and then it is halved", "0.1, and"),
        ("which we train for 30epochs on the data", "30 epochs"),
        ("the self-attentionlayers of the model", "attention layers"),
        ("and theencoder-decoder model of the paper", "the encoder"),
        ("which is tuned onvalidation data of ours", "on validation"),
        ("cost.We see that it is good for the model", "cost. We"),
        ("the value is mini- mized by the solver", "minimized"),
        ("the loss func- tion is used in the work", "function"),
    ],
)
def test_any_two_words_are_parted_in_a_pdf(damaged: str, sound: str) -> None:
    healed = repair(marked(damaged, PDF))
    assert sound in said(healed.passage)
    (repaired,) = healed.repairs
    assert repaired.after != repaired.before
    assert repaired.after.strip(" ,") in sound
    assert repair(healed) is healed


@pytest.mark.parametrize("uri", ["urn:x-pdf:0a1b", "file:///home/me/Paper.PDF", PDF + "#page=2"])
def test_what_is_a_pdf(uri: str) -> None:
    assert repair(marked("it is the firsttime that we see it", uri)).repairs


@pytest.mark.parametrize(
    "text",
    [
        "the covariates were prepended to the tokens of the sentence",
        "an embedding of subwords, with dropout and layernorm, in the autoencoder",
        "Kingma and Goodfellow describe it for Coursera",
        "the chiplets of the wafer, and adrenalin for the team",
        "wir haben das Netzwerk mit der Aufmerksamkeit trainiert",
        "with pre- and post-training of mini- and micro-batches for the task",
        "the self-attention of off-the-shelf on-line learners, and cross-entropies of sub-words",
        "of topologies, isotropic tolerances and atmospheres, with the onboarding of it",
        "we call createTable 1 and inOrder for each of the 4bits, 3grams and the 2nd of f(1,and)",
        "see Fig.2 and Sec.3 of the torch.Tensor for this",
    ],
)
def test_sound_words_stay_in_a_pdf(text: str) -> None:
    item = marked(text, PDF)
    assert repair(item) is item


def test_a_web_page_proves_nothing() -> None:
    item = marked("it is the firsttime that we see it", "https://docs.example.org/guide.html")
    assert repair(item) is item


@pytest.mark.parametrize(
    ("text", "context", "shown"),
    [
        ("guage models are big", ("that lan", " in"), "…guage models are big"),
        ("of the optimi", ("one ", "zer is"), "of the optimi…"),
        ("models are learners", ("that large ", " in"), "models are learners"),
        ("numpyro is fast", ("that ", " in"), "numpyro is fast"),
        ("not be done", ("this can", " at"), "not be done"),
        ("f the layers are shared, it works", ("", ""), "f the layers are shared, it works"),
        ("f the layers are shared, it works", ("and o", "."), "…f the layers are shared, it works"),
        ("型很大", ("模", "。"), "型很大"),
        ("ield nets store patterns", ("a Hopf", ""), "…ield nets store patterns"),
        ("runs on Kubernet", ("", "es now"), "runs on Kubernet…"),
        ("nd three layers", ("two a", ""), "…nd three layers"),
        ("what we fi", ("", "nd there"), "what we fi…"),
        # Blocks that a page has without a space between them.
        ("systemd is a manager", ("Kubectl", ""), "systemd is a manager"),
        ("outperforms it", ("RoBERTa", ""), "outperforms it"),
        ("iPhone is a phone", ("the 5", ""), "iPhone is a phone"),
    ],
)  # fmt: skip
def test_the_text_around_tells_what_was_cut(
    text: str, context: Tuple[str, str], shown: str
) -> None:
    if context == ("", ""):
        shown = "…" + shown
    healed = repair(marked(text, context=context))
    assert said(healed.passage) == shown
    assert {one.rule for one in healed.repairs} <= {"cut"}
    assert repair(healed) is healed


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("ake two images of the scene and compare them", True),
        ("e use the same seed as in the other run", True),
        ("e are the first to see that", True),
        ("nd the results are in the table below", True),
        # A variable, a name or an abbreviation begins a sentence, too.
        ("e is the base of the logarithm", False),
        ("e also grows with the size of it", False),
        ("n the number of samples that were seen", False),
        ("git is a tool for the versions of it", False),
        ("ack the message and then send the next one", False),
        ("nd arrays are stored by row in this", False),
        ("ou le temps passe dans la ville de Paris", False),
    ],
)
def test_a_short_piece_at_the_start_that_is_no_word(text: str, is_cut: bool) -> None:
    assert said(repair(marked(text)).passage) == "…" * is_cut + text


@pytest.mark.parametrize(
    ("note", "text", "shown"),
    [
        (
            "max_live_paramsmax_reuse 占多少内存?",
            "shared by max_live_params and max_reuse",
            "max_live_params max_reuse 占多少内存?",
        ),
        ("input_idslabels 在哪移动", "the labels are shifted", "input_ids labels 在哪移动"),
        ("train_dataloader 是什么", "the loader of data", "train_dataloader 是什么"),
        ("max_seqlength 多大", "the length of it", "max_seqlength 多大"),
        ("see batch_sizelabels", "set batch_sizelabels, of batch_size", "see batch_sizelabels"),
    ],
)
def test_names_that_ran_together_in_a_note(note: str, text: str, shown: str) -> None:
    healed = repair(marked(text)._replace(body=prose(note)))
    assert said(healed.body) == shown
    assert {one.rule for one in healed.repairs} <= {"name"}


FOLDED = """  1. Aug 2023
  2. docs.example.org docs.example.org
    1. 模型很大(约 20 GB),但推理时只用一半,对吗?我们看看。

      先看缓存:它按 $k, v$ 存; `a,b` 不变, 其余如前
"""


def body_of(text: str) -> List[Item]:
    head = "2 Matching Annotations\n"
    found = read(Document("x", head + text), "hypothesis-page-text").found
    return [one for one in found if isinstance(one, Item)]


def test_marks_that_a_converter_folded_come_back_between_chinese() -> None:
    (item,) = map(repair, body_of(FOLDED))
    assert said(item.passage) == "模型很大(约 20 GB)，但推理时只用一半，对吗？我们看看。"
    assert said(item.body) == "先看缓存：它按 $k, v$ 存; `a,b` 不变, 其余如前"
    assert {one.rule for one in item.repairs} == {"punctuation"}


def test_one_note_says_nothing_of_the_others_and_of_its_own_marks_all() -> None:
    more = FOLDED + "\n    2. 另一段，全角, 半角\n\n      好\n"
    first, second = map(repair, body_of(more))
    assert first == repair(body_of(FOLDED)[0])
    assert said(second.passage) == "另一段，全角, 半角"


def test_a_fraction_in_chinese() -> None:
    assert said(repair(marked("只有 1 /3 的人能够拿到")).passage) == "只有 1/3 的人能够拿到"


def test_a_title_that_was_folded_has_its_marks_again_and_is_the_same_post() -> None:
    said = (Span("潮汐(月亮)在拉:水涨,对吗?"),)
    post = Item("post", "blog", "x", 1, body=prose("一句话。"), title=said, folded=True)
    healed = repair(post)
    assert text_of([Block("heading", healed.title)]) == "潮汐（月亮）在拉：水涨，对吗？"
    assert normalised(written(healed.title)) == normalised(written(said))
    assert repair(healed) is healed
    assert repair(post._replace(folded=False)).title == said
