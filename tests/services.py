"""PostgreSQL, Redis and an S3 server of the tests' own, each on a free port of this machine.

`python -m tests.services COMMAND ...` runs a command on them, as the settings of a large
installation: `python -m tests.services python -m pytest tests/integration` is how CI runs the same
tests there. Nothing of an installed service is touched: data lies in a temporary folder and is gone
at the end.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

START_S = 30
NOBODY_ELSE = "postgres"
"""The user that runs PostgreSQL where we are root: as root it refuses to run."""


class Service:
    """A server process that can be killed and started again on its port with its data."""

    name = ""
    stops_by = signal.SIGTERM

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_up(self) -> bool:
        raise NotImplementedError

    @property
    def url(self) -> str:
        raise NotImplementedError

    def start(self) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, cwd=self.folder, start_new_session=True
            )
        wait_until(self.is_up, START_S, f"{self.name} did not start: see {self.folder}")

    def stop(self, how: signal.Signals | None = None) -> None:
        if self._process is not None:
            # The group: a server that runs as another user has a parent of its own here.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, how or self.stops_by)
            self._process.wait(timeout=START_S)
            self._process = None

    def restart(self, how: signal.Signals | None = None) -> None:
        self.stop(how)
        self.start()

    def __enter__(self) -> Any:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Postgres(Service):
    """Trusts whoever comes from this machine."""

    name = "postgres"
    # Its fast shutdown; by SIGTERM it would wait for all who are connected.
    stops_by = signal.SIGINT

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._bin = postgres_folder()
        self._data = folder / "pg"
        self._as: list[str] = []
        if os.getuid() == 0:
            # A user of no rights must be able to pass through what is ours alone.
            folder.chmod(0o755)
            self._data.mkdir()
            shutil.chown(self._data, NOBODY_ELSE)
            self._as = ["setpriv", "--reuid", NOBODY_ELSE, "--regid", NOBODY_ELSE, "--clear-groups"]
        subprocess.run(
            [*self._as, self._bin / "initdb", "-D", self._data, "-U", "anchorboard"]
            + ["-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
            check=True,
            capture_output=True,
            cwd="/",
        )

    @property
    def url(self) -> str:
        return f"postgresql://anchorboard@127.0.0.1:{self.port}/anchorboard"

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "150",
            # A process that is killed loses nothing by this; a power cut would.
            "fsync": "off",
            "full_page_writes": "off",
        }
        options = [part for item in settings.items() for part in ("-c", "=".join(item))]
        return [*self._as, str(self._bin / "postgres"), "-D", str(self._data), *options]

    def is_up(self) -> bool:
        ready = [self._bin / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port), "-q"]
        return subprocess.run(ready).returncode == 0

    def start(self) -> None:
        super().start()
        make = [self._bin / "createdb", "-h", "127.0.0.1", "-p", str(self.port)]
        # It is there after a restart.
        subprocess.run([*make, "-U", "anchorboard", "anchorboard"], capture_output=True)


class Redis(Service):
    name = "redis"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        return ["redis-server", *options, "--dir", str(self.folder)]

    def is_up(self) -> bool:
        return accepts(self.port)


class S3(Service):
    """moto's server: S3's wire protocol over HTTP, with an empty bucket."""

    name = "s3"
    bucket = "pictures"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def is_up(self) -> bool:
        return accepts(self.port)

    def start(self) -> None:
        super().start()
        make = urllib.request.Request(f"{self.url}/{self.bucket}", method="PUT")
        with urllib.request.urlopen(make, timeout=START_S):
            pass


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def accepts(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_until(is_so: Callable[[], bool], patience_s: float, otherwise: str) -> None:
    until = time.monotonic() + patience_s
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError(otherwise)
        time.sleep(0.05)


def postgres_folder() -> Path:
    """Of its programs: Debian keeps them out of PATH, the newest version is taken."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    return newest.parent


def missing() -> list[str]:
    """What of it is not installed here."""
    gone = []
    try:
        postgres_folder()
        if os.getuid() == 0:
            pwd.getpwnam(NOBODY_ELSE)
    except (FileNotFoundError, KeyError):
        gone.append("postgresql")
    if not shutil.which("redis-server"):
        gone.append("redis-server")
    for module in ("psycopg", "channels_redis", "procrastinate", "storages", "moto"):
        if not _is_installed(module):
            gone.append(f"the Python package {module}")
    return gone


def _is_installed(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="anchorboard-")))
        postgres = stack.enter_context(Postgres(folder))
        redis = stack.enter_context(Redis(folder))
        environment = os.environ | {
            "ANCHORBOARD_DATABASE_URL": postgres.url,
            "ANCHORBOARD_REDIS_URL": redis.url,
            "ANCHORBOARD_DISPATCHER": "procrastinate",
        }
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
