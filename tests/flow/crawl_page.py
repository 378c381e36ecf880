"""A page as a crawl reads it: its tables, the texts of its drawings, and every other text."""
import collections
import html.parser

VOID = {"meta", "link", "input", "br", "rect", "line", "circle", "polyline", "polygon", "path"}
# Elements that hold a text of their own; what stands between others belongs to the one around them.
UNITS = {"li", "p", "dt", "dd", "h1", "h2", "h3", "figcaption", "caption", "summary", "text", "title", "desc", "span",
         "small", "label", "button", "pre"}
# Within a cell these are a word of their own.
APART = {"small", "h3", "p", "li"}


class Page(html.parser.HTMLParser):
    """Tables (by the id of their caption: rows of cells), drawings (by id: texts), texts by class, and all texts that
    stand in neither as (element, text)."""

    def __init__(self, text):
        super().__init__()
        self.stack, self.tables, self.drawings = [], {}, collections.defaultdict(list)
        self.classes, self.units = collections.defaultdict(list), []
        self.row = self.cell = self.caption = self.svg = None
        self.links, self.title, self.multiples = [], "", []
        self.feed(text)
        self.close()
        assert not self.stack, f"not closed: {self.stack}"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag in VOID:
            return
        self.stack.append((tag, attributes, [], []))
        if tag == "caption":
            self.caption = attributes["id"]
            self.tables[self.caption] = []
        if tag == "tr":
            self.row = []
        if tag in ("td", "th"):
            self.cell = []
        if tag == "svg":
            self.svg = ""
        if tag == "title" and self.svg == "":
            self.svg = attributes["id"].removesuffix("-t")

    def handle_startendtag(self, tag, attributes):
        pass

    def inside(self, tag):
        return any(name == tag for name, *_ in self.stack)

    def take(self, tag, own):
        """A text that stands by itself, by where it stands."""
        if self.svg:
            self.drawings[self.svg].append(own)
        elif not self.inside("td") and not self.inside("th"):
            self.units.append((tag, own))

    def handle_endtag(self, tag):
        name, attributes, own, parts = self.stack.pop()
        assert name == tag, f"{tag} ends {name}"
        text = " ".join("".join(parts).split())
        if tag == "tr" and self.caption is not None:
            self.tables[self.caption].append(self.row)
            self.row = None
        if tag in ("td", "th"):
            if self.row is not None:
                self.row.append(" ".join("".join(self.cell).split()))
            self.cell = None
        if tag in UNITS and "".join(own).strip():
            self.take(tag, " ".join("".join(own).split()))
        if tag == "svg":
            self.svg = None
        for word in (attributes.get("class") or "").split():
            self.classes[word].append(text)
        if self.stack:
            self.stack[-1][3].append(f" {text} " if tag in APART else "".join(parts))
            if tag not in UNITS:
                self.stack[-1][2].append("".join(own))
        if tag == "h1":
            self.title = text
        if tag == "li" and self.inside("ul") and any("multiples" in (about.get("class") or "")
                                                     for element, about, *_ in self.stack if element == "ul"):
            self.multiples.append(text)

    def handle_data(self, data):
        if self.stack:
            self.stack[-1][2].append(data)
            self.stack[-1][3].append(data)
        if self.cell is not None and self.svg is None:
            self.cell.append(data)
