"""What each form prints: frozen dataclasses, grouped by theme.

`shape` turns a JSON-ready dict into one of them; `notices`, `forms`, `letters`, `reports` and `awards` hold the
shapes; `catalogue` lists the forms by key.
"""
