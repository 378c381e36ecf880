"""measure.py FOLDER BENCH_REPORT QD_REPORTER: how long a whole edition of London takes, out of ten years of
returns; and, beside it, what writing the same files takes by Python's csv and json and by openpyxl, whose figures are
worked out already (peer.py). Medians of the rounds; processor time and memory are the whole process's.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

ROUNDS, PEER_ROUNDS = 5, 3
QUARTER = "2024-25 Q4"  # the last of ten years: what is said of changes has a year before it
PEER = pathlib.Path(__file__).with_name("peer.py")


def run(*command):
    """(wall seconds, processor seconds, MiB) of a program that must end well."""
    started = time.monotonic()
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    child.returncode = status
    if status != 0:
        raise SystemExit("%s ended with %d" % (command[0], status))
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rounds(count, make, before):
    """The medians of what make() measures, with before() in front of each round."""
    made = []
    for _ in range(count):
        before()
        made.append(make())
    return [statistics.median(each) for each in zip(*made)]


def main():
    folder, fill, reporter = (pathlib.Path(word) for word in sys.argv[1:])
    subprocess.run([fill, "fill", folder], check=True)
    store, edition, again = folder / "store", folder / "edition", folder / "again"

    def clear():
        for path in edition, again:
            shutil.rmtree(path, ignore_errors=True)

    words = ["edition", "--period", QUARTER, "--store", store, "--out", edition]
    ours = rounds(ROUNDS, lambda: run(reporter, *words), clear)
    verified = rounds(ROUNDS, lambda: run(reporter, "edition", "--verify", edition, "--store", store), lambda: None)
    sizes = {path.name: sum(file.stat().st_size for file in path.iterdir()) / 2**20
             for path in edition.iterdir() if path.is_dir()}
    files = sum(1 for path in edition.rglob("*") if path.is_file())
    peer = rounds(PEER_ROUNDS, lambda: run("/usr/bin/python3", PEER, edition, again),
                  lambda: shutil.rmtree(again, ignore_errors=True))
    print("%d files, %.0f MiB: %s" % (files, sum(sizes.values()), ", ".join(
        "%s %.1f" % item for item in sorted(sizes.items()))))
    print("%-44s %8s %10s %8s" % ("", "wall s", "processor s", "MiB"))
    for name, (wall, processor, memory) in (("edition", ours), ("edition --verify", verified),
                                            ("Python: JSON and workbooks of its CSV", peer)):
        print("%-44s %8.2f %10.2f %8.1f" % (name, wall, processor, memory))
    print("ours over Python: %.2f of the wall time, %.2f of the processor time, %.2f of the memory" % tuple(
        a / b for a, b in zip(ours, peer)))


if __name__ == "__main__":
    main()
