"""check --html: what was found as one file for a browser, made whole or not at all."""
import csv
import html.parser
import os
import re

import quarterday

Q2, Q3 = "2025-26 Q2", "2025-26 Q3"


class Page(html.parser.HTMLParser):
    """What is in a page: its elements, and the text in each kind of them."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.open = [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} ends where another element is open"

    def handle_data(self, data):
        for tag in set(self.open):
            self.texts.setdefault(tag, []).append(data)

    def text(self, tag):
        return " ".join("".join(self.texts.get(tag, [])).split())


class FindingsPage(quarterday.FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.test = quarterday.FlowTest()
        cls.test.setUp()
        cls.addClassCleanup(cls.test.doCleanups)
        cls.camden = cls.test.region().borough("202")
        cls.camden.submit(cls.camden.write_return(Q2)).expect()

    def check(self, folder, file="findings.html", status=quarterday.DATA_AT_FAULT, **options):
        path = self.camden.directory / file
        done = quarterday.run("qd-collector", "check", folder, "--html", path, "--outbox", self.camden.outbox,
                              cwd=self.camden.directory, **options)
        done.expect(status)
        return Page(path.read_text(encoding="utf-8"))

    def write(self, name, **changes):
        return self.camden.write_return(Q3, name=name, timeliness=quarterday.timeliness_row(**changes))

    def test_one_file_that_fetches_nothing_and_has_no_script(self):
        page = self.check(self.write("one", requests_received="1,200"))
        tags = {tag for tag, _ in page.elements}
        self.assertFalse(tags & {"script", "link", "img", "iframe", "form"})
        self.assertIn("style", tags)
        self.assertNotRegex(page.text("style"), r"url\(|@import")
        for tag, attributes in page.elements:
            self.assertFalse([name for name in attributes if name.startswith("on") or name == "src"])
            self.assertTrue(attributes.get("href", "#").startswith("#"), attributes)

    def test_it_says_what_check_says(self):
        folder = self.write("says", requests_received="1,200")
        page = self.check(folder)
        self.assertEqual("This return cannot be sent yet", page.text("h1"))
        findings = self.camden.check(folder, "--json").json()["findings"]
        self.assertTrue(findings)
        for finding in findings:
            self.assertIn(finding["rule"], page.text("article"))
            fix = finding["fix"]
            self.assertIn(fix[0].upper() + fix[1:], page.text("article"))

    def test_markup_in_a_cell_is_shown_as_it_stands(self):
        page = self.check(self.write("markup", requests_received="<script>alert(1)</script>"))
        self.assertNotIn("script", {tag for tag, _ in page.elements})
        self.assertIn("<script>alert(1)</script>", page.text("td"))

    def test_the_return_before_stands_below_the_row(self):
        page = self.check(self.write("before", requests_received="1,200"))
        self.assertIn("timeliness.csv; below it, your return for " + Q2, page.text("caption"))
        self.assertIn("class", next(attributes for tag, attributes in page.elements
                                    if tag == "tr" and attributes.get("class") == "past"))

    def test_what_it_proposes_for_explanations_answers(self):
        withdrawn = quarterday.figure("requests_withdrawn", 1)
        folder = self.write("explain", requests_withdrawn=withdrawn)
        page = self.check(folder, status=quarterday.DONE)
        lines = re.search(r"rule,part,row,column,explanation.*?\"\.\.\.\"", "".join(page.texts["pre"]), re.S)
        self.assertIsNotNone(lines)
        rows = list(csv.DictReader(lines.group(0).splitlines()))
        self.assertEqual(["QD-R05"], [row["rule"] for row in rows])
        quarterday.write_csv(folder / "explanations.csv", rows)
        self.check(folder)  # three dots are no explanation
        rows[0]["explanation"] = "one family moved away before a decision"
        quarterday.write_csv(folder / "explanations.csv", rows)
        page = self.check(folder, status=quarterday.DONE)
        self.assertEqual("This return can be sent", page.text("h1"))
        self.assertIn(rows[0]["explanation"], page.text("article"))

    def test_it_is_there_whole_or_not_at_all(self):
        folder = self.write("whole", requests_received="1,200")
        path = self.camden.directory / "whole.html"
        path.write_text("what was there before", encoding="utf-8")
        done = quarterday.run("qd-collector", "check", folder, "--html", path,
                              env={"QUARTERDAY_SHARE": str(self.camden.directory)})
        done.expect(quarterday.COMMAND_AT_FAULT)
        self.assertIn("QUARTERDAY_SHARE", done.err)
        self.assertEqual("what was there before", path.read_text(encoding="utf-8"))
        self.assertEqual([], [name for name in os.listdir(path.parent) if name.startswith("whole.html.")])
        done = quarterday.run("qd-collector", "check", folder, "--html", "no/such/folder.html",
                              cwd=self.camden.directory)
        done.expect(quarterday.COMMAND_AT_FAULT)
        self.assertIn("no/such/folder.html", done.err)

    def test_a_folder_that_does_not_exist_makes_no_file(self):
        quarterday.run("qd-collector", "check", "nowhere", "--html", "nowhere.html",
                       cwd=self.camden.directory).expect(quarterday.COMMAND_AT_FAULT)
        self.assertFalse((self.camden.directory / "nowhere.html").exists())
