"""Every hosted engine as an administrator would set it up, for tests that all of them pass."""

from tests.providers.asking import SetUp

GEMINI = SetUp("gemini", "", "gemini.GeminiEngine", "gemini-nano-banana-2.1")

SETUPS = {
    "gemini": GEMINI,
}
