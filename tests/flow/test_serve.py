"""The report as a service: who may read, what is kept in memory, and how it follows the store."""
import gzip
import os
import pathlib
import re
import shutil
import signal
import ssl
import urllib.parse

import faults
import quarterday
import served

STYLE = "/style.css"
ABOUT = "/about.json"


class Serving(served.ServedTest):
    """One region with a return, and one service, for all of these."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.camden = cls.region_of_all.start().borough("202")
        cls.camden.submit_json(cls.camden.write_return("2024"))
        cls.serve_all()

    def setUp(self):
        super().setUp()
        self.everybody = self.service.reader()
        self.sign_in = self.service.sign_in

    # --- who may read ---

    def test_everybody_reads_about_the_figures_and_nothing_else(self):
        self.assertEqual(200, self.everybody.get(ABOUT).status)
        self.assertEqual(200, self.everybody.get(STYLE).status)
        for path in ("/", "/2024", "/boroughs/camden/2024", "/explain", "/editions/2024/1/manifest",
                     "/nowhere", "/style.css/", "/about/"):
            with self.subTest(path=path):
                answer = self.everybody.get(path)
                self.assertEqual(303, answer.status)
                self.assertTrue(answer.headers["location"].startswith("/sign-in"))
                self.assertEqual(b"", answer.body)

    def test_after_signing_in_the_page_is_shown_that_was_asked_for(self):
        location = self.everybody.get("/2024/timeliness/plans").headers["location"]
        self.assertEqual("/sign-in?next=/2024/timeliness/plans", location)
        self.assertIn('name="next" value="/2024/timeliness/plans"', self.everybody.get(location).text)
        answer = self.everybody.sign_in("anna", next="/2024/timeliness/plans")
        self.assertEqual((303, "/2024/timeliness/plans"), (answer.status, answer.headers["location"]))

    def test_nobody_is_led_to_another_site(self):
        for there in ("//example.org", "https://example.org/", "/\\example.org", "javascript:alert(1)",
                      "example.org", "/a b", "/%0d%0aX: y", "/" + "a" * 300):
            with self.subTest(there=there):
                answer = self.everybody.get("/sign-in?next=" + there.replace(" ", "%20").replace("%0d%0a", "%250d"))
                self.assertNotIn("example.org", answer.text)
        answer = self.service.reader().sign_in("anna", next="//example.org")
        self.assertEqual("/", answer.headers["location"])

    def test_each_reader_reads_as_who_it_is(self):
        for name, shown in (("anna", "panel"), ("camden", "borough")):
            with self.subTest(name=name):
                self.assertIn('"audience": "%s"' % shown, self.sign_in(name).get(ABOUT).text)
        self.assertIn('"name": "Camden"', self.sign_in("camden").get(ABOUT).text)
        self.assertIn('"name": "Barnet"', self.sign_in("barnet").get(ABOUT).text)

    def test_a_wrong_name_or_password_says_the_same(self):
        answers = [self.everybody.sign_in(name, password) for name, password in
                   (("anna", "wrong words are these"), ("nobody", served.PASSWORD), ("", ""),
                    ("ANNA", served.PASSWORD))]
        self.assertEqual({403}, {answer.status for answer in answers})
        words = {re.search(r'role="alert".*', answer.text).group(0) for answer in answers}
        self.assertEqual(1, len(words))
        self.assertIn("event=sign_in_failed reader=nobody address=127.0.0.1", self.service.log_text())

    def test_whoever_signed_out_reads_as_everybody(self):
        anna = self.service.reader()
        anna.sign_in("anna")
        kept = dict(anna.cookies)
        answer = anna.post("/sign-out", {"token": anna.token("/sign-out")})
        self.assertEqual((303, "/about"), (answer.status, answer.headers["location"]))
        self.assertIn("Max-Age=0", answer.headers["set-cookie"])
        self.everybody.cookies = kept
        self.assertEqual(303, self.everybody.get("/").status)
        self.assertIn("event=signed_out reader=anna", self.service.log_text())

    def test_a_session_is_a_new_word_that_scripts_and_other_sites_do_not_get(self):
        answer = self.service.reader().sign_in("anna")
        cookie = next(cookie for cookie in answer.set_cookies if cookie.startswith("qd-reader="))
        self.assertRegex(cookie, r"^qd-reader=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict$")
        self.assertNotIn(answer.cookies["qd-reader"], self.service.readers.read_text())

    # --- answers ---

    def test_every_answer_has_the_headers_that_keep_it_safe(self):
        anna = self.sign_in("anna")
        for answer in (self.everybody.get("/"), self.everybody.get(ABOUT), self.everybody.get("/sign-in"),
                       anna.get("/nowhere"), anna.ask("DELETE", "/"), anna.get("/" + "a" * 3000),
                       anna.get("/", X_Large="a" * 9000), self.everybody.sign_in("x", "y")):
            with self.subTest(status=answer.status):
                policy = answer.headers["content-security-policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertIn("frame-ancestors 'none'", policy)
                self.assertNotIn("script", policy)
                self.assertNotIn("unsafe", policy)
                self.assertEqual("nosniff", answer.headers["x-content-type-options"])
                self.assertEqual("same-origin", answer.headers["referrer-policy"])
                self.assertIn("camera=()", answer.headers["permissions-policy"])
                self.assertIn(answer.headers["cache-control"], ("no-store", "private, no-cache"))

    def test_what_is_no_page_says_what_is_wrong(self):
        anna = self.sign_in("anna")
        for method, path, headers, status, words in (
                ("GET", "/nowhere", {}, 404, "no such page"),
                ("PUT", "/", {}, 405, "Pages can only be read"),
                ("POST", "/about", {"Content-Type": served.FORM}, 405, "Pages can only be read"),
                ("POST", "/sign-in", {"Content-Type": "text/plain"}, 415, "is no form"),
                ("POST", "/sign-in", {"Content-Type": served.FORM, "Content-Length": "4097"}, 413, "too large"),
                ("GET", "/" + "a" * 2000, {}, 414, "The address is too long"),
                ("GET", "/", {"X-Large": "a" * 8000}, 431, "The request is too large")):
            with self.subTest(status=status):
                reader = self.service.reader()
                reader.cookies = dict(anna.cookies)
                answer = reader.ask(method, path, **headers)
                self.assertEqual(status, answer.status)
                self.assertIn(words, answer.text)
                if status == 405:
                    self.assertEqual("GET, HEAD", answer.headers["allow"])

    def test_head_is_get_without_the_body(self):
        head, get = self.everybody.ask("HEAD", STYLE), self.everybody.get(STYLE)
        self.assertEqual((200, b""), (head.status, head.body))
        for name in ("etag", "content-length", "content-type"):
            self.assertEqual(get.headers[name], head.headers[name])

    def test_who_has_the_page_already_gets_no_bytes(self):
        first = self.everybody.get(ABOUT)
        for tag in (first.headers["etag"], "W/" + first.headers["etag"], '"x", ' + first.headers["etag"]):
            answer = self.everybody.get(ABOUT, If_None_Match=tag)
            self.assertEqual((304, b""), (answer.status, answer.body))
            self.assertEqual(first.headers["etag"], answer.headers["etag"])
        self.assertEqual(200, self.everybody.get(ABOUT, If_None_Match='"x"').status)
        self.assertEqual(200, self.everybody.get(STYLE, If_None_Match=first.headers["etag"]).status)

    def test_text_is_compressed_for_whoever_takes_it(self):
        plain = self.everybody.get(STYLE)
        packed = self.everybody.get(STYLE, Accept_Encoding="br, gzip")
        self.assertNotIn("content-encoding", plain.headers)
        self.assertEqual("gzip", packed.headers["content-encoding"])
        self.assertEqual(plain.body, gzip.decompress(packed.body))
        self.assertNotEqual(plain.headers["etag"], packed.headers["etag"])
        self.assertIn("Accept-Encoding", plain.headers["vary"])

    def test_a_page_is_made_once_and_is_another_for_each_audience(self):
        self.everybody.get(ABOUT)
        before = self.service.metrics()["qd_pages_made_total"]
        for _ in range(5):
            self.everybody.get(ABOUT)
        self.assertEqual(before, self.service.metrics()["qd_pages_made_total"])
        tags = {reader.get(ABOUT).headers["etag"] for reader in
                (self.everybody, self.sign_in("anna"), self.sign_in("camden"), self.sign_in("barnet"))}
        self.assertEqual(4, len(tags))

    # --- it follows ---

    def tag(self):
        return self.everybody.get(ABOUT).headers["etag"]

    def test_an_accepted_return_makes_another_page(self):
        before = self.tag()
        sequence = int(self.service.health()["sequence"])
        self.camden.submit_json(self.camden.write_return("2023"))
        quarterday.wait_until(lambda: self.tag() != before, "the page that follows the store")
        self.assertGreater(int(self.service.health()["sequence"]), sequence)

    def test_a_reader_who_is_removed_is_signed_out(self):
        before = self.service.readers.read_text()
        self.addCleanup(self.service.readers.write_text, before)
        quarterday.run("qd-reporter", "reader", "add", "berta", "panel", "--readers", self.service.readers,
                       stdin=served.PASSWORD.encode()).expect()
        quarterday.wait_until(lambda: self.service.reader().sign_in("berta").status == 303,
                              "the new reader")
        berta = self.service.sign_in("berta")
        self.assertEqual(404, berta.get("/nowhere").status)
        quarterday.run("qd-reporter", "reader", "remove", "berta", "--readers",
                       self.service.readers).expect()
        quarterday.wait_until(lambda: berta.get("/nowhere").status == 303, "the reader to be signed out")

    def test_what_is_counted_can_be_read_by_the_operator_alone(self):
        anna = self.sign_in("anna")
        self.assertEqual(404, anna.get("/metrics").status)
        self.assertEqual("serving", self.service.health()["status"])
        metrics = self.service.metrics()
        self.assertGreater(metrics["qd_requests_total"], 0)
        self.assertEqual(1, metrics["qd_store_readable"])
        self.assertLessEqual(metrics["qd_memory_bytes"], metrics["qd_memory_max_bytes"])


class Ending(quarterday.FlowTest):
    """A service for each: what happens to the store, the machine and the service itself."""

    def serve(self, store, *options, **more):
        service = served.Service(self.directory, store, *options, **more)
        self.addCleanup(service.stop)
        return service

    def test_a_store_that_does_not_exist_or_breaks_does_not_stop_it(self):
        store = self.directory / "region" / "store"
        service = self.serve(store)
        everybody = service.reader()
        self.assertEqual("unreadable", service.health()["store"])
        self.assertEqual(200, everybody.get(ABOUT).status)
        region = self.region()
        quarterday.wait_until(lambda: service.health()["store"] == "readable", "the store")
        region.stop()
        with open(store / "data.mdb", "r+b") as file:
            file.write(b"\xff" * 8192)
        quarterday.wait_until(lambda: service.health()["store"] == "unreadable", "the damage to be seen")
        self.assertEqual(200, everybody.get(ABOUT).status)
        answer = service.sign_in("anna").get("/boroughs/camden/2024")
        self.assertEqual(503, answer.status)
        self.assertRegex(answer.text, quarterday.words("page: last read, as a pattern"))
        self.assertEqual(1, service.log_text().count("event=store_readable"))
        self.assertEqual(2, service.log_text().count("event=store_unreadable"))
        self.assertEqual(0, service.stop())

    def test_it_ends_when_it_is_told_and_so_do_the_processes_that_make_pages(self):
        service = self.serve(self.directory / "nowhere", readers=False)
        children = self.children(service.process.pid)
        everybody = service.reader()
        self.assertEqual(200, everybody.get(ABOUT).status)
        self.assertEqual(0, service.stop())
        self.assertTrue(children)
        for child in children:
            self.assertFalse(pathlib.Path("/proc", str(child)).exists())
        self.assertIn("event=stopped", service.log_text())

    def test_what_was_asked_for_is_answered_before_it_ends(self):
        service = self.serve(self.directory / "nowhere", readers=False)
        makers = [self.worker(keeper) for keeper in self.children(service.process.pid)[:2]]
        for maker in makers:
            os.kill(maker, signal.SIGSTOP)
        with service.connect() as asked:
            asked.sendall(b"GET /about.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            quarterday.wait_until(lambda: service.metrics()["qd_waiting_requests"] == 1, "the request")
            service.process.send_signal(signal.SIGTERM)
            quarterday.wait_until(lambda: "event=stopping requests=1" in service.log_text(), "the end to begin")
            with self.assertRaises(OSError):
                service.connect()
            for maker in makers:
                os.kill(maker, signal.SIGCONT)
            self.assertEqual(b"HTTP/1.1 200", asked.recv(12))
        self.assertEqual(0, service.stop())
        self.assertIn("event=stopped", service.log_text())

    def test_where_the_service_is_killed_the_processes_that_make_pages_end(self):
        service = self.serve(self.directory / "nowhere", readers=False)
        children = self.children(service.process.pid)
        service.process.kill()
        service.process.wait()

        def is_running(child):
            try:
                return pathlib.Path("/proc", str(child), "stat").read_text().split()[2] != "Z"
            except OSError:
                return False

        self.assertTrue(children)
        quarterday.wait_until(lambda: not any(map(is_running, children)), "the processes to end")

    def test_one_address_has_so_many_connections_and_no_more(self):
        service = self.serve(self.directory / "nowhere", "--connections-each", "3", readers=False)
        held = [service.connect() for _ in range(3)]
        quarterday.wait_until(lambda: service.metrics()["qd_open_connections"] == 3, "the connections")
        with service.connect() as one_more:
            self.assertEqual(b"", one_more.recv(1))
        for connection in held:
            connection.close()
        quarterday.wait_until(lambda: service.metrics()["qd_open_connections"] == 0, "their end")
        self.assertEqual(200, service.reader().get(ABOUT).status)

    @staticmethod
    def children(process):
        return [int(child) for child in pathlib.Path("/proc/%d/task/%d/children" % (process, process)).read_text().split()]

    def worker(self, keeper):
        return quarterday.wait_until(lambda: self.children(keeper), "a process that makes pages")[0]

    def test_where_no_process_can_be_begun_it_is_tried_until_one_can(self):
        fault = faults.Fault(self.directory, "fork", 1, "EIO", armed=False, forever=True)
        service = self.serve(self.directory / "nowhere", readers=False, env=fault.env)
        keepers = self.children(service.process.pid)
        workers = [self.worker(keeper) for keeper in keepers]
        self.assertEqual("made", service.health()["pages"])
        fault.arm()
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        quarterday.wait_until(lambda: not any(map(self.children, keepers)), "the processes to end")
        answer = service.reader().get(ABOUT)
        self.assertEqual((503, "2"), (answer.status, answer.headers["retry-after"]))
        self.assertEqual(("failing", "unreadable"), (service.health()["pages"], service.health()["store"]))
        self.assertRegex(service.log_text(), "event=page_failed path=/about.json why=.*no process that makes pages")
        fault.disarm()
        quarterday.wait_until(lambda: service.reader().get(ABOUT).status == 200, "a page")
        self.assertEqual("made", service.health()["pages"])
        self.assertEqual(keepers, self.children(service.process.pid))
        self.assertEqual(0, service.stop())

    def test_a_process_that_stands_still_holds_nobody(self):
        region = self.region()
        camden = region.borough("202")
        service = self.serve(region.store)
        maker, _, follower = self.children(service.process.pid)
        standing = [self.worker(keeper) for keeper in (maker, follower)]
        anna = service.sign_in("anna")
        for worker in standing:
            os.kill(worker, signal.SIGSTOP)
        # One request waits for it; the other process makes all other pages.
        made = service.metrics()["qd_pages_made_total"]
        for number in range(8):
            connection = service.connect()
            self.addCleanup(connection.close)
            connection.sendall(b"GET /boroughs?n=%d HTTP/1.1\r\nHost: x\r\nCookie: qd-reader=%s\r\n\r\n" % (
                number, anna.cookies["qd-reader"].encode()))
        quarterday.wait_until(lambda: service.metrics()["qd_pages_made_total"] == made + 7, "the other pages")
        self.assertEqual(1, service.metrics()["qd_waiting_requests"])
        self.assertEqual(200, anna.get("/boroughs?n=8").status)
        # Accounts are looked at as before; and who follows the store is begun again.
        before = service.health()["sequence"]
        camden.submit_json(camden.write_return("2024"))
        quarterday.run("qd-reporter", "reader", "remove", "anna", "--readers", service.readers).expect()
        quarterday.wait_until(lambda: anna.get("/nowhere").status == 303, "the reader to be signed out")
        self.assertIn(standing[1], self.children(follower))
        quarterday.wait_until(lambda: service.health()["sequence"] > before, "the return to be seen")
        self.assertNotIn(standing[1], self.children(follower))
        os.kill(standing[0], signal.SIGCONT)
        quarterday.wait_until(lambda: service.metrics()["qd_waiting_requests"] == 0, "the last page")
        self.assertEqual(0, service.stop())

    def test_what_would_be_read_by_others_on_the_way_is_refused(self):
        for options, words in (
                (["--listen", "0.0.0.0:0"], "others could read"),
                (["--listen", "[::]:0"], "others could read"),
                (["--admin", "0.0.0.0:0"], "for the machine itself"),
                (["--listen", "localhost:80"], "a number and a port"),
                (["--tls-certificate", "x"], "go together"),
                (["--proxy", "127.0.0.1"], "go together"),
                (["--proxy", "proxy.example", "--proxy-secret", "x"], "is a number"),
                (["--memory", "0"], "a whole number from 1"),
                (["--readers", self.directory / "none"], "none")):
            with self.subTest(options=options):
                result = quarterday.run("qd-reporter", "serve", "--store", self.directory, *options)
                self.assertEqual(quarterday.COMMAND_AT_FAULT, result.status)
                self.assertIn(words, result.err)

    def test_with_a_certificate_it_has_tls_and_cookies_need_it(self):
        data = quarterday.SOURCE / "tests" / "data" / "tls"
        certificate, key = self.directory / "certificate.pem", self.directory / "key.pem"
        shutil.copyfile(data / "certificate.pem", certificate)
        shutil.copyfile(data / "key.pem", key)
        key.chmod(0o644)
        options = ["--tls-certificate", certificate, "--tls-key", key]
        result = quarterday.run("qd-reporter", "serve", "--store", self.directory, *options)
        self.assertIn(quarterday.words("file: others can read it"), result.err)
        key.chmod(0o600)
        wrong = ["--tls-certificate", key, "--tls-key", key]
        result = quarterday.run("qd-reporter", "serve", "--listen", "127.0.0.1:0", "--store", self.directory, *wrong)
        self.assertEqual(quarterday.COMMAND_AT_FAULT, result.status)
        self.assertIn(quarterday.words("tls: a certificate and its key"), result.err)
        service = self.serve(self.directory / "nowhere", *options)
        service.tls = ssl.create_default_context(cafile=certificate)
        reader = service.reader()
        answer = reader.sign_in("anna")
        self.assertEqual(303, answer.status)
        self.assertIn("__Host-qd-reader", answer.cookies)
        self.assertTrue(all("; Secure" in cookie for cookie in answer.set_cookies))
        self.assertEqual(200, reader.get(STYLE).status)
        self.assertNotIn(b"200", service.raw(b"GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n"))

    def test_a_proxy_says_who_reads_where_it_has_the_secret(self):
        secret = self.directory / "secret"
        secret.write_text("s" * 32 + "\n")
        secret.chmod(0o600)
        region = self.region(start=False)
        region.init().expect()
        service = self.serve(region.store, "--proxy", "127.0.0.1", "--proxy-secret", secret)
        good = {"X_Quarterday_Secret": "s" * 32, "X_Forwarded_For": "203.0.113.9, 192.0.2.7"}
        for headers, audience in (
                ({**good, "X_Quarterday_Reader": "panel"}, "panel"),
                ({**good, "X_Quarterday_Reader": "borough:Camden"}, "borough"),
                ({**good, "X_Quarterday_Reader": "public"}, "public"),
                ({**good, "X_Quarterday_Reader": "root"}, "public"),
                (good, "public"),
                ({"X_Quarterday_Reader": "panel"}, "public"),
                ({"X_Quarterday_Reader": "panel", "X_Quarterday_Secret": "t" * 32}, "public"),
                ({"X_Quarterday_Reader": "panel", "X_Quarterday_Secret": ""}, "public")):
            with self.subTest(headers=headers):
                answer = service.reader(**headers).get(ABOUT)
                self.assertIn('"audience": "%s"' % audience, answer.text)
        # A proxy that adds to what it was sent, and does not replace it.
        for name, value in (("Reader", "panel"), ("Secret", "s" * 32), ("Name", "anna")):
            answer = service.raw(b"GET /about.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + "".join(
                "X-Quarterday-%s: %s\r\n" % pair for pair in (
                    (name, value), ("Secret", "s" * 32), ("Reader", "borough:Camden"), ("Name", "ann"))).encode() + b"\r\n")
            self.assertIn(b'"audience": "public"', answer)
        self.assertEqual(1, service.log_text().count("event=proxy_refused"))
        self.assertEqual(6, service.metrics()["qd_proxy_refused_total"])
        # Behind a proxy that has TLS, cookies need it too.
        # The proxy adds a line of its own to the one that it was sent.
        reader = service.reader(**good)
        body = urllib.parse.urlencode({"name": "anna", "password": served.PASSWORD, "token": reader.token("/sign-in")})
        self.assertIn(b" 303 ", service.raw((
            "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
            "X-Quarterday-Secret: %s\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.8\r\n"
            "Cookie: __Host-qd-form=%s\r\n\r\n%s" % (served.FORM, len(body), "s" * 32, reader.cookies["__Host-qd-form"],
                                                   body)).encode()))
        self.assertIn("event=signed_in reader=anna address=192.0.2.8", service.log_text())
        answer = service.reader(**good).sign_in("anna")
        cookie = next(cookie for cookie in answer.set_cookies if cookie.startswith("__Host-qd-reader="))
        self.assertIn("; Secure", cookie)
        self.assertIn("event=signed_in reader=anna address=192.0.2.7", service.log_text())


if __name__ == "__main__":
    quarterday.unittest.main()
