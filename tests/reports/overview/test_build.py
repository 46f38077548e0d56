"""The overview as a document and as text: what stands on it, and what must not be there."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser

import pandas as pd
import pytest
from babel.messages.catalog import Catalog
from pydantic import TypeAdapter

from diagnostics.records import Impact, Seat, StageNote
from diagnostics.selection.reasons import WORDS
from reports.company.answer_words import gather_answers
from reports.overview import Overview, OverviewSource, build_overview, render_overview
from reports.overview.companies import make_directory
from reports.overview.sections.flagged import MOST_FLAGGED
from reports.overview.sections.reasons import name_reasons
from reports.style.brand import load_brand
from reports.style.language import read_catalogues, translator
from survey.instrument.records import Background
from tests.reports.overview.overview_fake import fake_source


@cache
def source() -> OverviewSource:
    return fake_source()


@cache
def overview(language: str = "en") -> Overview:
    return build_overview(source(), language)


@cache
def html(language: str = "en") -> str:
    return render_overview(overview(language), load_brand())


def render(changed: OverviewSource) -> str:
    return render_overview(build_overview(changed, "en"), load_brand())


class Tags(HTMLParser):
    """Every tag with its attributes, and the text outside of script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] not in {"script", "style"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def test_the_funnel_counts_finished_answers_and_the_selected_of_each_stage():
    complete = int(source().answers.companies["complete"].sum())
    steps = overview().funnel.steps
    assert [step.name for step in steps] == [
        "Contacted",
        "Answered",
        "Engaged",
        "Advised",
        "Deep dive",
    ]
    assert [step.companies for step in steps] == [1200, complete, 220, 70, 20]
    assert overview().funnel.started == 423 - complete
    assert steps[2].of_previous == 220 / complete


def test_the_municipalities_add_up_to_the_funnel_and_stand_in_swedish_order():
    splits = overview("sv").funnel.splits
    totals = [sum(column) for column in zip(*(split.companies for split in splits), strict=True)]
    assert totals == [step.companies for step in overview("sv").funnel.steps]
    assert [split.name for split in splits][-3:] == ["Älvsbyn", "Överkalix", "Övertorneå"]


def test_a_register_in_words_and_one_in_codes_are_the_same():
    words = {"GAL": "gällivare", "PAJ": "Pajala "}
    register = source().register.assign(
        municipality=source().register["municipality"].replace({"GAL": words["GAL"]})
    )
    assert build_overview(replace(source(), register=register), "en").funnel == overview().funnel


def test_every_flag_is_counted_and_the_gravest_company_comes_first():
    flagged = overview().flagged
    assert flagged.total == len({flag.company_id for flag in source().flags})
    assert [count.companies for count in flagged.counts] == [9, 35, 45]
    levels = [(company.flags[0].kind, company.flags[0].level) for company in flagged.companies]
    assert levels[:9] == [("equality", "serious")] * 9
    assert flagged.serious == 9
    stands = [company.flags[0].stands for company in flagged.companies[:9]]
    assert stands == sorted(stands, reverse=True)


def test_a_reason_gives_the_question_and_the_answer_in_the_readers_language():
    reason = overview("sv").flagged.companies[0].flags[0].reasons[0]
    assert reason.item == "Rekrytering och befordran"
    assert [(given.question, given.answer) for given in reason.answers] == [
        ("Hur hittar ni oftast nya medarbetare?", "Nästan alltid genom någon vi känner"),
        ("Har någon läst igenom era annonser med tanke på vilka som känner sig välkomna?", "Nej"),
    ]


def test_what_could_point_at_a_person_is_not_among_the_answers():
    instrument = source().instrument
    private = replace(
        instrument,
        question=[replace(one, personal=one.code == "ADS") for one in instrument.question],
    )
    reason = (
        build_overview(replace(source(), instrument=private), "en")
        .flagged.companies[0]
        .flags[0]
        .reasons[0]
    )
    assert [given.answer for given in reason.answers] == ["Almost always through someone we know"]


def test_how_firmly_is_said_in_words():
    first = overview().flagged.companies[0].flags[0]
    words = Tags(html()).text
    assert f"{round(100 * first.stands)} of 100" in words
    assert "Not firm" in words
    assert "one answer" in words


def test_a_selected_company_has_a_place_and_a_way_to_its_report():
    last = overview().chosen.stages[0]
    selected = [one for one in last.candidates if one.outcome == "selected"]
    assert len(selected) == last.selected == 20
    assert {one.place for one in selected} == {"core", "contrast", "quota", "decision"}
    linked = {one.company.id for one in last.candidates if one.company.href}
    assert linked == source().reported
    assert selected[0].company.href == f"companies/{selected[0].company.id}/diagnosis.html"


def test_a_withdrawn_decision_stays_in_the_list_and_is_marked():
    into = source().decisions[0]
    moved = replace(
        into,
        impact=Impact(
            "reserve", "selected", (Seat("deep_dive", "C00003"), Seat("advised", "C00004"))
        ),
    )
    back = replace(into, withdraws=True, decided_at=into.decided_at + timedelta(days=1))
    page = build_overview(replace(source(), decisions=[moved, back]), "en")
    newest, oldest = page.chosen.decisions
    assert (newest.standing, oldest.standing) == ("withdrawal", "withdrawn")
    assert [company.id for company in oldest.fell_out] == ["C00003"]
    text = Tags(render_overview(page, load_brand())).text
    assert "decision withdrawn, “Deep dive”" in text
    assert "withdrawn later" in text
    assert f"fell out: {oldest.fell_out[0].name}" in text


def test_an_overridden_rule_stays_visible_beside_the_decision():
    into, out = sorted(overview().chosen.decisions, key=lambda one: one.include, reverse=True)
    assert (into.rule_outcome, into.outcome, into.rank_before) == ("reserve", "selected", 21)
    assert (out.rule_outcome, out.outcome, out.reason) == (
        "selected",
        "not_selected",
        "the company has closed",
    )
    assert Tags(html()).text.count("the rule alone: reserve") == 2


def test_every_reason_of_the_selection_has_words():
    assert set(WORDS) <= set(name_reasons(translator("sv")))


def test_a_candidate_says_why_in_words():
    first, *_, last = (
        one for one in overview("sv").chosen.stages[0].candidates if one.outcome != "not_selected"
    )
    assert first.why == [
        "går in på sin jämställdhetsmarkering (allvarlig)",
        "allvarliga jämställdhetsmarkeringar: 1",
        "största behov: 62,5",
    ]
    assert last.why[0] == "nr 10 i reserven"


def test_those_who_did_not_answer_are_counted_and_not_named():
    ineligible = {group.reason: group for group in overview().chosen.ineligible}
    assert ineligible["does not want support"].companies == 1200 - 423
    assert not ineligible["does not want support"].named
    assert (
        len(ineligible["Tourism has a programme of its own."].named)
        == ineligible["Tourism has a programme of its own."].companies
    )


def test_hidden_cells_hold_no_number_even_when_the_table_does():
    table = source().needs_programme.copy()
    table.loc[
        table["status"] == "hidden", ["n", "share_severe", "low", "high", "first_choice_share"]
    ] = [7, 0.123, 0.1, 0.2, 0.3]
    needs = build_overview(replace(source(), needs_programme=table), "en").needs
    cells = [cell for matrix in needs.matrices for row in matrix.cells for cell in row]
    hidden = [cell for cell in cells if cell.status == "hidden"]
    assert len(hidden) == 10
    assert all(
        (cell.n, cell.share, cell.low, cell.high, cell.first_choice, cell.rank) == (None,) * 6
        for cell in hidden
    )


def test_hidden_and_empty_look_different():
    cells = [cell for matrix in overview().needs.matrices for row in matrix.cells for cell in row]
    assert sum(cell.status == "empty" for cell in cells) == 1
    assert html().count('<td class="hidden-cell"><span>hidden</span></td>') == 10
    assert html().count('<td class="empty-cell">') == 1


def test_needs_stand_in_the_programmes_order_and_their_names_in_words():
    assert [need.name for need in overview().needs.rows][:2] == [
        "Selling outside the municipality",
        "Cooperation within the trade",
    ]
    assert [matrix.title for matrix in overview().needs.matrices] == [
        "Municipality",
        "Target group",
    ]
    assert overview().needs.matrices[1].columns == ["Women", "Young people", "Born abroad"]


def test_quality_counts_what_was_kept_out_and_who_answered_twice():
    quality = overview().quality
    assert (quality.faults_total, quality.twice_total, quality.complete + quality.incomplete) == (
        4,
        6,
        423,
    )
    assert (quality.faults[0].question, quality.faults[0].cells) == (
        "STAFFM: How many men work with you?",
        2,
    )
    index = quality.completeness[0]
    assert index.scored + index.not_calculable + index.not_applicable == 423
    assert [scale.name for scale in quality.scales] == ["Recruitment and promotion"]
    assert [one.name for one in quality.weak] == ["Adverts read through"]


NASTY = """<script>alert("x")</script> & 'Sons' </style><img src=x onerror=y>"""


def test_whatever_people_write_is_text_and_never_markup():
    table = source().selection.table.assign(decided_by=NASTY)
    why = source().selection.why.assign(code=NASTY, detail="")
    responses = source().answers.faults.assign(what=NASTY, value=NASTY, source=NASTY)
    changed = replace(
        source(),
        title={"en": NASTY},
        register=source().register.assign(name=NASTY, trade=NASTY),
        backgrounds=source().backgrounds.assign(trade=NASTY),
        decisions=[
            replace(one, note=NASTY, by=NASTY, reason_code=NASTY) for one in source().decisions
        ],
        selection=replace(
            source().selection,
            table=table,
            why=why,
            notes=[StageNote(source().rules.stage[0].id, "quota", 1, 2, NASTY)],
        ),
        answers=replace(source().answers, faults=responses),
    )
    tags = Tags(render(changed))
    assert [attributes.get("type") for tag, attributes in tags.tags if tag == "script"] == [
        "application/json",
        None,
    ]
    assert not [tag for tag, attributes in tags.tags if tag == "img" or "onerror" in attributes]
    assert tags.text.count(NASTY) > 1000


def test_a_quota_is_named_in_the_pages_words():
    notes = [StageNote(source().rules.stage[0].id, "quota", 1, 2, "municipality=GAL")]
    told = build_overview(
        replace(source(), selection=replace(source().selection, notes=notes)), "en"
    ).chosen.notes[0]
    assert "only 1 of the 2 that the quota Gällivare asks for" in told


def test_a_company_id_cannot_lead_out_of_its_folder():
    one = min(source().reported)
    strange = "../../x?y"
    table = source().selection.table.assign(
        company_id=source().selection.table["company_id"].replace({one: strange})
    )
    changed = replace(
        source(), selection=replace(source().selection, table=table), reported=frozenset({strange})
    )
    hrefs = [
        one.company.href
        for one in build_overview(changed, "en").chosen.stages[0].candidates
        if one.company.href
    ]
    assert hrefs == ["companies/..%2F..%2Fx%3Fy/diagnosis.html"]


def test_the_page_needs_nothing_but_itself_and_stays_small():
    addresses = [
        value
        for _, attributes in Tags(html()).tags
        for name, value in attributes.items()
        if name in {"src", "href", "action"}
    ]
    assert not [address for address in addresses if re.match(r"(https?:)?//", address or "")]
    assert not re.findall(r"""url\((?!["']?data:)""", html())
    assert len(html().encode()) < 1_500_000


def test_a_large_programme_lists_the_gravest_and_says_how_many_more():
    template = source().flags[0]
    many = [
        replace(template, company_id=company, stands=0.5)
        for company in source().register.index[:900]
    ]
    changed = build_overview(replace(source(), flags=many), "en")
    assert (changed.flagged.total, len(changed.flagged.companies)) == (900, MOST_FLAGGED)
    assert "500 more companies are flagged" in render(replace(source(), flags=many))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_says_simulated_only_when_it_is(language):
    mark = {"sv": "SIMULERAT", "en": "SIMULATED"}[language]
    assert mark in html(language)
    real = render_overview(
        build_overview(replace(source(), simulated=False), language), load_brand()
    )
    assert mark not in real


def test_the_columns_of_needs_stand_by_name_and_the_target_groups_as_the_programme_has_them():
    """By code Älvsbyn (ALV) is first and Överkalix (OVK) before Pajala.

    In the Swedish alphabet å, ä and ö come last.
    """
    by_code = source().needs_programme.sort_values(
        "group", key=lambda groups: groups.where(groups.str.startswith("muni"), "z"), kind="stable"
    )
    towns, groups = build_overview(replace(source(), needs_programme=by_code), "sv").needs.matrices
    assert towns.columns == [
        "Arjeplog",
        "Arvidsjaur",
        "Gällivare",
        "Jokkmokk",
        "Pajala",
        "Älvsbyn",
        "Överkalix",
        "Övertorneå",
    ]
    assert groups.columns == ["Kvinnor", "Unga", "Födda utomlands"]
    table = source().needs_programme.set_index(["group", "need"])
    at = towns.columns.index("Pajala")
    assert (
        towns.cells[0][at].share == table.loc[("municipality=PAJ", "sell_outside"), "share_severe"]
    )


def test_classes_of_a_number_stand_by_size():
    table = source().needs_programme
    sizes = [
        table[table["group"] == "all"].assign(group=f"size={size}")
        for size in ("10–19", "50+", "0", "5–9", "<0")
    ]
    page = build_overview(replace(source(), needs_programme=pd.concat([table, *sizes])), "en")
    assert page.needs.matrices[-1].columns == ["<0", "0", "5–9", "10–19", "50+"]


def test_employees_stand_beside_a_company_as_a_number_and_else_as_a_class():
    size = TypeAdapter(Background).validate_python(
        {"id": "size", "sum": ["RECW", "RECM"], "breaks": [0, 5], "name": {"en": "Employees"}}
    )
    first, second = source().answers.companies.index[:2]
    numbers = source().backgrounds.assign(size="5+", size_number=float("nan"))
    numbers.loc[first, "size_number"] = 17.0
    instrument = replace(source().instrument, background=[*source().instrument.background, size])
    directory = make_directory(replace(source(), instrument=instrument, backgrounds=numbers), "en")
    assert directory.fact_names == ["Municipality", "Trade", "Employees"]
    assert [directory.company(one).facts[2] for one in (first, second)] == ["17", "5+"]


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        ({"sv": "kronor"}, "28500", "28\N{NO-BREAK SPACE}500 kronor"),
        (None, "28500", "28\N{NO-BREAK SPACE}500"),
        (None, "2016", "2016"),
    ],
)
def test_thousands_have_a_space_and_a_year_has_none(unit, value, written):
    """SS-ISO 80000-1 and Swedish writing rules: a space in groups of three; a year is no amount."""
    questions = [
        replace(one, unit=unit) if one.code == "RECW" else one
        for one in source().instrument.question
    ]
    instrument = replace(source().instrument, question=questions)
    (given,) = gather_answers(instrument, {"RECW": value}, translator("sv"))
    assert given.answer == written


def test_what_is_not_there_leaves_no_trace():
    bare = replace(
        source(),
        flags=[],
        decisions=(),
        stability=None,
        reliability=None,
        seed=None,
        selection=replace(source().selection, lottery=None, notes=[]),
        needs_programme=source().needs_programme.head(0),
        shown=("size",),
    )
    words = Tags(render(bare)).text
    assert "No company is flagged." in words
    assert "None so far" in words
    assert not re.search(r"The draw|Seed|alpha|Severe needs|Municipality", words)


def test_another_brands_colours_and_family_are_used():
    brand = load_brand()
    other = replace(brand, family="Verdana", colors=replace(brand.colors, accent="#123456"))
    page = render_overview(overview(), other)
    assert "--accent: #123456;" in page
    assert '--family: "Verdana"' in page
    assert '@font-face { font-family: "Source Sans Pro"' in html()


def test_the_same_source_makes_the_same_page():
    assert render(fake_source()) == html()


def _messages(catalogue: Catalog) -> dict[object, object]:
    return {message.id: message.string for message in catalogue if message.id}


def test_everything_on_the_page_is_said_in_swedish(overview_messages):
    swedish = {
        key: value
        for catalogue in read_catalogues("sv")
        for key, value in _messages(catalogue).items()
    }
    assert [message for message in overview_messages if not swedish.get(message)] == []


@pytest.fixture
def overview_messages() -> set[object]:
    """Every message of the overview's templates and modules."""
    from babel.messages.extract import extract
    from jinja2.ext import babel_extract

    from reports.overview import page

    found: set[object] = set()
    for path in page.TEMPLATES.glob("*.jinja"):
        with path.open("rb") as file:
            found |= {
                _id(message)
                for _, _, message, _ in babel_extract(file, ("_", "gettext", "ngettext"), [], {})
            }
    for path in (page.TEMPLATES.parent.parent / "overview").glob("*.py"):
        with path.open("rb") as file:
            found |= {
                message
                for _, message, _, _ in extract(
                    "python", file, {"gettext": None, "ngettext": (1, 2)}
                )
            }
    assert len(found) > 100
    return found


def _id(message: object) -> object:
    return tuple(part for part in message if part) if isinstance(message, tuple) else message


def test_an_unknown_company_goes_by_its_id():
    responses = pd.concat(
        [source().answers.responses, source().answers.responses.head(1).assign(company_id="C99999")]
    )
    doubled = pd.concat([responses, responses.tail(1)])
    changed = replace(source(), answers=replace(source().answers, responses=doubled))
    assert build_overview(changed, "en").quality.twice[-1].name == "C99999"


def test_the_page_begins_with_the_chosen_one_row_each():
    first = overview().first
    table = source().selection.table
    last = table[table["stage"] == "deep_dive"]
    chosen = last[last["outcome"] == "selected"].sort_values("rank")["company_id"].tolist()
    assert [one.company.id for one in first.chosen] == chosen
    assert len(first.reserve) == int((last["outcome"] == "reserve").sum())
    text = Tags(html()).text
    begins = text.index("Deep dive: 20 companies")
    assert begins < text.index(first.chosen[0].company.name) < text.index("Annex: what stands")
    assert all(one.sentence for one in first.chosen)


def test_flags_of_a_company_are_one_row():
    flagged = overview().flagged
    two = next(company for company in flagged.companies if len(company.flags) > 1)
    assert html().count(f'<span class="id">{two.company.id}</span>') >= 1
    answers = [(given.question, given.answer) for given in two.answers]
    assert len(answers) == len(set(answers))
    start = html().index('<table class="stack" id="flagged"')
    table = html()[start : html().index("</table>", start)]
    assert table.count("<tbody") == table.count("<tr>") - 1 == flagged.total


def test_the_seat_is_said_in_words():
    words = {one.seat.words for one in overview("sv").first.chosen}
    assert "Allvarlig markering" in words
    assert "Beslut: känner företaget" in {
        one.seat.words for one in build_with_why("included", "knows_company").first.chosen
    }
    assert "Kvot: Gällivare och Kvinnor" in {
        one.seat.words
        for one in build_with_why("quota", "municipality=GAL, target_group=women").first.chosen
    }


def build_with_why(code: str, detail: str) -> Overview:
    why = source().selection.why.copy()
    why.loc[why["code"] == "order", ["code", "detail"]] = [code, detail]
    return build_overview(replace(source(), selection=replace(source().selection, why=why)), "sv")


def test_a_missing_value_is_said_in_swedish_too():
    """Its English words hold a comma, at which details are parted."""
    why = source().selection.why.copy()
    why.loc[why["code"] == "highest_need", "detail"] = "missing, so last on this"
    page = build_overview(replace(source(), selection=replace(source().selection, why=why)), "sv")
    told = page.chosen.stages[0].candidates[0].why
    assert "största behov: saknas, därför sist här" in told
    assert english_in(render_overview(page, load_brand())) == []


def english_in(page: str) -> list[str]:
    """English sentences and words of the catalogues that stand in a page."""
    pieces = {re.sub(r"\s+", " ", words).strip() for words in Tags(page).words}
    text = " ".join(pieces)
    told = [
        (str(form), str(said))
        for catalogue in read_catalogues("sv")
        for message in catalogue
        if message.id
        for form, said in zip(_forms(message.id), _forms(message.string), strict=True)
    ]
    fixed = [form for form, said in told if form != said and not re.search(r"[{%]", form)]
    swedish = {said for _, said in told}
    return [
        form
        for form in fixed
        if form not in swedish and (form in pieces or (form.count(" ") > 1 and form in text))
    ]


def _forms(message: object) -> tuple[object, ...]:
    return tuple(message) if isinstance(message, (tuple, list)) else (message,)


def test_no_english_stands_in_the_swedish_page():
    assert english_in(html("sv")) == []
    assert len(english_in(html("en"))) > 50


def test_no_contrast_at_all_is_said_as_such():
    assert overview().chosen.notes == [
        "Deep dive: no company was a contrast, so those seats (2) go by the order."
    ]
    notes = [StageNote("deep_dive", "contrast", 1, 2)]
    page = build_overview(
        replace(source(), selection=replace(source().selection, notes=notes)), "en"
    )
    assert "1 of 2 contrast places found a clear case" in page.chosen.notes[0]


def test_a_serious_company_that_is_not_chosen_is_named_on_the_first_sheets():
    table = source().selection.table
    gone = next(flag.company_id for flag in source().flags if flag.level == "serious")
    without = table[table["company_id"] != gone]
    page = build_overview(
        replace(source(), selection=replace(source().selection, table=without)), "en"
    )
    waiting = {one.company.id for one in page.first.waiting}
    assert waiting - {one.company.id for one in overview().first.waiting} == {gone}


def test_a_card_is_linked_where_there_is_one():
    one = overview().first.chosen[0].company.id
    page = render(replace(source(), carded=frozenset({one})))
    assert page.count(f'href="cards/{one}.html"') >= 1
    assert 'href="cards/' not in html()
