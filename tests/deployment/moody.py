"""An S3 server's gate that does what a test tells it: holds, refuses, or hangs up."""

import threading
from collections.abc import Callable
from contextlib import suppress

from tests.deployment.signed import Gate


class Moods:
    """What the gate is told: to hold a PUT whose address has a word of `held`, to refuse as `refuses` says."""

    def __init__(self) -> None:
        self.held: dict[str, threading.Event] = {}
        self.waiting: set[str] = set()
        self.refuses: Callable[[str, str], int] = lambda _method, _path: 0

    def let_go(self) -> None:
        """Go on with everybody who is held."""
        for held in self.held.values():
            held.set()
        self.held.clear()

    def hold(self, word: str) -> None:
        self.held[word] = threading.Event()


#: The status by which a gate hangs up without a word.
HANGS_UP = -1


def moody(moods: Moods) -> type[Gate]:
    """Give the kind of gate that follows `moods`."""

    class MoodyGate(Gate):
        def pass_on(self) -> None:
            for word, held in list(moods.held.items()):
                if self.command == "PUT" and word in self.path:
                    moods.waiting.add(word)
                    held.wait(60)
                    self.close_connection = True
                    with suppress(ConnectionError):  # who sent it is gone; the server has it all the same
                        super().pass_on()
                    moods.waiting.remove(word)
                    return
            status = moods.refuses(self.command, self.path)
            if status == HANGS_UP:
                self.close_connection = True
                self.connection.close()
            elif status:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.answer(status, [("Content-Type", "application/xml")], b"<Error><Code>Away</Code></Error>")
            else:
                super().pass_on()

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on

    return MoodyGate
