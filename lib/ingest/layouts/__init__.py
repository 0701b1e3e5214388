"""The layouts in which a sheet may hold scores, a module each; ``recognition`` lists them."""
