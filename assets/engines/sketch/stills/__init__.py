"""Still lifes, products, portraits and posters."""
