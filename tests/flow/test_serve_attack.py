"""Whoever means harm to the service: what is sent, how, and how often. Raw sockets, so that nothing is put right
on the way. After each of these the service answers as before."""
import hashlib
import json
import os
import random
import re
import resource
import socket
import threading

import quarterday
import served

ABOUT = "/about.json"
SEED = 20261123
SHORT = {"plans_issued": 115, "plans_issued_ex": "x", "days_to_issue": "x"}  # one is in no band: QD-R03 asks
MANY = 10000 if os.environ.get("QD_LONG") else 400  # connections at once: `script/soak serve`


class Attack(served.ServedTest):
    """One service for all; its store holds what two boroughs returned."""

    @classmethod
    def setUpClass(cls):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        super().setUpClass()
        cls.region_of_all.start()
        for code, price in (("302", "98765.00"), ("204", "88765.00")):  # Barnet, Hackney
            served.submit_priced(
                cls.region_of_all, code, price, "<script>alert(1)</script> School",
                timeliness=quarterday.timeliness_row(**SHORT), note="note-of-barnet <b>&\"'",
                explanations=[quarterday.explanation_row("QD-R03", "words <i onclick='alert(1)'>of</i> barnet")])
        cls.serve_all("--connections", str(MANY + 1000), "--connections-each", str(MANY + 1000), "--editions",
                      cls.place / "editions")

    def tearDown(self):
        self.assertEqual(200, self.service.reader().get(ABOUT).status)
        self.assertIsNone(self.service.process.poll())
        super().tearDown()

    def edition(self, audience, number):
        return served.write_edition(self.place / "editions", number, audience, "csv/timeliness.csv",
                                    b"area_code,value\nE09000003,5\n")

    def cookie_of(self, name):
        return ("Cookie: qd-reader=%s\r\n" % self.service.sign_in(name).cookies["qd-reader"]).encode()

    def ask(self, line, headers=b""):
        return self.service.raw(line + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + b"\r\n")

    @staticmethod
    def status(answer):
        found = re.match(rb"HTTP/1\.1 (\d\d\d) ", answer)
        return int(found.group(1)) if found else None

    # --- addresses ---

    def test_no_address_leaves_the_pages(self):
        cookie = self.cookie_of("anna")
        for path in (b"/../../../../etc/passwd", b"/..%2f..%2fetc/passwd", b"/%2e%2e/%2e%2e/etc/passwd",
                     b"/....//....//etc/passwd", b"/style.css/../../reference/boroughs.csv",
                     b"/editions/../../../etc/passwd", b"/editions/%2e%2e/%2e%2e/readers",
                     b"/\\..\\..\\etc\\passwd", b"//etc/passwd", b"/./about", b"/about%00.json",
                     b"/page_about.mustache", b"/head.mustache", b"/%u002e", b"/\xc0\xae\xc0\xae/",
                     b"/about.json%20", b"/readers", b"/.git/config", b"/boroughs/..", b"/boroughs/../2024"):
            with self.subTest(path=path):
                answer = self.ask(b"GET " + path, cookie)
                self.assertIn(self.status(answer), (400, 404))
                self.assertNotIn(b"root:", answer)
                self.assertNotIn(b"argon2id", answer)

    def test_what_is_no_path_is_refused(self):
        for target in (b"http://elsewhere/about", b"*", b"about", b"?", b"elsewhere:443"):
            with self.subTest(target=target):
                self.assertIn(self.status(self.ask(b"GET " + target)), (400, 404, None))

    def test_markup_in_an_address_is_shown_and_not_obeyed(self):
        cookie = self.cookie_of("anna")
        for path in (b"/<script>alert(1)</script>", b"/\"onmouseover=alert(1)", b"/'><img src=x>",
                     b"/search?q=<script>alert(1)</script>", b"/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
                     b"/search?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"):
            with self.subTest(path=path):
                answer = self.ask(b"GET " + path, cookie)
                self.assertNotIn(b"<script", answer)
                self.assertNotIn(b"<img src=x", answer)
        for path in (b"/sign-in?next=/%22%3E%3Cscript%3E", b"/sign-in?next=\"><script>"):
            self.assertNotIn(b"<script", self.ask(b"GET " + path))

    def test_markup_that_a_borough_returned_is_shown_and_not_obeyed(self):
        cookie = self.cookie_of("anna")
        seen = b""
        for path in (b"/", b"/2025-26-q3/placements/providers", b"/2025-26-q3/placements/providers.svg",
                     b"/2025-26-q3/status", b"/boroughs/barnet",
                     b"/boroughs/barnet/2025-26-q3", b"/explain/2025-26-q3/placements/barnet/plans",
                     b"/explain/2025-26-q3/timeliness/barnet/plans-issued-count"):
            seen += self.ask(b"GET " + path, cookie)
        for markup, words in ((b"<script>alert", b"&lt;script&gt;alert"), (b"<b>&", b"note-of-barnet &lt;b&gt;"),
                              (b"<i onclick", b"words &lt;i onclick=")):
            self.assertEqual((False, True), (markup in seen, words in seen), words)

    def test_of_an_edition_nothing_is_given_but_what_its_manifest_names(self):
        edition = self.edition("panel", 1)
        (edition / "csv" / "secret.csv").write_text("secret")
        (edition.parent / ".1.making.x").mkdir()
        (edition.parent / ".1.making.x" / "manifest.json").write_text((edition / "manifest.json").read_text())
        (edition / "link.csv").symlink_to("/etc/passwd")
        (edition.parent / "link").symlink_to(edition)
        anna = self.service.sign_in("anna")
        base = "/editions/2025-26-q3/1"
        manifest = anna.get(base + "/manifest").text
        self.assertEqual((edition / "manifest.json").read_text(), manifest)
        self.assertIn("csv/timeliness.csv", anna.get(base).text)
        answer = anna.get(base + "/csv/timeliness.csv")
        self.assertEqual((edition / "csv" / "timeliness.csv").read_bytes(), answer.body)
        self.assertIn(hashlib.sha256(answer.body).hexdigest(), answer.headers["etag"])
        self.assertEqual(304, anna.get(base + "/csv/timeliness.csv", If_None_Match=answer.headers["etag"]).status)
        listed = anna.get("/editions").text
        self.assertIn(base, listed)
        self.assertNotIn("/editions/2025-26-q3/link", listed)
        for path in ("/csv/secret.csv", "/link.csv", "/csv", "/csv/", "/csv/../manifest.json", "//manifest",
                     "/./manifest", "/../1/manifest", "/csv/timeliness.csv/", "/%2e%2e/1/manifest",
                     "/../../../../readers", "/csv/timeliness.CSV", "/manifest/", "/csv//timeliness.csv"):
            with self.subTest(path=path):
                self.assertEqual(404, self.status(self.ask(b"GET " + (base + path).encode(), self.cookie_of("anna"))))
        for path in ("/editions/2025-26-q3/.1.making.x/manifest", "/editions/2025-26-q3", "/editions/",
                     "/editions/2025-26-q4/1/manifest", "/editions/../readers"):
            with self.subTest(path=path):
                self.assertEqual(404, self.status(self.ask(b"GET " + path.encode(), self.cookie_of("anna"))))

    # --- headers ---

    def test_no_header_is_put_into_an_answer(self):
        for path in (b"/sign-in?next=/a%0d%0aSet-Cookie:%20x=1", b"/a%0d%0aX-Injected:%201",
                     b"/%0aX-Injected:1", b"/sign-in?next=%0d%0aX-Injected:1", b"/a\rX-Injected:1"):
            with self.subTest(path=path):
                head = self.ask(b"GET " + path).split(b"\r\n\r\n")[0]
                self.assertNotIn(b"\nX-Injected", head)
                self.assertNotIn(b"Set-Cookie: x=1", head)
        reader = self.service.reader()
        answer = reader.sign_in("anna", next="/a\r\nX-Injected: 1")
        self.assertNotIn("x-injected", answer.headers)
        self.assertEqual("/", answer.headers["location"])

    def test_the_headers_of_a_proxy_are_not_believed(self):
        for headers in (b"X-Quarterday-Reader: panel\r\n",
                        b"X-Quarterday-Reader: panel\r\nX-Quarterday-Secret: \r\n",
                        b"X-Forwarded-For: 127.0.0.1\r\nX-Quarterday-Reader: panel\r\n"):
            self.assertEqual(303, self.status(self.ask(b"GET /", headers)))

    # --- forms and sessions ---

    def test_a_form_of_another_site_does_nothing(self):
        reader = self.service.reader()
        token = reader.token("/sign-in")
        fields = {"name": "anna", "password": served.PASSWORD}
        for headers, more in (({}, {}), ({}, {"token": ""}), ({}, {"token": "0" * 64}),
                              ({}, {"token": token[:-1]}),
                              ({"Origin": "https://example.org"}, {"token": token}),
                              ({"Origin": "null"}, {"token": token}),
                              ({"Sec-Fetch-Site": "cross-site"}, {"token": token}),
                              ({"Sec-Fetch-Site": "same-site"}, {"token": token})):
            with self.subTest(headers=headers, more=more):
                answer = reader.post("/sign-in", {**fields, **more}, **headers)
                self.assertEqual(403, answer.status)
                self.assertNotIn("qd-reader", answer.cookies)
        without_cookie = self.service.reader()
        self.assertEqual(403, without_cookie.post("/sign-in", {**fields, "token": token}).status)
        anna = self.service.sign_in("anna")
        for more in ({}, {"token": token}, {"token": "0" * 64}):
            self.assertEqual(403, anna.post("/sign-out", more).status)
        self.assertEqual(404, anna.get("/nowhere").status)  # still signed in

    def test_a_session_that_somebody_prepared_is_nobodys(self):
        prepared = "a" * 64
        reader = self.service.reader()
        reader.cookies["qd-reader"] = prepared
        self.assertEqual(303, reader.get("/").status)
        reader.sign_in("anna")
        self.assertNotEqual(prepared, reader.cookies["qd-reader"])
        attacker = self.service.reader()
        attacker.cookies["qd-reader"] = prepared
        self.assertEqual(303, attacker.get("/").status)

    def test_signing_in_again_ends_the_session_before(self):
        reader = self.service.reader()
        reader.sign_in("anna")
        before = dict(reader.cookies)
        reader.sign_in("camden")
        old = self.service.reader()
        old.cookies = before
        self.assertEqual(303, old.get("/").status)

    def test_passwords_are_not_tried_without_end(self):
        reader = self.service.reader()
        token = reader.token("/sign-in")
        statuses = []
        for _ in range(12):
            answer = reader.sign_in("barnet-2", "wrong words are these", token=token)
            statuses.append(answer.status)
        self.assertEqual([403] * 10 + [429] * 2, statuses)
        self.assertGreater(int(answer.headers["retry-after"]), 0)
        self.assertEqual(1, self.service.log_text().count("event=sign_in_refused reader=barnet-2"))

    # --- bytes that are no request ---

    def test_bytes_that_are_no_request_are_not_answered_as_one(self):
        numbers = random.Random(SEED)
        for sent in (b"", b"\r\n\r\n", b"\x00" * 100, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                     b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: x\r\nBroken\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                     b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                     b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n\r\n",
                     b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"G" * 100000,
                     *(numbers.randbytes(200) + b"\r\n\r\n" for _ in range(20))):
            with self.subTest(sent=sent[:40]):
                self.assertNotEqual(200, self.status(self.service.raw(sent)))

    def test_what_is_too_large_is_refused_before_it_is_read(self):
        post = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        self.assertEqual(413, self.status(self.service.raw(post + b"Content-Length: 1000000000\r\n\r\n")))
        self.assertIn(self.status(self.service.raw(
            post + b"Transfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"a" * 4096 + b"\r\n" +
            b"1000\r\n" + b"a" * 4096 + b"\r\n0\r\n\r\n")), (None, 413))
        self.assertIn(self.status(self.ask(b"GET /" + b"a" * 30000)), (414, 431, None))
        self.assertIn(self.status(self.ask(b"GET /about", b"".join(
            b"X-%d: %s\r\n" % (i, b"a" * 100) for i in range(1000)))), (431, None))

    # --- slow and many ---

    def test_slow_clients_keep_nobody_waiting(self):
        slow = [self.service.connect() for _ in range(100)]
        try:
            for connection in slow[:50]:
                connection.sendall(b"GET /about HTTP/1.1\r\nHost: x\r\nX-Sl")  # and then nothing
            for connection in slow[50:]:
                connection.sendall(b"GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n" * 200)  # and reads nothing
            for _ in range(20):
                self.assertEqual(200, self.service.reader().get(ABOUT).status)
        finally:
            for connection in slow:
                connection.close()

    def test_who_reads_slowly_holds_no_more_memory_than_is_given(self):
        service = served.Service(self.directory, self.region_of_all.store, "--memory", "1", "--connections-each", "1000")
        self.addCleanup(service.stop)
        anna = service.sign_in("anna")
        cookie = b"Cookie: qd-reader=%s\r\n" % anna.cookies["qd-reader"].encode()
        readers, page = [], 0
        self.addCleanup(lambda: [reader.close() for reader in readers])
        most, largest = service.metrics()["qd_memory_max_bytes"], 0
        self.assertEqual(1024 * 1024, most)
        while service.metrics()["qd_memory_sending_bytes"] < most:
            self.assertLess(len(readers), 300)
            # Little fits between the two: so the service holds what is not read.
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
            reader.connect(service.address)
            readers.append(reader)
            for _ in range(3):
                reader.sendall(b"GET /indicators?n=%d HTTP/1.1\r\nHost: x\r\n%s\r\n" % (page, cookie))
                page += 1
            quarterday.wait_until(lambda: service.metrics()["qd_waiting_requests"] == 0, "the pages")
            largest = max(largest, service.metrics()["qd_memory_sending_bytes"])
        self.assertLess(largest, most + 2 * 100 * 1000)  # what two makers had begun
        answer = anna.get("/boroughs")
        self.assertEqual((503, "2"), (answer.status, answer.headers["retry-after"]))
        self.assertIn(quarterday.words("page: too many wanted"), answer.text)
        self.assertEqual(200, service.reader().get("/sign-in").status)
        while readers:
            readers.pop().close()
        quarterday.wait_until(lambda: anna.get("/boroughs").status == 200, "a page")
        quarterday.wait_until(lambda: service.metrics()["qd_memory_sending_bytes"] == 0, "all to be let go")

    def test_many_connections_are_answered_or_closed(self):
        connections = []
        try:
            for _ in range(MANY):
                connections.append(self.service.connect())
            quarterday.wait_until(lambda: self.service.metrics()["qd_open_connections"] >= MANY,
                                  "all connections to be taken")
            random.Random(SEED).shuffle(connections)
            for connection in connections:
                connection.sendall(b"GET /about HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answered = sum(connection.recv(12) == b"HTTP/1.1 200" for connection in connections)
            self.assertEqual(MANY, answered)
        finally:
            for connection in connections:
                connection.close()

    def test_the_same_page_for_many_at_once_is_made_once(self):
        anna = self.service.sign_in("anna").cookies
        before = self.service.metrics()["qd_pages_made_total"]
        statuses = []

        def read():
            reader = self.service.reader()
            reader.cookies = dict(anna)
            statuses.append(reader.get("/boroughs?once=1").status)

        threads = [threading.Thread(target=read) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([200] * 20, statuses)
        self.assertEqual(before + 1, self.service.metrics()["qd_pages_made_total"])

    def test_who_leaves_before_the_answer_does_no_harm(self):
        cookie = self.cookie_of("anna")
        for i in range(30):
            with self.service.connect() as connection:
                connection.sendall(b"GET /boroughs?left=%d HTTP/1.1\r\nHost: x\r\n" % i + cookie + b"\r\n")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        quarterday.wait_until(lambda: self.service.metrics()["qd_waiting_requests"] == 0,
                              "the pages that nobody waits for any more")


if __name__ == "__main__":
    quarterday.unittest.main()
