"""Why a file that somebody sends is no bundle: one sentence each, and what to do."""

from __future__ import annotations

from models.refusals import Refusal
from processes.bundle import NotABundle


class BundleRefused(Refusal, NotABundle):
    """The file is read no further."""

    vi = "Tệp không phải là một bộ quy trình."
    en = "The file is not a process bundle."


class NoArchive(BundleRefused):
    vi = "Tệp này không phải tệp .zip đọc được. Thầy cô nén thư mục quy trình thành .zip rồi gửi."
    en = "This file is not a .zip that can be read. Compress the folder of the process and send it."


class ArchiveLocked(BundleRefused):
    vi = "Tệp .zip có mật khẩu hoặc nén theo cách lạ. Thầy cô nén lại, không đặt mật khẩu."
    en = "The .zip has a password or an unusual packing. Compress it again in the ordinary way."


class ArchiveTooLarge(BundleRefused):
    vi = "Bộ quy trình lớn quá: nhận tệp .zip đến {zip_mb} MB, giải nén ra đến {largest_mb} MB."
    en = "The bundle is too large: at most {zip_mb} MB as .zip, and {largest_mb} MB unpacked."


class TooManyFiles(BundleRefused):
    vi = "Tệp .zip có {count} tệp; một bộ quy trình có đến {most} tệp."
    en = "The .zip holds {count} files; a bundle has at most {most}."


class FileTooLarge(BundleRefused):
    vi = "Tệp “{name}” lớn quá {largest_mb} MB sau khi giải nén."
    en = "The file “{name}” is larger than {largest_mb} MB unpacked."


class UnsafeName(BundleRefused):
    vi = "Tên “{name}” trong tệp .zip không dùng được: không nhận đường dẫn tuyệt đối hay “..”."
    en = "The name “{name}” in the .zip cannot be used: no absolute path and no “..”."


class NamedTwice(BundleRefused):
    vi = "Tệp .zip có hai tệp cùng tên “{name}”. Thầy cô giữ một tệp rồi nén lại."
    en = "The .zip holds two files called “{name}”. Keep one of them and compress again."


class ArchiveInside(BundleRefused):
    vi = "Trong tệp .zip còn một tệp nén, “{name}”. Thầy cô lấy nó ra rồi nén lại."
    en = "Inside the .zip is another archive, “{name}”. Take it out and compress again."


class ForeignFile(BundleRefused):
    vi = "Tệp “{name}” không thuộc bộ quy trình (chỉ nhận {suffixes}). Bỏ ra rồi nén lại."
    en = "The file “{name}” is not part of a bundle (only {suffixes}). Take it out, compress again."


class WrongEncoding(BundleRefused):
    vi = "Tệp “{name}” không ghi bằng UTF-8. Thầy cô mở ra, lưu lại bằng UTF-8 rồi nén lại."
    en = "The file “{name}” is not written in UTF-8. Save it again as UTF-8 and compress again."


class NoDescription(BundleRefused):
    vi = "Không thấy tệp {description} ở đầu bộ quy trình. Thầy cô nén cả thư mục đã tải về."
    en = "There is no {description} at the top of the bundle. Compress the whole downloaded folder."


class DescriptionUnreadable(BundleRefused):
    vi = "Tệp {description} có lỗi cú pháp: {reason}."
    en = "The file {description} has a mistake in its syntax: {reason}."


class OfAnotherProcess(BundleRefused):
    vi = "Đây là bộ của quy trình khác: {description} ghi id là “{named}”, không phải “{process}”."
    en = "This bundle is of another process: {description} has the id “{named}”, not “{process}”."
