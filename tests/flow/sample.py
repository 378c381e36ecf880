"""Runs a sample of a test file's tests, drawn from a seed:

    python3 -m sample MODULE...

One in QD_SAMPLE of them (4 unless said otherwise; 1 is all), one at least, drawn by QD_SEED (1 unless said
otherwise). The files that compare each figure of each table take long, and most of it in Python: under the
sanitizers an ordinary run takes a sample of them, and `script/soak sanitize` takes all."""
import os
import random
import sys
import unittest


def tests_of(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_of(test)
        else:
            yield test


def sample(module, one_in, seed):
    tests = list(tests_of(unittest.defaultTestLoader.loadTestsFromName(module)))
    drawn = random.Random(f"{module} {seed}").sample(range(len(tests)), -(-len(tests) // one_in))
    return [tests[index] for index in sorted(drawn)], len(tests)


def main(modules):
    one_in, seed = int(os.environ.get("QD_SAMPLE", "4")), os.environ.get("QD_SEED", "1")
    suite = unittest.TestSuite()
    for module in modules:
        drawn, count = sample(module, one_in, seed)
        print(f"{module}: {len(drawn)} of {count} tests, QD_SEED={seed}", flush=True)
        suite.addTests(drawn)
    return 0 if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
