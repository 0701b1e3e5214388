"""Names of provinces, regions and measures in both languages, long and short."""

import pytest


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "80",
            ["Đồng bằng sông Cửu Long", "Mekong River Delta", "ĐB sông Cửu Long", "Mekong Delta"],
        ),
        ("01", ["Đồng bằng sông Hồng", "Red River Delta", "ĐB sông Hồng", "Red River Delta"]),
    ],
)
def test_the_region_of_a_province(dataset, code, names):
    found = [dataset.region_name(code, lang) for lang in ("vi", "en")]
    found += [dataset.region_name(code, lang, short=True) for lang in ("vi", "en")]
    assert found == names


def test_one_of_the_34_is_in_a_region_of_its_own_list(dataset):
    assert dataset.region_name("80", "vi") == "Đồng bằng sông Cửu Long"
    assert dataset.estimated_34.region_name("80", "vi") == "Đông Nam Bộ"


def test_what_became_of_a_province_and_who_became_one(dataset):
    assert dataset.successor("80") == dataset.successor("72") == "80"
    assert dataset.members["80"] == ["72", "80"] and dataset.members["01"] == ["01"]
    assert dataset.is_merged("80") and not dataset.is_merged("01")
    # Each merged one has the name of a member and is marked in a sentence.
    assert dataset.successor_name("80", "vi") == "Tây Ninh" == dataset.province_name("72", "vi")
    assert dataset.successor_label("80", "vi") == "Tây Ninh (sau sắp xếp)"
    assert dataset.successor_label("01", "vi") == "Hà Nội"


def test_a_member_is_marked_where_a_larger_province_is_so_named(dataset):
    for shown in (dataset, dataset.estimated_34):
        old = shown.member_name("72", "vi")
        assert old.startswith("Tây Ninh") and old not in ("Tây Ninh", "Tây Ninh (sau sắp xếp)")
        assert shown.member_name("80", "vi") == "Long An"  # no other is so named
        assert shown.member_name("01", "vi") == "Hà Nội"  # not merged
    assert dataset.unit_of("72") == "72" and dataset.estimated_34.unit_of("72") == "80"
    assert dataset.name_in_sentence("80", "vi") == "Long An"
    assert dataset.estimated_34.name_in_sentence("80", "vi") == "Tây Ninh (sau sắp xếp)"


def test_names_of_measures(dataset):
    assert dataset.measure_name("6.2", "vi") == "Giáo dục tiểu học công lập"
    assert dataset.measure_name("6", "en") == "Public Service Delivery"
    short, full = (dataset.measure_name("1", "vi", short=s) for s in (True, False))
    assert short != full == "Tham gia của người dân ở cấp cơ sở"
    assert dataset.measure_name("total", "vi") == dataset.measure_name("total", "vi", short=True)
    assert dataset.all_measures[:2] == ["total", "1"] and dataset.all_measures[-1] == "8.3"
