"""`python -m annoki`, the same as `annoki`."""

from .cli.commands import main

main()
