"""Seedream and Seedance on Ark (Volcengine, BytePlus ModelArk)."""

import re
from collections.abc import Iterator

from tests.providers.clips import clip_answer
from tests.providers.pictures import decoded, drawn, repainted
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, json_answer, picture_answer

CODES = {
    400: ("InvalidParameter", "BadRequest"),
    401: ("AuthenticationError", "Unauthorized"),
    402: ("AccountOverdueError", "Forbidden"),
    404: ("InvalidEndpointOrModel.NotFound", "NotFound"),
    429: ("RateLimitExceeded.EndpointRPMExceeded", "TooManyRequests"),
    500: ("InternalServiceError", "InternalServerError"),
    503: ("ServerOverloaded", "ServiceUnavailable"),
}
KNOWN = {
    "model",
    "prompt",
    "image",
    "size",
    "seed",
    "watermark",
    "response_format",
    "output_format",
    "sequential_image_generation",
    "sequential_image_generation_options",
    "guidance_scale",
    "optimize_prompt_options",
    "stream",
}
BLOCKS = {
    "text blocked": (400, "InputTextSensitiveContentDetected"),
    "picture blocked": (400, "InputImageSensitiveContentDetected.PrivacyInformation"),
    "output blocked": (400, "OutputImageSensitiveContentDetected"),
    "risk": (400, "InputImageRiskDetection"),
    "policy": (400, "OutputImageSensitiveContentDetected.PolicyViolation"),
    "unknown code": (418, "SomethingNobodyKnows"),
}
TASK_MODES = frozenset(
    {"never done", "unknown status", "task blocked", "task failed", "clip elsewhere"}
    | {"not a clip", "broken clip"}
)
KNOWN_OF_TASKS = {
    *("model", "content", "resolution", "ratio", "duration", "seed", "generate_audio"),
    *("watermark", "camera_fixed", "frames", "return_last_frame"),
}
LEAST_PIXELS, MOST_PIXELS = 3_686_400, 16_777_216
MOST_SEED = 2**31 - 1


class Ark(FakeProvider):
    routes = (
        ("POST", r"/api/v3/images/generations", "generations"),
        ("GET", r"/files/1\.png", "download"),
        ("POST", r"/api/v3/contents/generations/tasks", "new_task"),
        ("GET", r"/api/v3/contents/generations/tasks/([\w-]+)", "task"),
        ("DELETE", r"/api/v3/contents/generations/tasks/([\w-]+)", "delete_task"),
        ("GET", r"/files/1\.mp4", "clip"),
    )
    own_modes = frozenset([*BLOCKS, *TASK_MODES, "element refused", "picture by url", "no data"])

    def is_allowed(self, call: Call, play: Play) -> bool:
        is_file = call.route in ("download", "clip")
        return is_file or call.headers.get("authorization") == f"Bearer {play.key}"

    def no(self, status: int, words: str) -> Answer:
        code, _ = CODES[status]
        return _error(403 if status == 402 else status, code, words)

    def download(self, call: Call, play: Play) -> Answer:
        return picture_answer(play.bytes_of(play.jobs["picture"]))

    def new_task(self, call: Call, play: Play) -> Answer:
        if play.mode in BLOCKS:
            return _error(*BLOCKS[play.mode], "The request may contain sensitive information.")
        asked = {name: value for name, value in call.json.items() if value is not None}
        wrong = next(_task_faults(asked), None)
        if wrong:
            return self.no(400, wrong)
        play.jobs["cgt-1"] = {"polls": 0, "is_deleted": False}
        return json_answer({"id": "cgt-1"})

    def task(self, call: Call, play: Play, number: str) -> Answer:
        job = play.jobs.get(number)
        if job is None:
            return self.no(404, "The task is not there.")
        job["polls"] += 1
        if job["polls"] <= 2 or play.mode == "never done":
            return json_answer(
                {"id": number, "status": "queued" if job["polls"] < 2 else "running"}
            )
        told: Json = {"id": number, "model": "seedance", "resolution": "720p", "seed": 1}
        match play.mode:
            case "unknown status":
                return json_answer(told | {"status": "daydreaming"})
            case "task blocked":
                error = {"code": BLOCKS["output blocked"][1], "message": "Sensitive."}
                return json_answer(told | {"status": "failed", "error": error})
            case "task failed":
                error = {"code": "InternalServiceError", "message": "Something broke."}
                return json_answer(told | {"status": "failed", "error": error})
        address = "http://169.254.169.254/1.mp4" if play.mode == "clip elsewhere" else ""
        content = {"video_url": address or f"{play.url}/files/1.mp4"}
        usage = {"completion_tokens": 108900}
        return json_answer(told | {"status": "succeeded", "content": content, "usage": usage})

    def delete_task(self, call: Call, play: Play, number: str) -> Answer:
        play.jobs[number]["is_deleted"] = True
        return json_answer({})

    def clip(self, call: Call, play: Play) -> Answer:
        return clip_answer(play.mode)

    def generations(self, call: Call, play: Play) -> Answer:
        if play.mode in BLOCKS:
            status, code = BLOCKS[play.mode]
            return _error(status, code, "The request may contain sensitive information.")
        try:
            asked = {name: value for name, value in call.json.items() if value is not None}
            pictures = _listed(asked.get("image", []))
            wrong = next(_faults(asked, pictures), None)
        except (ValueError, TypeError, AttributeError) as error:
            asked, pictures, wrong = {}, [], repr(error)
        if wrong:
            return self.no(400, wrong)
        width, height = _size(asked["size"])
        if pictures:
            made = repainted(decoded(pictures[0]), play.mode, (width, height))
        else:
            made = drawn(width, height, asked.get("seed", 0))
        play.jobs["picture"] = made
        data: Json = {"size": f"{width}x{height}"}
        match play.mode:
            case "no data":
                return json_answer({"model": asked["model"], "created": 1757323224, "data": []})
            case "element refused":
                data = {"error": {"code": BLOCKS["output blocked"][1], "message": "Sensitive."}}
            case "picture by url":
                data |= {"url": f"{play.url}/files/1.png"}
            case _:
                data |= {"b64_json": play.base64_of(made)}
        return json_answer(
            {
                "model": asked["model"],
                "created": 1757323224,
                "data": [data],
                "usage": {"generated_images": 1, "output_tokens": 16384, "total_tokens": 16384},
            },
            x_request_id="021757323224",
        )


def _error(status: int, code: str, words: str) -> Answer:
    kinds = dict(CODES.values())
    error = {
        "code": code,
        "message": f"{words} Request id: 021757323224",
        "param": "",
        "type": kinds.get(code, "BadRequest"),
    }
    return json_answer({"error": error}, status)


def _task_faults(asked: Json) -> Iterator[str]:
    for name in asked.keys() - KNOWN_OF_TASKS:
        yield f"The parameter `{name}` specified in the request is not valid."
    roles = [part.get("role") for part in asked["content"] if part["type"] == "image_url"]
    if roles not in (["first_frame"], ["first_frame", "last_frame"]):
        yield "The parameter `content` has no first frame."
    for part in asked["content"]:
        if part["type"] == "image_url" and not part["image_url"]["url"].startswith("data:image/"):
            yield "The parameter `content` is neither a URL nor a data URI."
    if asked["resolution"] not in ("480p", "720p", "1080p") or not 2 <= asked["duration"] <= 12:
        yield "The parameter `duration` or `resolution` is not valid."


def _listed(image: Json) -> list[str]:
    return [image] if isinstance(image, str) else image


def _size(text: str) -> tuple[int, int]:
    if text in ("1K", "2K", "4K"):
        side = int(text[0]) * 1024
        return side, side
    width, height = re.fullmatch(r"(\d+)x(\d+)", text).groups()  # type: ignore[union-attr]
    return int(width), int(height)


def _faults(asked: Json, pictures: list[str]) -> Iterator[str]:
    for name in asked.keys() - KNOWN:
        yield f"The parameter `{name}` specified in the request is not valid."
    for name in {"model", "prompt", "size"} - asked.keys():
        yield f"The parameter `{name}` is missing."
    width, height = _size(asked["size"])
    if not LEAST_PIXELS <= width * height <= MOST_PIXELS:
        yield "The parameter `size` is not valid: image size must be at least 3686400 pixels."
    if not 0 <= asked.get("seed", 0) <= MOST_SEED:
        yield "The parameter `seed` is out of range."
    if len(pictures) > 10:
        yield "The parameter `image` holds too many pictures."
    for picture in pictures:
        if not picture.startswith("data:image/"):
            yield "The parameter `image` is neither a URL nor a data URI."
        height, width = decoded(picture).shape[:2]
        if max(width, height) > 3 * min(width, height):
            yield "The parameter `image` has a ratio over 3:1."
