"""The real product in a process of its own: started, killed and started again by journeys."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import StorageState

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 60
FAKES = {
    "ANCHORBOARD_ENGINES": "scripted=tests.fakes.ScriptedEngine,no_mask=tests.fakes.NoMaskEngine,"
    "moving=tests.fakes.MovingEngine",
    "ANCHORBOARD_TIERS": "standard=scripted,pro=no_mask,motion=moving",
    "ANCHORBOARD_BENCH_HOOK": "1",
}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`manage.py serve` on a data folder; environment: its settings, engines that are fakes.

    sign_in_url: what its last start printed. signed_in: the owner's cookies, once there are any.
    """

    def __init__(self, data: Path, environment: Mapping[str, str] = FAKES) -> None:
        self.data = data
        self.environment = environment
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.sign_in_url = ""
        self.signed_in: StorageState | None = None
        self.output: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns once the address is printed. Raises RuntimeError with the output if it is not."""
        self.sign_in_url = ""
        environment = os.environ | self.environment | {"PYTHONUNBUFFERED": "1"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"]
            + ["--port", str(self.port), "--data", str(self.data)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        reader = threading.Thread(target=self._read, args=(self._process, ready), daemon=True)
        reader.start()
        if not ready.wait(START_TIMEOUT_S) or not self.sign_in_url:
            self.kill()
            raise RuntimeError("serve did not start:\n" + "".join(self.output))

    def _read(self, process: subprocess.Popen[str], ready: threading.Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.output.append(line)
            if found := re.search(r"http://[\w.:]+\S*", line):
                self.sign_in_url = found.group()
                ready.set()
        ready.set()

    @property
    def process_id(self) -> int:
        assert self._process is not None
        return self._process.pid

    def freeze(self) -> None:
        """It keeps its connections, and answers nothing until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """kill -9: no chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        if how is not signal.SIGKILL:
            self.thaw()  # a frozen process is not reached by anything milder
        self._process.wait(timeout=20)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)
