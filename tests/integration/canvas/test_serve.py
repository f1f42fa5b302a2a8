"""The one command, as a person types it: in a process of its own, on a data folder of its own."""

import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[3]
START_S = 60
ADDRESS = re.compile(r"^http://\S+$")


class Served:
    """A running `manage.py serve`; `address` is the last line that it printed."""

    def __init__(self, *arguments: str) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # As at a terminal: what a shell runs in the background would not hear of it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        assert self.process.stdout is not None
        self.lines: list[str] = []
        self.address = ""
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if ADDRESS.match(self.lines[-1]):
                self.address = self.lines[-1]
                break
        assert self.address, "\n".join(self.lines)
        self.took_s = time.monotonic() - self.began
        self.base = self.address.split("/welcome/")[0].rstrip("/")

    def end(self, how: signal.Signals) -> int:
        """The exit code; what was printed meanwhile is added to `lines`."""
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=20)
        self.lines += rest.splitlines()
        return self.process.returncode


def clean_environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ANCHORBOARD_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    # As at a user's, where output goes to a pipe or a file.
    kept.pop("PYTHONUNBUFFERED", None)
    return kept


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a first start leaves it, for tests of later ones: copied, not made anew."""
    data = tmp_path_factory.mktemp("first") / "data"
    Served("--port", "0", "--data", str(data)).end(signal.SIGTERM)
    return data


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(*arguments: str) -> Served:
        running.append(Served("--port", "0", "--data", str(tmp_path / "data"), *arguments))
        return running[-1]

    yield start
    for served in running:
        if served.process.poll() is None:
            served.end(signal.SIGKILL)


@pytest.fixture
def started_before(first_start: Path, tmp_path: Path) -> None:
    shutil.copytree(first_start, tmp_path / "data")


@pytest.fixture
def sign_in() -> Iterator[Callable[[str], httpx.Client]]:
    """Opens a sign-in link in a browser of its own."""
    opened: list[httpx.Client] = []

    def follow(address: str) -> httpx.Client:
        opened.append(httpx.Client(follow_redirects=True))
        assert opened[-1].get(address).status_code == 200
        return opened[-1]

    yield follow
    for client in opened:
        client.close()


def refused(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "serve", *arguments],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=START_S,
    )


def boards_on(page: str) -> set[str]:
    return set(re.findall(r'href="(/boards/[0-9a-f-]{36}/)"', page))


def test_first_start_signs_in_and_a_killed_server_comes_back_with_everything(
    serve: Callable[..., Served], sign_in: Callable[[str], httpx.Client], tmp_path: Path
) -> None:
    first = serve()
    client = sign_in(first.address)
    page = client.get(first.base).text
    assert "First steps" in page
    assert client.get(first.address).status_code == 410
    board = boards_on(page).pop()
    snapshot = client.get(first.base + board + "snapshot").json()
    pictures = [node for node in snapshot["nodes"] if node["kind"] == "image"]
    assert len(pictures) == 6
    assert client.get(f"{first.base}/assets/{pictures[0]['asset']}/512").status_code == 200

    first.end(signal.SIGKILL)
    second = serve()

    assert second.took_s < 10
    assert "/welcome/" in second.address
    assert second.address != first.address
    again = sign_in(second.address)
    assert boards_on(again.get(second.base).text) == {board}
    assert again.get(second.base + board + "snapshot").json() == snapshot
    # Cookies of before the kill are still good: the secret key was kept.
    cookies = {"sessionid": client.cookies["sessionid"]}
    assert httpx.get(second.base + "/", cookies=cookies).status_code == 200
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("started_before")
def test_static_files_have_hashed_names_and_are_kept_by_browsers(
    serve: Callable[..., Served], sign_in: Callable[[str], httpx.Client]
) -> None:
    served = serve()
    page = sign_in(served.address).get(served.base).text

    style = re.search(r'href="(/static/css/base\.[0-9a-f]{12}\.css)"', page)

    assert style is not None
    answer = httpx.get(served.base + style.group(1))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("started_before")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_when_told_to(serve: Callable[..., Served], how: signal.Signals) -> None:
    served = serve()
    assert httpx.get(served.base + "/healthz").text == "ok\n"

    code = served.end(how)

    assert code == 0
    assert "Traceback" not in "\n".join(served.lines)
    assert served.lines[-1] == served.address


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        answer = refused("--port", port, "--data", str(tmp_path / "data"))

    assert answer.returncode == 1
    assert f"Port {port} is in use" in answer.stderr
    assert "Traceback" not in answer.stderr


@contextmanager
def open_socket(base: str, board: str, session: str, origin: str) -> Iterator[tuple[Any, bytes]]:
    """A WebSocket by hand, with the first line of the answer to its handshake."""
    host = base.removeprefix("http://")
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), timeout=10) as wire:
        request = (
            f"GET /ws/board/{board}/ HTTP/1.1",
            f"Host: {host}",
            f"Origin: {origin}",
            f"Cookie: sessionid={session}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "\r\n",
        )
        wire.sendall("\r\n".join(request).encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += wire.recv(1)
        yield wire, answer.split(b"\r\n")[0]


@pytest.mark.usefixtures("started_before")
def test_a_frame_over_256_kib_closes_its_own_socket_with_a_code(
    serve: Callable[..., Served], sign_in: Callable[[str], httpx.Client]
) -> None:
    served = serve()
    client = sign_in(served.address)
    board = boards_on(client.get(served.base).text).pop().split("/")[2]
    session = client.cookies["sessionid"]
    size = 256 * 1024 + 1
    frame = b"\x81\xff" + struct.pack(">Q", size) + bytes(4) + b"a" * size

    with open_socket(served.base, board, session, served.base) as (wire, status):
        assert b" 101 " in status
        wire.sendall(frame)
        head = wire.recv(4)
    with open_socket(served.base, board, session, "http://evil.example") as (_, foreign):
        pass

    assert head[0] == 0x88
    assert struct.unpack(">H", head[2:4]) == (1009,)
    assert b" 403 " in foreign
    assert client.get(served.base + "/healthz").status_code == 200


@pytest.mark.usefixtures("started_before")
def test_it_stops_with_sockets_and_connections_open(
    serve: Callable[..., Served], sign_in: Callable[[str], httpx.Client]
) -> None:
    served = serve()
    client = sign_in(served.address)
    board = boards_on(client.get(served.base).text).pop().split("/")[2]

    with open_socket(served.base, board, client.cookies["sessionid"], served.base) as (_, status):
        assert b" 101 " in status
        began = time.monotonic()
        code = served.end(signal.SIGTERM)

    assert code == 0
    assert time.monotonic() - began < 5
    assert "Traceback" not in "\n".join(served.lines)


@pytest.mark.usefixtures("started_before")
def test_it_stops_while_views_are_at_work(serve: Callable[..., Served]) -> None:
    served = serve()
    address = httpx.URL(served.base)
    asking = [socket.create_connection((address.host, address.port)) for _ in range(40)]
    for connection in asking:
        connection.sendall(
            f"GET /sign-in/ HTTP/1.1\r\nHost: {address.netloc.decode()}\r\n\r\n".encode()
        )

    code = served.end(signal.SIGTERM)

    assert code == 0
    for connection in asking:
        connection.close()


@pytest.mark.usefixtures("started_before")
def test_a_data_folder_is_served_by_one_process(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    serve()

    answer = refused("--port", "0", "--data", str(tmp_path / "data"))

    assert answer.returncode == 1
    assert "served by another process" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--data", "{file}"), "cannot be made"),
        (("--data", "{new}", "--host", "no.such.host.invalid"), "Cannot listen on"),
        (("--data", "{new}", "--port", "70000"), "Cannot listen on"),
    ],
)
def test_what_cannot_be_served_is_said_in_words(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    given = [word.format(file=file, new=tmp_path / "new") for word in arguments]

    answer = refused(*given)

    assert answer.returncode == 1
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.usefixtures("started_before")
def test_serving_the_network_says_how_others_get_in(serve: Callable[..., Served]) -> None:
    served = serve("--host", "0.0.0.0")

    assert "ANCHORBOARD_HOSTS" in "\n".join(served.lines)
    assert served.address.startswith("http://localhost:")
    port = served.base.rsplit(":", 1)[1]
    local = f"http://127.0.0.1:{port}/healthz"
    assert httpx.get(local).status_code == 200
    assert httpx.get(local, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.usefixtures("started_before")
def test_a_password_ends_the_links_and_the_command_makes_a_new_one(
    serve: Callable[..., Served], sign_in: Callable[[str], httpx.Client], tmp_path: Path
) -> None:
    first = serve()
    client = sign_in(first.address)
    token = re.search(r'"X-CSRFToken": "(\w+)"', client.get(first.base).text)
    assert token is not None
    headers = {"X-CSRFToken": token.group(1)}
    for path, form in (
        ("/account/", {"name": "Ada", "email": "ada@example.com"}),
        ("/account/password/", {"password": "a long enough phrase"}),
    ):
        assert client.post(first.base + path, data=form, headers=headers).status_code == 200
    first.end(signal.SIGTERM)

    second = serve()
    made = subprocess.run(
        [sys.executable, "manage.py", "sign_in_link", "ADA@example.com", "--url", second.base],
        cwd=ROOT,
        env=clean_environment() | {"ANCHORBOARD_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=START_S,
        check=True,
    )

    assert second.address == second.base + "/"
    assert "Ada" in sign_in(made.stdout.splitlines()[-1]).get(second.base).text
