"""Where the command line keeps and looks for things, as the system's customs have it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional


def config_path() -> Path:
    """Where the configuration is, if the command line names none."""
    from platformdirs import user_config_path

    return user_config_path("annoki", appauthor=False) / "annoki.json"


def config_there() -> Optional[Path]:
    """`config_path`, if anything is there, sound or not."""
    path = config_path()
    return path if os.path.lexists(path) else None


def cache_path() -> Path:
    """Where pictures stay, and what a server need not be asked for again. It may be deleted."""
    from platformdirs import user_cache_path

    return user_cache_path("annoki", appauthor=False)
