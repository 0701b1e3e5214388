"""The forms that a team fills in: who does what by when for each action of a plan."""
