"""Who may read what, by the service: every address as every reader, and for every other borough's. The addresses are
those of the table of routes, in every form; the readers are named by a proxy, so that each of 33 can be one."""
import json
import pathlib
import re

import quarterday
import served

SECRET = "s" * 32
ENDINGS = ("", ".json", ".csv", ".xlsx", ".svg")
# What two boroughs returned that is for themselves and the panel: a name, a note, a price, and five times that.
OF_HACKNEY = ("note-of-204", "88765", "88,765", "443825", "443,825")
SECRETS = ("Hidden House", "note-of-302", "98,765", "98765", "493825", "493,825", *OF_HACKNEY)
TABLES = (("placements", "plans"), ("placements", "annual-cost"), ("timeliness", "plans-within-20-weeks"))
PERIOD = "2025-26-q3"


class Access(served.ServedTest):
    """A store of made-up returns of Barnet and Hackney, and its service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.region_of_all.init("--simulated").expect()
        cls.region_of_all.start()
        for code, price in (("302", "98765.00"), ("204", "88765.00")):  # Barnet, Hackney
            served.submit_priced(cls.region_of_all, code, price, "Hidden House", is_simulated=True,
                                 timeliness=quarterday.timeliness_row(), note="note-of-" + code)
        editions = cls.place / "editions"
        for number, audience in enumerate(("panel", "borough:Barnet", "borough:Camden")):
            served.write_edition(editions, number, audience, "a.csv", b"Hidden House\n")
        secret = cls.place / "secret"
        secret.write_text(SECRET)
        secret.chmod(0o600)
        cls.serve_all("--editions", editions, "--proxy", "127.0.0.1", "--proxy-secret", secret)
        cls.boroughs = {area["la_name"]: re.sub("[^a-z]+", "-", area["la_name"].lower())
                        for area in quarterday.boroughs()}

    def reader(self, reads):
        return self.service.reader(X_Quarterday_Secret=SECRET, X_Quarterday_Reader=reads)

    def routes(self):
        """Each pattern with its audience, as they stand in routes.def."""
        text = (quarterday.SOURCE / "reporter/pages/routes.def").read_text(encoding="utf-8")
        routes = re.findall(r'^ROUTE\("([^"]+)", \w+, "[^"]+", (\w+)\)', text, re.M)
        self.assertEqual(text.count("\nROUTE("), len(routes))
        return routes

    def addresses(self):
        """(pattern, ending, address, audience): each of the routes in each form, with words that exist."""
        for pattern, audience in self.routes():
            for table, indicator in TABLES if "{table}" in pattern else TABLES[:1]:
                path = pattern.format(period=PERIOD, table=table, indicator=indicator, borough="barnet", other="camden")
                for ending in ENDINGS:
                    yield pattern, ending, path + ending, audience

    def hold_nothing(self, answer, where, secrets=SECRETS):
        self.assertEqual([], [secret for secret in secrets if secret in answer.text], where)

    def hold_made_up(self, answer):
        self.assertTrue(re.search("made-up returns|made up", answer.text, re.I), answer.text[:600])

    def test_every_address_as_every_reader(self):
        panel, barnet, camden, public = map(self.reader, ("panel", "borough:Barnet", "borough:Camden", "public"))
        shown, documents = "", []
        for pattern, ending, path, audience in self.addresses():
            with self.subTest(path=path):
                answers = {reader: reader.get(path) for reader in (panel, barnet, camden, public)}
                statuses = [answers[reader].status for reader in (panel, barnet, camden, public)]
                self.assertIn(statuses[0], (200, 404))
                prices = audience == "PANEL" or "/annual-cost" in path
                hidden = prices or path.startswith("/explain/")
                self.assertEqual(403 if prices else statuses[0], statuses[1])
                self.assertEqual(403 if hidden else statuses[1], statuses[2])
                self.assertEqual(statuses[0] if audience == "PUBLIC" else 303, statuses[3])
                self.hold_nothing(answers[camden], path)
                self.hold_nothing(answers[public], path)
                self.hold_nothing(answers[barnet], path, OF_HACKNEY)
                shown += answers[panel].text
                for reader in (panel, barnet, camden, public):
                    answer = answers[reader]
                    if answer.status != 303 and answer.headers["content-type"].startswith("text/html"):
                        self.hold_made_up(answer)
                    if ending == ".json" and answer.status != 303 and path != "/api.json":
                        documents.append((pattern + ending, answer.status, json.loads(answer.text)))
                        self.assertIn("simulated", documents[-1][2])
        # The panel sees what the others must not.
        self.assertEqual([], [secret for secret in SECRETS[:3] if secret not in shown])
        self.hold_to_the_description(documents)

    def hold_to_the_description(self, documents):
        description = json.loads(self.reader("public").get("/api.json").text)
        self.assertEqual([pattern + ".json" for pattern, _ in self.routes()], list(description["paths"]))
        self.assertEqual(set(description["paths"]) - {"/api.json"}, {path for path, _, _ in documents})
        for path, found in description["paths"].items():
            self.assertEqual(re.findall(r"\{(\w+)\}", path),
                             [word["name"] for word in found["get"]["parameters"] if word["in"] == "path"])
        done = quarterday.run("/usr/bin/python3", "-B", pathlib.Path(__file__).with_name("validate_api.py"),
                              stdin=json.dumps({"description": description, "answers": documents}).encode()).expect()
        for (path, _, document), faults in zip(documents, json.loads(done.out)):
            self.assertEqual([], faults, (path, document["address"]))

    def test_every_indicator_as_another_borough(self):
        camden = self.reader("borough:Camden")
        links = re.findall(r'href="/[0-9a-z-]+/placements/([a-z0-9-]+)"', self.reader("panel").get("/indicators").text)
        self.assertGreater(len(links), 10)
        for link in sorted(set(links)):
            answer = camden.get("/%s/placements/%s.json" % (PERIOD, link))
            self.assertIn(answer.status, (200, 403, 404), link)
            self.hold_nothing(answer, link)

    def test_each_borough_reads_no_other_ones_papers(self):
        barnet = "/explain/%s/placements/%s/%s"
        self.assertEqual(200, self.reader("borough:Barnet").get(barnet % (PERIOD, "barnet", "plans")).status)
        for name, slug in self.boroughs.items():
            if name in ("Barnet", "Hackney"):
                continue
            with self.subTest(name):
                reader = self.reader("borough:" + name)
                for path in (barnet % (PERIOD, "barnet", "plans"), barnet % (PERIOD, "barnet", "annual-cost") + ".json"):
                    self.assertEqual(403, reader.get(path).status)
                self.hold_nothing(reader.get("/boroughs/barnet/%s.json" % PERIOD), name)
                self.assertNotEqual(403, reader.get(barnet % (PERIOD, slug, "plans")).status)
                self.assertEqual(403, self.reader("borough:Barnet").get(barnet % (PERIOD, slug, "plans")).status)

    def test_an_edition_is_given_to_those_alone_that_it_is_for(self):
        for reads, given in (("panel", (0, 1, 2)), ("borough:Barnet", (1,)), ("borough:Camden", (2,)),
                             ("borough:Hackney", ())):
            for number in range(3):
                for path in ("", "/a.csv", "/manifest", "/manifest.json"):
                    address = "/editions/%s/%d%s" % (PERIOD, number, path)
                    for method in ("GET", "HEAD"):
                        answer = self.reader(reads).ask(method, address)
                        self.assertEqual(200 if number in given else 404, answer.status, (reads, address))
                        self.assertTrue(number in given or "Hidden House" not in answer.text)
        self.assertEqual(303, self.reader("public").get("/editions/%s/2/a.csv" % PERIOD).status)

    def test_no_trick_opens_what_is_closed(self):
        """Other ways to write an address, to ask for it, and to say who asks."""
        camden = self.reader("borough:Camden")
        closed = ("/placements", "/%s/placements/providers" % PERIOD, "/%s/placements/annual-cost" % PERIOD,
                  "/explain/%s/placements/barnet/annual-cost" % PERIOD, "/editions/%s/1/a.csv" % PERIOD, "/editions")
        for path in closed:
            slash = path.index("/", 1) if "/" in path[1:] else 0
            for address in (path, "/" + path, path + "/", path + "//", "/." + path, "/x/.." + path,
                            path[:slash] + "/" + path[slash:], path.replace("a", "%61", 1), path.replace("/", "%2f"),
                            "/%2e" + path, path.upper(), path.replace("p", "P", 1), path + "%20", path + "%00", path + ";x=1",
                            path + ".JSON", path + ".json.json", path + ".", path + "?", path + "?audience=panel",
                            path + "?reader=panel&reader.audience=panel", path + "?borough=barnet&other=camden",
                            path + "?X-Quarterday-Reader=panel", path + "?borough=camden%00barnet", path + "?against=barnet",
                            path + "#/about", "/about/.." + path, "/style.css/.." + path):
                for method in ("GET", "HEAD"):
                    with self.subTest(address=address, method=method):
                        answer = camden.ask(method, address)
                        self.assertIn(answer.status, (400, 403, 404))
                        self.hold_nothing(answer, address)
                        self.assertTrue(method == "GET" or answer.body == b"")
            for name in ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-User", "X-Remote-User", "X-HTTP-Method-Override",
                         "X-Quarterday-Audience", "Authorization", "Range", "If-None-Match"):
                answer = camden.get(path, **{name: "panel" if "-URL" not in name else path})
                self.assertIn(answer.status, (403, 404), name)
                self.hold_nothing(answer, name)
        # What it may read holds no more for any choice, and nothing of it stays for the next reader.
        for path in ("/search?q=Hidden", "/search?q=barnet", "/search.json?q=annual", "/boroughs/barnet?audience=panel",
                     "/%s/placements/plans?borough=barnet" % PERIOD, "/%s/status?borough=barnet" % PERIOD,
                     "/%s/placements/plans.csv?audience=panel" % PERIOD, "/compare/barnet/camden/%s?show=beyond" % PERIOD):
            self.reader("panel").get(path)
            self.reader("borough:Barnet").get(path)
            self.hold_nothing(camden.get(path), path)

    def test_a_store_of_made_up_returns_says_so_on_the_services_own_pages(self):
        public, panel = self.reader("public"), self.reader("panel")
        for answer in (public.get("/sign-in"), public.ask("DELETE", "/"), public.get("/" + "a" * 3000),
                       panel.get("/editions"), panel.get("/editions/nowhere"), panel.get("/editions/%s/0" % PERIOD),
                       panel.get("/nowhere"), public.get("/about"), public.get("/api")):
            self.hold_made_up(answer)


if __name__ == "__main__":
    quarterday.unittest.main()
