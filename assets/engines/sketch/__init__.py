"""The offline illustrator: prompt words to a designed picture, and edits of pictures. No model."""
