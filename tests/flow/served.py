"""A running `qd-reporter serve`, and whoever reads its pages: for the flow tests.

    service = served.Service(directory, store)      # starts it on a port that is free
    anna = service.sign_in("anna")                  # a reader of the panel
    answer = anna.get("/about.json")                # status, headers (names in small letters), body
    service.raw(b"GET / HTTP/1.1\\r\\n...")         # bytes as they are; the answer's bytes

And what its tests have in common: a class of tests with one service, a return with a price, and a small edition.
"""
import contextlib
import hashlib
import http.client
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.parse

import quarterday

PASSWORD = "four words are enough"
READERS = {"anna": "panel", "camden": "borough:Camden", "barnet": "borough:Barnet"}
FORM = "application/x-www-form-urlencoded"
PERIOD = "2025-26 Q3"  # of the return and the edition below


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {}
        self.cookies = {}
        for name, value in response.getheaders():
            self.headers[name.lower()] = value
            if name.lower() == "set-cookie":
                key, word = value.split(";")[0].split("=", 1)
                self.cookies[key] = word
        self.set_cookies = response.headers.get_all("Set-Cookie") or []
        self.body = response.read()
        self.text = self.body.decode("utf-8", errors="replace")


class Reader:
    """A browser that keeps cookies."""

    def __init__(self, service, headers=None):
        self.service = service
        self.cookies = {}
        self.headers = headers or {}

    def ask(self, method, path, body=None, **headers):
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join("%s=%s" % pair for pair in self.cookies.items())
        with contextlib.closing(self.service.http()) as connection:
            connection.request(method, path, body, sent)
            answer = Answer(connection.getresponse())
        for name, word in answer.cookies.items():
            self.cookies[name] = word
            if not word:
                del self.cookies[name]
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, fields, **headers):
        return self.ask("POST", path, urllib.parse.urlencode(fields), Content_Type=FORM, **headers)

    def token(self, path):
        return re.search(r'name="token" value="([0-9a-f]+)"', self.get(path).text).group(1)

    def sign_in(self, name, password=PASSWORD, token=None, **fields):
        return self.post("/sign-in", {"name": name, "password": password,
                                      "token": token or self.token("/sign-in"), **fields})


class Service:
    def __init__(self, directory, store, *options, readers=True, env=None):
        self.directory = directory
        self.readers = directory / "readers"
        self.log = directory / "service.log"
        self.sessions = {}
        self.tls = None  # an ssl.SSLContext, where it has TLS
        words = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--store", store]
        if readers:
            if not self.readers.exists():
                self.add_readers()
            words += ["--readers", self.readers]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in [quarterday.BIN / "qd-reporter", "serve", *words, *options]],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
                env={**quarterday.os.environ, **(env or {})})
        self.address = self.read_address()
        self.admin = self.read_address()

    def add_readers(self):
        """One hash for all: each takes its time."""
        quarterday.run("qd-reporter", "reader", "add", "anna", "panel", "--readers", self.readers,
                       stdin=PASSWORD.encode()).expect()
        line = self.readers.read_text().splitlines()[-1]
        with open(self.readers, "a", encoding="utf-8") as file:
            for name, reads in READERS.items():
                if name != "anna":
                    file.write(line.replace("anna panel", name + " " + reads) + "\n")

    def read_address(self):
        line = self.process.stdout.readline().strip()
        if not line:
            raise AssertionError("it does not serve: " + self.log_text())
        host, port = line.split("//")[1].rsplit(":", 1)
        return host, int(port)

    def log_text(self):
        return self.log.read_text(encoding="utf-8")

    def reader(self, **headers):
        return Reader(self, {name.replace("_", "-"): value for name, value in headers.items()})

    def sign_in(self, name):
        """A reader in the session of that name: passwords take their time, so each is asked for once."""
        reader = self.reader()
        if name not in self.sessions:
            answer = reader.sign_in(name)
            assert answer.status == 303, answer.text
            self.sessions[name] = reader.cookies
        reader.cookies = dict(self.sessions[name])
        return reader

    def health(self):
        connection = http.client.HTTPConnection(*self.admin, timeout=quarterday.DEADLINE_S)
        connection.request("GET", "/health")
        text = connection.getresponse().read().decode()
        connection.close()
        return dict(field.split("=", 1) for field in text.split())

    def metrics(self):
        connection = http.client.HTTPConnection(*self.admin, timeout=quarterday.DEADLINE_S)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return {name: float(value) for name, value in
                (line.split() for line in text.splitlines() if not line.startswith("#"))}

    def http(self):
        if self.tls is None:
            return http.client.HTTPConnection(*self.address, timeout=quarterday.DEADLINE_S)
        return http.client.HTTPSConnection(*self.address, timeout=quarterday.DEADLINE_S, context=self.tls)

    def connect(self):
        return socket.create_connection(self.address, timeout=quarterday.DEADLINE_S)

    def raw(self, sent):
        """What is answered until the service closes the connection."""
        with self.connect() as connection:
            try:
                connection.sendall(sent)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it was closed before all was sent
            pieces = []
            try:
                while True:
                    piece = connection.recv(65536)
                    if not piece:
                        break
                    pieces.append(piece)
            except ConnectionResetError:
                pass
            return b"".join(pieces)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.stdout.close()
        return self.process.wait(timeout=quarterday.DEADLINE_S)


class ServedTest(quarterday.FlowTest):
    """One folder (`place`), one region that is not yet started and one service for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        cls.region_of_all = quarterday.Region(cls.place / "region")
        cls.addClassCleanup(cls.region_of_all.close)

    @classmethod
    def serve_all(cls, *options):
        cls.service = Service(cls.place, cls.region_of_all.store, *options)
        cls.addClassCleanup(cls.service.stop)


def submit_priced(region, code, price, provider, **parts):
    """A borough's return with five places of that provider, which are alike for all boroughs but for the price."""
    borough = region.borough(code)
    borough.submit_json(borough.write_return(
        PERIOD, as_at_date="2025-12-31", placements=[
            quarterday.placement_row("total", 5), quarterday.placement_row(
                "special_independent", 5, primary_need="asd", residence="day", phase="secondary", urn="100049",
                provider_name=provider, fee_basis="annual", weeks_a_year=38, location="out_of_borough",
                price_includes="nothing_more", vat="out", annual_cost=price)], **parts))


def write_edition(editions, number, audience, path, table):
    """The folder of a small edition: a table at that path and the manifest, as reporter/editions/manifest.h has it."""
    folder = editions / "2025-26-q3" / str(number)
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_bytes(table)
    (folder / "manifest.json").write_text(json.dumps({
        "manifest_version": 1, "edition": {"period": PERIOD, "audience": audience},
        "journal": {"sequence": number, "link": "0" * 64}, "as_at": "2026-11-23", "since": None,
        "calendar": None, "redacted_since": [], "program": {"name": "qd-reporter", "version": "0.1.0"}, "form": 2,
        "rules": "0" * 64, "reference": {"sha256": "0" * 64, "files": []}, "indicators": [],
        "left_out": [], "files": [{"path": path, "bytes": len(table), "sha256": hashlib.sha256(table).hexdigest()}]}))
    return folder
