"""Every hosted engine as an administrator would set it up, for tests that all of them pass."""

from dataclasses import replace

from tests.providers.asking import SetUp

GEMINI = SetUp("gemini", "", "gemini.GeminiEngine", "gemini-nano-banana-2.1")

OPENAI = SetUp("openai", "/v1", "openai.OpenAIEngine", "gpt-image-2.5-flare")
COMPATIBLE = SetUp("openai", "/v1", "openai_compatible.OpenAICompatibleEngine", "sd")

SETUPS = {
    "gemini": GEMINI,
    "openai": OPENAI,
    "openai, at once": replace(OPENAI, options={"partial_images": "off"}),
    "inpainting": replace(COMPATIBLE, options={"edits_path": "/images/inpainting"}),
}
