"""What can go wrong with pictures and engines. Every error has a code for programs and a
sentence for people that says what happened and what to do.

AssetsError
    IngestError: UnreadableImage, UnsupportedImage, ImageTooLarge, InvalidMask
    StorageFailed: FileMissing
    InvalidRequest: BudgetExceeded
    EngineError: EngineUnavailable, EngineTimeout, RateLimited, EngineAuthFailed, EngineOutOfCredit,
        EngineRefusedRequest, NoImage, BadEngineOutput
    SafetyBlock (a decision, not a failure)
"""

from typing import Literal


class AssetsError(Exception):
    code = "assets_error"
    http_status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class IngestError(AssetsError):
    """Bytes that came in are not taken; nothing of them was kept."""

    http_status = 422


class UnreadableImage(IngestError):
    """Empty, truncated or broken: it cannot be decoded to its last row."""

    code = "unreadable_image"


class UnsupportedImage(IngestError):
    """Not one of the formats taken, whatever its name or content type says."""

    code = "unsupported_image"
    http_status = 415


class ImageTooLarge(IngestError):
    """More bytes or pixels than the settings allow; refused before it is decoded."""

    code = "image_too_large"
    http_status = 413


class InvalidMask(IngestError):
    """A mask that is empty, full, of another size than its picture, or not a mask at all."""

    code = "invalid_mask"


class StorageFailed(AssetsError):
    """The store of files could not write or read: a full disk, a folder without permission."""

    code = "storage_failed"
    http_status = 503


class FileMissing(StorageFailed):
    """The file of a picture that the database knows is not in the store: asking again is no use."""

    code = "file_missing"
    http_status = 404


class InvalidRequest(AssetsError):
    """A generation that cannot be asked for: `code` says what of it, the message what to do."""

    code = "invalid_request"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class BudgetExceeded(InvalidRequest):
    """It would cost more than the month's limit of a workspace or a person leaves."""

    code = "budget_exceeded"
    http_status = 402


class PausedForDrift(InvalidRequest):
    """What engines gave has drifted from its references, and no lead has let it go on."""

    code = "paused_for_drift"
    http_status = 409


class EngineError(AssetsError):
    """The engine made nothing.

    Decided where its answer is read, by the class or by the one who raises it:
    is_permanent: the same request would fail again, until somebody changes something.
    is_safe_to_repeat: the request was not taken up, or carried an idempotency key, so that asking
        again by itself cannot be charged twice. Always False where `is_permanent`.
    was_billed: whether it may have been charged; None: nobody knows.
    retry_after_s: how long the engine asks to be left alone, s.
    """

    code = "engine_error"
    http_status = 502
    is_permanent = False
    is_safe_to_repeat = False
    was_billed: bool | None = None
    retry_after_s: float | None = None

    def __init__(
        self,
        message: str,
        *,
        is_safe_to_repeat: bool | None = None,
        was_billed: bool | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        if is_safe_to_repeat is not None:
            self.is_safe_to_repeat = is_safe_to_repeat
        if was_billed is not None:
            self.was_billed = was_billed
        if retry_after_s is not None:
            self.retry_after_s = retry_after_s


class EngineUnavailable(EngineError):
    """It could not be reached, or it fell over."""

    code = "engine_unavailable"


class EngineTimeout(EngineError):
    """It was silent for too long, or its total deadline passed: it may have worked all the same."""

    code = "engine_timeout"


class RateLimited(EngineError):
    """Too many requests at once, or in this minute. It did not begin."""

    code = "rate_limited"
    is_safe_to_repeat = True
    was_billed = False


class EngineAuthFailed(EngineError):
    """Its key is wrong, restricted or missing: an administrator has to act."""

    code = "engine_auth"
    is_permanent = True
    was_billed = False


class EngineOutOfCredit(EngineError):
    """The account has no credit, or reached its limit of spending or of the day."""

    code = "engine_billing"
    is_permanent = True
    was_billed = False


class EngineRefusedRequest(EngineError):
    """It understood the request and will never take it: an unknown model, a field out of range."""

    code = "engine_refused"
    is_permanent = True
    was_billed = False


class NoImage(EngineError):
    """It answered in good order, with words or with nothing, but without a picture.

    Chance plays a part: one more try is worth its price (providers.md, 1.5), which is for the
    caller to decide.
    """

    code = "no_image"


class BadEngineOutput(EngineError):
    """It answered with something that nobody can read, or that is no picture of this size."""

    code = "bad_engine_output"


class SafetyBlock(AssetsError):
    """A rule decided that this picture is not made. No failure, and never retried by itself.

    stage: "input": of the prompt or its pictures, before anything was made; "output": of what was
    made; "": not told. was_billed: as in EngineError.
    """

    code = "safety_block"

    def __init__(
        self,
        message: str,
        *,
        rule: str,
        decided_by: str,
        stage: Literal["input", "output", ""] = "",
        was_billed: bool | None = None,
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.decided_by = decided_by
        self.stage = stage
        self.was_billed = was_billed
