"""Texture clips: a still that moves, frame by frame, and the files that frames become. No model."""
