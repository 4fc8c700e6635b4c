"""A letter as an e-mail: text, HTML, and an entry for the calendar."""

from __future__ import annotations

import re
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from html import escape

from models.addresses import checked
from processes.channels.due_entry import due_entry
from processes.channels.letter import Letter, one_line

# Seven bits, so that no server on the way has to turn anything round.
PLAIN = policy.SMTP.clone(cte_type="7bit")


def message(letter: Letter, *, sender: str, now: datetime) -> EmailMessage:
    """The whole message; raises AddressRefused when the recipient's address is none."""
    mail = EmailMessage(policy=PLAIN)
    mail["From"] = address(*parseaddr(sender))
    mail["To"] = address(letter.name, letter.address)
    mail["Subject"] = plain(letter.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join((*letter.paragraphs(), "")))
    mail.add_alternative(_html(letter), subtype="html")
    if letter.due:
        mail.add_attachment(
            due_entry(letter.due, link=letter.link, decided_at=letter.decided_at),
            maintype="text",
            subtype="calendar",
            params={"method": "PUBLISH", "charset": "utf-8"},
            filename="han.ics" if letter.language == "vi" else "due.ics",
        )
    # Last: as a header of content it would have moved into the first part.
    mail["Content-Language"] = letter.language
    return mail


def address(name: str, spec: str) -> Address:
    """A name and an address for a header, whatever signs the name has; raises AddressRefused."""
    return Address(display_name=plain(name), addr_spec=checked(spec))


def plain(text: str) -> str:
    """The text for a header, word for word.

    The library reads `=?utf-8?q?=0D=0ABcc:...?=` for what it stands for, line ends and all.
    """
    return one_line(text).replace("=?", "= ?")


def _html(letter: Letter) -> str:
    paragraphs = "\n".join(f"<p>{_linked(line)}</p>" for line in letter.paragraphs())
    return (
        f'<!doctype html>\n<html lang="{escape(letter.language)}">\n<head><meta charset="utf-8">'
        f"<title>{escape(one_line(letter.subject))}</title></head>\n<body>\n{paragraphs}\n"
        "</body>\n</html>\n"
    )


def _linked(line: str) -> str:
    """Escaped, with addresses that can be clicked."""
    text = escape(line).replace("\n", "<br>")
    return re.sub(r"https?://[^\s<]+", lambda found: f'<a href="{found[0]}">{found[0]}</a>', text)
