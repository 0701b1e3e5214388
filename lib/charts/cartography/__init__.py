"""What all kinds of maps share: projection, colours, both archipelagos; the interactive map."""
