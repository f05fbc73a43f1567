"""A desktop, a phone and `annoki sync --ankiweb`, which meet on a server while everything fails."""
