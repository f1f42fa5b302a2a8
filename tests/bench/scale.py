"""`python -m tests.bench.scale`: two web processes on one board over Redis, and two workers.

All of it, PostgreSQL and Redis and the load too, shares this machine: on machines of their own each
part has the cores to itself. Latency is from a socket of one process to a socket of the other.
"""

import argparse
import asyncio
import os
import re
import tempfile
import time
import uuid
from dataclasses import replace
from pathlib import Path

import httpx
import psycopg

from assets.engines.base import Capabilities
from tests.bench.room_load import Crowd
from tests.fakes import ScriptedEngine
from tests.installation import Installation, Process, Web

TICK_S = 1 / os.sysconf("SC_CLK_TCK")
RATES = (200, 800, 1_600)
PEOPLE = 50
AT_ONCE, SECONDS_EACH, PICTURES = 20, 2.0, 200


class TwoSeconds(ScriptedEngine):
    """As a hosted engine: two seconds of waiting, twenty at once."""

    key, label = "two", "Two seconds"
    slow_steps, slow_step_s = 8, SECONDS_EACH / 8

    def capabilities(self) -> Capabilities:
        return replace(super().capabilities(), at_once=AT_ONCE)


def cpu_s(process: Process) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


async def room(webs: list[Web], board: str, session: str, seconds: float) -> None:
    print(f"{'ops/s':>6} {'reached':>8} {'p50 ms':>7} {'p95 ms':>7} {'us CPU a delivery':>18}")
    for rate in RATES:
        urls = [f"{web.base.replace('http', 'ws')}/ws/board/{board}/" for web in webs]
        here = Crowd(urls[0], session, PEOPLE // 2, watchers=0)
        there = Crowd(urls[1], session, PEOPLE // 2)
        there._sent_at = here._sent_at
        async with here, there:
            there.figures.latencies.clear()
            before = sum(map(cpu_s, webs))
            await here.write_at(rate, 10, seconds)
            await asyncio.sleep(0.5)
            spent = sum(map(cpu_s, webs)) - before
            sent, told = len(here.figures.acks), there.figures
            print(
                f"{rate:>6} {sent / here.figures.seconds:>8,.0f}"
                f" {told.percentile(0.5, told.latencies):>7.1f}"
                f" {told.percentile(0.95, told.latencies):>7.1f}"
                f" {spent * 1e6 / max(1, sent * PEOPLE):>18.1f}",
                flush=True,
            )


def pictures(owner: httpx.Client, web: Web, board: str, database: str) -> None:
    page = owner.get(f"{web.base}/boards/{board}/").text
    token = re.search(r'"X-CSRFToken": "(\w+)"', page)
    assert token is not None
    ids = [str(uuid.uuid4()) for _ in range(PICTURES)]
    started = time.perf_counter()
    for first in range(0, PICTURES, 8):
        items = [
            {"generation": one, "node": str(uuid.uuid4()), "x": 0, "y": 0}
            | {"width": 256, "height": 256}
            for one in ids[first : first + 8]
        ]
        asked = {"operation": "text_to_image", "prompt": "slow", "tier": "standard"}
        answer = owner.post(
            f"{web.base}/boards/{board}/generations/",
            json=asked | {"width": 256, "height": 256, "items": items},
            headers={"X-CSRFToken": token[1], "Origin": web.base},
        )
        answer.raise_for_status()
    asked_s = time.perf_counter() - started
    sql = (
        "SELECT count(*) FROM canvas_node WHERE kind = 'image' AND generation_id = ANY(%s::uuid[])"
    )
    with psycopg.connect(database, autocommit=True) as connection:
        while connection.execute(sql, [ids]).fetchone() != (PICTURES,):
            time.sleep(0.05)
    took_s = time.perf_counter() - started
    ideal_s = PICTURES / AT_ONCE * SECONDS_EACH
    print(
        f"\n{PICTURES} pictures of {SECONDS_EACH:g} s, {AT_ONCE} at once, two workers:"
        f" {took_s:.1f} s until the last is on its board"
        f" (ideal {ideal_s:.0f} s; asking took {asked_s:.1f} s)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default="uvicorn", choices=["daphne", "uvicorn"])
    parser.add_argument("--only", default="", choices=["room", "pictures"])
    parser.add_argument("--seconds", type=float, default=5.0, help="of each row")
    options = parser.parse_args()
    engines = "two=tests.bench.scale.TwoSeconds"
    with (
        tempfile.TemporaryDirectory(prefix="anchorboard-bench-") as folder,
        Installation(
            Path(folder),
            ANCHORBOARD_ENGINES=engines,
            ANCHORBOARD_TIERS="standard=two",
            ANCHORBOARD_SOCKET_OPS_PER_SECOND="100000",
        ) as installation,
        httpx.Client(follow_redirects=True, timeout=60) as owner,
    ):
        first = installation.web("prepare")
        first.wait_until_ready()
        owner.get(first.sign_in_url()).raise_for_status()
        board = re.findall(r'href="/boards/([0-9a-f-]{36})/"', owner.get(first.base).text)[0]
        if options.server == "uvicorn":
            first.stop()
            installation.server = "uvicorn"
            first = installation.web("web1")
        webs = [first, installation.web("web2")]
        for web in webs:
            web.wait_until_ready()
        print(f"{os.cpu_count()} cores for everything; two {options.server} processes, PostgreSQL")
        if options.only != "pictures":
            session = owner.cookies["sessionid"]
            asyncio.run(room(webs, board, session, options.seconds))
        if options.only != "room":
            for name in ("worker1", "worker2"):
                installation.worker(name)
            time.sleep(5)
            pictures(owner, webs[0], board, installation.postgres.url)


if __name__ == "__main__":
    main()
