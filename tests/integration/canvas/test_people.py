"""Coming in, leaving, and one's own account."""
