"""E-mail addresses: checked once, where they come in."""

import re

from models.refusals import Refusal

LONGEST = 254
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_LOCAL}@{_LABEL}(\.{_LABEL})*")


class AddressRefused(Refusal):
    """The text is no e-mail address that mail can be sent to."""

    vi = "“{text}” không phải địa chỉ thư điện tử; hãy nhập như an@truong.edu.vn."
    en = "“{text}” is no e-mail address; write it like an@school.example."


def checked(text: str) -> str:
    """The address without spaces around it; raises AddressRefused.

    Letters of ASCII only: hardly any server takes others. [design]
    """
    address = text.strip()
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        shown = "".join(letter if letter.isprintable() else " " for letter in address)
        raise AddressRefused(text=shown[:80])
    return address
