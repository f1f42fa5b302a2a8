"""Every hosted engine as an administrator would set it up, for tests that all of them pass."""

from dataclasses import replace

from tests.providers.asking import SetUp

GEMINI = SetUp("gemini", "", "gemini", "gemini-nano-banana-2.1")

OPENAI = SetUp("openai", "/v1", "openai", "gpt-image-2.5-flare")
COMPATIBLE = SetUp("openai", "/v1", "openai_compatible", "sd")
ARK = SetUp("ark", "/api/v3", "ark", "seedream-4-5-251128")
QUICK = {"poll_s": 0.01}
BFL = SetUp("bfl", "", "bfl", "flux-2-pro", arguments=QUICK)
FAL = SetUp(
    "fal",
    "",
    "fal",
    "fal-ai/flux/dev",
    {
        "reference_input": '{"prompt": "{prompt}", "image_urls": "{references}"}',
        "edit_input": '{"prompt": "{prompt}", "image_url": "{source}", "mask_url": "{mask}"}',
    },
    QUICK,
)
REPLICATE = SetUp(
    "replicate",
    "/v1",
    "replicate",
    "black-forest-labs/flux-dev",
    {
        "text_input": '{"prompt": "{prompt}", "width": "{width}", "height": "{height}"}',
        "edit_input": '{"prompt": "{prompt}", "image": "{source}", "mask": "{mask}"}',
    },
    QUICK,
)

SEEDANCE = SetUp("ark", "/api/v3", "seedance", "dreamina-seedance-2-5-260628", arguments=QUICK)
CLIP_INPUT = (
    '{"prompt": "{prompt}", "image_url": "{source}", "tail_image_url": "{last}", '
    '"duration": "{seconds}"}'
)

SETUPS = {
    "gemini": GEMINI,
    "openai": OPENAI,
    "openai, at once": replace(OPENAI, options={"partial_images": "off"}),
    "inpainting": replace(COMPATIBLE, options={"edits_path": "/images/inpainting"}),
    "ark": ARK,
    "bfl": BFL,
    "fal": FAL,
    "replicate": REPLICATE,
}
