"""Keys: a key ring from a file or the environment, and AES-GCM with a context for every value.

The ring's keys wrap data keys; a data key encrypts the content of one case or one report. Rotation
puts a new key first in the ring and wraps the data keys anew; content is never encrypted again.
"""

import base64
import binascii
import os
import stat
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.refusals import Refusal

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"


class KeyFileMissing(Refusal):
    """There is no key file where one is expected."""

    vi = "Không có tập tin khóa {path}; mất khóa là mất nội dung hồ sơ, hãy chép lại từ bản lưu."
    en = "There is no key file {path}; without the key the content is lost: restore it from backup."


class KeyFileOpen(Refusal):
    """Others than its owner may read or write the key file."""

    vi = "Tập tin khóa {path} có quyền {mode}; hãy đặt quyền 0600."
    en = "The key file {path} has mode {mode}; set it to 0600."


class KeyUnreadable(Refusal):
    """A key is not 32 bytes in base64."""

    vi = "Khóa trong {source} không đọc được: cần 32 byte viết bằng base64, mỗi dòng một khóa."
    en = "The key in {source} cannot be read: 32 bytes in base64 are needed, one key a line."


class KeyUnknown(Refusal):
    """Something is wrapped by a key that the ring does not hold."""

    vi = "Khóa đang dùng không phải khóa của dữ liệu này (cần khóa {key_id})."
    en = "The key in use is not the one of this data (key {key_id} is needed)."


class ContentUnreadable(Refusal):
    """Stored content was altered, moved from another row, or encrypted with another key."""

    vi = "Nội dung đã lưu ({context}) không giải mã được: đã bị thay đổi hoặc không đúng khóa."
    en = "Stored content ({context}) cannot be decrypted: it was altered or the key is wrong."


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def encrypt(key: bytes, plaintext: bytes, *, context: str) -> bytes:
    """AES-GCM under ``key``; ``context`` is ``table.column:id`` and must be given to decrypt."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plaintext, context.encode())


def decrypt(key: bytes, stored: bytes, *, context: str) -> bytes:
    """The plaintext; raises ContentUnreadable for another key, another context, altered bytes."""
    nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
    if stored[:1] != FORMAT or len(nonce) != NONCE_BYTES:
        raise ContentUnreadable(context=context)
    try:
        return AESGCM(key).decrypt(nonce, sealed, context.encode())
    except InvalidTag:
        raise ContentUnreadable(context=context) from None


def ring_of(key: str | None, key_file: Path) -> "KeyRing":
    """The ring of the settings: DONGHANH_KEY if it is set, else the key file."""
    if key is not None:
        return KeyRing.from_text(key, source="DONGHANH_KEY")
    return KeyRing.from_file(key_file)


class KeyRing:
    """The keys that wrap data keys: the first one wraps, all unwrap."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = {key_id(key): key for key in keys}
        self.current = key_id(keys[0])

    @classmethod
    def from_text(cls, text: str, *, source: str) -> "KeyRing":
        """Keys in base64, one a line or between commas; raises KeyUnreadable."""
        keys = [_decoded(line, source) for line in text.replace(",", "\n").split()]
        if not keys:
            raise KeyUnreadable(source=source)
        return cls(keys)

    @classmethod
    def from_file(cls, path: Path) -> "KeyRing":
        """Raises KeyFileMissing, KeyFileOpen (mode other than 0600 or 0400) or KeyUnreadable."""
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            raise KeyFileMissing(path=path) from None
        if mode not in (0o600, 0o400):
            raise KeyFileOpen(path=path, mode=f"{mode:04o}")
        return cls.from_text(path.read_text(encoding="ascii", errors="replace"), source=str(path))

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def wrap(self, data_key: bytes, *, context: str) -> tuple[str, bytes]:
        """The id of the current key, and the data key encrypted with it."""
        return self.current, encrypt(self._keys[self.current], data_key, context=context)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for another purpose than wrapping, from the current key."""
        hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
        return hkdf.derive(self._keys[self.current])

    def unwrap(self, key: str, wrapped: bytes, *, context: str) -> bytes:
        """The data key; raises KeyUnknown when the ring does not hold the key with this id."""
        if key not in self._keys:
            raise KeyUnknown(key_id=key)
        return decrypt(self._keys[key], wrapped, context=context)


def create_key_file(path: Path) -> None:
    """A new key in a new file of mode 0600; an existing file is left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(new_key()) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def key_id(key: bytes) -> str:
    """A short name for a key that tells nothing of it."""
    return sha256(b"donghanh key id\n" + key).hexdigest()[:16]


def _decoded(line: str, source: str) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        raise KeyUnreadable(source=source) from None
    if len(key) != KEY_BYTES:
        raise KeyUnreadable(source=source)
    return key
