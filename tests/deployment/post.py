"""A mail server that does what a test tells it: takes, refuses, lets wait, or keeps silent at a given point."""

import email
import email.policy
import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class PostOffice:
    """What the server is told, and what it has taken. It holds who sends to an address in `held`, before it says OK."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.held: dict[str, threading.Event] = {}
        self.waiting: set[str] = set()
        self.is_closed = False
        self.forgets_to_answer: set[str] = set()
        self.port = 0

    def to(self, address: str) -> list[EmailMessage]:
        """Give the mails taken for `address`, in their order."""
        return [mail for mail in self.taken if mail["To"] == address]

    def hold(self, address: str) -> None:
        """Hold who sends to `address`, before the mail is taken."""
        self.held[address] = threading.Event()

    def let_go(self) -> None:
        """Go on with everybody who is held."""
        for held in self.held.values():
            held.set()
        self.held.clear()


class _Window(socketserver.StreamRequestHandler):
    office: PostOffice

    def handle(self) -> None:
        if self.office.is_closed:
            self.say("421 closed")
            return
        self.say("220 post office")
        while line := self.rfile.readline().decode().strip():
            word, _space, rest = line.partition(" ")
            word = word.upper()  # smtplib writes small letters
            if word == "QUIT":
                self.say("221 bye")
                return
            if word == "RCPT" and rest.partition("<")[2].partition(">")[0] in self.office.refused:
                self.say("550 nobody of that name")
            elif word == "DATA":
                self.take()
            else:
                self.say("250 fine")

    def take(self) -> None:
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.SMTP)
        address = str(mail["To"])
        if address in self.office.held:
            self.office.waiting.add(address)
            self.office.held[address].wait(60)
            if self.is_alone():
                return  # nothing was promised
        self.office.taken.append(mail)
        if address in self.office.forgets_to_answer:
            self.rfile.read()
        else:
            self.say("250 taken")

    def is_alone(self) -> bool:
        """Tell whether who sent the mail is gone."""
        readable, _writable, _broken = select.select([self.connection], [], [], 0.5)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Give a mail server on a free port of 127.0.0.1."""
    office = PostOffice()
    window = type("Window", (_Window,), {"office": office})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), window)
    server.daemon_threads = True
    office.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield office
    finally:
        office.let_go()
        server.shutdown()
        server.server_close()
        thread.join()
