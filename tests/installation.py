"""A whole installation on this machine: PostgreSQL, Redis, an S3 server, web processes, workers.

Each part can be killed and started again on its own, as on machines of their own.
"""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from tests.services import S3, Postgres, Redis, free_port, wait_until

ROOT = Path(__file__).resolve().parents[1]
START_S = 90
ENGINES = "scripted=tests.fakes.ScriptedEngine"


class Process:
    """One of ours, by its command. Its output goes to a file."""

    def __init__(self, name: str, folder: Path, environment: dict[str, str], *command: str) -> None:
        self.name, self.log = name, folder / f"{name}.log"
        self._environment, self._command = environment, command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._command],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=30)
            self._process = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None


class Web(Process):
    """server: "daphne" (manage.py serve) or "uvicorn"."""

    def __init__(
        self, name: str, folder: Path, environment: dict[str, str], server: str = "daphne"
    ) -> None:
        self.port = free_port()
        port = str(self.port)
        command = ["manage.py", "serve", "--port", port]
        if server == "uvicorn":
            command = ["-m", "uvicorn", "canvas.asgi:application", "--port", port]
            command += ["--log-level", "warning", "--ws-max-size", str(256 * 1024)]
        super().__init__(name, folder, environment, *command)
        self.base = f"http://127.0.0.1:{port}"

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.base}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_until_ready(self) -> None:
        wait_until(self.is_ready, START_S, f"{self.name} is not ready: see {self.log}")

    def sign_in_url(self) -> str:
        lines = self.log.read_text().split()
        return next(line for line in reversed(lines) if "/welcome/" in line)


class Installation:
    """`with` starts the services; web processes and workers are started by whoever needs them."""

    def __init__(self, folder: Path, *, server: str = "daphne", **settings: str) -> None:
        self._stack = ExitStack()
        self._folder, self.server = folder, server
        self._settings = settings
        self._processes: list[Process] = []

    def __enter__(self) -> "Installation":
        self.postgres = self._stack.enter_context(Postgres(self._folder))
        self.redis = self._stack.enter_context(Redis(self._folder))
        self.s3 = self._stack.enter_context(S3(self._folder))
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ANCHORBOARD_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment = kept | {
            "ANCHORBOARD_DATA": str(self._folder / "data"),
            "ANCHORBOARD_DATABASE_URL": self.postgres.url,
            "ANCHORBOARD_REDIS_URL": self.redis.url,
            "ANCHORBOARD_DISPATCHER": "procrastinate",
            "ANCHORBOARD_S3_BUCKET": self.s3.bucket,
            "ANCHORBOARD_S3_ENDPOINT": self.s3.url,
            "ANCHORBOARD_S3_REGION": "us-east-1",
            "ANCHORBOARD_S3_ACCESS_KEY": "a",
            "ANCHORBOARD_S3_SECRET_KEY": "b",
            "ANCHORBOARD_ENGINES": ENGINES,
            "ANCHORBOARD_TIERS": "standard=scripted",
            **self._settings,
        }
        (self._folder / "data").mkdir()
        return self

    def __exit__(self, *_: Any) -> None:
        for process in self._processes:
            if not process.has_ended():
                process.stop(signal.SIGKILL)
        self._stack.close()

    def web(self, name: str) -> Web:
        return self._began(Web(name, self._folder, self.environment, self.server))

    def worker(self, name: str) -> Process:
        return self._began(Process(name, self._folder, self.environment, "manage.py", "worker"))

    def _began(self, process: Any) -> Any:
        self._processes.append(process)
        process.start()
        return process
