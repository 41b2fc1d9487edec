"""A demonstration: people who do not exist, marked as such, and their cases in every state.

Everything is done through the same services as on screen, at moments that lie in the past.
"""
