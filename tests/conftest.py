"""Tests read what the command line says in English, whatever the locale of who runs them, and find
neither their configuration nor anything else that Annoki keeps for them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="annoki-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _name in ("CONFIG", "DATA", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = os.path.join(_HOME, _name.lower())

os.environ["LANGUAGE"] = "en"
