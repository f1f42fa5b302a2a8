"""Rows of the engines that run on one's own machine."""

from assets.engines.kinds import AdapterKind, Model, Option

_DIFFUSION = (
    Option("negative_prompt", "Negative prompt", help="Sent along with every prompt."),
    Option("steps", "Steps", help="A number; left out, the server's own counts."),
    Option("guidance", "Guidance", help="How closely words are followed, such as 6."),
)

_SAMPLING = (
    *_DIFFUSION,
    Option("sampler", "Sampler"),
    Option("scheduler", "Scheduler"),
)

COMFYUI = AdapterKind(
    key="comfyui",
    label="ComfyUI",
    path="assets.engines.comfyui.engine.ComfyUIEngine",
    about="Your own ComfyUI: built-in workflows for a checkpoint, or your own ones; live previews.",
    base_url="http://127.0.0.1:8188",
    asks_key="optional",
    asks_model="optional",
    models=(Model("sd_xl_base_1.0.safetensors", "SDXL 1.0 base"),),
    options=(
        Option(
            "upscaler",
            "Upscale model",
            help="A file of models/upscale_models, such as RealESRGAN_x4plus.pth.",
        ),
        *_SAMPLING,
    ),
    is_local=True,
    takes_workflows=True,
    concurrency=1,
)

AUTOMATIC1111 = AdapterKind(
    key="automatic1111",
    label="AUTOMATIC1111, Forge, SD.Next",
    path="assets.engines.automatic1111.Automatic1111Engine",
    about="A web UI of Stable Diffusion that was started with --api; masks and upscaling too.",
    base_url="http://127.0.0.1:7860",
    asks_key="optional",
    asks_model="optional",
    options=(
        Option("upscaler", "Upscaler", help="Left out, the first one that is a model."),
        *_SAMPLING,
    ),
    is_local=True,
    concurrency=1,
)

IOPAINT = AdapterKind(
    key="iopaint",
    label="IOPaint",
    path="assets.engines.iopaint.IOPaintEngine",
    about="Erases and fills behind a mask in a second or two; paints words with some models.",
    base_url="http://127.0.0.1:8080",
    asks_key="optional",
    asks_model="never",
    options=_DIFFUSION,
    is_local=True,
    concurrency=1,
)
