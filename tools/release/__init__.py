"""Builds what is published, twice, and checks it: see `python -m tools.release --help`."""
