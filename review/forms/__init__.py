"""Input of the desks and its messages."""
