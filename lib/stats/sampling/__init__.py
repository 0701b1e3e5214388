"""What printed standard errors say of scores, changes and ranks."""
