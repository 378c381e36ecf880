"""Accounts for a page: every number on it must be one that was worked out a second time, or one of its own words.

A check claims what it has worked out: whole tables, all texts of a drawing, sentences. What is left over must have no
number but those of words that are known (a label, a period, the template's own words). A number that nobody claims is a
fault.
"""
import collections
import fractions
import pathlib
import re

NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "data/pages"
TAG = re.compile(r"\{\{\{?[^}]*\}?\}\}|<[^>]*>|&[a-z]+;")


def numbers(text):
    return set(NUMBER.findall(text))


def own_words(*templates):
    """The words of templates that no data made."""
    return " ".join(TAG.sub(" ", (TEMPLATES / f"{name}.mustache").read_text(encoding="utf-8")) for name in templates)


EVERYWHERE = own_words("head", "foot", "top", "downloads", "choices", "search_box", "drawing", "simulated")


def as_number(label):
    """What a label of an axis says; None for another text."""
    plain = label.strip("£%").replace(",", "")
    return fractions.Fraction(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def is_axis(labels):
    """Whether labels in their order are scales: runs of two or more at equal distances."""
    values = [as_number(label) for label in labels]
    if None in values:
        return False
    at = 0
    while at < len(values):
        end = at + 2
        while end < len(values) and values[end] - values[end - 1] == values[at + 1] - values[at]:
            end += 1
        if end > len(values) or values[at + 1] <= values[at]:
            return False
        at = end
    return True


class Account:
    def __init__(self, page, template):
        self.page, self.faults = page, []
        self.texts, self.numbers = set(), numbers(EVERYWHERE + own_words(template))
        self.tables, self.drawings = set(), set()

    def fault(self, *words):
        self.faults.append(" ".join(str(word) for word in words))

    def words(self, *texts):
        """Words that are known, and are no figures: their numbers may stand anywhere."""
        for text in texts:
            self.numbers |= numbers(text)

    def says(self, *sentences):
        """Sentences that were worked out: each must stand on the page."""
        found = {text for _, text in self.page.units}
        for sentence in sentences:
            if sentence and sentence not in found:
                close = [text for text in found if text[:12] == sentence[:12]]
                self.fault("it does not say", repr(sentence), "but", close[:1])
            self.texts.add(sentence)

    def table(self, name, rows):
        """All rows of a table but its headings, in their order."""
        self.tables.add(name)
        found = self.page.tables.get(name)
        if found is None or len(found) - 1 != len(rows):
            self.fault(name, "has", None if found is None else len(found) - 1, "rows, and not", len(rows))
            return
        for expected, line in zip(rows, found[1:]):
            if [str(cell) for cell in expected] != line:
                self.fault(name, "has", line, "and the tables make", expected)

    def drawing(self, name, texts, has_axis=True, optional=()):
        """All texts of a drawing in any order, and some that may be left out where there is no room; what else it has
        must be the labels of its scales."""
        self.drawings.add(name)
        found = self.page.drawings.get(name)
        if found is None:
            self.fault("there is no drawing", name)
            return
        missing, claimed = collections.Counter(texts), collections.Counter([*texts, *optional])
        missing.subtract(found)
        for text, count in missing.items():
            if count > 0 and text:
                self.fault(name, "does not say", repr(text))
        rest = []
        for text in reversed(found):  # scales are drawn first
            claimed[text] -= 1
            if claimed[text] < 0 and NUMBER.search(text):
                rest.insert(0, text)
        if rest and not (has_axis and is_axis(rest)):
            self.fault(name, "says", rest)

    def end(self):
        """What nobody has claimed."""
        for _, text in self.page.units:
            strange = numbers(text) - self.numbers
            if text not in self.texts and strange:
                self.fault("nothing accounts for", sorted(strange), "in", repr(text))
        for name, rows in self.page.tables.items():
            for row in [] if name in self.tables else rows:
                for cell in row:
                    if numbers(cell) - self.numbers:
                        self.fault("nothing accounts for", repr(cell), "of", name)
        for name, texts in self.page.drawings.items():
            for text in [] if name in self.drawings else texts:
                if numbers(text) - self.numbers:
                    self.fault("nothing accounts for", repr(text), "in the drawing", name)
        return self.faults
