"""The text on the handling of personal information that is in force; older ones stay in `templates/accounts/privacy/`."""

VERSION = "2025-01"
TEMPLATE = f"accounts/privacy/{VERSION}.html"
