"""`python -m exporter`, the same as `annoki`."""

from .cli import main

main()
