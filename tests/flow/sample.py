"""Runs a sample of the tests of some files, drawn from a seed:

    python3 -m sample MODULE...

One in QD_SAMPLE of them all (4 unless said otherwise; 1 is all), one at least, drawn by QD_SEED (1 unless said
otherwise): class by class, because what a class sets up takes longer than its tests. The files that compare each
figure of each table take long, and most of it in Python: under the sanitizers an ordinary run takes a sample of
them, and `script/soak sanitize` takes all."""
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


def class_of(test):
    return f"{type(test).__module__}.{type(test).__name__}"


def sample(modules, one_in, seed):
    tests = list(tests_of(unittest.defaultTestLoader.loadTestsFromNames(modules)))
    draw = random.Random(seed)
    classes = sorted({class_of(test) for test in tests})
    draw.shuffle(classes)
    draw.shuffle(tests)
    tests.sort(key=lambda test: classes.index(class_of(test)))
    return tests[:-(-len(tests) // one_in)], len(tests)


def main(modules):
    one_in, seed = int(os.environ.get("QD_SAMPLE", "4")), os.environ.get("QD_SEED", "1")
    drawn, count = sample(modules, one_in, seed)
    print(f"{len(drawn)} of {count} tests, QD_SEED={seed}", flush=True)
    return 0 if unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(drawn)).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
