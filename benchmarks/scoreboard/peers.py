"""What else brings text files into Anki: each with the ids that it documents, kept in them."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from pathlib import Path
from typing import Dict, Sequence, Type

from .corpus import Item, Source
from .desk import PROFILE
from .notation import ANKI, DOLLARS, OWN_LINES, as_html, noted
from .programs import Program, listed


class Ankdown(Program):
    """Markdown files of cards."""

    name = "ankdown"
    distribution = "ankdown"
    use = (
        "each card in a Markdown file of its own, which its README calls the best way (the GUID is "
        "of the file's name and the card's place in it); formulas in `\\(…\\)`; `--highlight`."
    )
    says = (
        "“It's not possible to automatically remove cards from your anki decks, since the anki "
        "package importer never deletes cards.”"
    )

    def write(self, source: Source) -> None:
        shutil.rmtree(self.files / "Notes", ignore_errors=True)
        (self.files / "Notes").mkdir()
        for item in listed(source):
            front, back = (noted(side, item, ANKI) for side in (item.front, item.back))
            card = f"{front}\n\n%\n\n{back}\n"
            Path(self.files, "Notes", f"{item.key}.md").write_text(card, encoding="utf-8")

    def commands(self) -> Sequence[Sequence[str]]:
        return [[str(self.bin / "ankdown"), "-r", ".", "-p", str(self.package), "--highlight"]]


class Ankcompiler(Program):
    """Markdown files of blocks."""

    name = "ankcompiler"
    distribution = "ankcompiler"
    use = (
        "a Markdown file of each document, blocks of `question ::: answer`, each with the `[^uid]` "
        "that `ankc uid` stamps, kept in the file; `ankc build`."
    )

    def write(self, source: Source) -> None:
        _emptied(self.files)
        for number, page in enumerate(source):
            blocks = "\n".join(map(self._block, page))
            text = f"---\ndeck: Notes\n---\n\n{blocks}"
            Path(self.files, f"{number:04}.md").write_text(text, encoding="utf-8")

    def _block(self, item: Item) -> str:
        front, back = (noted(side, item, DOLLARS) for side in (item.front, item.back))
        return f"---\n\n{front}\n\n:::\n\n{back}\n\n---\n[^uid]: {item.key:0<10}\n"

    def commands(self) -> Sequence[Sequence[str]]:
        ankc = [str(self.bin / "ankc"), "build", "--deck", "Notes", "--path", "."]
        return [[*ankc, "--output", str(self.desk.folder)]]


class AnkiYamlTool(Program):
    """A YAML file of fields."""

    name = "anki-yaml-tool"
    distribution = "anki-yaml-tool"
    use = (
        "one YAML file of model and notes, its fields HTML with formulas in Anki's brackets, each "
        "with an `id`, which becomes a tag; `anki-yaml-tool build`. `push` sends the same package."
    )
    says = (
        "“Generates deterministic deck and model IDs based on names to preserve study progress "
        "across updates”: of decks and models; a note's GUID is genanki's, of all its fields."
    )

    def write(self, source: Source) -> None:
        data = [
            {
                "front": as_html(item.front, item),
                "back": as_html(item.back, item),
                "id": item.key,
            }
            for item in listed(source)
        ]
        card = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}
        model = {"name": "Notes", "deck-name": "Notes", "fields": ["Front", "Back"]}
        deck = {"config": {**model, "templates": [card]}, "data": data}
        # JSON is YAML, too.
        text = json.dumps(deck, ensure_ascii=False, indent=1)
        (self.files / "deck.yaml").write_text(text, encoding="utf-8")

    def commands(self) -> Sequence[Sequence[str]]:
        build = [str(self.bin / "anki-yaml-tool"), "build", "--file", "deck.yaml"]
        return [[*build, "--output", str(self.package)]]


class Md2anki(Program):
    """A Markdown document with headings as questions."""

    name = "md2anki"
    distribution = "md2anki"
    use = (
        "one Markdown document, a heading with an id, `## Question (id)`, of each card, as `-o-md` "
        "writes them; `md2anki -o-anki`."
    )
    says = "“deletions can not be tracked!”"

    def write(self, source: Source) -> None:
        cards = "\n\n".join(map(self._card, listed(source)))
        Path(self.files, "notes.md").write_text(f"# Notes (1784093651)\n\n{cards}\n", "utf-8")

    def _card(self, item: Item) -> str:
        front, back = (noted(side, item, DOLLARS) for side in (item.front, item.back))
        return f"## {front} ({uuid.uuid5(uuid.NAMESPACE_OID, item.key)})\n\n{back}"

    def commands(self) -> Sequence[Sequence[str]]:
        return [[str(self.bin / "md2anki"), "notes.md", "-o-anki", str(self.package)]]


class InCollection(Program):
    """A program that writes into the collection, and the ids of its notes into its files."""

    def imports(self) -> bool:
        return False


class Inka2(InCollection):
    """Markdown files, collected into the collection."""

    name = "inka2"
    distribution = "inka2"
    use = (
        "a Markdown file of each document, numbered questions with quoted answers, the "
        "`<!--ID:…-->` that it writes into them kept; `inka2 collect`. (Code is not highlighted: "
        "for that it loads a script from the network.)"
    )
    says = "“If flashcard already exists in Anki, the changes will be synced.”"

    def ready(self) -> Sequence[Sequence[str]]:
        self.desk.make_profile()
        for hashes in self.bin.parent.glob("lib/python*/site-packages/inka2/hashes.json"):
            hashes.unlink()
        wanted = {"anki.path": str(self.desk.base), "defaults.profile": PROFILE}
        return [[str(self.bin / "inka2"), "config", *option] for option in wanted.items()]

    def write(self, source: Source) -> None:
        _emptied(self.files)
        for number, page in enumerate(source):
            cards = "\n\n".join(self._card(n, item) for n, item in enumerate(page, 1))
            text = f"---\n\nDeck: Notes\n\n{cards}\n\n---\n" if page else ""
            Path(self.files, f"{number:04}.md").write_text(text, encoding="utf-8")

    def _card(self, number: int, item: Item) -> str:
        front, back = (noted(side, item, OWN_LINES) for side in (item.front, item.back))
        quoted = "\n".join(f"> {line}".rstrip() for line in back.splitlines())
        id = self.ids.get(item.key)
        return f"{f'<!--ID:{id}-->' + chr(10) if id else ''}{number}. {front}\n\n{quoted}"

    def commands(self) -> Sequence[Sequence[str]]:
        return [[str(self.bin / "inka2"), "collect", "--ignore-errors", "."]]

    def stamped(self, source: Source) -> Dict[str, str]:
        ids: Dict[str, str] = {}
        for number, page in enumerate(source):
            text = Path(self.files, f"{number:04}.md").read_text(encoding="utf-8")
            found = re.findall(r"^(?:<!--ID:(\d+)-->\n)?\d+\. ", text, re.MULTILINE)
            assert len(found) == len(page), text
            ids.update((item.key, id) for item, id in zip(page, found))
        return ids


class Apy(InCollection):
    """A Markdown file of notes, added to the collection."""

    name = "apy"
    distribution = "apyanki"
    use = (
        "one Markdown file of notes of the type Basic, the `nid` that it writes into them kept; "
        "`apy update-from-file -u`. No deck is named: it would be set again each time."
    )
    says = (
        "“This command will update existing notes if a note ID (nid) or card ID (cid) is provided "
        "in the file header, otherwise it will add new notes.”"
    )

    def ready(self) -> Sequence[Sequence[str]]:
        self.desk.make_profile()
        config = {"base_path": str(self.desk.base), "profile_name": PROFILE}
        (self.desk.home / "apy.json").write_text(json.dumps(config), encoding="utf-8")
        return ()

    def write(self, source: Source) -> None:
        cards = "\n\n".join(map(self._card, listed(source)))
        Path(self.files, "notes.md").write_text(f"model: Basic\n\n{cards}\n", encoding="utf-8")

    def _card(self, item: Item) -> str:
        front, back = (noted(side, item, DOLLARS) for side in (item.front, item.back))
        id = self.ids.get(item.key)
        return (
            f"# Note\n{f'nid: {id}' + chr(10) if id else ''}\n## Front\n{front}\n\n## Back\n{back}"
        )

    def commands(self) -> Sequence[Sequence[str]]:
        return [[str(self.bin / "apy"), "update-from-file", "notes.md", "-u"]]

    def stamped(self, source: Source) -> Dict[str, str]:
        text = Path(self.files, "notes.md").read_text(encoding="utf-8")
        notes = re.split(r"^# Note$", text, flags=re.MULTILINE)[1:]
        assert len(notes) == len(listed(source))
        # A note that was refused gets the id 0.
        found = [re.search(r"^nid: ([1-9]\d*)$", note, re.MULTILINE) for note in notes]
        return {item.key: id[1] if id else "" for item, id in zip(listed(source), found)}


def _emptied(folder: Path) -> None:
    for file in folder.glob("*.md"):
        file.unlink()


PEERS: Dict[str, Type[Program]] = {
    "ankdown": Ankdown,
    "ankcompiler": Ankcompiler,
    "anki-yaml-tool": AnkiYamlTool,
    "md2anki": Md2anki,
    "inka2": Inka2,
    "apy": Apy,
}
