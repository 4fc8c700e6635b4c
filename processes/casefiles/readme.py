"""What stands in every case file for whoever opens it, in both languages."""

from typing import Final

README: Final = """\
# Hồ sơ đã xuất, để kiểm chứng lại

Tệp này chứa diễn biến của một hồ sơ công tác xã hội trong trường học. Những gì người ta viết về
học sinh vẫn được mã hóa; khóa không nằm trong tệp.

## Cách kiểm chứng

    donghanh case check TỆP.zip

Lệnh này không cần cơ sở dữ liệu và không cần khóa. Nó tính lại mã của từng phần và từng lần ghi,
chạy lại quy trình từ đầu trên đúng phiên bản kèm theo, so trạng thái sau từng lần ghi, và tính lại
mã chốt sổ của từng ngày. Sai ở đâu thì nói rõ ở đó. Sau cùng, so mã chốt sổ được in ra với mã mà
nhà trường hoặc cơ quan quản lý đã giữ ở nơi khác: chỉ mã giữ ở ngoài mới cho biết cả tệp không bị
viết lại từ đầu. Mã hồ sơ, trường và lúc xuất không nằm trong chuỗi mã: so sha256 của cả tệp với mã
được in ra khi xuất.

## Các phần

| phần | nội dung |
|---|---|
| `manifest.json` | hồ sơ nào, xuất lúc nào, bao nhiêu lần ghi, sha256 của từng phần |
| `journal.jsonl` | mỗi dòng một lần ghi, đúng như đã lưu; `content` là byte đã mã hóa, base64 |
| `process.zip` | phiên bản quy trình mà hồ sơ chạy theo: sơ đồ, biểu mẫu, điều khoản |
| `calendars/` | các phiên bản lịch làm việc mà lần ghi dẫn đến |
| `heads/` | mã chốt sổ của từng ngày có lần ghi, và mọi lần ghi mà mã đó tính từ (`sealed`) |
| `attachments/` | các tệp kèm theo, vẫn mã hóa; tên là sha256 của byte đã mã hóa |

## Mã được tính thế nào

- Mã của một lần ghi (`digest`): sha256 của JSON chuẩn (khóa xếp theo thứ tự, không dấu cách, UTF-8)
  gồm mọi cột trừ `digest`; `content` thay bằng sha256 của các byte đã mã hóa, hoặc null.
  `previous_digest` là mã của lần ghi trước; của lần đầu là 64 số 0.
- Mã chốt sổ: sha256 nối tiếp JSON chuẩn của [mã chốt trước, ngày], rồi của từng phần tử trong
  `sealed`: [số của hồ sơ, lần ghi, mã của lần ghi].
- Tệp kèm theo: lần ghi loại `attached` ghi ở `routing` sha256 của từng tệp đã mã hóa.

# An exported case, to be checked again

This file holds the course of one case of school social work. What people wrote about the student
stays encrypted; the key is not in the file.

## How to check it

    donghanh case check FILE.zip

The command needs neither database nor key. It reckons the digest of every part and entry anew,
replays the process from its beginning on the very version enclosed, compares the state after each
entry, and reckons the seal of each day. It says where something is wrong. Last, compare the seals
it prints with those that the school or its managing body kept elsewhere: only a seal kept outside
shows that the whole file was not written anew. The code of the case, its school and the moment of
the export are in no chain: compare the sha256 of the whole file with the one told at the export.

## Its parts

| part | holds |
|---|---|
| `manifest.json` | which case, exported when, how many entries, sha256 of each part |
| `journal.jsonl` | one entry a line, as stored; `content` is its encrypted bytes in base64 |
| `process.zip` | the version of the process that the case runs on: diagrams, forms, clauses |
| `calendars/` | the versions of the working calendar that entries name |
| `heads/` | the seal of each day with an entry, and all entries that it is over (`sealed`) |
| `attachments/` | the files attached, encrypted; each is named by the sha256 of these bytes |

## How digests are reckoned

- That of an entry (`digest`): sha256 of canonical JSON (sorted keys, no spaces, UTF-8) of all
  columns but `digest`; `content` by the sha256 of its encrypted bytes, or null. `previous_digest`
  is that of the entry before; of the first one 64 zeros.
- A seal: sha256 over the canonical JSON of [seal before, day], then of each member of
  `sealed`: [number of the case, entry, digest of the entry].
- Attachments: an entry of the kind `attached` names in `routing` the sha256 of each encrypted file.
"""
