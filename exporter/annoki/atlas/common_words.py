"""Words that many names and addresses have, in small letters."""

from __future__ import annotations

from typing import FrozenSet


def _words(text: str) -> FrozenSet[str]:
    return frozenset(text.split())


SMALL = _words(
    "a an the of for with in on to and or from by via as at is are be do does not no it its into"
    " over under between without within through towards toward using what how why when your you we"
    " our their vs versus"
)
"""Words that titles write in small letters, or that say nothing by themselves."""

GENERIC = _words(
    "introduction intro guide tutorial tutorials notes note overview getting started documentation"
    " docs doc blog home learn learning deep machine part chapter lecture weekly issue update"
    " release version new best practices practice list awesome based quick start quickstart manual"
    " reference api user installation install example examples course basics beginners beginner"
    " explained complete free online official page website"
)
"""Words of which many titles are made."""

BODIES = _words(
    "university college institute department conference proceedings association license licence"
    " commons society journal transactions workshop laboratory press inc ltd copyright reserved"
    " foundation international"
)
"""Words by which not a text is named, but who made or sells it."""

BEFORE_TITLES = _words("paper title read see ref link pdf code article post blog book arxiv")
"""Words that stand before a title."""

CONTINUES = _words("for with in on to of from via using and through towards beyond")
"""Small words with which a title goes on."""

NO_OWNERS = _words(
    "about account apps blog collections customer-stories docs enterprise events explore features"
    " issues join login marketplace new notifications orgs pricing pulls readme search security"
    " settings signup site sponsors stars team topics trending users"
    " user username your-username yourname youraccount owner example xxx"
)
"""What stands where the owner of a repository does, and is none: pages of the forge, examples."""

LISTS_OF_A_REPOSITORY = frozenset(("discussions", "issues", "merge_requests", "pulls"))
"""Pages of a repository that list what people wrote about it."""

OWN_PAGES = frozenset(("commit", "discussions", "issues", "merge_requests", "pull", "wiki"))
"""Pages of a repository that are a thing of their own."""

NO_MODELS = _words(
    "blog chat collections course docs enterprise join learn login models new papers posts pricing"
    " settings tasks welcome"
)
"""The same where people keep models."""
