"""IOPaint 1.6: a mask and a picture in, the bytes of a picture out; its errors as it gave them."""

import numpy as np

from tests.providers.pictures import decoded, edited
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, json_answer, picture_answer

KNOWN = {
    *("image", "mask", "prompt", "negative_prompt", "sd_seed", "sd_steps", "sd_strength"),
    *("sd_guidance_scale", "sd_sampler", "sd_mask_blur", "sd_scale", "sd_keep_unmasked_area"),
    *("use_croper", "croper_x", "croper_y", "croper_width", "croper_height", "use_extender"),
    *("extender_x", "extender_y", "extender_width", "extender_height", "hd_strategy"),
    *("cv2_flag", "cv2_radius"),
}
THRESHOLD = 127


class IOPaint(FakeProvider):
    """Erases as the model lama does; in the mode "reads words" it is a diffusion model."""

    routes = (
        ("POST", r"/api/v1/inpaint", "inpaint"),
        ("GET", r"/api/v1/model", "model"),
    )
    own_modes = frozenset({"reads words", "out of memory", "somebody else"})

    def is_allowed(self, call: Call, play: Play) -> bool:
        return True

    def no(self, status: int, words: str) -> Answer:
        return _exception("HTTPException", words, status)

    def model(self, call: Call, play: Play) -> Answer:
        if play.mode == "somebody else":
            return json_answer(["another", "program"])
        reads = play.mode == "reads words"
        return json_answer(
            {
                "name": "runwayml/stable-diffusion-inpainting" if reads else "lama",
                "model_type": "diffusers_sd_inpaint" if reads else "inpaint",
                "need_prompt": reads,
                "support_strength": reads,
                "support_outpainting": reads,
            }
        )

    def inpaint(self, call: Call, play: Play) -> Answer:
        if play.mode == "out of memory":
            return _exception("OutOfMemoryError", "", 500, "CUDA out of memory. Tried to allocate")
        asked: Json = call.json
        if asked.keys() - KNOWN or not {"image", "mask"} <= asked.keys():
            detail = [{"loc": ["body"], "msg": "unexpected or missing field", "type": "value"}]
            return json_answer({"detail": detail}, 422)
        try:
            image, mask = decoded(asked["image"]), decoded(asked["mask"])
        except ValueError:
            return _exception("UnidentifiedImageError", "", 500, "cannot identify image file")
        grey = mask if mask.ndim == 2 else mask[..., :3].max(axis=2)
        if image.shape[:2] != grey.shape:
            words = f"Image size({image.shape[:2]}) and mask size({grey.shape}) not match."
            return _exception("HTTPException", words, 400)
        hole = np.where(grey > THRESHOLD, 255, 0).astype(np.uint8)
        return picture_answer(play.bytes_of(edited(image, hole, play.mode)))


def _exception(name: str, detail: str, status: int, errors: str = "") -> Answer:
    said = errors or f"{status}: {detail}"
    return json_answer({"error": name, "detail": detail, "body": "", "errors": said}, status)
