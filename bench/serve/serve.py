#!/usr/bin/env python3
"""The pages under load, beside the same bytes as files from nginx, in one run, turn about.

    bench/serve/serve.py BUILD STORE    `script/bench serve` calls it so

wrk asks both for one page over and over; then each kind of page is asked for under addresses that nobody asked for
before, so that it must be made: while the store stays as it is, and each time after one more return was withdrawn. Prints
a line for each: wall time, and what the processes that make pages worked for it.
"""
import csv
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

build, store = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
root = pathlib.Path(__file__).resolve().parents[2]
os.environ.update(QD_BUILD=str(build), QD_SOURCE=str(root))
sys.path.insert(0, str(root / "tests" / "flow"))
import quarterday  # noqa: E402
import served  # noqa: E402

PAGES = ("/about", "/2024/timeliness/plans-within-20-weeks", "/boroughs/camden/2024")
ROUNDS, SECONDS, CONNECTIONS, THREADS, MADE = 3, 5, 64, 2, 15
NGINX = """
daemon off; pid %(place)s/pid; error_log %(place)s/error.log; worker_processes auto;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; default_type text/html;
  client_body_temp_path %(place)s; proxy_temp_path %(place)s; fastcgi_temp_path %(place)s;
  uwsgi_temp_path %(place)s; scgi_temp_path %(place)s;
  server { listen 127.0.0.1:%(port)d; root %(place)s/pages; }
}
"""


def wrk(url, *headers):
    words = ["wrk", "-t%d" % THREADS, "-c%d" % CONNECTIONS, "-d%ds" % SECONDS, "--latency"]
    for header in headers:
        words += ["-H", header]
    text = subprocess.run([*words, url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit("bench: not every request was answered:\n" + text)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)),
            float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit])


def median(pairs):
    return [statistics.median(column) for column in zip(*pairs)]


def compare(service, cookie, place, port):
    for number, page in enumerate(PAGES):
        name = "%d.html" % number
        (place / "pages" / name).write_bytes(service.sign_in("anna").get(page).body)
        ours, nginx = [], []
        for _ in range(ROUNDS):
            ours.append(wrk("http://%s:%d%s" % (*service.address, page), cookie))
            nginx.append(wrk("http://127.0.0.1:%d/%s" % (port, name)))
        (rate, p99), (nginx_rate, nginx_p99) = median(ours), median(nginx)
        print("%-42s %7d bytes  %6.0f requests/s  p99 %6.2f ms   nginx %6.0f  %6.2f ms   ratio %.2f  %.2f" % (
            page, (place / "pages" / name).stat().st_size, rate, p99, nginx_rate, nginx_p99,
            rate / nginx_rate, p99 / nginx_p99))


def parent(pid):
    return int(pathlib.Path("/proc", str(pid), "stat").read_text().rsplit(")", 1)[1].split()[1])


def worked_ms(service):
    """Processor time of the processes that make pages: the children of the service's children."""
    total = 0
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if parent(parent(int(process.name))) == service.process.pid:
                total += int((process / "schedstat").read_text().split()[0]) / 1e6
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total


def make(service, when, before_each):
    anna = service.sign_in("anna")
    for page in PAGES:
        wall, worked = [], []
        for number in range(MADE):
            before_each()
            began, worked_before = time.monotonic(), worked_ms(service)
            answer = anna.get("%s?bench=%s%d" % (page, when[0], number))
            wall.append((time.monotonic() - began) * 1000)
            worked.append(worked_ms(service) - worked_before)
            assert answer.status == 200, answer.text
        print("%-42s made %s: median %.1f ms, %.1f ms of the processor; first %.1f ms" % (
            page, when, statistics.median(wall), statistics.median(worked), worked[0]))


def returns():
    """Borough and period of returns that the pages show."""
    with (root / "data" / "reference" / "boroughs.csv").open(newline="", encoding="utf-8") as lines:
        names = [row["la_name"] for row in csv.DictReader(lines)]
    return ((name, period) for period in ("2022", "2023") for name in names if name != "Camden")


def withdraw(service, store, left):
    """One more entry of the journal; comes back when the service has seen it."""
    before = service.health()["sequence"]
    subprocess.run([build / "bin" / "qd-aggregator", "withdraw", *next(left), "--reason", "bench", "--store", store],
                   check=True, capture_output=True)
    quarterday.wait_until(lambda: service.health()["sequence"] != before, "the withdrawal to be seen")


def main():
    place = pathlib.Path(tempfile.mkdtemp(prefix="qd-bench-"))
    own = shutil.copytree(store, place / "store")
    (place / "pages").mkdir()
    place.chmod(0o755)
    left = returns()
    port = 20000 + os.getpid() % 20000
    (place / "nginx.conf").write_text(NGINX % {"place": place, "port": port})
    service = served.Service(place, own)
    nginx = subprocess.Popen(["nginx", "-c", place / "nginx.conf", "-e", place / "error.log"])
    try:
        cookie = "Cookie: qd-reader=" + service.sign_in("anna").cookies["qd-reader"]
        compare(service, cookie, place, port)
        make(service, "again", lambda: None)
        make(service, "after a withdrawal", lambda: withdraw(service, own, left))
    finally:
        nginx.terminate()
        nginx.wait()
        service.stop()
        shutil.rmtree(place, ignore_errors=True)


main()
