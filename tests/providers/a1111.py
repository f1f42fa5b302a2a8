"""AUTOMATIC1111's API, as Forge has it: one job at a time, progress and interrupt global."""

import base64
import json

import numpy as np

from tests.providers.pictures import decoded, drawn, edited, encoded, repainted
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, json_answer

COMMON = {
    *("prompt", "negative_prompt", "width", "height", "steps", "cfg_scale", "sampler_name"),
    *("scheduler", "seed", "batch_size", "n_iter", "override_settings", "send_images"),
    *("save_images", "force_task_id", "alwayson_scripts", "distilled_cfg_scale"),
    "override_settings_restore_afterwards",
}
FROM_PICTURE = COMMON | {
    *("init_images", "denoising_strength", "resize_mode", "mask", "mask_blur", "inpainting_fill"),
    *("inpaint_full_res", "inpaint_full_res_padding", "inpainting_mask_invert"),
    "include_init_images",
}
ENLARGE = {
    *("image", "resize_mode", "upscaling_resize", "upscaling_resize_w", "upscaling_resize_h"),
    *("upscaling_crop", "upscaler_1", "upscaler_2", "extras_upscaler_2_visibility"),
}
CHECKPOINTS = ("sd_xl_base_1.0.safetensors", "dreamshaper_8.safetensors")
UPSCALERS = ("None", "Lanczos", "Nearest", "R-ESRGAN 4x+")
SAMPLERS = ("Euler a", "DPM++ 2M")
JOBS = ("txt2img", "img2img", "extra")
ENDLESS = (
    "at work",
    "at work without web ui",  # which tells of no single tasks
    "waiting",  # behind somebody else's job
    "waiting without web ui",
)


class A1111(FakeProvider):
    """A job runs from its call to its answer, which in `ENDLESS` modes never comes."""

    routes = (
        ("POST", r"/sdapi/v1/txt2img", "txt2img"),
        ("POST", r"/sdapi/v1/img2img", "img2img"),
        ("POST", r"/sdapi/v1/extra-single-image", "extra"),
        ("GET", r"/sdapi/v1/progress", "progress"),
        ("POST", r"/internal/progress", "task"),
        ("POST", r"/sdapi/v1/interrupt", "interrupt"),
        ("GET", r"/sdapi/v1/sd-models", "models"),
        ("GET", r"/sdapi/v1/upscalers", "upscalers"),
    )
    own_modes = frozenset(
        {
            *ENDLESS,
            "stopped by somebody",
            "out of memory",
            "grid first",
            "no pictures",
            "without its api",
            "password",
        }
    )

    def is_allowed(self, call: Call, play: Play) -> bool:
        if play.mode != "password":
            return True
        basic = base64.b64encode(f"ann:{play.key}".encode()).decode()
        return call.headers.get("authorization") == f"Basic {basic}"

    def no(self, status: int, words: str) -> Answer:
        if status == 401:
            basic = {"www_authenticate": "Basic"}
            return json_answer({"detail": f"Incorrect username or password {words}"}, 401, **basic)
        return _exception("HTTPException", words, status)

    def txt2img(self, call: Call, play: Play) -> Answer:
        return self._draw(call, play, COMMON)

    def img2img(self, call: Call, play: Play) -> Answer:
        return self._draw(call, play, FROM_PICTURE)

    def _draw(self, call: Call, play: Play, known: set[str]) -> Answer:
        if play.mode == "without its api":
            return json_answer({"detail": "Not Found"}, 404)
        if play.mode == "out of memory":
            return _exception("OutOfMemoryError", "", 500, "CUDA out of memory. Tried to allocate")
        asked: Json = call.json
        refused = _refused(asked, known)
        if refused is not None:
            return refused
        if play.mode in ENDLESS:
            return Answer(200, (b"",) * 100_000, pause_s=0.02)
        if play.mode == "no pictures":
            return json_answer({"images": [], "parameters": {}, "info": "{}"})
        made = play.base64_of(_made(asked, play.mode))
        first = 0
        images = [made]
        if play.mode == "grid first":
            images, first = [play.base64_of(drawn(64, 64)), made], 1
        info = {"seed": asked["seed"], "all_seeds": [asked["seed"]], "index_of_first_image": first}
        info |= {"sd_model_name": "sd_xl_base_1.0"}
        return json_answer({"images": images, "parameters": asked, "info": json.dumps(info)})

    def extra(self, call: Call, play: Play) -> Answer:
        asked: Json = call.json
        if asked.keys() - ENLARGE or asked.get("resize_mode") not in (0, 1):
            return json_answer({"detail": [{"loc": ["body"], "msg": "unknown", "type": "x"}]}, 422)
        if asked.get("upscaler_1", "None") not in UPSCALERS:
            return _exception("HTTPException", "Invalid upscaler", 400)
        size = asked["upscaling_resize_w"], asked["upscaling_resize_h"]
        made = repainted(decoded(asked["image"]), play.mode, size)
        return json_answer({"html_info": "<p>done</p>", "image": play.base64_of(made)})

    def progress(self, call: Call, play: Play) -> Answer:
        if play.mode == "without its api":
            return json_answer({"detail": "Not Found"}, 404)
        is_working = bool(_running(play)) or play.mode.startswith("waiting")
        shown = is_working and call.query.get("skip_current_image") == "false"
        state = {
            "skipped": False,
            "interrupted": play.mode == "stopped by somebody",
            "job": "scripts_txt2img" if is_working else "",
            "job_count": 1 if is_working else 0,
            "job_timestamp": "20261125092545",
            "job_no": 0,
            "sampling_step": 8 if is_working else 0,
            "sampling_steps": 20 if is_working else 0,
        }
        return json_answer(
            {
                "progress": 0.4 if is_working else 0.0,
                "eta_relative": 3.1,
                "state": state,
                "current_image": _preview() if shown else None,
                "textinfo": None,
            }
        )

    def task(self, call: Call, play: Play) -> Answer:
        if play.mode.endswith("without web ui"):
            return json_answer({"detail": "Not Found"}, 404)
        asked: Json = call.json
        is_ours = any(job.json.get("force_task_id") == asked["id_task"] for job in _running(play))
        waits = is_ours and play.mode == "waiting"
        runs = is_ours and not waits
        shown = runs and asked["id_live_preview"] != 7
        return json_answer(
            {
                "active": runs,
                "queued": waits,
                "completed": False,
                "progress": 0.4 if runs else None,
                "eta": 3.1 if runs else None,
                "live_preview": f"data:image/png;base64,{_preview()}" if shown else None,
                "id_live_preview": 7 if runs else -1,
                "textinfo": "In queue: 2/3" if waits else None,
            }
        )

    def interrupt(self, call: Call, play: Play) -> Answer:
        return json_answer({})

    def models(self, call: Call, play: Play) -> Answer:
        if play.mode == "without its api":
            return json_answer({"detail": "Not Found"}, 404)
        listed = [{"title": f"{one} [31e35c80fc]", "model_name": one[:-12]} for one in CHECKPOINTS]
        return json_answer(listed)

    def upscalers(self, call: Call, play: Play) -> Answer:
        return json_answer([{"name": name, "scale": 4} for name in UPSCALERS])


def _running(play: Play) -> list[Call]:
    return [
        call
        for job in JOBS
        for call in play.calls_to(job)
        if call.sent == 0 and not call.dropped.is_set()
    ]


def _refused(asked: Json, known: set[str]) -> Answer | None:
    if asked.keys() - known:
        said = f"extra fields not permitted: {sorted(asked.keys() - known)}"
        return json_answer({"detail": [{"loc": ["body"], "msg": said, "type": "x"}]}, 422)
    if asked.get("sampler_name", SAMPLERS[0]) not in SAMPLERS:
        return _exception("HTTPException", "Sampler not found", 400)
    try:
        for name in ("init_images", "mask"):
            for text in [asked[name]] if name == "mask" and name in asked else asked.get(name, []):
                decoded(text)
    except ValueError:
        return _exception("HTTPException", "Invalid encoded image", 500)
    if asked["width"] % 8 or asked["height"] % 8:
        return _exception("RuntimeError", "", 500, "Sizes of tensors must match")
    return None


def _made(asked: Json, mode: str) -> np.ndarray:
    size = asked["width"], asked["height"]
    if "init_images" not in asked:
        return drawn(*size, asked["seed"])
    start = decoded(asked["init_images"][0])[..., :3]
    if "mask" not in asked:
        return repainted(start, mode, size)
    return edited(start, _hole(decoded(asked["mask"])), mode)


def _hole(mask: np.ndarray) -> np.ndarray:
    """White = repaint; of a mask with transparency the opaque part."""
    if mask.ndim == 3 and mask.shape[2] == 4 and mask[..., 3].min() < 255:
        return np.where(mask[..., 3] > 128, 255, 0).astype(np.uint8)
    return mask if mask.ndim == 2 else mask[..., :3].max(axis=2)


def _preview() -> str:
    return base64.b64encode(encoded(drawn(32, 32))).decode()


def _exception(name: str, detail: str, status: int, errors: str = "") -> Answer:
    said = errors or f"{status}: {detail}"
    return json_answer({"error": name, "detail": detail, "body": "", "errors": said}, status)
