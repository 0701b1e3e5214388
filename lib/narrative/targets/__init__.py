"""Targets in words: the choice, the distance, scenarios, what the chances rest on."""
