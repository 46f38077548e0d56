"""Turn the UK government's gender pay gap file into a workspace's register and answers.

    python prepare.py "UK Gender Pay Gap Data - 2017 to 2018.csv" .

Nothing is corrected. A bonus gap is only asked of employers that paid bonuses to both women and men: where one side got none, the file's
figure compares something with nothing.
"""

import csv
import sys
from collections.abc import Iterator
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


def section(codes: str) -> str:
    """The SIC section of the first full code, "PUB" for a public body that gives only "1", "" where there is none."""
    listed = [code.strip() for code in codes.split(",") if code.strip()]
    full = next((code for code in listed if len(code) >= 4), None)
    if full is None:
        return "PUB" if "1" in listed else ""
    division = int(full.zfill(5)[:2])
    return next((letter for letter, divisions in SECTIONS.items() if division in divisions), "")


def employers(path: Path) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each employer as a row of the register and a row of answers. The id is made from the name: public bodies have no number."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            company_id = "E" + blake2s(row["EmployerName"].encode(), digest_size=6).hexdigest()
            facts = {"trade": section(row["SicCodes"]), "size": SIZES.get(row["EmployerSize"], "")}
            both = float(row["FemaleBonusPercent"]) > 0 and float(row["MaleBonusPercent"]) > 0
            figures = {
                code: row[name] for code, name in FIGURES.items() if both or code not in BONUS_GAPS
            }
            register = {
                "company_id": company_id,
                "name": row["EmployerName"],
                "municipality": "",
                **facts,
                "language": "en",
            }
            answers = {
                "company_id": company_id,
                "TRADE": facts["trade"],
                "SIZE": facts["size"],
                "BONUS": "Y" if both else "N",
            }
            yield register, answers | figures


def main(source: Path, workspace: Path) -> None:
    """Write `companies.csv` and `answers/baseline/answers.csv` into the workspace."""
    pairs = list(employers(source))
    (workspace / "answers" / "baseline").mkdir(parents=True, exist_ok=True)
    columns = ["company_id", "TRADE", "SIZE", "BONUS", *FIGURES]
    write(workspace / "companies.csv", list(pairs[0][0]), [register for register, _ in pairs])
    write(
        workspace / "answers" / "baseline" / "answers.csv",
        columns,
        [answers for _, answers in pairs],
    )
    sys.stdout.write(f"{len(pairs):,} employers. Next: jamna run -w {workspace}\n")


def write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    """Write a plain CSV; a figure that is not there is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
