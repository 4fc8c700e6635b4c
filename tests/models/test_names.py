"""Vietnamese names: found however they are typed, and sorted as a Vietnamese list is."""

import unicodedata

import pytest

from models.names import fold, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Thị  Đào ", "nguyen thi dao"),
        (unicodedata.normalize("NFD", "Trần Đặng Ước"), "tran dang uoc"),
        ("ĐỖ ĐỨC", "do duc"),
        ("H’Hen Niê", "h’hen nie"),
        ("", ""),
    ],
)
def test_folding_takes_case_marks_and_spaces_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def in_order(names: list[str]) -> list[str]:
    shuffled = sorted(names, key=len)
    shuffled.sort(key=sort_key)
    return shuffled


def test_names_stand_by_given_name_then_family_name() -> None:
    by_given_name = ["Trần Văn An", "Lê Ân", "Nguyễn Văn Bình", "Nguyễn Dũng", "Nguyễn Đào"]
    assert in_order(by_given_name) == by_given_name
    by_tone = ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"]
    assert in_order(by_tone) == by_tone
    by_family_name = ["Đỗ An", "Lê An", "Trần An"]
    assert in_order(by_family_name) == by_family_name


def test_a_sort_key_is_plain_ascii_and_the_same_for_each_spelling() -> None:
    composed = "Hoàng Thị Mỹ Linh"
    decomposed = unicodedata.normalize("NFD", composed)
    assert sort_key(composed) == sort_key(decomposed)
    assert sort_key("Ý Nhi 王").isascii()


def test_letters_decide_before_tones() -> None:
    assert sort_key("Lê Mạ") < sort_key("Lê Mai")
    assert sort_key("Lê Má") < sort_key("Lê Mâ")
