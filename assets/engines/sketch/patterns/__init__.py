"""All-over patterns and art prints."""
