"""The region's equality picture, from the tables that have passed the privacy room to its page."""

from jamna.pages.rendering import render_checked
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.run import Made, Wanted
from jamna.pipeline.scores import tabulate_picture
from jamna.screen.progress import Screen
from reports.region import RegionSource, build_region, write_region
from reports.style.brand import Brand
from reports.style.language import page_language


def make_region(made: Made, _wanted: Wanted, brand: Brand, screen: Screen) -> list[str]:
    """The page in the office's language, in HTML and PDF."""
    language = page_language(made.inputs.settings.programme.language, "en")
    with screen.step("Picturing the region"):
        page = write_region(build_region(gather_region(made), language), brand)
    rendered = render_checked([page], 1, "page on the region", made, brand, screen)
    done = "made" if rendered.made else "unchanged"
    file = made.workspace.reports / f"{page.stem}.html"
    return [f"{file}: equality by municipality and trade {done} (PDF beside it)"]


def gather_region(made: Made) -> RegionSource:
    """Everything the page is made from."""
    settings = made.inputs.settings
    complete = made.inputs.answers.companies["complete"].astype(bool)
    tables = tabulate_picture(made.numbers, made.inputs)
    return RegionSource(
        programme=settings.programme.name,
        title=settings.programme.title,
        contact=settings.programme.contact,
        simulated=made.workspace.is_simulated,
        version=VERSION,
        instrument=made.inputs.instrument,
        privacy=settings.privacy,
        answered=int(complete.sum()),
        started=int((~complete).sum()),
        region=tables["region"],
        frequencies=tables["frequencies"],
    )
