import errno

import pytest

from assets import errors
from assets.generations.failures import MOST_MESSAGE_CHARACTERS, failure_of


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (errors.EngineUnavailable("Down. Retry."), "failed", "engine_unavailable"),
        (errors.EngineRefusedRequest("No."), "failed", "engine_refused"),
        (errors.EngineTimeout("Late."), "failed", "engine_timeout"),
        (errors.RateLimited("Later."), "failed", "rate_limited"),
        (errors.BadEngineOutput("Odd."), "failed", "bad_engine_output"),
        (errors.InvalidMask("Empty."), "failed", "invalid_mask"),
        (errors.InvalidRequest("Gone.", code="anchor_gone"), "failed", "anchor_gone"),
        (errors.SafetyBlock("No.", rule="r", decided_by="d"), "blocked", "safety_block"),
        (MemoryError(), "failed", "out_of_memory"),
        (OSError(errno.ENOSPC, "/secret/path"), "failed", "disk_full"),
        (OSError(errno.EIO, "/secret/path"), "failed", "internal_error"),
        (ZeroDivisionError("secret"), "failed", "internal_error"),
    ],
)
def test_every_error_has_a_state_a_code_and_a_sentence(error, state, code):
    failure = failure_of(error)
    assert (failure.state, failure.code) == (state, code)
    assert failure.message.endswith(".")
    assert "secret" not in failure.message


def test_a_block_says_which_rule_and_who_decided():
    failure = failure_of(errors.SafetyBlock("No.", rule="violence", decided_by="Provider"))
    assert failure.facts == {"rule": "violence", "decided_by": "Provider"}


def test_only_unknown_errors_are_ours():
    assert failure_of(KeyError("x")).is_ours
    assert not failure_of(errors.EngineUnavailable("Down.")).is_ours


def test_a_providers_words_become_one_readable_line():
    wild = "No\x00pe:\r\n \ud800<b>" + "x" * 5_000
    message = failure_of(errors.EngineRefusedRequest(wild)).message
    assert message.startswith("No pe: <b>xxx")
    assert len(message) == MOST_MESSAGE_CHARACTERS
