"""Turn the UK government's gender pay gap file into a workspace's register and answers.

    python prepare.py "UK Gender Pay Gap Data - 2017 to 2018.csv" uk

Nothing is corrected. A bonus gap is only asked of employers that paid bonuses to both women and
men: where one side got none, the file's figure compares something with nothing.
"""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2s
from pathlib import Path

SIZES = {
    "Less than 250": "S1",
    "250 to 499": "S2",
    "500 to 999": "S3",
    "1000 to 4999": "S4",
    "5000 to 19,999": "S5",
    "20,000 or more": "S6",
}
SECTIONS = {
    "A": range(1, 4),
    "B": range(5, 10),
    "C": range(10, 34),
    "D": range(35, 36),
    "E": range(36, 40),
    "F": range(41, 44),
    "G": range(45, 48),
    "H": range(49, 54),
    "I": range(55, 57),
    "J": range(58, 64),
    "K": range(64, 67),
    "L": range(68, 69),
    "M": range(69, 76),
    "N": range(77, 83),
    "O": range(84, 85),
    "P": range(85, 86),
    "Q": range(86, 89),
    "R": range(90, 94),
    "S": range(94, 97),
    "T": range(97, 99),
    "U": range(99, 100),
}
"""UK SIC 2007: the section of each two-digit division."""

FIGURES = {
    "MEANGAP": "DiffMeanHourlyPercent",
    "MEDIANGAP": "DiffMedianHourlyPercent",
    "BMEANGAP": "DiffMeanBonusPercent",
    "BMEDIANGAP": "DiffMedianBonusPercent",
    "QLOW": "FemaleLowerQuartile",
    "QLOWMID": "FemaleLowerMiddleQuartile",
    "QUPMID": "FemaleUpperMiddleQuartile",
    "QTOP": "FemaleTopQuartile",
}
BONUS_GAPS = ("BMEANGAP", "BMEDIANGAP")


BONUS_SHARES = ("FemaleBonusPercent", "MaleBonusPercent")
COLUMNS = ("EmployerName", "SicCodes", "EmployerSize", *BONUS_SHARES, *FIGURES.values())
"""What is read of the government's file."""
ADVICE = "Download the file for 2017-18 from the government's gender pay gap service, as CSV."


class UsageError(Exception):
    """Something that whoever called can mend, in one sentence or more."""


def section(codes: str) -> str:
    """The SIC section of the first full code.

    "PUB" for a public body that gives only "1", "" where there is none.
    """
    listed = [code.strip() for code in codes.split(",") if code.strip()]
    full = next((code for code in listed if len(code) >= 4 and code.isdigit()), None)
    if full is None:
        return "PUB" if "1" in listed else ""
    division = int(full.zfill(5)[:2])
    return next((letter for letter, divisions in SECTIONS.items() if division in divisions), "")


def read_employers(path: Path) -> Sequence[Mapping[str, str]]:
    """The rows of the government's file; UsageError where it is not that file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            rows = [] if missing else list(reader)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}. {ADVICE}") from None
    except (UnicodeDecodeError, csv.Error):
        raise UsageError(f"{path} is not a CSV file in UTF-8. {ADVICE}") from None
    if missing:
        raise UsageError(f"{path} has no column {', '.join(missing)}. {ADVICE}")
    _check_rows(path, rows)
    return rows


def _check_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    if not rows:
        raise UsageError(f"{path} holds no employers. {ADVICE}")
    wrong = [
        f"line {line}: {name} is not a number"
        for line, row in enumerate(rows, start=2)
        for name in BONUS_SHARES
        if not _is_number(row[name])
    ]
    if wrong:
        more = f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        raise UsageError(f"{path}, {'; '.join(wrong[:5])}{more}.")


def _is_number(text: str | None) -> bool:
    try:
        float(text or "")
    except ValueError:
        return False
    return True


def employers(rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each employer as a row of the register and a row of answers.

    The id is made from the name: public bodies have no number.
    """
    for row in rows:
        company_id = "E" + blake2s(row["EmployerName"].encode(), digest_size=6).hexdigest()
        trade, size = section(row["SicCodes"]), SIZES.get(row["EmployerSize"], "")
        both = all(float(row[name]) > 0 for name in BONUS_SHARES)
        register = {
            "company_id": company_id,
            "name": row["EmployerName"],
            "municipality": "",
            "trade": trade,
            "size": size,
            "language": "en",
        }
        answers = {
            "company_id": company_id,
            "TRADE": trade,
            "SIZE": size,
            "BONUS": "Y" if both else "N",
        }
        yield register, answers | _figures(row, both=both)


def _figures(row: Mapping[str, str], *, both: bool) -> dict[str, str]:
    """The figures by question; no bonus gaps where not both sides got a bonus."""
    return {code: row[name] for code, name in FIGURES.items() if both or code not in BONUS_GAPS}


def prepare(source: Path, workspace: Path) -> int:
    """Write `companies.csv` and `answers/baseline/answers.csv`; return how many employers."""
    if not (workspace / "programme.toml").is_file():
        raise UsageError(f"{workspace} is no workspace. Type `jamna new {workspace}` first.")
    pairs = list(employers(read_employers(source)))
    columns = ["company_id", "TRADE", "SIZE", "BONUS", *FIGURES]
    answers = workspace / "answers" / "baseline" / "answers.csv"
    try:
        answers.parent.mkdir(parents=True, exist_ok=True)
        write(workspace / "companies.csv", list(pairs[0][0]), [one for one, _ in pairs])
        write(answers, columns, [told for _, told in pairs])
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}.") from None
    return len(pairs)


def write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    """Write a plain CSV; a figure that is not there is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the call; what is wrong with it ends in one sentence and exit code 2."""
    parser = ArgumentParser(prog="prepare.py", description="Fill a workspace with the UK figures.")
    parser.add_argument("source", type=Path, help="the government's file for 2017-18, a CSV")
    parser.add_argument("workspace", type=Path, help="the folder that `jamna new` made")
    call = parser.parse_args(arguments)
    try:
        count = prepare(call.source, call.workspace)
    except UsageError as error:
        parser.error(str(error))
    sys.stdout.write(f"{count:,} employers. Next: jamna run -w {call.workspace}\n")


if __name__ == "__main__":
    main()
