"""Printed margins of error in words: intervals and ranks, verdicts on a change, distances."""
