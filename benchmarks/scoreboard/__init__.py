"""`make scoreboard`: Annoki beside what people use instead, measured in real Anki.

All get the same notes, the same edits at the source and in Anki, and are run again; see
`docs/scoreboard.md`, which it writes.
"""
