"""Pages of the report: who may see them, what is not there, and that every figure on them is the tables'."""
import concurrent.futures
import json
import pathlib
import re
import shutil
import tempfile
import unittest
import xml.etree.ElementTree

import crawl
import crawl_indicator
import crawl_market
import crawl_pack
import crawl_page
import crawl_pair
import crawl_store
import quarterday
import served
from quarterday import COMMAND_AT_FAULT, DONE

PERIODS = ("2023", "2024", "2023-24", "2024-25", "2023-24-q4", "2024-25-q4")
KINDS = {"timeliness": ("2024", "2023"), "placements": ("2024-25 Q4", "2023-24 Q4"), "transport": ("2024-25", "2023-24"),
         "disputes": ("2024", "2023")}
WITHIN = "plans_issued_within_20_weeks_percent"
PAGE = "/2024/timeliness/plans-within-20-weeks"
WORKERS = 4


def address(words):
    return words.lower().replace(" ", "-").replace("_", "-")


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-pages-"))
        cls.addClassCleanup(shutil.rmtree, directory, ignore_errors=True)
        returns = directory / "returns"
        quarterday.run(quarterday.SOURCE / "script/returns-from-published", returns).expect()
        cls.region = quarterday.Region(directory / "region")
        cls.addClassCleanup(cls.region.close)
        cls.region.start()
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(lambda area: cls.submit(returns, area), quarterday.boroughs()))
        cls.crawled = crawl_store.Store(cls.region.store)
        cls.tables = {}
        for name, periods in KINDS.items():
            cls.tables[name] = crawl.Table(quarterday.run(
                "qd-reporter", "table", name, "--store", cls.region.store, "--format", "csv",
                "--period", ",".join(sorted(periods))).expect().out)

    @classmethod
    def submit(cls, returns, area):
        borough = cls.region.borough(area["old_la_code"])
        for period in PERIODS:
            borough.submit(returns / address(area["la_name"]) / period).expect()

    def get(self, *addresses, audience="panel", status=DONE):
        return quarterday.run("qd-reporter", "page", *addresses, "--store", self.region.store,
                              "--audience", audience).expect(status)

    def pages(self, addresses, **options):
        bodies = self.get(*addresses, **options).out.split("<!DOCTYPE html>")[1:]
        self.assertEqual(len(addresses), len(bodies))
        return [crawl_page.Page(body) for body in bodies]

    # --- what is not there, and who may not see it ---

    def test_what_is_not_there_is_named_with_what_there_is(self):
        for wanted, known in (("/nothing", "/about"),
                              ("/2024/nothing/plans-within-20-weeks", "/indicators#timeliness"),
                              ("/2024/timeliness/nothing", "/2024/timeliness/plans-issued-count"),
                              ("/2031/timeliness/plans-within-20-weeks", PAGE),
                              ("/boroughs/hertford/2024", "/boroughs/camden"),
                              ("/boroughs/camden/2031", "/boroughs/camden/2024"),
                              (PAGE + "?against=nowhere", PAGE + "?against=inner-london"),
                              (PAGE + "?borough=hertford", PAGE + "?borough=camden"),
                              (PAGE + "?exceptions=perhaps", PAGE)):
            with self.subTest(wanted):
                page = crawl_page.Page(self.get(wanted, status=COMMAND_AT_FAULT).out)
                self.assertIn(known, page.links)

    def test_the_public_sees_the_page_about_the_figures_and_no_other(self):
        self.assertIn(quarterday.words("page: about the figures"), self.get("/about", audience="public").out)
        self.assertNotIn("Journal head", self.get("/about", audience="public").out)
        for wanted in ("/", PAGE, PAGE + ".csv", "/boroughs/camden/2024", "/search?q=plans", "/indicators"):
            with self.subTest(wanted):
                refused = self.get(wanted, audience="public", status=COMMAND_AT_FAULT)
                self.assertIn(quarterday.words("page: not for this reader"), refused.err)
                self.assertNotRegex(refused.out, r"\d\d\.\d")

    def test_a_borough_sees_of_others_no_prices_words_or_receipts(self):
        for wanted in ("/2024-25-q4/placements/annual-cost-per-plan", "/2024-25-q4/placements/annual-cost.csv"):
            self.get(wanted, audience="borough:Barnet", status=COMMAND_AT_FAULT)
        own = json.loads(self.get("/boroughs/barnet/2024.json", audience="borough:Barnet").out)
        other = json.loads(self.get("/boroughs/camden/2024.json", audience="borough:Barnet").out)
        self.assertEqual(3, len(own["receipts"]))
        for member in ("receipts", "other_receipts", "said"):
            self.assertNotIn(member, other)
        words = [json.loads(self.get("/boroughs/haringey/2024.json", audience=reader).out)["said"]
                 for reader in ("panel", "borough:Haringey")]
        self.assertTrue(words[0])
        self.assertEqual(*words)
        self.assertNotIn("annual", self.get("/indicators", audience="borough:Barnet").out.lower()
                         .replace("annual review", ""))

    # --- forms of a page ---

    def test_each_ending_gives_the_same_figures(self):
        rows = self.region.report("timeliness", "2023,2024", "--measure", WITHIN, "--format", "csv").out
        self.assertEqual(rows, self.get(PAGE + ".csv").out)
        document = json.loads(self.get(PAGE + ".json").out)
        self.assertEqual((1, "indicator"), (document["version"], document["page"]))
        self.assertNotIn("<svg", json.dumps(document))
        drawings = xml.etree.ElementTree.fromstring(self.get(PAGE + ".svg").out)
        self.assertGreater(len(drawings), 30)
        self.assertIn("--accent", self.get("/style.css").out)

    def test_each_kind_of_page_gives_its_figures_as_files(self):
        for wanted in ("/2024", "/boroughs/camden/2024", "/compare/camden/haringey/2024", "/2024-25-q4/status", PAGE):
            with self.subTest(wanted):
                lines = self.get(wanted + ".csv").out.splitlines()
                self.assertIn("area_name", lines[0].split(","))
                self.assertGreater(len(lines), 33)
                self.assertNotIn("", {line.split(",")[0] for line in lines})
        self.assertIn("2024-25 Q4,City of London,E09000001,", self.get("/2024-25-q4/status.csv").out)

    def test_the_same_question_has_the_same_answer(self):
        self.assertEqual(self.get(PAGE).out, self.get(PAGE).out)

    def test_no_page_has_a_script_a_style_or_anything_from_elsewhere(self):
        for wanted in (PAGE, "/boroughs/camden/2024", "/about", "/indicators", "/search?q=%3Cscript%3E", "/",
                       "/status", "/compare/camden/haringey/2024"):
            page = self.get(wanted).out
            self.assertNotRegex(page, r"<script|<style|style=|javascript:|onload|<img|<iframe")
            self.assertEqual([], [link for link in crawl_page.Page(page).links
                                  if link.startswith("http") and "nationalarchives.gov.uk" not in link])

    def test_the_description_holds_every_kind_of_page(self):
        described = json.loads(self.get("/api.json", audience="public").out)
        self.assertEqual("3.1.0", described["openapi"])
        schemas, seen = described["components"]["schemas"], set()
        types = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}

        def hold(document):
            schema = schemas[document["page"]]
            seen.add(document["page"])
            self.assertLessEqual(set(document), set(schema["properties"]), document["page"])
            self.assertLessEqual(set(schema["required"]), set(document), document["page"])
            for name, value in document.items():
                self.assertIs(types[schema["properties"][name]["type"]], type(value), (document["page"], name))

        for wanted in ("/.json", "/about.json", "/indicators.json", "/boroughs.json", "/search.json?q=weeks",
                       "/search.json", PAGE + ".json", "/2024-25/transport/gross-expenditure.json",
                       "/boroughs/camden/2024.json", "/compare/camden/haringey/2024.json", "/status.json",
                       "/2024-25-q4/placements/providers.json",
                       "/explain/2024/timeliness/camden/plans-within-20-weeks.json"):
            hold(json.loads(self.get(wanted).out))
        hold(json.loads(self.get("/nothing.json", status=COMMAND_AT_FAULT).out))
        hold(json.loads(self.get(PAGE + ".json", audience="public", status=COMMAND_AT_FAULT).out))
        hold(json.loads(self.get("/2024/reviews/reviews-held-count.json", status=COMMAND_AT_FAULT).out))
        self.assertEqual(set(schemas) - {"api"}, seen)

    def test_the_papers_of_a_figure_are_for_its_borough_and_the_panel(self):
        papers = "/explain/2024/timeliness/camden/plans-within-20-weeks"
        row = self.tables["timeliness"].row("2024", "E09000007", WITHIN)
        found = json.loads(self.get(papers + ".json", audience="borough:Camden").out)["papers"]
        self.assertEqual((float(row["value"]), int(row["numerator"]), int(row["denominator"])),
                         (found["value"], found["numerator"], found["denominator"]))
        self.get(papers, audience="borough:Barnet", status=COMMAND_AT_FAULT)
        self.assertIn(papers, self.pages([PAGE])[0].links)
        links = crawl_page.Page(self.get(PAGE, audience="borough:Barnet").out).links
        self.assertEqual({f"/explain/{year}/timeliness/barnet/plans-within-20-weeks" for year in (2023, 2024)},
                         {link for link in links if link.startswith("/explain")})

    def test_figures_of_each_page_lead_to_papers_that_say_the_same(self):
        for wanted in ("/2024", "/boroughs/camden/2024", "/compare/camden/haringey/2024", PAGE):
            pairs = re.findall(r'<a href="(/explain/[^"]+)">([^<]+)</a>', self.get(wanted).out)
            some = pairs[:: max(1, len(pairs) // 5)]
            self.assertGreater(len(pairs), 3, wanted)
            papers = json.loads("[" + self.get(*[re.sub(r"(?=\?)|$", ".json", link, count=1) for link, _ in some]).out
                                .replace("\n}\n{", "\n},\n{") + "]")
            for (link, shown), paper in zip(some, papers):
                value = paper["papers"]["value"]
                with self.subTest(link):
                    self.assertEqual(shown.strip("%£").replace(",", ""),
                                     "x" if value is None else f"{value:.{len(shown.strip('%').partition('.')[2])}f}")
        links = crawl_page.Page(self.get("/2024-25-q4/status", audience="borough:Camden").out).links
        self.assertEqual({"/explain/2024-25-q4/placements/camden/plans-count"},
                         {link for link in links if link.startswith("/explain")})

    def test_four_quarters_are_set_against_the_year(self):
        row = self.tables["timeliness"].row("2024", "E09000007", "plans_issued_count")
        whole = int(row["value"])
        region = quarterday.Region(self.region.directory / "quarters")
        self.addCleanup(region.close)
        region.start()
        borough = region.borough("202")
        quarters = ("2023-24 Q4", "2024-25 Q1", "2024-25 Q2", "2024-25 Q3")
        for period in quarters:
            borough.submit(borough.write_return(period)).expect()
        four = len(quarters) * quarterday.figure("plans_issued")
        document = json.loads(quarterday.run("qd-reporter", "page", "/2024-25-q3/status.json", "--store",
                                             region.store).expect().out)
        self.assertEqual("1 of 1 boroughs’ quarters do not add up to what DfE published for 2024.",
                         document["quarters"]["finding"])
        share = crawl.rounded(crawl.of(100 * (four - whole), whole), 1)
        self.assertEqual([("Camden", str(four), str(whole), f"+{four - whole}", f"+{share}%")],
                         [(line["name"], line["value"], line["year"], line["difference"], line["of_year"])
                          for line in document["quarters"]["rows"]])

    def test_searching_finds_what_was_meant(self):
        for word, borough in (("camd", "Camden"), ("K%26C", "Kensington and Chelsea"), ("rbkc", "Kensington and Chelsea"),
                              ("Hammersmith+%26+Fulham", "Hammersmith and Fulham"), ("Camdn", "Camden"),
                              ("westminister", "Westminster"), ("chelsae", "Kensington and Chelsea")):
            with self.subTest(word):
                found = json.loads(self.get(f"/search.json?q={word}").out)
                self.assertEqual([borough], [one["name"] for one in found["boroughs"]])
        for words, name in (("answered", "request_outcome_six_weeks_percent"), ("20+weeks+exceptions", WITHIN)):
            found = json.loads(self.get(f"/search.json?q={words}").out)
            self.assertIn(name, [one["name"] for table in found["tables"] for one in table["indicators"]])
        self.assertIn("Nothing mentions it", self.get("/search?q=zzzzz").out)

    def test_links_of_a_page_lead_to_pages(self):
        for audience, wanted in (("panel", "/indicators"), ("panel", "/"), ("panel", "/boroughs/camden/2024"), ("panel", PAGE),
                                 ("borough:Camden", "/compare/camden/haringey/2024"), ("borough:Camden", "/status")):
            links = {link.split("#")[0] for link in crawl_page.Page(self.get(wanted, audience=audience).out).links
                     if link.startswith("/") and not re.search(r"\.(css|csv|xlsx|svg|json)|^/sign-", link)} - {""}
            self.pages(sorted(links)[:: max(1, len(links) // 8)], audience=audience)

    # --- every figure ---

    def hold(self, addresses, check, *about):
        """Each page must have no number that is not worked out a second time."""
        for (one, page), of in zip(self.crawled.pages(addresses), about or [()] * len(addresses)):
            with self.subTest(one):
                self.assertEqual([], check(self.crawled, page, *of))

    def test_every_indicator_of_one_period_has_the_tables_figures(self):
        pages = 0
        for name, (period, _) in KINDS.items():
            with self.subTest(name):
                count, faults = crawl_indicator.check_all(self.crawled, name, crawl_pack.KIND[len(period)], period)
                self.assertEqual([], faults)
                pages += count
        self.assertGreater(pages, 80)

    def test_a_number_that_nothing_accounts_for_is_found_wherever_it_stands(self):
        body = self.get("/boroughs/camden/2024").out
        self.assertEqual([], crawl_pack.check_borough(self.crawled, crawl_page.Page(body), "E09000007", "Camden", "2024"))
        places = {"a sentence": r"5th of 33; chance", "a figure": r"(?<=<strong>)<a [^>]*>96\.1", "a drawing": r"London 64\.7</text>",
                  "a spoken line": r"2023 96\.7, 2024", "a share": r"<small>174 of 181", "a table": r">75\.8</td>",
                  "a rank": r'<td class="num">5</td>', "the lead": r"issued 96\.1%"}
        for what, pattern in places.items():
            with self.subTest(what):
                found = re.search(pattern, body)
                digit = found.start() + re.search(r"\d(?=\D*$|[.,]?\d*\D*$)", found.group()).start()
                wrong = body[:digit] + str((int(body[digit]) + 1) % 10) + body[digit + 1:]
                self.assertTrue(crawl_pack.check_borough(self.crawled, crawl_page.Page(wrong), "E09000007", "Camden", "2024"))

    def test_files_of_a_page_have_the_numbers_of_the_tables_and_no_others(self):
        for wanted in ("/2024", "/boroughs/camden/2024", "/compare/camden/haringey/2024"):
            with self.subTest(wanted):
                self.assertEqual([], crawl_store.same_as_tables(self.crawled, self.get(wanted + ".csv").out))
        for wanted in ("/2024", "/boroughs/camden/2024", "/compare/camden/haringey/2024", "/2024-25-q4/status", PAGE):
            with self.subTest(wanted):
                document = json.loads(self.get(wanted + ".json").out)
                document.pop("sentences")
                self.assertEqual([], crawl_store.strange_in_json(document, self.get(wanted).out))

    def test_sentences_are_those_that_the_csv_makes(self):
        table, period, earlier = self.tables["timeliness"], *KINDS["timeliness"]
        page = self.pages([PAGE + "?borough=camden"])[0]
        london = table.row(period, crawl.LONDON, WITHIN)
        codes = [code for code in table.names if code.startswith("E09")]
        now, then, count = crawl.change(table, period, earlier, WITHIN, codes)
        self.assertEqual(
            f"In 2024 London’s boroughs issued {crawl.shown(london)}% of new education, health and care plans within "
            f"the 20 weeks that the law gives: {int(london['numerator']):,} of {int(london['denominator']):,}. "
            f"Among the {count} boroughs that have both periods that is {crawl.moved('percent', now, then)} in 2023.",
            page.classes["lead"][0])
        camden = table.row(period, "E09000007", WITHIN)
        self.assertIn(f"Camden is {crawl.ordinal(int(camden['rank']))} of {camden['ranked']}, with {camden['value']}% "
                      f"({camden['numerator']} of {camden['denominator']}). Chance alone would allow a place from "
                      f"{crawl.ordinal(int(camden['rank_best']))} to {crawl.ordinal(int(camden['rank_worst']))}.",
                      self.get(PAGE + "?borough=camden").out)

    def test_the_first_page_a_pair_and_the_states_are_worked_out_a_second_time(self):
        self.hold(["/2024"], crawl_pair.check_home, ("2024",))
        self.hold(["/compare/camden/haringey/2024", "/compare/havering/bexley/2024"], crawl_pair.check_pair,
                  (("E09000007", "E09000014"), ("Camden", "Haringey"), "2024"),
                  (("E09000016", "E09000004"), ("Havering", "Bexley"), "2024"))
        self.hold(["/2024-25-q4/status", "/2024/status"], crawl_market.check_status, ("2024-25 Q4",), ("2024",))

    def test_the_first_years_of_the_form_have_their_status(self):
        calendar = self.region.directory / "first.csv"
        calendar.write_text("period,opens,due,refresh_until\n2014,2015-01-01,2015-01-31,2015-02-28\n"
                            "2014-15 Q1,2014-07-01,2014-07-31,2014-08-31\n", encoding="utf-8")
        for period in ("2014", "2014-15-q1"):
            quarterday.run("qd-reporter", "page", f"/{period}/status", "--store", self.region.store, "--calendar",
                           calendar).expect()

    def test_no_other_borough_fell_by_more_than_the_first_page_says(self):
        table, (now, then) = self.tables["placements"], KINDS["placements"]
        falls = sorted((100 - 100 * float(row["value"]) / float(before["value"]), row["area_name"])
                       for row in table.boroughs(now, "plans_count")
                       for before in (table.row(then, row["area_code"], "plans_count"),)
                       if row["value"] and before["value"])
        (next_fall, _), (_, most) = falls[-2:]
        words = re.search(r"(\w+) had [^.]* in January 2025: down [\d.]+%\. No other borough’s number fell"
                          r"(?: by more than ([\d.]+)%)?\.", self.get("/").out)
        self.assertEqual(most, words.group(1))
        self.assertGreaterEqual(float(words.group(2) or 0), next_fall)
        self.assertLess(float(words.group(2) or 0), max(next_fall, 0) + 0.1)

    def test_two_boroughs_differ_as_newcombe_says(self):
        document = json.loads(self.get("/compare/camden/haringey/2024.json").out)
        lines = [line for part in document["parts"] for line in part["lines"]]
        packs = list(self.crawled.packs.values())
        self.assertEqual(len(packs), len(lines))
        beyond = 0
        for line, (table, measure, *_) in zip(lines, packs[:-1]):
            one, two = [self.tables[table].row(KINDS[table][0], code, measure) for code in ("E09000007", "E09000014")]
            self.assertEqual(crawl.beyond(one, two) or False, line["is_beyond"], measure)
            beyond += line["is_beyond"]
        self.assertIn(f"They differ beyond chance in {beyond} of ", document["lead"])
        only = json.loads(self.get("/compare/camden/haringey/2024.json?show=beyond").out)
        self.assertEqual(beyond, sum(len(part["lines"]) for part in only["parts"]))

    def test_status_says_who_is_missing_late_and_overdue(self):
        calendar = self.region.directory / "calendar.csv"
        calendar.write_text("period,opens,due,refresh_until\n2024-25 Q4,2025-04-01,2025-04-30,2025-05-31\n"
                            "2025-26 Q1,2025-07-01,2025-07-31,2025-08-31\n", encoding="utf-8")

        def status(period):
            return json.loads(quarterday.run("qd-reporter", "page", f"/{period}/status.json", "--store",
                                             self.region.store, "--calendar", calendar).expect().out)

        late, missing = status("2024-25-q4"), status("2025-26-q1")
        self.assertEqual([0, 0, 33], [state["count"] for state in late["tally"]][:1] + [0] + [
            sum(state["count"] for state in late["tally"])])
        self.assertEqual(33, late["late"])
        self.assertEqual("0 of 33 boroughs have returned, 0 of them by the due day. 33 are missing.", missing["lead"])
        rows = missing["groups"][0]["rows"]
        self.assertEqual({"480 days overdue"}, {row["in_time"] for row in rows})
        self.assertEqual("Barking and Dagenham", rows[0]["name"])
        self.get("/2025-26-q1/status", status=COMMAND_AT_FAULT)

    def test_the_same_place_is_compared_like_for_like_and_for_the_panel_alone(self):
        market = quarterday.Region(self.region.directory / "market")
        self.addCleanup(market.close)
        market.start()
        hostile = "<script>alert('\\\"&')</script>"
        prices = {"202": ("40000", "90000"), "302": ("50000", "50000"), "303": ("60000", None)}
        for code, (first, second) in prices.items():
            borough = market.borough(code)
            rows = [quarterday.placement_row("total", 12)]
            for name, urn, price in ((hostile, 100049, first), ("Other", 100050, second)):
                if price is not None:
                    rows.append(quarterday.placement_row(
                        "special_independent", 1, primary_need="asd", residence="day", phase="secondary",
                        location="in_borough", urn=urn, provider_name=name, fee_basis="annual", weeks_a_year=38,
                        annual_cost=price, price_includes="nothing_more", vat="out"))
            rows.append(quarterday.placement_row("mainstream_academy", 12 - len(rows) + 1))
            borough.submit(borough.write_return("2024-25 Q4", placements=rows, as_at_date="2025-01-16")).expect()
        page = "/2024-25-q4/placements/providers"
        body = quarterday.run("qd-reporter", "page", page, "--store", market.store).expect().out
        self.assertNotIn("<script", body)
        self.assertIn("&lt;script&gt;", body)
        document = json.loads(quarterday.run("qd-reporter", "page", page + ".json", "--store", market.store)
                              .expect().out)
        rows = document["prices"]["rows"]
        self.assertEqual([("Other", "£90,000", "£20,000", "£40,000"), (hostile, "£60,000", "£10,000", "£30,000")],
                         [(row["name"], row["highest"], row["saving"], row["saving_lowest"]) for row in rows])
        self.assertIn(quarterday.words("page: less for London"), document["lead"])
        self.assertEqual([], crawl_market.check_placements(crawl_store.Store(market.store), crawl_page.Page(body), "2024-25 Q4"))
        ordered = json.loads(quarterday.run("qd-reporter", "page", page + ".json?order=places", "--store",
                                            market.store).expect().out)
        self.assertEqual([hostile, "Other"], [row["name"] for row in ordered["prices"]["rows"]])
        for wanted in (page, page + ".csv", "/placements"):
            refused = quarterday.run("qd-reporter", "page", wanted, "--store", market.store, "--audience",
                                     "borough:Camden").expect(COMMAND_AT_FAULT)
            self.assertNotIn("000", refused.out)

    def test_an_empty_page_says_why_and_what_there_is(self):
        empty = quarterday.Region(self.region.directory / "empty")
        self.addCleanup(empty.close)
        empty.init("--simulated").expect()
        for wanted, why in (("/", "No borough has returned anything"), ("/boroughs/camden", "Camden’s pack is here"),
                            ("/compare", "No borough has returned a year"), ("/status", "No borough has returned a quarter"),
                            ("/placements", "No borough has returned a quarter"),
                            ("/2024/timeliness/plans-within-20-weeks", "No borough has returned the part")):
            with self.subTest(wanted):
                made = quarterday.run("qd-reporter", "page", wanted, "--store", empty.store).expect(COMMAND_AT_FAULT)
                page = crawl_page.Page(made.out)
                self.assertIn(why, page.classes["lead"][0])
                self.assertIn("/indicators", page.links[8:])
                self.assertIn("takes made-up returns", page.classes["simulated"][0])
        service = served.Service(pathlib.Path(tempfile.mkdtemp(dir=self.region.directory)), empty.store)
        self.addCleanup(service.stop)
        anna, everybody = service.sign_in("anna"), service.reader()
        for reader, wanted in ((everybody, "/sign-in"), (everybody, "/about"), (anna, "/nothing"), (anna, "/sign-out"),
                               (anna, "/editions")):  # the service's own pages, too
            self.assertIn("takes made-up returns", reader.get(wanted).text, wanted)
        for wanted in ("/nothing", "/boroughs/hertford", "/about", "/api", "/indicators", "/boroughs", "/search?q=plans"):
            page = crawl_page.Page(quarterday.run("qd-reporter", "page", wanted, "--store", empty.store).out)
            self.assertIn("takes made-up returns", page.classes["simulated"][0], wanted)

    def test_every_borough_has_a_pack_with_the_tables_figures(self):
        areas = quarterday.boroughs()
        self.hold([f"/boroughs/{address(area['la_name'])}/2024" for area in areas], crawl_pack.check_borough,
                  *[(area["new_la_code"], area["la_name"], "2024") for area in areas])
