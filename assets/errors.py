"""What can go wrong with pictures and engines. Every error has a code for programs and a
sentence for people that says what happened and what to do.

AssetsError
    IngestError: UnreadableImage, UnsupportedImage, ImageTooLarge, InvalidMask
    StorageFailed: FileMissing
    InvalidRequest
    EngineError: EngineUnavailable, EngineRefusedRequest, EngineTimeout, RateLimited,
        BadEngineOutput
    SafetyBlock (a decision, not a failure)
"""


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


class EngineError(AssetsError):
    """The engine made nothing. `is_permanent` is decided where its answer is read."""

    code = "engine_error"
    http_status = 502
    is_permanent = False
    retry_after_s: float | None = None


class EngineUnavailable(EngineError):
    """It could not be reached, or it fell over."""

    code = "engine_unavailable"


class EngineRefusedRequest(EngineError):
    """It understood the request and will never take it."""

    code = "engine_refused"
    is_permanent = True


class EngineTimeout(EngineError):
    """Its total deadline passed."""

    code = "engine_timeout"


class RateLimited(EngineError):
    code = "rate_limited"

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class BadEngineOutput(EngineError):
    """It answered with something that is no picture of the size asked for."""

    code = "bad_engine_output"


class SafetyBlock(AssetsError):
    """A rule decided that this picture is not made. No failure, and never retried by itself."""

    code = "safety_block"

    def __init__(self, message: str, *, rule: str, decided_by: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.decided_by = decided_by
