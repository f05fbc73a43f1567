"""The site, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.site.__main__ import make


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    make(folder)
    return folder
