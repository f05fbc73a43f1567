"""`python -m exporter`, the same as `annoki`."""

from .cli import run

run()
