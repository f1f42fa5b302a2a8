"""Things that can be drawn, by what people call them."""
