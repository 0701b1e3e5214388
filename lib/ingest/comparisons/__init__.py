"""What a file says compared with the present data and with itself."""
