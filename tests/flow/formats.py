"""A small store for the tests of formats, and every view that can be asked of it: each table of figures, each
sheet that is made of one, and the panel's own. Three boroughs, two years by their quarters, and providers whose
names are made to break what writes or reads them."""
import concurrent.futures
import csv
import json
import pathlib
import shutil
import tempfile

import quarterday
from quarterday import DONE

BOROUGHS = ("202", "302", "309")
QUARTERS = ("2023-24 Q4", "2024-25 Q1", "2024-25 Q2", "2024-25 Q3", "2024-25 Q4")
MARKET = "2025-26 Q1"  # the quarter with the prices
NAMES = (
    "+44 20 7946 0000", "-2+3", "@Home School", "'=1+1", "\"=1+1\"",  # =1+1 and @SUM(A1) stop a return (QD-C20)
    "St \"Quoted\", O'Brien & Sons <Ltd>", "First line\nsecond line", "\U0001f3eb \u00c9cole \u4e2d\u6587",
    "\u05d1\u05d9\u05ea \u05e1\u05e4\u05e8 (right to left)", "_x0041_ School", "'Apostrophe", "NULL", "1e5", "007",
    "L" * 1990 + " the end")
URN = 100049
AREAS = ("--areas", "City of London,Camden,Barnet,London")  # one that returned nothing, and an area
PANEL = ("providers", "where-to-look", "price-index", "owners", "unit-cost", "new-places", "sourcing", "joint-funding", "flows")

# (command, table, period) of every view; the last are the panel's own.
FIGURES = ("timeliness", "placements", "transport", "reviews", "disputes", "adulthood", "money", "submissions")
VIEWS = (
    *(("table", name, "2024-25 Q4") for name in FIGURES),
    ("table", "timeliness", "2024"), ("table", "timeliness", "2024-25 Q3,2024-25 Q4"),
    ("compare", "timeliness", "2024"), ("change", "timeliness", "2024-25 Q4"),
    ("quality", "timeliness", "2024"),
    *(("table", name, MARKET) for name in PANEL))
TABLES = [view for view in VIEWS if view[0] == "table" and view[1] not in PANEL]  # of figures


def placements(borough, plans=2):
    """A row for each name, at a price that no other borough pays; one of its places is new."""
    costs = [60000 + 37 * int(borough) + 11 * index for index in range(len(NAMES))]
    rows = [quarterday.placement_row(
        "special_independent", plans, primary_need="asd", phase="secondary", residence="day",
        location="out_of_borough", urn=URN + index, provider_name=name, fee_basis="annual", weeks_a_year=38,
        annual_cost=costs[index], annual_cost_education=costs[index], annual_cost_social_care=0,
        annual_cost_health=0, sourcing="spot", setting_old_la_code=881, company_number="01234567",
        price_includes="nothing_more", vat="out", matched_places=plans - 1,
        matched_cost_before=costs[index] // plans - 1000, matched_cost_now=costs[index] // plans)
        for index, name in enumerate(NAMES)]
    return [quarterday.placement_row("total", plans * len(NAMES)), *rows]


def submit(region, code):
    borough = region.borough(code)
    for period in (*QUARTERS, "2024"):
        folder = borough.directory / ("made-" + period.replace(" ", "-"))
        borough.submit(quarterday.simulate(folder, borough.ons_code, period)).expect(DONE)
    borough.submit(borough.write_return(MARKET, placements=placements(code), as_at_date="2025-06-30",
                                        note="Prices as agreed")).expect(DONE)


def make_store(directory):
    """The store, with its aggregator ended."""
    region = quarterday.Region(pathlib.Path(directory) / "region")
    try:
        region.start()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda code: submit(region, code), BOROUGHS))
    finally:
        region.close()
    return region.store


def write(store, view, how, path=None, *arguments, env=None):
    """A view in a format: into `path`, or as what stdout gets."""
    command, table, period = view
    words = (*(() if table in PANEL else AREAS), *(() if path is None else ("--out", path)))
    return quarterday.run("qd-reporter", command, table, "--period", period, "--store", store, "--format",
                          how, *words, *arguments, env=env).expect(DONE)


class Files:
    """A store of its own, and its views in files; each is written once."""

    def __init__(self, directory):
        self.store = make_store(directory)
        self.out = pathlib.Path(directory) / "out"
        self.out.mkdir()

    def path(self, view, how, ending, *arguments):
        name = "".join(letter if letter.isalnum() else "_" for letter in "_".join((*view, how, *arguments)))
        path = self.out / (name.lower() + ending)
        if not path.exists():
            write(self.store, view, how, path, *arguments)
        return path

    def csv(self, view):
        with open(self.path(view, "csv", ".csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def json(self, view, **how):
        return json.loads(self.path(view, "json", ".json").read_text(encoding="utf-8"), **how)


def make_files(test_module_cleanup):
    """Files in a folder that goes when the tests of a module are over (unittest.addModuleCleanup)."""
    directory = tempfile.mkdtemp(prefix="quarterday-formats-")
    test_module_cleanup(shutil.rmtree, directory)
    return Files(directory)
