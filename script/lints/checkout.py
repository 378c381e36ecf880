"""What the lints share: the checkout that is looked at, its rooms and sources, and how a fault is told.

A lint is a script of this folder: `script/lints/layers [ROOT [BUILD]]` looks at the checkout ROOT (the
one that it lies in) and, where it reads what was compiled, at its build folder BUILD (ROOT/build). A
fault is a line "FILE:LINE: RULE: what is wrong and how to fix it"; the exit status is 1 then.
"""
import pathlib
import re
import subprocess
import sys

OWN_CHECKOUT = pathlib.Path(__file__).resolve().parents[2]


class Checkout:
    def __init__(self, root, build):
        self.root, self.build = pathlib.Path(root), pathlib.Path(build)
        self.faults = []

    def fault(self, file, line, rule, words):
        self.faults.append("%s:%d: %s: %s" % (file, line, rule, words))

    def text(self, file):
        return (self.root / file).read_text(encoding="utf-8")

    def files(self, *patterns):
        """What git knows or would take, as paths from the root."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
            cwd=self.root, stdout=subprocess.PIPE, check=True).stdout.decode()
        return sorted({name for name in listed.split("\0")
                       if name and (self.root / name).is_file()})

    def uses(self):
        """Each room, in the order of CMakeLists.txt, and the rooms that it names there."""
        calls = re.findall(r"^qd_room\((\S+)(?:\s+USES([^)]*))?\)", self.text("CMakeLists.txt"), re.M)
        rooms = {room: names.split() for room, names in calls}
        return {room: [name for name in names if name in rooms] for room, names in rooms.items()}

    def sees(self):
        """Each room, and all rooms that it may include: itself, those that it names, and theirs."""
        uses, seen = self.uses(), {}

        def of(room):
            if room not in seen:
                seen[room] = {room}.union(*(of(name) for name in uses[room]))
            return seen[room]
        return {room: of(room) for room in uses}

    def symbols(self, room, *options):
        """Pairs (source, symbol) that nm finds in a room's library with these options."""
        library = self.build / ("lib%s.a" % room.replace("/", "_"))
        if not library.is_file():
            sys.exit("%s does not exist: build first (ninja -C %s)" % (library, self.build))
        listed = subprocess.run(["nm", "-A", "-P", *options, library], stdout=subprocess.PIPE,
                                check=True, text=True).stdout
        # "lib.a[arena.c.o]: arena_alloc T 0 1f"
        found = re.findall(r"\[(\S+)\.o\]: (\S+) ", listed)
        return [("%s/%s" % (room, source), symbol) for source, symbol in found]

    def line_of(self, file, symbol):
        """Where a source has a name first; its first line when only a macro makes it."""
        for number, line in enumerate(self.text(file).splitlines(), 1):
            if re.search(r"\b%s\b" % re.escape(symbol), re.sub(r"//.*", "", line)):
                return number
        return 1


def run(lint):
    """The main of a lint: lint(checkout) notes the faults."""
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else OWN_CHECKOUT
    checkout = Checkout(root, sys.argv[2] if len(sys.argv) > 2 else root / "build")
    lint(checkout)
    for fault in checkout.faults:
        print(fault)
    sys.exit(1 if checkout.faults else 0)
