"""The workspace: where each file of a programme is, and how a new workspace is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from survey.common.errors import AnswersError, CallError, Problem
from survey.common.files import PRIVATE_FOLDER, write_text

PROGRAMME = "programme.toml"
REGISTER_TEMPLATE = "company_id,name,municipality,trade,language\n"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of one programme.

    What people write lies at the top. `results` and `reports` can be deleted and made again.
    """

    root: Path

    @property
    def programme(self) -> Path:
        """Every choice of the programme."""
        return self.root / PROGRAMME

    @property
    def instrument(self) -> Path:
        """What each question measures."""
        return self.root / "instrument.toml"

    @property
    def measures(self) -> Path:
        """What a company can do about a finding."""
        return self.root / "measures.toml"

    @property
    def place(self) -> Path:
        """What the municipalities' business developers are asked."""
        return self.root / "place.toml"

    @property
    def activities(self) -> Path:
        """What each company took part in."""
        return self.root / "activities.csv"

    @property
    def cleared(self) -> Path:
        """What companies wrote in their own words, read by a person and cleared for print."""
        return self.root / "cleared.csv"

    @property
    def events(self) -> Path:
        """What happened in each municipality."""
        return self.root / "events.csv"

    @property
    def brand(self) -> Path:
        """Colours, fonts and logo of every page."""
        return self.root / "_brand.yml"

    @property
    def register(self) -> Path:
        """All contacts, also those that never answered."""
        return self.root / "companies.csv"

    @property
    def keys(self) -> Path:
        """The files that link tokens and organisation numbers to companies; for the owner only."""
        return self.root / "keys"

    @property
    def tokens(self) -> Path:
        """Each company's survey token."""
        return self.keys / "tokens.csv"

    def snapshots(self, wave: str) -> Path:
        """The folder of what was pulled from LimeSurvey for a wave; never changed afterwards."""
        return self.root / "answers" / wave / "snapshots"

    @property
    def decisions(self) -> Path:
        """What people decided: appended, never changed."""
        return self.root / "decisions.sqlite"

    @property
    def rehearsal(self) -> Path:
        """The truth behind simulated answers. If this folder exists, pages say SIMULATED."""
        return self.root / "rehearsal"

    @property
    def rehearsed(self) -> Path:
        """The rehearsal's record. It is written last: without it the rehearsal is incomplete."""
        return self.rehearsal / "rehearse.provenance.json"

    @property
    def results(self) -> Path:
        """The tables."""
        return self.root / "results"

    @property
    def reports(self) -> Path:
        """The pages."""
        return self.root / "reports"

    @property
    def is_simulated(self) -> bool:
        """Whether the answers are simulated."""
        return self.rehearsal.exists()


def open_workspace(root: Path) -> Workspace:
    """Return the workspace at `root`; CallError if there is none."""
    workspace = Workspace(root)
    if not workspace.programme.is_file():
        raise CallError(
            Problem(
                str(root),
                "is not a workspace: it has no programme.toml.",
                f"`jamna new {root}` makes one.",
            )
        )
    return workspace


def refuse_half_rehearsed(workspace: Workspace) -> None:
    """Raise AnswersError if a rehearsal was stopped half-way.

    Its register and its answers may then come from two different rehearsals.
    """
    if workspace.is_simulated and not workspace.rehearsed.is_file():
        what = "the rehearsal was stopped before it was whole."
        raise AnswersError(
            Problem(
                str(workspace.rehearsal),
                what,
                f"`jamna rehearse -w {workspace.root}` makes it again.",
            )
        )


def shipped_files() -> dict[str, Traversable]:
    """Return the files of a new workspace, by their names in it."""
    return {
        "programme.toml": files("jamna.workspace") / "library" / "programme.toml",
        "instrument.toml": files("survey") / "library" / "instrument.toml",
        "place.toml": files("survey") / "library" / "place.toml",
        "measures.toml": files("diagnostics") / "library" / "measures.toml",
        "_brand.yml": files("reports") / "library" / "_brand.yml",
    }


def new_workspace(root: Path) -> Workspace:
    """Make a workspace to edit, which only its owner can read.

    CallError if one of its files is already there: nothing is overwritten. `programme.toml` is
    written last: if it is not there, a `jamna new` that was stopped can be repeated.
    """
    texts = {name: source.read_text(encoding="utf-8") for name, source in shipped_files().items()}
    texts["companies.csv"] = REGISTER_TEMPLATE
    _refuse_present(root, texts)
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(PRIVATE_FOLDER)
    programme = texts.pop(PROGRAMME)
    for name, text in texts.items():
        write_text(root / name, text)
    (root / "answers" / "baseline").mkdir(parents=True, exist_ok=True)
    write_text(root / PROGRAMME, programme)
    return Workspace(root)


def _refuse_present(root: Path, texts: Mapping[str, str]) -> None:
    present = [
        name
        for name, text in texts.items()
        if (root / name).exists() and not _is_left_over(root, name, text)
    ]
    if present:
        what = f"already holds {', '.join(present)}; nothing was written."
        raise CallError(Problem(str(root), what, "Name another folder."))


def _is_left_over(root: Path, name: str, text: str) -> bool:
    """Return whether a `jamna new` that was stopped wrote the file and nobody has edited it."""
    path = root / name
    return (
        not (root / PROGRAMME).exists()
        and path.is_file()
        and path.read_bytes() == text.encode("utf-8")
    )
