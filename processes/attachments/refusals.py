"""Why a file is not taken: one sentence each, and what to do."""

from __future__ import annotations

from models.refusals import Refusal


class FileRefused(Refusal):
    """This file is not taken; the others of the same upload are."""

    vi = "Không nhận tệp này."
    en = "This file is not taken."


class FileEmpty(FileRefused):
    vi = "Tệp rỗng, không có nội dung."
    en = "The file is empty."


class FileTooLarge(FileRefused):
    vi = "Tệp lớn quá: mỗi tệp nhận đến {largest_mb} MB."
    en = "The file is too large: each file may have up to {largest_mb} MB."


class KindNotTaken(FileRefused):
    vi = "Không nhận loại tệp này; chỉ nhận ảnh JPEG, PNG, WebP, HEIC và tệp PDF, DOCX, XLSX, ODT."
    en = (
        "Files of this kind are not taken; only pictures (JPEG, PNG, WebP, HEIC) and PDF, DOCX, "
        "XLSX, ODT are."
    )


class NotAsNamed(FileRefused):
    vi = "Tên tệp kết thúc bằng {suffix} nhưng nội dung không phải, hoặc tệp đã hỏng."
    en = "The name ends in {suffix}, but the content is something else, or the file is damaged."


class OldOffice(FileRefused):
    vi = (
        "Tệp Office đời cũ (.doc, .xls) hoặc có mật khẩu. Thầy cô lưu lại thành .docx, .xlsx hoặc "
        "PDF, không đặt mật khẩu."
    )
    en = (
        "The file is of an old Office (.doc, .xls) or has a password. Save it as .docx, .xlsx or "
        "PDF without a password."
    )


class MacrosInside(FileRefused):
    vi = "Trong tệp có macro, là lệnh tự chạy. Thầy cô lưu lại thành tệp không macro hoặc PDF."
    en = "The file holds macros, which run by themselves. Save it without macros, or as PDF."


class ArchiveNotTaken(FileRefused):
    vi = "Không nhận tệp nén. Thầy cô lấy từng tệp ra rồi gửi."
    en = "Archives are not taken. Take the files out and send them."


class TooMuchInside(FileRefused):
    vi = "Tệp giải nén ra quá lớn nên không nhận."
    en = "The file unpacks to too much and is not taken."


class FileDamaged(FileRefused):
    vi = "Tệp đã hỏng hoặc có mật khẩu, không đọc được."
    en = "The file is damaged or has a password and cannot be read."


class TooManyFiles(FileRefused):
    vi = "Mỗi lần gửi đến {most} tệp. Thầy cô gửi tệp này ở lần sau."
    en = "At most {most} files are taken at once. Send this one the next time."


class CaseFull(FileRefused):
    vi = "Hồ sơ đã chứa gần đủ {largest_mb} MB tài liệu kèm theo, không còn chỗ cho tệp này."
    en = "The case holds nearly {largest_mb} MB of attachments; there is no room for this file."


class UploadTooLarge(Refusal):
    """All files of one upload together are too large; nothing of it was read."""

    vi = (
        "Các tệp gửi cùng lúc lớn quá: mỗi lần gửi đến {largest_mb} MB, chưa tệp nào được ghi. "
        "Thầy cô quay lại, chọn ít tệp hơn rồi gửi làm nhiều lần."
    )
    en = (
        "The files are too large together: up to {largest_mb} MB at once; none of them was kept. "
        "Go back, choose fewer files and send them in several turns."
    )
