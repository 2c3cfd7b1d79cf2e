"""A mail server that takes letters in, behind the city's own."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import Error as DatabaseError
from django.db import connections
from django.utils import timezone

from townline.channels import mail_in, mailboxes

log = logging.getLogger(__name__)

MOST_ADDRESSES = 10
NO_SUCH = "550 5.1.1 There is no such mailbox here"
TOO_MANY = "452 4.5.3 Too many recipients; send the others by themselves"
LATER = "451 4.3.0 Try again later"
TAKEN = "250 2.0.0 Taken"


class Receiver:
    """Answers what a mail server that hands letters over says, one line after the other."""

    def __init__(self) -> None:
        # Two hold a connection to the database each; more would wait for one another.
        self._work = ThreadPoolExecutor(2, thread_name_prefix="mail")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse addresses that nobody has here, before a letter is sent in vain."""
        if len(envelope.rcpt_tos) >= MOST_ADDRESSES:
            return TOO_MANY
        try:
            box = await self._do(partial(mailboxes.find, address))
        except DatabaseError:
            return LATER
        if box is None:
            return NO_SUCH
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a letter; say so only once it is kept, so that the sender keeps it till then."""
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        work = partial(
            mail_in.take, raw, to=list(envelope.rcpt_tos), sender=envelope.mail_from or "",
            at=timezone.now(),
        )  # fmt: skip
        try:
            await self._do(work)
        except Exception as fault:
            log.warning("a letter could not be taken in: %s", type(fault).__name__)
            return LATER
        return TAKEN

    async def _do(self, work: Any) -> Any:
        def connected() -> Any:
            try:
                return work()
            finally:
                # Letters are few: a connection for each, so that none is ever found dead.
                connections.close_all()

        return await asyncio.get_running_loop().run_in_executor(self._work, connected)


def listening(host: str, port: int) -> Controller:
    """Return the server, which begins to listen with ``start``; port 0 takes any that is free."""
    return Controller(
        Receiver(), hostname=host, port=port, data_size_limit=mail_in.LARGEST, enable_SMTPUTF8=True,
        ident="Townline", server_hostname=None,
    )  # fmt: skip
