"""Names of provinces in letters of the time before Unicode, or damaged."""

import pytest

from lib.ingest.layouts.old_letters import GARBLED, find_damaged_letters, old_encoding

NAMES = ["Hà Nội", "Cao Bằng", "Tuyên Quang", "Lào Cai", "Hải Phòng", "Điện Biên"]
# As fonts of the time wrote them, read as Latin-1 of Windows.
TCVN3 = ["hµ néi", "cao b»ng", "tuyªn quang", "lµo cai", "h¶i phßng", "®iÖn biªn"]
VNI = ["Haø Noäi", "Cao Baèng", "Tuyeân Quang", "Laøo Cai", "Haûi Phoøng", "Ñieän Bieân"]
DAMAGED = [name.encode().decode("cp1252", errors="replace") for name in NAMES]


@pytest.mark.parametrize(
    ("texts", "encoding"),
    [(TCVN3, "TCVN3"), (VNI, "VNI"), (DAMAGED, GARBLED), (NAMES, ""), ([], "")],
)
def test_the_encoding_of_names(texts, encoding):
    assert old_encoding(texts, NAMES) == encoding


@pytest.mark.parametrize("texts", [TCVN3, VNI, DAMAGED])
def test_five_names_tell_it_and_four_do_not(texts):
    assert old_encoding([*texts[:5], *texts[:5]], NAMES)
    assert not old_encoding([*texts[:4], *texts[:4], "Bình thường"], NAMES)


def test_names_without_a_mark_and_texts_that_are_no_names_tell_nothing():
    assert old_encoding(["Son La", "Gia Lai", "Cao Bang", "Lao Cai", "Ha Noi"] * 2, NAMES) == ""
    long = [text + "é" * 100 for text in TCVN3]
    assert old_encoding(long, NAMES) == ""


def test_blanks_and_soft_hyphens_do_not_matter():
    texts = [text.replace(" ", "  ").replace("i", "i\u00ad") for text in TCVN3]
    assert old_encoding(texts, NAMES) == "TCVN3"


def test_what_is_said_of_them():
    assert find_damaged_letters(NAMES, NAMES) is None
    assert find_damaged_letters(DAMAGED, NAMES).code == "garbled"
    old = find_damaged_letters(VNI, NAMES)
    assert (old.kind, old.code, dict(old.values)) == ("problem", "old_letters", {"encoding": "VNI"})


TONES = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ đ"
OF_TCVN3 = (
    "aµ¸¶·¹ ¨»¾¼½Æ ©ÇÊÈÉË eÌÐÎÏÑ ªÒÕÓÔÖ i×ÝØÜÞ oßãáâä «åèæçé ¬êíëìî uïóñòô \xadõøö÷ù yúýûüþ ®"
)
OF_VNI = (
    "a aø aù aû aõ aï/aê aè aé aú aü aë/aâ aà aá aå aã aä/e eø eù eû eõ eï/eâ eà eá eå eã eä/"
    "i ì í æ ó ò/o oø où oû oõ oï/oâ oà oá oå oã oä/ô ôø ôù ôû ôõ ôï/u uø uù uû uõ uï/"
    "ö öø öù öû öõ öï/y yø yù yû yõ yï/ñ"
)


@pytest.mark.parametrize(("written", "encoding"), [(OF_TCVN3, "TCVN3"), (OF_VNI, "VNI")])
def test_every_letter_with_every_tone(written, encoding):
    groups = TONES.split(" ")
    parts = [part.split(" ") for part in written.split("/")]
    parts = parts if encoding == "VNI" else [list(part) for part in written.split(" ")]
    pairs = [
        (letter, old)
        for letters, olds in zip(groups, parts, strict=True)
        for letter, old in zip(letters, olds, strict=True)
    ]
    assert len(pairs) == 73
    marked = [pair for pair in pairs if not pair[0].isascii()]
    for letter, old in marked:
        # Five names that differ by plain letters and have this one in them.
        names = [f"{plain}{letter}" for plain in "bcdgh"]
        texts = [f"{plain}{old}" for plain in "bcdgh"]
        assert old_encoding(texts, names) == encoding, letter
