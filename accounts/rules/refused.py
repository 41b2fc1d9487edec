"""That something asked of this room cannot be done, and why."""

from accounts.rules.words import Words


class AccountRefused(Exception):
    """Carries the sentence for the person who asked, and the form field it belongs to (None: the whole form)."""

    def __init__(self, message: Words, *, field: str | None = None, status: int = 422) -> None:
        self.message = message
        self.field = field
        self.status = status
        super().__init__(str(message))
