import pytest
from pydantic import Field
from pydantic.dataclasses import dataclass

from survey.common.errors import ConfigurationError
from survey.common.texts import Text
from survey.common.toml import STRICT, check_shape, read_toml


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SmallPage:
    id: str
    title: Text | None = None
    width: int | list[int] = 1


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Book:
    name: str
    year: int = Field(ge=1500)
    page: list[SmallPage]


GOOD = (
    'name = "A"\nyear = 1600\n\n[[page]]\nid = "one"\ntitle = { sv = "Ett" }\n\n'
    '[[page]]\nid = "two"\nwidth = [1, 2]\n'
)


def write(tmp_path, text):
    path = tmp_path / "book.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(tmp_path, text):
    record, found = check_shape(read_toml(write(tmp_path, text)), Book)
    assert record is None
    return [str(problem) for problem in found]


def test_a_good_file_becomes_a_record(tmp_path):
    record, found = check_shape(read_toml(write(tmp_path, GOOD)), Book)
    assert found == []
    assert record == Book(
        name="A",
        year=1600,
        page=[SmallPage(id="one", title={"sv": "Ett"}), SmallPage(id="two", width=[1, 2])],
    )


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "book.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    file = read_toml(path)
    assert file.data["name"] == "A"
    assert file.where(("page", 1, "id")) == "book.toml, line 9 (page > two > id)"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "year =",
            "yaer =",
            'book.toml, line 2 (yaer): "yaer" is not a setting here. Did you mean "year"?',
        ),
        ('id = "two"\n', "", 'book.toml, line 8 (page > no. 2 > id): "id" is missing.'),
        ('name = "A"\n', "", 'book.toml (name): "name" is missing.'),
        (
            "1600",
            "1400",
            (
                "book.toml, line 2 (year): input should be greater than or equal to 1500 (it says "
                "1400)."
            ),
        ),
        (
            '"Ett"',
            "7",
            (
                "book.toml, line 6 (page > one > title > sv): input should be a valid string (it "
                "says 7)."
            ),
        ),
        (
            '{ sv = "Ett" }',
            '"' + "x" * 99 + '"',
            (
                "book.toml, line 6 (page > one > title): input should be a valid dictionary (it "
                f"says '{'x' * 56}...)."
            ),
        ),
        (
            "width =",
            "wdth =",
            (
                'book.toml, line 10 (page > two > wdth): "wdth" is not a setting here. Did you '
                'mean "width"?'
            ),
        ),
    ],
)
def test_a_fault_of_shape_is_told_with_its_line_and_the_nearest_right_name(
    tmp_path, old, new, problem
):
    assert problem in problems(tmp_path, GOOD.replace(old, new))


def test_the_members_of_a_union_are_no_part_of_the_place(tmp_path):
    found = problems(tmp_path, GOOD.replace("[1, 2]", '[1, "b"]'))
    assert (
        "book.toml, line 10 (page > two > width > no. 2): input should be a valid integer"
        in found[1].replace(", unable", "|").split("|")[0]
    )


def test_all_faults_are_told_at_once(tmp_path):
    assert (
        len(problems(tmp_path, GOOD.replace("year =", "yaer =").replace('id = "two"\n', ""))) == 3
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"a = ", "is not valid TOML"),
        (b"a = 1\na = 2", "is not valid TOML"),
        (b'a = "\xe5"', "is not UTF-8 text"),
    ],
)
def test_what_is_no_toml_is_said_in_one_message(tmp_path, content, what):
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=what):
        read_toml(path)


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path):
    with pytest.raises(ConfigurationError, match="there is no such file"):
        read_toml(tmp_path / "none.toml")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_toml(tmp_path)


def test_a_place_outside_the_file_is_told_by_what_is_around_it(tmp_path):
    file = read_toml(write(tmp_path, GOOD))
    assert file.where(("page", 0, "colour")) == "book.toml, line 4 (page > one > colour)"
    assert file.where(("colour",)) == "book.toml (colour)"
    assert file.where(()) == "book.toml"
