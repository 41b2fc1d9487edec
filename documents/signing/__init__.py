"""Signatures of papers: `keys` opens keys, `making` signs, `checking` tells what became of a signed file.

All three take what they need as arguments and read no setting; `own` is the one that knows this installation's key.
"""
