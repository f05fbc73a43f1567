"""AnkiWeb kept in step without Anki's windows: by a timer, on a server."""
