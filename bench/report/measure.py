#!/usr/bin/env python3
"""measure.py FOLDER BENCH-REPORT REPORTER: three questions to ten years of returns, asked of qd-reporter and of
SQLite, PostgreSQL, DuckDB and polars over the same rows, which they have loaded beforehand. script/bench report
calls it; docs/PERFORMANCE.md tells what came of it.

Ours is the whole process each time: it opens the store, walks and checks it, decodes the returns, and writes the
table with coverage and ranks. Theirs is the bare query in a program that is warm: sums, and nothing of that.
"""
import csv
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
FOLDER, BENCH, REPORTER = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
ROUNDS = 3  # in which all have their turn, so that what else the machine does meets each alike
RUNS = {"quarter": 11, "indicator": 5, "tables": 1}
QUARTER, INDICATOR, TABLES = RUNS
WORDS = {QUARTER: "the placements table of one quarter", INDICATOR: "one indicator of all 40 quarters",
         TABLES: "all tables of all quarters"}
# Columns that are no figures: what rows are told apart by.
CODES = {"period", "la", "setting", "primary_need", "phase", "residence", "location", "urn", "ukprn", "fee_basis",
         "weeks_a_year", "provider_name", "sourcing", "setting_old_la_code", "outside_england", "company_number",
         "price_includes", "vat", "section_251_line", "mode", "definition", "age_group", "group"}
TEXTS = {"period", "provider_name", "company_number"}
BREAKDOWNS = {"placements": ("setting", "primary_need")}


def rows_of(path):
    with path.open(newline="") as lines:
        yield from csv.reader(lines)


def columns():
    return {path.stem: next(rows_of(path)) for path in sorted((FOLDER / "rows").glob("*.csv"))}


def quoted(name):
    return '"%s"' % name  # "group" is a word of SQL


# --- the questions, in SQL

def sums(part, names, by, extra=""):
    figures = ", ".join("SUM(%s)" % quoted(name) for name in names if name not in CODES)
    return "SELECT %s, %s%s FROM %s WHERE %s GROUP BY %s" % (
        ", ".join(map(quoted, by)), figures, extra, part,
        "setting <> 1" if part in ("placements", "new_plans") else "1 = 1", ", ".join(map(quoted, by)))


def all_tables(parts):
    """Each figure of each part by borough and for London, and placements by setting and by need."""
    london = ", COUNT(DISTINCT la)"
    for part, names in parts.items():
        for by in ([], *([code] for code in BREAKDOWNS.get(part, ()))):
            of = names if not by else ("plans",)
            yield sums(part, of, ["period", "la", *by])
            yield sums(part, of, ["period", *by], london)


def questions(parts):
    one = "placements WHERE period = '2024-25 Q4' AND setting <> 1 GROUP BY"
    special = "SUM(CASE WHEN setting BETWEEN 30 AND 35 THEN plans ELSE 0 END), SUM(plans)"
    return {QUARTER: ["SELECT la, setting, SUM(plans) FROM %s la, setting" % one,
                      "SELECT la, primary_need, SUM(plans) FROM %s la, primary_need" % one,
                      "SELECT setting, SUM(plans), COUNT(DISTINCT la) FROM %s setting" % one],
            INDICATOR: ["SELECT period, la, %s FROM placements WHERE setting <> 1 GROUP BY period, la" % special,
                        "SELECT period, %s, COUNT(DISTINCT la) FROM placements WHERE setting <> 1 "
                        "GROUP BY period" % special],
            TABLES: list(all_tables(parts))}


# --- ours

def ours():
    store = ["--store", str(FOLDER / "store")]
    every = ["--all-periods", "quarters", "--format", "csv", *store]
    asked = {QUARTER: [["placements", "--period", "2024-25 Q4", *store]],
             INDICATOR: [["placements", "--measure", "special_percent", *every]],
             TABLES: [[part, *every] for part in columns()] + [
                 ["placements", "--by", by, "--measure", "plans_count,plans_percent", *every]
                 for by in ("setting", "need")]}
    made = {}
    for question, commands in asked.items():
        taken = [subprocess.run([BENCH, "time", str(RUNS[question]), REPORTER, "table", *command], check=True,
                                capture_output=True, text=True).stdout.split() for command in commands]
        made[question] = sum(float(ms) for ms, _ in taken)
        made[question, "MiB"] = max(float(mib) for _, mib in taken)
    return made


# --- theirs

def median_ms(ask, question):
    """After once unmeasured, so that what is read is in memory."""
    times = []
    for turn in range(RUNS[question] + 1):
        started = time.perf_counter()
        ask()
        if turn > 0:
            times.append((time.perf_counter() - started) * 1e3)
    return statistics.median(times)


def load_sqlite(parts):
    database = sqlite3.connect(FOLDER / "rows.sqlite")
    for part, names in parts.items():
        database.execute("CREATE TABLE %s(%s)" % (part, ", ".join(
            quoted(name) + (" TEXT" if name in TEXTS else " INTEGER") for name in names)))
        rows = rows_of(FOLDER / "rows" / (part + ".csv"))
        next(rows)
        database.executemany("INSERT INTO %s VALUES(%s)" % (part, ", ".join("?" * len(names))),
                             ([cell or None for cell in row] for row in rows))
        database.execute("CREATE INDEX %s_by_period ON %s(period, la)" % (part, part))
    database.commit()
    database.execute("ANALYZE")
    return database


def sqlite(database, asked):
    return {question: median_ms(lambda of=queries: [database.execute(query).fetchall() for query in of], question)
            for question, queries in asked.items()}


def postgres_bin():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def start_postgres(folder):
    """A server with nothing but the folder, as a user who is not root; its process and port."""
    binaries, as_user = postgres_bin(), []
    folder.mkdir()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
    subprocess.run([*as_user, binaries / "initdb", "-D", "data", "-A", "trust", "-U", "postgres"], cwd=folder,
                   check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    server = subprocess.Popen([*as_user, binaries / "postgres", "-D", "data", "-p", str(port), "-c",
                               "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="], cwd=folder,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    return server, port


def psql(port, script):
    return subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-X", "-q", "-v",
                           "ON_ERROR_STOP=1"], input=script, capture_output=True, text=True)


def load_postgres(port, parts):
    load = ""
    for part, names in parts.items():
        load += "CREATE TABLE %s(%s);\n" % (part, ", ".join(
            quoted(name) + (" TEXT" if name in TEXTS else " BIGINT") for name in names))
        load += "\\copy %s FROM '%s' WITH (FORMAT csv, HEADER)\n" % (part, FOLDER / "rows" / (part + ".csv"))
        load += "CREATE INDEX ON %s(period, la);\n" % part
    while psql(port, "SELECT 1;").returncode != 0:
        time.sleep(0.1)
    done = psql(port, load + "VACUUM ANALYZE;\n")
    if done.returncode != 0:
        sys.exit("bench: PostgreSQL: " + done.stderr)


def postgres_ms(port, question, queries):
    """By psql's own clock, which runs from the query to its last row."""
    script = "\\o /dev/null\n\\timing on\n" + "".join(query + ";\n" for query in queries) * (RUNS[question] + 1)
    times = [float(line.split()[1]) for line in psql(port, script).stdout.splitlines()
             if line.startswith("Time: ")]
    turns = [sum(times[i:i + len(queries)]) for i in range(0, len(times), len(queries))]
    return statistics.median(turns[1:])


def in_node(parts, asked):
    """DuckDB and polars, by their packages for Node: ask.mjs."""
    words = {"rows": str(FOLDER / "rows"), "parts": parts, "texts": sorted(TEXTS), "codes": sorted(CODES),
             "breakdowns": BREAKDOWNS, "asked": asked, "runs": RUNS}
    # Node looks for packages beside the script and above it.
    script = shutil.copy(HERE / "ask.mjs", FOLDER)
    done = subprocess.run(["node", script], input=json.dumps(words), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("bench: DuckDB and polars: " + done.stderr)
    return json.loads(done.stdout)


# --- what came of it

def main():
    subprocess.run([BENCH, "fill", FOLDER], check=True)
    parts = columns()
    asked = questions(parts)
    database = load_sqlite(parts)
    server, port = start_postgres(FOLDER / "postgres")
    rounds = []
    try:
        load_postgres(port, parts)
        for _ in range(ROUNDS):
            rounds.append({"ours": ours(), "SQLite": sqlite(database, asked), "PostgreSQL": {
                question: postgres_ms(port, question, queries) for question, queries in asked.items()},
                **in_node(parts, asked)})
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait()
    peers = {name: {question: statistics.median(each[name][question] for each in rounds) for question in
                    rounds[0][name]} for name in rounds[0]}
    own = peers.pop("ours")
    print("| question | qd-reporter | memory | %s |" % " | ".join(peers))
    print("|---|---|---|%s" % ("---|" * len(peers)))
    for question, words in WORDS.items():
        print("| %s | %.1f ms | %.1f MiB | %s |" % (words, own[question], own[question, "MiB"], " | ".join(
            "%.1f (%.2f)" % (peer[question], own[question] / peer[question]) for peer in peers.values())))


main()
