"""The last check of a company's pages before they are put in place.

A page must name its own company and no other, and hold no personal identity number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from reports.rendering.many import Check
from reports.rendering.records import Format, Page
from reports.style.markdown import plain
from survey.common.errors import Problem
from survey.common.personal_numbers import ADVICE, WHAT, holds_personal_number

SHORTEST = 3
"""Shorter names occur by chance; the id of such a company is still searched for."""
LONGEST_NUMBER = 5
"""Ids with at most so many digits look like head counts and points, and are not searched for."""

_WORD = re.compile(r"\w+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

Span = tuple[int, int]
"""Where something begins in a text, and where it ends."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A name or id to search for, and the companies that own it.

    Its first word begins `offset` letters into it.
    """

    words: str
    offset: int
    owners: frozenset[str]


@dataclass(frozen=True, slots=True)
class Watch:
    """What to search for, by its first word, so that each text is read only once."""

    names: Mapping[str, str]
    by_first: Mapping[str, Sequence[Sought]]


def watch_names(names: Mapping[str, str], shared: str = "") -> Watch:
    """Prepare the search from `names` by company id.

    A name that also stands in `shared` (text that any page may hold: questions, actions, contact)
    cannot tell companies apart and is left out. So is a name of fewer than `SHORTEST` letters. Case
    matters: "Kraft" is a company, "kraft" is a word.
    """
    owners: dict[str, set[str]] = {}
    for company_id, name in names.items():
        for words in _tellings(company_id, name):
            owners.setdefault(words, set()).add(company_id)
    everything = _index(owners)
    common = {sought.words for _, sought in _find(plain(shared), everything)}
    return Watch(
        names, _index({words: ids for words, ids in owners.items() if words not in common})
    )


def watch_pages(watch: Watch) -> Check:
    """The check of each page before it is put in place: its Markdown and the text of its HTML."""

    def look(page: Page, files: Mapping[Format, bytes]) -> Sequence[Problem]:
        return check_confidential(texts_of(page, files), page.company_id, watch)

    return look


def check_confidential(texts: Mapping[str, str], company_id: str, watch: Watch) -> list[Problem]:
    """What is wrong in each text (by file).

    A text must name its own company and no other, and hold no personal identity number. A page of
    no company ("") must name none. A name inside the company's own name is allowed: "Bygg" in
    "Norrlands Bygg AB" is not another company.
    """
    name = plain(watch.names[company_id]) or company_id if company_id else ""
    names = [
        problem
        for file, text in texts.items()
        for problem in _check(file, plain(text), company_id, name, watch)
    ]
    return names + [
        Problem(file, WHAT, f"It was not put in place. {ADVICE}")
        for file, text in texts.items()
        if holds_personal_number(text)
    ]


def texts_of(page: Page, files: Mapping[Format, bytes]) -> Mapping[str, str]:
    """The words of a page's Markdown and HTML, by file. The PDF is made from the same Markdown."""
    path = page.path(page.stem)
    texts = {f"{path}.qmd": _ESCAPED.sub(r"\1", page.source)}
    return texts | (
        {f"{path}.html": visible_text(files["html"].decode("utf-8"))} if "html" in files else {}
    )


def visible_text(html: str) -> str:
    """The words of an HTML page, alternative texts and the title among them."""
    reader = _TextCollector()
    reader.feed(html)
    return " ".join(reader.words)


def _tellings(company_id: str, name: str) -> Sequence[str]:
    """The name and the id that show which company a text is about."""
    is_number = company_id.isdigit() and len(company_id) <= LONGEST_NUMBER
    return [
        *([plain(name)] if len(plain(name)) >= SHORTEST else []),
        *([] if is_number else [plain(company_id)]),
    ]


def _index(owners: Mapping[str, Iterable[str]]) -> dict[str, list[Sought]]:
    index: dict[str, list[Sought]] = {}
    for words, ids in owners.items():
        first = _WORD.search(words)
        if first:
            index.setdefault(first.group(), []).append(Sought(words, first.start(), frozenset(ids)))
    return index


def _find(text: str, by_first: Mapping[str, Sequence[Sought]]) -> Iterator[tuple[Span, Sought]]:
    """Where each sought name stands in the text as whole words."""
    for word in _WORD.finditer(text):
        for sought in by_first.get(word.group(), ()):
            start = word.start() - sought.offset
            end = start + len(sought.words)
            if (
                start >= 0
                and text.startswith(sought.words, start)
                and not _WORD.match(text, end, end + 1)
            ):
                yield (start, end), sought


def _check(file: str, text: str, company_id: str, name: str, watch: Watch) -> Iterator[Problem]:
    own = [match.span() for match in re.finditer(re.escape(name), text)] if name else []
    if name and not own:
        yield Problem(
            file,
            f"does not name its own company, {name}.",
            "It was not put in place: render it again.",
        )
    found = _find(text, watch.by_first)
    strangers = {
        sought.words
        for span, sought in found
        if company_id not in sought.owners and not _inside(span, own)
    }
    for words in sorted(strangers):
        yield Problem(
            file,
            f'names another company: "{words}".',
            "It was not put in place: find out how that came there.",
        )


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


class _TextCollector(HTMLParser):
    """Collects what a reader of the page meets."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"style", "script"}
        self.words += [
            value
            for key, value in attrs
            if key in {"alt", "title", "aria-label", "content"} and value
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)
