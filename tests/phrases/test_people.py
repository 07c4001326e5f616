"""How many people, how old, and whom to phone."""

import pytest

from board.phrases.people import People, read_age, read_people, split_phones

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("said", "quota"),
    [("8", 8), ("20人", 20), ("5名", 5), ("十人", 10), ("二十五名志愿者", 25), ("１２人", 12), ("8.0", 8), (" 30 人 ", 30), ("每班2人", 2),
     ("2人/班", 2), ("需求人数：8人", 8), ("共8人", 8), ("10人以内", 10), ("最多6人", 6), ("不超过15名", 15), ("10000", 10_000)],
)  # fmt: skip
def test_a_number_is_how_many(said, quota):
    assert read_people(said) == People(quota)


@pytest.mark.parametrize(
    ("said", "minimum", "quota"),
    [
        ("2-3人", 2, 3),
        ("2～3名", 2, 3),
        ("2人至3人", 2, 3),
        ("一到两人", 1, 2),
        ("3、4人", 3, 4),
        ("10—15", 10, 15),
    ],
)
def test_two_numbers_are_a_guess_at_least_and_at_most(said, minimum, quota):
    assert read_people(said) == People(quota, minimum, guessed=True)


@pytest.mark.parametrize(("said", "quota"), [("约30人", 30), ("8人左右", 8), ("20人（男5女15）", 20)])
def test_a_number_with_a_reserve_is_a_guess(said, quota):
    assert read_people(said) == People(quota, guessed=True)


@pytest.mark.parametrize(
    "said",
    ["若干", "", "不限", "0", "0人", "-3", "8.5", "10001", "3-2人", "3男2女", "100人次",
     "5人以上", "不少于5人", "2人+1人", "2+3", "多人", "几个",
     "20户", "12月5日", "1,000人", "五六人", "8人8人"],
)  # fmt: skip
def test_what_is_no_number_is_asked_about(said):
    read = read_people(said)

    assert (read.quota, read.minimum) == (None, None)
    assert read.problem.endswith("。")


@pytest.mark.parametrize(
    ("said", "age"),
    [("年满18岁", 18), ("18岁以上", 18), ("18-65周岁", 18), ("满16周岁", 16), ("十八岁以上", 18), ("年满18岁,普通话或四川话流利", 18),
     ("１８周岁（含）以上", 18),
     ("年龄在18—60周岁之间", 18), ("18岁至65岁，身体健康", 18), ("不小于20岁", 20), ("成年人", 18), ("陪伴70岁以上老人，年满20岁", 20)],
)  # fmt: skip
def test_the_least_age_is_read(said, age):
    assert read_age(said) == age


@pytest.mark.parametrize(
    "said",
    [
        "",
        "不限",
        "大学生优先",
        "65岁以下",
        "未满18周岁不可",
        "不满18岁须监护人陪同",
        "未成年人可以来",
        "为70岁以上老人免费理发",
        "会用投影设备者优先",
        "带6-12岁儿童做手工",
    ],
)
def test_other_conditions_are_no_age(said):
    assert read_age(said) is None


@pytest.mark.parametrize(
    ("said", "phones", "rest"),
    [
        ("028-00001002、028-00001003", ("028-00001002", "028-00001003"), ""),
        ("０２８－００００１００１", ("028-00001001",), ""),
        ("028 0000 1001", ("028-00001001",), ""),
        ("(028)00001001", ("028-00001001",), ""),
        ("13900000001（微信同号）", ("13900000001",), ""),
        ("+86 139-0000-0001", ("13900000001",), ""),
        ("028-00001001转801", ("028-00001001转801",), ""),
        ("82720000 分机12", ("82720000转12",), ""),
        ("82720000/82720001", ("82720000", "82720001"), ""),
        ("张三 13900000001、李四 13900000002", ("13900000001", "13900000002"), "张三、李四"),
        ("13900000001\n13900000001", ("13900000001",), ""),
        ("王主任：13900000001", ("13900000001",), "王主任"),
        ("社区服务站", (), "社区服务站"),
        ("1390000000", (), "1390000000"),
        ("", (), ""),
    ],
)  # fmt: skip
def test_phones_are_told_from_names(said, phones, rest):
    assert split_phones(said) == (phones, rest)
