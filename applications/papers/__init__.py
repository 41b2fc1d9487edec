"""From rows to the plain data that the forms of `documents` print; a module a theme. Nothing here writes.

Papers are in Chinese whatever the language of the screen, so their words are not translated.
"""
