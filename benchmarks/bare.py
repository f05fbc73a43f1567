"""What Annoki's package costs without Annoki: finished notes, written with genanki as it comes.

`python bare.py NOTES.jsonl OUT.apkg`. The first line of NOTES.jsonl is the note type, every other
line a note: its guid, fields, tags and deck.
"""

import json
import sys

import genanki

with open(sys.argv[1], encoding="utf-8") as lines:
    model = genanki.Model(**json.loads(next(lines)))
    decks: dict[str, genanki.Deck] = {}
    for line in lines:
        note = json.loads(line)
        if note["deck"] not in decks:
            decks[note["deck"]] = genanki.Deck(1_600_000_000 + len(decks), note["deck"])
        decks[note["deck"]].add_note(
            genanki.Note(model=model, fields=note["fields"], tags=note["tags"], guid=note["guid"])
        )
genanki.Package(list(decks.values())).write_to_file(sys.argv[2])
