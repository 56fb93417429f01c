import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.privacy import (
    FindingKind,
    check_character,
    identity_is_sound,
    mask_identity,
    mask_name,
    mask_phone,
    normalise_identity,
    normalise_phone,
    personal_data,
    scan_marks,
    withhold,
    withhold_among,
)

DIGITS = st.text("0123456789", min_size=17, max_size=17)


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (mask_identity, "350402198507011234", "3504**********1234"),
        (mask_identity, "350402850701123", "3504*******1123"),
        (mask_identity, "12345678", "********"),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "8221234", "*****34"),
        (mask_phone, "110", "***"),
        (mask_name, "张小明", "张**"),
        (mask_name, "张", "*"),
        (mask_name, "", ""),
    ],
)
def test_masks(mask, plain, masked):
    assert mask(plain) == masked


@given(st.text(max_size=30), st.sampled_from([mask_identity, mask_phone, mask_name]))
def test_a_mask_keeps_the_length_and_hides_at_least_half_or_all_but_the_ends(text, mask):
    masked = mask(text)
    assert len(masked) == len(text)
    kept = sum(1 for shown in masked if shown != "*")
    assert kept <= {mask_identity: 8, mask_phone: 7, mask_name: 1}[mask]


@given(DIGITS)
def test_one_wrong_digit_is_always_noticed(digits):
    number = digits + check_character(digits)
    assert identity_is_sound(number)
    for index, digit in enumerate(number[:17]):
        wrong = number[:index] + str((int(digit) + 1) % 10) + number[index + 1 :]
        assert not identity_is_sound(wrong)


def test_numbers_come_into_one_form():
    assert normalise_identity("'３５０４０２ 19850701-123x ") == "35040219850701123X"
    assert normalise_phone("+86 138-1234-5678") == "13812345678"
    assert normalise_phone("0598-8221234") == "05988221234"


@pytest.mark.parametrize(
    "text",
    [
        "机密★1年",
        "绝 密☆",
        "秘密★长期",
        "密级：秘密",
        "密 级: 机密",
        "【机密】名单",
        "（秘密10年）",
        "标题\n秘 密\n正文",
        "机密*5年",
    ],
)
def test_marks_of_state_secrets(text):
    assert [finding.kind for finding in scan_marks(text)] == [FindingKind.STATE_SECRET]


@pytest.mark.parametrize(
    "text",
    [
        "工作秘密★3年",
        "内部资料",
        "【内部文件】",
        "内部资料，注意保存",
        "密级：内部",
        "x\n内 部\ny",
        "内部资料 不得外传",
    ],
)
def test_marks_of_work_secrets(text):
    assert [finding.kind for finding in scan_marks(text)] == [FindingKind.WORK_SECRET]


@pytest.mark.parametrize(
    "text",
    [
        "保守党的秘密，对党忠诚",
        "学习《保守国家秘密法》",
        "党内部署工作",
        "涉密不上网",
        "保密工作责任书",
        "机密文件管理办法学习心得",
        "支部内部监督",
    ],
)
def test_speaking_of_secrets_is_no_mark(text):
    assert scan_marks(text) == []


def test_personal_data_are_named_with_line_and_mask():
    number = "35040219850701123" + check_character("35040219850701123")
    found = personal_data(f"名单\n张三 {number}，电话138 1234 5678\n统一社会信用代码 350402198507011230")
    assert [(finding.kind, finding.line) for finding in found] == [
        (FindingKind.IDENTITY_NUMBER, 2),
        (FindingKind.PHONE, 2),
    ]
    assert number not in str(found)
    assert "13812345678" not in str(found)


@given(st.text(max_size=80))
def test_any_text_can_be_scanned(text):
    for finding in scan_marks(text) + personal_data(text):
        assert 1 <= finding.line <= text.count("\n") + text.count("\r") + 1


def test_a_long_text_is_scanned_in_time():
    assert scan_marks("（" * 50_000 + " 密 级 " * 20_000) == []


def test_small_groups(settings):
    settings.DANGJIAN_SMALL_GROUP = 5
    assert [withhold(count) for count in (0, 1, 4, 5)] == [False, True, True, False]
    assert withhold(5, minimum=6)


@given(st.dictionaries(st.integers(), st.integers(0, 30), max_size=12), st.integers(2, 10))
def test_what_is_withheld_cannot_be_reckoned_from_the_sum(counts, minimum):
    hidden = withhold_among(counts, minimum)
    assert all(key in hidden for key, count in counts.items() if 0 < count < minimum)
    if hidden and any(count and key not in hidden for key, count in counts.items()):
        assert len(hidden) > 1
        assert sum(counts[key] for key in hidden) >= minimum
