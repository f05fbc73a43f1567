"""A script as its owner would write it, with genanki as its README shows it.

`python by_hand.py NOTES.json OUT.apkg`: of each note its front, its back and what identifies it.
"""

import json
import sys

import genanki

MODEL = genanki.Model(
    1_607_392_319,
    "By hand",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[
        {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}
    ],
)

with open(sys.argv[1], encoding="utf-8") as file:
    notes = json.load(file)
deck = genanki.Deck(2_059_400_110, "Notes")
for note in notes:
    deck.add_note(
        genanki.Note(
            model=MODEL,
            fields=[note["front"], note["back"]],
            guid=genanki.guid_for(note["identity"]),
        )
    )
genanki.Package(deck).write_to_file(sys.argv[2])
