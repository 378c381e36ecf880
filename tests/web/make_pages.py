"""Makes the pages that the tests of this folder look at: each kind of page, full, empty and simulated.

    make_pages.py FOLDER          writes the pages and pages.json, which names them
    make_pages.py FOLDER STORE    those that are full, of a store that is there: for pictures of them
"""
import concurrent.futures
import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(os.environ["QD_SOURCE"]) / "tests" / "flow"))
import quarterday  # noqa: E402  (it reads QD_BUILD)
import served  # noqa: E402

WORKERS = 4
YEARS = ("2023", "2024", "2024-25")        # as DfE published them
QUARTERS = ("2025-26-q2", "2025-26-q3")  # simulated
FOLDERS = quarterday.SOURCE / "tests" / "data" / "folders"
TODAY = {"QUARTERDAY_TODAY": "2026-01-19"}


class Site:
    """Pages in a folder, and a list of them."""

    def __init__(self, folder):
        self.folder, self.pages = pathlib.Path(folder), []
        self.folder.mkdir(parents=True, exist_ok=True)

    def add(self, name, **facts):
        """A page whose file is the answer's path; `facts` are what the tests must know of it."""
        self.pages.append({"name": name, "file": name + ".html", **facts})
        return self.folder / (name + ".html")

    def write_list(self):
        (self.folder / "pages.json").write_text(json.dumps(self.pages, indent=1), encoding="utf-8")


def findings(site, name, folder, **facts):
    quarterday.run("qd-collector", "check", folder.name, "--html", site.add(name, **facts).resolve(),
                   cwd=folder.parent, env=TODAY)


def add_findings(site, scratch):
    """The page of what was found in a return."""
    findings(site, "findings-of-every-kind", FOLDERS / "ten_errors")
    findings(site, "findings-none", FOLDERS / "good")
    findings(site, "findings-of-nothing", pathlib.Path(tempfile.mkdtemp(dir=scratch)))
    rows = [quarterday.placement_row("total", "1,655")] + [
        quarterday.placement_row("special_independent", "1,000", annual_cost="189,600", residence="Day")
        for _ in range(200)]
    findings(site, "findings-many", quarterday.write_return(
        scratch / "many", "E09000007", "2025-26 Q3", placements=rows, is_simulated=True,
        timeliness=quarterday.timeliness_row(
            requests_received=quarterday.figure("requests_received", 1),
            plans_issued_ex="<b>95.7%</b>", plans_issued="", requests_open="x" * 300)),
        is_simulated=True)


# --- the report ---

def submit(region, area, folders):
    borough = region.borough(area["old_la_code"])
    slug = area["la_name"].lower().replace(" ", "-")
    for folder in folders:
        if (folder / slug).exists():
            for period in YEARS + QUARTERS:
                if (folder / slug / period).exists():
                    borough.submit(folder / slug / period).expect()


def simulated_store(scratch):
    """A store in which 33 boroughs returned DfE's figures of two years, and simulated quarters."""
    published, quarters = scratch / "published", scratch / "quarters"
    quarterday.run(quarterday.SOURCE / "script/returns-from-published", published).expect()
    quarterday.run("qd-simulate", "quarters", published, quarters, "--until", "2026-05-31").expect()
    region = quarterday.Region(scratch / "region")
    region.init("--simulated").expect()
    region.start()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda area: submit(region, area, (published, quarters)), quarterday.boroughs()))
    region.close()
    return region.store


def empty_store(scratch):
    region = quarterday.Region(scratch / "empty")
    region.init().expect()
    return region.store


FULL = {
    "home": "/2025-26-q3",
    "indicators": "/indicators",
    "indicator": "/2024/timeliness/plans-within-20-weeks?borough=camden",
    "indicator-simulated": "/2025-26-q3/placements/plans-count",
    "boroughs": "/boroughs",
    "borough": "/boroughs/camden/2024",
    "borough-quarter": "/boroughs/camden/2025-26-q3",
    "compare": "/compare/camden/haringey/2024",
    "placements": "/2025-26-q3/placements/providers",
    "status": "/2025-26-q3/status",
    "search": "/search?q=plans",
    "search-nothing": "/search",
    "about": "/about",
    "explain": "/explain/2025-26-q3/placements/camden/plans",
}
EMPTY = {"unknown": "/nothing", "api": "/api", "empty-home": "/", "empty-indicators": "/indicators", "empty-borough": "/boroughs/camden",
         "empty-status": "/status", "empty-placements": "/placements", "empty-compare": "/compare",
         "empty-about": "/about"}
FOR_PANEL = ("placements",)
SIDES = {"borough": 4, "borough-quarter": 4}  # of A4, on which it prints


def add_report(site, store, addresses, audience="panel", **facts):
    for name, address in addresses.items():
        seen_by = "panel" if name in FOR_PANEL else audience
        file = site.add(name, address=address, sides=SIDES.get(name), **facts)
        made = quarterday.run("qd-reporter", "page", address, "--store", store, "--audience", seen_by, env=TODAY)
        if not made.out.startswith("<!DOCTYPE html>"):
            raise SystemExit(f"{address} makes no page: {made.err}")
        file.write_text(made.out, encoding="utf-8")


def add_service(site, store, scratch):
    """The pages that only a running service has."""
    service = served.Service(scratch, store)
    anna, everybody = service.sign_in("anna"), service.reader()
    try:
        for name, answer in {"sign-in": everybody.get("/sign-in"),
                             "sign-in-wrong": everybody.sign_in("anna", "wrong words are these"),
                             "sign-out": anna.get("/sign-out"),
                             "forbidden": service.sign_in("camden").get("/placements")}.items():
            site.add(name).write_text(answer.text, encoding="utf-8")
    finally:
        service.stop()


def add_style(site):
    style = quarterday.run("qd-reporter", "page", "/style.css", "--store", "nowhere").expect().out
    (site.folder / "style.css").write_text(style, encoding="utf-8")


def add_all(site, scratch):
    add_findings(site, scratch)
    add_report(site, simulated_store(scratch), FULL, is_simulated=True)
    empty = empty_store(scratch)
    add_report(site, empty, EMPTY)
    add_service(site, empty, scratch)


def main(folder, store=None):
    site = Site(folder)
    if store is None:
        with tempfile.TemporaryDirectory(prefix="quarterday-web-") as scratch:
            add_all(site, pathlib.Path(scratch))
    else:
        findings(site, "findings", FOLDERS / "ten_errors")
        add_report(site, store, FULL, audience="borough:Camden")
    add_style(site)
    site.write_list()


if __name__ == "__main__":
    main(*sys.argv[1:])
