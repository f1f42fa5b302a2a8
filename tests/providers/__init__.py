"""A server that speaks as the providers of pictures do, for tests: see server.py."""
