"""`manage.py serve`: the one command. Prepares what is missing, then serves until it is stopped."""

import errno
import os
import socket
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from assets.generations.queue import EMBEDDED

HOST, PORT = "127.0.0.1", 8765
MOST_PORT = 65535
EVERYWHERE = ("0.0.0.0", "::")
# How long stopping waits for requests and sockets that are still open.
CLOSE_WITHIN_S = 3
# What is not made by then is made while the board is looked at.
SAMPLE_WITHIN_S = 6


class CannotStart(Exception):
    """Why, in words for whoever typed the command."""


class Command(BaseCommand):
    help = "Start Anchorboard: database, files, live boards, generation jobs and the web server."
    # Its own preparations say what is wrong, in words; the checks are for developers and CI.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host",
            default=HOST,
            help=f"address to listen on ({HOST}: this machine only; 0.0.0.0: the network)",
        )
        parser.add_argument(
            "--port", type=int, default=PORT, help=f"port to listen on ({PORT}; 0: any free one)"
        )
        parser.add_argument(
            "--data", help="folder for database, pictures and secret key (./data); made if missing"
        )

    def handle(self, *, host: str, port: int, data: str | None, **options: Any) -> None:
        try:
            _enter(data)
            port = _free_port(host, port)
            with _lock(settings.DATA_DIR) if _is_alone() else nullcontext():
                self._serve(host, port)
        except CannotStart as reason:
            self.stderr.write(str(reason))
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(130)

    def _serve(self, host: str, port: int) -> None:
        # Imported when the data folder is known to be ours: each brings much along.
        from assets.engines.registry import engine_for
        from assets.generations.dispatch import THREADS, EmbeddedDispatcher
        from canvas import handlers
        from canvas.actions.first_start import set_up
        from canvas.alone import one_at_a_time
        from canvas.server import BoardServer
        from canvas.static_build import build_static
        from canvas.upkeep import Upkeep

        with one_at_a_time("start"):
            call_command("migrate", interactive=False, verbosity=0)
            build_static()
            is_first = set_up()
        if host not in (*EVERYWHERE, *settings.ALLOWED_HOSTS):
            settings.ALLOWED_HOSTS.append(f"[{host}]" if ":" in host else host)
        helpers: list[Any] = []
        if _is_alone():
            handlers.reconcile_generation_nodes()
            dispatcher = EmbeddedDispatcher(
                engines=engine_for,
                deadline_s=settings.GENERATION_DEADLINE_S,
                threads=THREADS + settings.GENERATION_CONCURRENCY,
            )
            # Elsewhere workers do what these two do.
            helpers = [dispatcher, Upkeep()]
        for helper in helpers:
            helper.start()
        try:
            if is_first and helpers:
                _wait_for_sample()
            # Only now: WhiteNoise looks through the collected files when it is built.
            from canvas.asgi import application

            server = BoardServer(
                application,
                host=host,
                port=port,
                close_within_s=CLOSE_WITHIN_S,
                ready=lambda: self._announce(host, port),
            )
            server.run()
        finally:
            for helper in reversed(helpers):
                helper.stop()
        if server.failure:
            raise CannotStart(f"Cannot listen on {host}:{port}: {server.failure}")
        # Python would wait for every thread: an engine's at its step, and for ever a view's that
        # the stop cut off and that waits for the event loop that is gone.
        self.stdout.flush()
        os._exit(0)

    def _announce(self, host: str, port: int) -> None:
        """The address is the last line, so that people and programs find it."""
        from canvas.actions.first_start import owner_token

        shown = "localhost" if host in EVERYWHERE else host
        address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        if host in EVERYWHERE:
            self.stdout.write(
                "Other machines reach this one by the names in ANCHORBOARD_HOSTS, now "
                f"{', '.join(settings.ALLOWED_HOSTS)}. Add the name or address they use, such as "
                "ANCHORBOARD_HOSTS=localhost,127.0.0.1,studio.example"
            )
        self.stdout.write(f"Anchorboard is running. Its data is in {settings.DATA_DIR}")
        token = owner_token()
        if token is None:
            self.stdout.write("Stop it with Ctrl C.")
            self.stdout.write(f"{address}/")
        else:
            self.stdout.write("Stop it with Ctrl C. This link signs in its owner, once:")
            self.stdout.write(address + reverse("welcome", args=[token]))
        self.stdout.flush()


def _is_alone() -> bool:
    """Whether this process makes the pictures, which only one of a database may do."""
    return bool(settings.DISPATCHER == EMBEDDED)


def _enter(data: str | None) -> None:
    """Make the data folder. Settings read its place at import, so for another one than theirs the
    command starts itself anew, as the same process."""
    if data is not None:
        folder = Path(data).expanduser().resolve()
        if folder != settings.DATA_DIR:
            _make_folder(folder)
            os.environ["ANCHORBOARD_DATA"] = str(folder)
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    _make_folder(settings.DATA_DIR)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} cannot be made: {error.strerror}. Choose another with --data"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStart(
            f"Nothing can be written to the data folder {folder}. Choose another with --data"
        )


def _free_port(host: str, port: int) -> int:
    """`port`, or for 0 a free one. Raises CannotStart before anything else is touched."""
    if not 0 <= port <= MOST_PORT:
        raise CannotStart(f"Cannot listen on port {port}: ports go from 1 to {MOST_PORT}")
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} is in use, perhaps by a server that still runs. Stop that one, or "
                f"choose another port: python manage.py serve --port {port + 1}"
            ) from error
        raise CannotStart(f"Cannot listen on {host}, port {port}: {error}") from error


def _wait_for_sample() -> None:
    """Until the sample's pictures are made, so that they are there when the board is first seen."""
    from assets.generations.states import CANCELLABLE
    from assets.models import Generation

    patience = time.monotonic() + SAMPLE_WITHIN_S
    while time.monotonic() < patience:
        if not Generation.objects.filter(state__in=CANCELLABLE).exists():
            return
        time.sleep(0.1)


def _lock(folder: Path) -> IO[bytes]:
    """Held while this process lives, whatever ends it: two servers would both run the queue."""
    file = (folder / "serve.lock").open("ab")
    try:
        import fcntl  # not on Windows, where nothing holds a second server back
    except ImportError:
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotStart(
            f"The data folder {folder} is served by another process already. Stop that one, or "
            "choose another folder with --data"
        ) from error
    return file
