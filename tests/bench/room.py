"""`python -m tests.bench.room`: what a live board takes, on the real server (`manage.py serve`), or
with `--server uvicorn` on the one for larger installations (extra `scale`).

Server and load share the machine, as on a laptop. CPU is the server process's own, from /proc.
A delivery is one op that reached one client. At the end each figure stands beside its target; one
that is missed on a machine with other work on it says little.
"""

import argparse
import asyncio
import math
import os
import platform
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.room_load import Client, Crowd

ROOT = Path(__file__).resolve().parents[2]
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
SECONDS = 5.0
MOST_P95_MS = 100
MOST_RATES = {
    "daphne": [1_200, 1_600, 2_000, 2_400, 2_800],
    "uvicorn": [2_000, 4_000, 6_000, 8_000],
}


SERVERS = {"daphne": "manage.py serve (Daphne)", "uvicorn": "uvicorn, uvloop"}


@dataclass(frozen=True)
class Target:
    """daphne, uvicorn: at most so much on each; with `is_least` at least."""

    figure: str
    unit: str
    daphne: float
    uvicorn: float
    is_least: bool = False


# The table of what a live board must take; ops/s beside two other servers on the same machine:
# tldraw sync 5.4 (1,133) and Hocuspocus 4.7 (7,610).
TARGETS = [
    Target("CPU a delivery, 50 clients, 200 ops/s", "us", 45, 24),
    Target("CPU a delivery, 50 clients, 800 ops/s", "us", 12, 9),
    Target("CPU a delivery, 50 clients, 3200 ops/s", "us", 3, 2.5),
    Target("most ops/s with p95 <= 100 ms", "", 1_133, 7_610, is_least=True),
    Target("join 10,000 nodes, server CPU, first", "ms", 50, 50),
    Target("join 10,000 nodes, server CPU, next", "ms", 50, 50),
    Target("join 10,000 nodes, on the wire", "MB", 1, 1),
    Target("acknowledged edits lost by kill -9", "", 0, 0),
    Target("edit to acknowledgement, 1 writer, p50", "ms", 15, 15),
    Target("edit to acknowledgement, 1 writer, p95", "ms", 50, 50),
    Target("p95 of 200 clients, 200 ops/s", "ms", 250, 150),
    Target("memory with 200 clients", "MB", math.inf, 100),
]


class Server:
    """`manage.py serve`, or uvicorn, on a data folder of its own."""

    def __init__(self, data: Path, kind: str) -> None:
        self.kind = kind
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = int(listener.getsockname()[1])
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Returns the seconds until it answered."""
        environment = os.environ | {"ANCHORBOARD_SOCKET_OPS_PER_SECOND": "100000"}
        serve = ["manage.py", "serve", "--data", str(self._data)]
        if self.kind == "uvicorn":
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
            serve = ["-m", "uvicorn", "canvas.asgi:application", "--log-level", "error"]
            serve += ["--loop", "uvloop", "--ws", "websockets-sansio"]
        started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *serve, "--port", str(self.port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                    return time.perf_counter() - started
            except OSError:
                if self._process.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.05)

    def cpu_s(self) -> float:
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK_S

    def memory_mb(self) -> float:
        assert self._process is not None
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(20)


class Bench:
    def __init__(self, server: Server, seconds: float) -> None:
        self.server, self.seconds = server, seconds
        self.cookie = ""
        self.found: dict[str, float] = {}

    def set_up(self) -> None:
        """A person with a session, made beside the running server."""
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.auth.models import User
        from django.contrib.sessions.backends.db import SessionStore

        from assets.models import Workspace
        from canvas.models import Membership, Role

        self._workspace = Workspace.objects.create(name="Bench")
        user = User.objects.create_user("bench", "bench@example.com", first_name="Bench")
        Membership.objects.create(workspace=self._workspace, user=user, role=Role.OWNER)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "canvas.sign_in.EmailBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self.cookie = str(session.session_key)

    def new_board(self) -> uuid.UUID:
        from canvas.models import Board

        return Board.objects.create(workspace=self._workspace, title="Bench").id

    def crowd(self, board_id: uuid.UUID, count: int, watchers: int = 10) -> Crowd:
        url = f"ws://127.0.0.1:{self.server.port}/ws/board/{board_id}/"
        return Crowd(url, self.cookie, count, watchers)

    def snapshot(self, board_id: uuid.UUID) -> bytes:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.server.port}/boards/{board_id}/snapshot",
            headers={"Cookie": f"sessionid={self.cookie}", "Accept-Encoding": "gzip"},
        )
        with urllib.request.urlopen(request) as answer:
            body: bytes = answer.read()
        return body

    async def in_turn(self) -> None:
        print("\nops committed and acknowledged a second; 10 watchers")
        print(f"{'writers':>8} {'ahead':>6} {'ops/s':>8} {'ack p50':>8} {'p95':>7} "
              f"{'seen p50':>9} {'p95 ms':>7}")  # fmt: skip
        for writers, ahead in [(1, 1), (10, 1), (50, 1), (1, 20), (10, 20), (50, 20)]:
            board_id = await asyncio.to_thread(self.new_board)
            async with self.crowd(board_id, writers + 10) as crowd:
                await crowd.write_in_turn(writers, self.seconds, ahead=ahead)
                told = crowd.figures
                if (writers, ahead) == (1, 1):
                    name = "edit to acknowledgement, 1 writer, p"
                    self.found[f"{name}50"] = told.percentile(0.5, told.acks)
                    self.found[f"{name}95"] = told.percentile(0.95, told.acks)
                print(
                    f"{writers:>8} {ahead:>6} {len(told.acks) / told.seconds:>8.0f} "
                    f"{told.percentile(0.5, told.acks):>8.1f} "
                    f"{told.percentile(0.95, told.acks):>7.1f} "
                    f"{told.percentile(0.5, told.latencies):>9.1f} "
                    f"{told.percentile(0.95, told.latencies):>7.1f}",
                    flush=True,
                )

    async def at_rates(self, rates: list[int], count: int) -> None:
        print(f"\n{count} clients, of which a fifth write at a set rate; 10 read")
        print(f"{'asked':>7} {'ops/s':>7} {'us CPU/delivery':>16} {'p50':>6} {'p95 ms':>7} "
              f"{'refused':>8} {'MB':>5}")  # fmt: skip
        for rate in rates:
            board_id = await asyncio.to_thread(self.new_board)
            async with self.crowd(board_id, count) as crowd:
                cpu = self.server.cpu_s()
                await crowd.write_at(rate, max(1, count // 5), self.seconds)
                cpu = self.server.cpu_s() - cpu
                told = crowd.figures
                deliveries = max(1, len(told.acks) * count)
                p95 = told.percentile(0.95, told.latencies)
                name = f"CPU a delivery, {count} clients, {rate} ops/s"
                self.found[name] = cpu / deliveries * 1e6
                self.found[f"p95 of {count} clients, {rate} ops/s"] = p95
                self.found[f"memory with {count} clients"] = self.server.memory_mb()
                if p95 <= MOST_P95_MS:
                    most = "most ops/s with p95 <= 100 ms"
                    self.found[most] = max(self.found.get(most, 0), len(told.acks) / told.seconds)
                print(
                    f"{rate:>7} {len(told.acks) / told.seconds:>7.0f} "
                    f"{cpu / deliveries * 1e6:>16.1f} "
                    f"{told.percentile(0.5, told.latencies):>6.1f} "
                    f"{p95:>7.1f} {told.refused:>8} "
                    f"{self.server.memory_mb():>5.0f}",
                    flush=True,
                )

    async def join(self, count: int) -> None:
        from canvas.actions.ops import apply_changes
        from canvas.document.order import n_between

        board_id = await asyncio.to_thread(self.new_board)
        chance, orders = random.Random(1), n_between(None, None, count)
        for start in range(0, count, 400):
            changes: list[dict[str, Any]] = [
                {
                    "node": str(uuid.uuid4()),
                    "create": {
                        "kind": "note",
                        "x": number % 100 * 344,
                        "y": number // 100 * 280,
                        "width": 320,
                        "height": 240,
                        "order": orders[number],
                        "name": f"{chance.getrandbits(64):x}",
                        "text": "A word about warm light.",
                    },
                }
                for number in range(start, min(count, start + 400))
            ]
            await asyncio.to_thread(apply_changes, board_id=board_id, changes=changes)
        print(f"\njoining a board of {count:,} nodes")
        for name in ("first in the room", "second", "third"):
            started, cpu = time.perf_counter(), self.server.cpu_s()
            crowd = self.crowd(board_id, 1)
            await crowd.__aenter__()
            welcome = time.perf_counter() - started
            size = len(await asyncio.to_thread(self.snapshot, board_id))
            whole = time.perf_counter() - started
            cpu_ms = (self.server.cpu_s() - cpu) * 1e3
            which = "first" if name == "first in the room" else "next"
            self.found[f"join 10,000 nodes, server CPU, {which}"] = cpu_ms
            self.found["join 10,000 nodes, on the wire"] = size / 1e6
            print(
                f"  {name:<18} welcome {welcome * 1e3:5.0f} ms,"
                f" with snapshot {whole * 1e3:5.0f} ms,"
                f" server CPU {cpu_ms:4.0f} ms, {size / 1e6:.2f} MB",
                flush=True,
            )
            if name == "first in the room":
                first = crowd
            else:
                await crowd.__aexit__()
        await first.__aexit__()

    async def kill(self) -> None:
        """Acknowledged edits that are gone after kill -9."""
        from canvas.models import Op

        board_id = await asyncio.to_thread(self.new_board)
        crowd = self.crowd(board_id, 20)
        await crowd.__aenter__()
        told, enough = crowd.figures, asyncio.Event()

        async def write(client: Client) -> None:
            await client.create()
            step = 0
            while True:
                step += 1
                await client.move(step, wait=True)
                if len(told.op_ids) >= 1_000:
                    enough.set()

        writers = [asyncio.ensure_future(write(client)) for client in crowd.clients[:10]]
        await enough.wait()
        self.server.stop(signal.SIGKILL)
        acknowledged = set(told.op_ids)
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
        await asyncio.gather(*(c.close() for c in crowd.clients), return_exceptions=True)
        ready = await asyncio.to_thread(self.server.start)
        kept = await asyncio.to_thread(
            lambda: {
                str(i) for i in Op.objects.filter(board=board_id).values_list("op_id", flat=True)
            }
        )
        self.found["acknowledged edits lost by kill -9"] = len(acknowledged - kept)
        print(
            f"\nkill -9 under load: {len(acknowledged - kept)} of {len(acknowledged)} acknowledged"
            f" edits lost; ready again after {ready:.1f} s"
        )

    def beside_targets(self) -> None:
        print(f"\n{'figure':<42} {'measured':>9} {'target':>9}")
        for target in TARGETS:
            found = self.found.get(target.figure)
            if found is None:
                continue
            limit = target.uvicorn if self.server.kind == "uvicorn" else target.daphne
            # CPU comes in ticks of 10 ms, whose sums are not exact.
            is_held = found >= limit if target.is_least else found <= limit + 1e-6
            sign = ">=" if target.is_least else "<="
            print(
                f"{target.figure:<42} {found:>9,.4g} {sign:>3} {limit:>5,g} {target.unit:<3}"
                f"{'' if is_held else ' missed'}"
            )


async def run(bench: Bench, only: str) -> None:
    if only in ("", "turn"):
        await bench.in_turn()
    if only in ("", "rates"):
        await bench.at_rates([200, 800, 3_200], 50)
    if only in ("", "most"):
        await bench.at_rates(MOST_RATES[bench.server.kind], 50)
    if only in ("", "many"):
        await bench.at_rates([200], 200)
    if only in ("", "join"):
        await bench.join(10_000)
    if only in ("", "kill"):
        await bench.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", default="", choices=["turn", "rates", "most", "many", "join", "kill"]
    )
    parser.add_argument("--server", default="daphne", choices=SERVERS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each row")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="anchorboard-bench-") as folder:
        os.environ["ANCHORBOARD_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "canvas.settings"
        server = Server(Path(folder), options.server)
        ready = server.start()
        try:
            import django

            django.setup()
            bench = Bench(server, options.seconds)
            bench.set_up()
            machine = f"{platform.machine()}, {os.cpu_count()} cores"
            print(
                f"{machine}, Python {platform.python_version()}; {SERVERS[server.kind]},"
                f" SQLite FULL; ready after {ready:.1f} s"
            )
            asyncio.run(run(bench, options.only))
            bench.beside_targets()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
