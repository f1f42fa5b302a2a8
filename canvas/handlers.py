"""What assets announced becomes ops on nodes."""


def connect() -> None:
    """Listen to the signals of assets. Called once, when the apps are ready."""
