"""What is configured, and who else is at it, as answers are sent."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.fetch.faults import Scene
from tests.fetch.servers import TOKEN, Handler
from tests.fixture_files import ROOT

from .bench import TEXTS, Bench, answered, settled


def test_two_sources_that_show_one_annotation_write_it_once(bench: Bench) -> None:
    config = json.loads(bench.config.read_text())
    (source,) = config["sources"]
    config["sources"] = [source, {**source, "groups": ["__world__"]}]
    bench.config.write_text(json.dumps(config))
    bench.sync()
    bench.edit("sides", Answer="zero")
    assert bench.push().code == 0
    assert len(bench.service.sent) == 1
    settled(bench)


def test_a_token_that_is_kept_elsewhere_will_do(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARGIN_TOKEN", TOKEN)
    config = bench.config.read_text().replace(TOKEN, "env:MARGIN_TOKEN")
    bench.config.write_text(config)
    bench.edit("sides", Answer="zero")
    assert bench.push().code == 0
    assert len(bench.service.writes) == 1
    settled(bench)


def test_of_two_pushes_at_once_the_second_says_so_and_ends(bench: Bench) -> None:
    bench.edit("sides", Answer="zero")
    second = []

    def meanwhile(handler: Handler, scene: Scene) -> None:
        environment = {
            **os.environ,
            **{f"XDG_{one}_HOME": str(bench.folder / one.lower()) for one in ("DATA", "CACHE")},
            "PYTHONPATH": str(ROOT / "exporter"),
        }
        command = [sys.executable, "-m", "annoki", "push", "--config", str(bench.config)]
        command += ["--collection", str(bench.collection)]
        second.append(subprocess.run(command, env=environment, capture_output=True, check=False))
        sound = scene.sound(handler)
        handler.send(sound.data, sound.status, sound.kind)

    bench.wire.faulty({"PATCH sides 1": meanwhile})
    assert bench.push().code == 0
    (other,) = second
    assert other.returncode in (1, 2)
    assert other.stderr.count(b"\n") == 1, other
    assert len(bench.service.sent) == 1


def test_a_token_that_is_no_longer_valid_is_told(bench: Bench) -> None:
    bench.edit("sides", Answer="zero")
    right = bench.config.read_text()
    bench.config.write_text(right.replace(TOKEN, "6879-another"))
    said = bench.push()
    assert said.code == 1
    assert "token" in said.told
    assert "6879" not in said.told
    assert bench.service.sent == []
    bench.config.write_text(right)
    assert bench.push().code == 0
    assert len(bench.service.writes) == 1


def test_a_sync_sends_only_where_that_is_asked_for(bench: Bench) -> None:
    bench.edit("sides", Answer="zero")
    bench.sync()
    assert bench.service.sent == []
    said = bench.sync("--push")
    assert said.code == 0, said
    assert bench.service.row("sides")["text"] == answered("sides", TEXTS["sides"])
    settled(bench)
    rows = bench.rows()
    assert bench.sync("--push").code == 0
    assert bench.rows() == rows
    assert len(bench.service.sent) == 1
