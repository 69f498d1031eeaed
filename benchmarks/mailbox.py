"""An SMTP server in this process that remembers the Message-IDs that each address was sent."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesHeaderParser

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Mailbox:
    """Read from the main thread while the server's thread writes: each mail is one append."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[tuple[str, str]] = []
        """An address and a Message-ID for each delivery, in the order of arrival."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # the name that aiosmtpd calls
        headers = BytesHeaderParser().parsebytes(envelope.original_content or b"")
        message_id = str(headers["Message-ID"])
        self.received += [(address, message_id) for address in envelope.rcpt_tos]
        return "250 OK"

    def message_ids(self, domain: str) -> dict[str, set[str]]:
        """The distinct Message-IDs of each address of `domain`."""
        found: dict[str, set[str]] = defaultdict(set)
        for address, message_id in list(self.received):
            if address.endswith(domain):
                found[address].add(message_id)
        return found

    def redelivered(self, domain: str) -> int:
        """How many deliveries only repeated a Message-ID, which a mail server's reader shows once."""
        times = Counter(pair for pair in list(self.received) if pair[0].endswith(domain))
        return sum(times.values()) - len(times)


@contextmanager
def receiving(port: int) -> Iterator[Mailbox]:
    mailbox = Mailbox(port)
    controller = Controller(mailbox, hostname=HOST, port=port, server_hostname="sink.example")
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
