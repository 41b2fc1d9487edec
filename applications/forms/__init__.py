"""Input of the applicant, the employer and the public, and its messages."""
