"""Makes the pages that the tests of this folder look at: each kind of page, full, empty and simulated.

    make_pages.py FOLDER    writes the pages and pages.json, which names them
"""
import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(os.environ["QD_SOURCE"]) / "tests" / "flow"))
import quarterday  # noqa: E402  (it reads QD_BUILD)

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
    quarterday.run("qd-collector", "check", folder, "--html", site.add(name, **facts), cwd=folder.parent,
                   env=TODAY)


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


def main(folder):
    site = Site(folder)
    with tempfile.TemporaryDirectory() as scratch:
        add_findings(site, pathlib.Path(scratch))
    site.write_list()


if __name__ == "__main__":
    main(sys.argv[1])
