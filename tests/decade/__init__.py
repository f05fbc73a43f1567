"""Years of use, simulated with the real Anki: `make decade` (see README.md)."""
