"""The real Anki desktop, on a throw-away base, with the built add-on installed by Anki itself.

`Desktop.run(script)` starts the program in a process (group) of its own, plays `script` in it (see
`driver/`), and ends exactly what it started, whatever happens.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional

from annoki.files.kept_reports import KeptReports

HERE = Path(__file__).parent
PROFILE = "Reader"
LIMIT = 600
"""Seconds after which a program that has not ended is ended; on a busy machine it takes a while."""

# Makes the base as a first start would leave it: a profile, nothing to ask, nothing to download.
_PREPARE = """
import sys
from aqt.qt import QApplication
import anki.lang
anki.lang.set_lang("en")
from aqt.profiles import ProfileManager, VideoDriver
base, profiles = sys.argv[1], sys.argv[2:]
app = QApplication(["anki"])
pm = ProfileManager(ProfileManager.get_created_base_folder(base))
pm.setupMeta()
pm.meta.update(firstRun=False, updates=False, suppressUpdate=True, defaultLang="en_US",
               check_for_addon_updates=False, check_for_updates=False)
for name in profiles:
    pm.create(name)
    pm.load(name)
    pm.profile.update(autoSync=False, syncMedia=False)
    pm.set_video_driver(VideoDriver.Software)
    pm.save()
"""


# As its preferences keep it: older ones override what the environment says.
_SCALE = """
import sys
from aqt.profiles import ProfileManager
pm = ProfileManager(ProfileManager.get_created_base_folder(sys.argv[1]))
pm.setupMeta()
pm.load(pm.profiles()[0])
pm.setUiScale(float(sys.argv[2]))
pm.save()
"""


def _install(desk: Any, package: str) -> Iterator[Any]:
    found = desk.mw.addonManager.install(package)
    desk.results["installed"] = [type(found).__name__, vars(found)]
    yield 0


class DesktopError(AssertionError):
    """The program did not do what a script asked, or did not end; holds all that it printed."""


@dataclass
class Outcome:
    """What a script left: its results, the tooltips shown, and what Anki called an error."""

    results: Dict[str, Any]
    tooltips: List[str]
    errors: List[str]
    printed: str


class Desktop:
    """A base folder for Anki, with profiles and the add-on in it."""

    def __init__(self, folder: Path, display: str = "", pictures: Optional[Path] = None) -> None:
        self.folder = folder
        self.base = folder / "base"
        self.display = display
        self.pictures = pictures
        self.scale = 1

    @property
    def addons(self) -> Path:
        """Where Anki keeps add-ons."""
        return self.base / "addons21"

    @property
    def addon(self) -> Path:
        """Annoki's own folder."""
        return self.addons / "annoki"

    def prepare(self, package: Path, *profiles: str) -> None:
        """Make the profiles, and let Anki's add-on manager install `package`; the first window of
        each has been seen."""
        names = profiles or (PROFILE,)
        self.make(*names)
        for name in names:
            self.configure(name)
        outcome = self.run(_install, package=str(package))
        kind, values = outcome.results["installed"]
        if kind != "InstallOk" or not values["compatible"]:
            raise DesktopError(f"Anki did not install the add-on: {outcome}")

    def make(self, *profiles: str) -> None:
        """Make the profiles, without the add-on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", _PREPARE, str(self.base), *profiles]
        _finish(_start(command, self.environment(), self.folder / "prepare.log"), 60)
        shutil.copytree(
            HERE / "driver", self.addons / "driver", ignore=shutil.ignore_patterns("__pycache__")
        )

    def copy(self, folder: Path, pictures: Optional[Path] = None) -> Desktop:
        """This desktop as it is now, to be used and spoilt in `folder`."""
        shutil.copytree(self.base, folder / "base")
        return Desktop(folder, self.display, pictures)

    def enlarge(self, scale: int) -> None:
        """Let its interface be `scale` times as large from the next start."""
        command = [sys.executable, "-c", _SCALE, str(self.base), str(scale)]
        subprocess.run(command, env=self.environment(), check=True)
        self.scale = scale

    def configure(self, profile: str = PROFILE, **config: Any) -> None:
        """Set options as the add-on keeps them for `profile`."""
        path = self.kept("config.json", profile)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(config), encoding="utf-8")

    def kept(self, name: str, profile: str = PROFILE) -> Path:
        """The file `name` that the add-on keeps for `profile`."""
        return self.base / profile / "annoki" / name

    def configuration(self, profile: str = PROFILE) -> Dict[str, Any]:
        """The options that the add-on keeps for `profile`."""
        data: Dict[str, Any] = json.loads(
            self.kept("config.json", profile).read_text(encoding="utf-8")
        )
        return data

    @property
    def report(self) -> Dict[str, Any]:
        """The last report that the add-on wrote."""
        reports = self.reports()
        return reports.read(reports.names()[0])

    def reports(self, profile: str = PROFILE) -> KeptReports:
        """The reports that the add-on keeps for `profile`."""
        return KeptReports(self.kept("reports", profile))

    def environment(self) -> Dict[str, str]:
        """The program's environment: nothing of the machine's own user."""
        kept = ("PATH", "TMPDIR", "COVERAGE_PROCESS_CONFIG")
        keep = {name: os.environ[name] for name in kept if name in os.environ}
        home = self.folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        screen = {"DISPLAY": self.display} if self.display else {"QT_QPA_PLATFORM": "offscreen"}
        return {
            **keep,
            **screen,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "LANG": "C.UTF-8",
            "QT_SCALE_FACTOR": str(self.scale),
            "ANKI_SINGLE_INSTANCE_KEY": (alone := uuid.uuid4().hex),
            "LOGNAME": alone,  # by which older ones know whether they run already
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
            "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --no-sandbox",
            "QT_QUICK_BACKEND": "software",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def run(
        self,
        script: Callable[..., Iterator[Any]],
        *,
        language: str = "en",
        profile: str = PROFILE,
        early: bool = False,
        limit: float = LIMIT,
        opening: Optional[Path] = None,
        **arguments: Any,
    ) -> Outcome:
        """Start Anki, as `opening` a file does, play `script(desk, **arguments)` in it, let it end
        by itself.

        Raises DesktopError when the script fails, or when Anki does not end within `limit` s
        of the script's beginning.
        """
        run = self.folder / f"run-{uuid.uuid4().hex[:8]}"
        run.mkdir()
        output = run / "results.json"
        began = run / "began"
        task = {
            "source": "\n" * (script.__code__.co_firstlineno - 1)
            + textwrap.dedent(inspect.getsource(script)),
            "file": script.__code__.co_filename,
            "name": script.__name__,
            "arguments": arguments,
            "early": early,
            "output": str(output),
            "began": str(began),
            "pictures": str(self.pictures or ""),
        }
        (run / "task.json").write_text(json.dumps(task), encoding="utf-8")
        environment = {**self.environment(), "ANNOKI_TEST_SCRIPT": str(run / "task.json")}
        command = [sys.executable, "-c", "import aqt; aqt.run()", "-b", str(self.base)]
        command += ["-l", language] + (["-p", profile] if profile else [])
        command += [str(opening)] if opening else []
        log = run / "printed.txt"
        ended = _finish(_start(command, environment, log), limit, began)
        printed = log.read_text(encoding="utf-8", errors="replace")
        if not output.exists():
            how = f"ended with {ended}" if ended is not None else f"had not ended after {limit} s"
            raise DesktopError(f"Anki {how}, without results:\n{printed}")
        data = json.loads(output.read_text(encoding="utf-8"))
        if data["failure"]:
            raise DesktopError(f"{data['failure']}\n{data['errors']}\nAnki printed:\n{printed}")
        if ended != 0:
            how = f"ended with {ended}" if ended is not None else f"did not end in {limit} s"
            raise DesktopError(f"the script was played, but Anki {how}:\n{printed}")
        return Outcome(data["results"], data["tooltips"], data["errors"], printed)


def _start(command: List[str], environment: Dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as stream:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _finish(
    process: subprocess.Popen[bytes], limit: float, began: Optional[Path] = None
) -> Optional[int]:
    """Wait for `process`, then end whatever is left of its group; None if it had to be ended.

    `limit` counts from when the file `began` is there, which is waited for as long as it takes.
    """
    try:
        end = time.monotonic() + (LIMIT if began else limit)
        while began and not began.exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        # The web engine's helpers are in the group of the program that we started, and only they.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def screen(width: int = 1280, height: int = 900) -> Iterator[str]:
    """A display of its own, by Xvfb; its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24"]
    process = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(write)
    try:
        with os.fdopen(read) as stream:
            number = stream.readline().strip()
        if not number:
            raise DesktopError("Xvfb did not start")
        yield f":{number}"
    finally:
        process.terminate()
        _finish(process, 10)
