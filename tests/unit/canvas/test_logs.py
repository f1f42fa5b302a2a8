import json
import logging

import pytest

from assets.log_context import generation_id
from canvas.logs import Context, JsonFormatter, LineFormatter, request_id, without_secrets


def line(message: str, *values: object) -> logging.LogRecord:
    record = logging.LogRecord("canvas.x", logging.WARNING, "", 0, message, values, None)
    Context().filter(record)
    return record


def test_a_line_says_which_request_or_generation_it_belongs_to() -> None:
    first, second = request_id.set("req-12345678"), generation_id.set("gen-1")
    try:
        record = line("it took %d s", 3)
    finally:
        request_id.reset(first)
        generation_id.reset(second)

    told = json.loads(JsonFormatter().format(record))
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "WARNING",
        "logger": "canvas.x",
        "message": "it took 3 s",
        "request": "req-12345678",
        "generation": "gen-1",
    }
    text = LineFormatter("{name}{ids}: {message}", style="{").format(record)
    assert text == "canvas.x [request=req-12345678 generation=gen-1]: it took 3 s"
    assert LineFormatter("{name}{ids}", style="{").format(line("x")) == "canvas.x"


@pytest.mark.parametrize(
    "text",
    [
        "GET /s/TOKENTOKENTOKEN/ 200",
        "could not open postgresql://user:TOKENTOKENTOKEN@db.example/name",
        "Authorization: Bearer TOKENTOKENTOKEN",
        "GET https://api.example/models?key=TOKENTOKENTOKEN&page=2",
    ],
)
def test_secrets_are_taken_out_also_of_tracebacks(text: str) -> None:
    assert "TOKEN" not in without_secrets(text)
    assert "***" in without_secrets(text)
    try:
        raise ValueError(text)
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "failed", (), (type(error), error, error.__traceback__)
        )
    for formatter in (JsonFormatter(), LineFormatter("{message}", style="{")):
        assert "ValueError" in formatter.format(record)
        assert "TOKEN" not in formatter.format(record)
