"""The corpus: returns as officers make them, broken and good, in tests/data/corpus/*.txt. A case is

    case a title above the headings
      file transport.csv
      | SEN transport
      | section_251_line,mode,phase,location,children,routes,solo,passenger_assistants,gross_expenditure
      | line_2_1_4,taxi,not_known,not_known,30,12,4,20,1000.00
      found QD-H05 transport.csv 1

It begins as tests/data/folders/good and is edited:

    file NAME                 the lines behind | are the file; each ends with LF
    copy NAME of NAME         the second file again, under the first name
    remove NAME
    link NAME to NAME         a symbolic link
    rename NAME to NAME       names with spaces stand in quotation marks
    replace NAME OLD -> NEW   once, and OLD must be there; `replace all` everywhere
    above NAME N, below NAME  the lines behind | are put in front of line N, or at the end

What is found follows: rule, file ("." is the folder), row, column ("-" where there is no such thing), and
behind = the value. Where nothing is to be found, nothing follows. \\n, \\r, \\t, \\s (a space), \\\\ and \\xNN (a
byte) stand for what cannot be written; a line that ends with a single \\ has no LF. # begins a comment.
"""
import collections
import re
import shlex

import quarterday

FOLDER = quarterday.SOURCE / "tests" / "data"

Link = collections.namedtuple("Link", "target")
Found = collections.namedtuple("Found", "rule file row column value")


class Case:
    def __init__(self, name):
        self.name = name
        self.edits = []
        self.found = []

    def files(self):
        """{file name: bytes}"""
        files = {each.name: each.read_bytes() for each in (FOLDER / "folders" / "good").iterdir()}
        for verb, words, lines in self.edits:
            getattr(self, "_" + verb)(files, words, b"".join(lines))
        return files

    def write(self, path):
        path.mkdir()
        for name, contents in self.files().items():
            (path / name).parent.mkdir(exist_ok=True)
            if isinstance(contents, Link):
                (path / name).symlink_to(contents.target)
            else:
                (path / name).write_bytes(contents)
        return path

    @staticmethod
    def _file(files, words, lines):
        name, = shlex.split(words)
        files[name] = lines

    @staticmethod
    def _copy(files, words, lines):
        name, of, original = shlex.split(words)
        assert of == "of", words
        files[name] = files[original]

    @staticmethod
    def _link(files, words, lines):
        name, to, target = shlex.split(words)
        assert to == "to", words
        files[name] = Link(target)

    @staticmethod
    def _remove(files, words, lines):
        for name in shlex.split(words):
            del files[name]

    @staticmethod
    def _rename(files, words, lines):
        old, to, new = shlex.split(words)
        assert to == "to", words
        files[new] = files.pop(old)

    @staticmethod
    def _replace(files, words, lines):
        everywhere = words.startswith("all ")
        name, change = (words[4:] if everywhere else words).split(" ", 1)
        old, new = (unescaped(each) for each in re.split(r" -> ?", change, maxsplit=1))
        assert old in files[name], change
        files[name] = files[name].replace(old, new, -1 if everywhere else 1)

    @staticmethod
    def _above(files, words, lines):
        name, number = words.split()
        rows = files[name].splitlines(keepends=True)
        files[name] = b"".join(rows[:int(number) - 1]) + lines + b"".join(rows[int(number) - 1:])

    @staticmethod
    def _below(files, words, lines):
        files[words] += lines


def unescaped(text):
    def byte(match):
        plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"s": b" ", b"\\": b"\\"}
        return plain.get(match[1]) or bytes([int(match[1][1:], 16)])
    return re.sub(rb"\\(x[0-9a-fA-F]{2}|[nrts\\])", byte, text.encode())


def found(words):
    words, _, value = words.partition(" = ")
    rule, file, row, column = (shlex.split(words) + ["-", "-"])[:4]
    return Found(rule, None if file == "." else file, None if row == "-" else int(row),
                 None if column == "-" else column, value or None)


def read(path):
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        verb, _, words = line.strip().partition(" ")
        if not verb or verb.startswith("#"):
            continue
        if verb == "case":
            cases.append(Case(words))
        elif verb == "found":
            cases[-1].found.append(found(words))
        elif verb == "|":
            text = line.lstrip()[2:]
            end = b"" if text.endswith("\\") and not text.endswith("\\\\") else b"\n"
            cases[-1].edits[-1][2].append(unescaped(text[:-1] if not end else text) + end)
        else:
            assert hasattr(Case, "_" + verb), "%s, line %d: %s" % (path.name, number, line)
            cases[-1].edits.append((verb, words, []))
    return cases


CASES = [case for path in sorted((FOLDER / "corpus").glob("*.txt")) for case in read(path)]
