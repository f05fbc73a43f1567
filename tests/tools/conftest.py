"""The add-on, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.build_addon import build


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("addon") / "annoki.ankiaddon")
