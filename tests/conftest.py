"""Tests read what the command line says in English, whatever the locale of who runs them."""

from __future__ import annotations

import os

os.environ["LANGUAGE"] = "en"
