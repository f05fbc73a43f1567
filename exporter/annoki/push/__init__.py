"""Push: what the reader has answered in Anki goes back into the annotation that it answers."""
