"""The house's own lints, each tried once on a checkout with a fault of its kind and once on one without;
and this checkout has none."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import quarterday

LINTS = ("layers", "circles", "exports", "prints", "words")

GOOD = {
    "CMakeLists.txt": "qd_room(base/errors USES PkgConfig::ZMQ)\n"
                      "qd_room(base/buns USES base/errors)\n"
                      "qd_room(bakery/ovens USES base/buns)\n"
                      "qd_room(bakery/commands USES bakery/ovens)\n",
    "base/errors/errors.h": "int errors_count(void);\n",
    "base/errors/errors.c": '#include "base/errors/errors.h"\n\n'
                            "int errors_count(void)\n{\n    return 0;\n}\n",
    "base/buns/buns.h": "int buns_count(void);\nint bun_weight(void);\n",
    "base/buns/buns_internal.h": "int buns_hidden(void);\n",
    "base/buns/buns.c": '#include "base/buns/buns_internal.h"\n'
                            '#include "base/buns/buns.h"\n\n'
                            "int buns_count(void)\n{\n    return buns_hidden();\n}\n\n"
                            "int bun_weight(void)\n{\n    return 1;\n}\n",
    "base/buns/buns_rye.c": '#include "base/buns/buns_internal.h"\n\n'
                                "int buns_hidden(void)\n{\n    return 2;\n}\n",
    "bakery/ovens/ovens.h": "#include <stdio.h>\nint ovens_write(FILE *out);\n",
    "bakery/ovens/ovens.c": '#include "bakery/ovens/ovens.h"\n#include "base/errors/errors.h"\n\n'
                            "int ovens_write(FILE *out)\n{\n"
                            '    return fprintf(out, "There is none.\\n") + errors_count();\n}\n',
    "bakery/commands/commands.h": "int commands_bake(void);\n",
    "bakery/commands/commands.c": '#include "bakery/commands/commands.h"\n#include <stdio.h>\n\n'
                                  'int commands_bake(void)\n{\n    return puts("baked");\n}\n',
}


class Lints(quarterday.FlowTest):
    def checkout(self, changed):
        """GOOD with files that are new or another, known to git and compiled."""
        files = {**GOOD, **changed}
        root = pathlib.Path(tempfile.mkdtemp(dir=self.directory))
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        (root / "build").mkdir()
        (root / ".gitignore").write_text("/build/\n", encoding="utf-8")
        subprocess.run(["git", "init", "--quiet", root], check=True)
        for room in {os.path.dirname(name) for name in files if name.endswith(".c")}:
            sources = sorted(name for name in files
                             if name.endswith(".c") and os.path.dirname(name) == room)
            objects = ["build/%s.o" % os.path.basename(source) for source in sources]
            for source, made in zip(sources, objects):
                subprocess.run(["cc", "-O2", "-I", ".", "-c", source, "-o", made], cwd=root, check=True)
            subprocess.run(["ar", "rc", "build/lib%s.a" % room.replace("/", "_"), *objects], cwd=root,
                           check=True)
        return root

    def lint(self, name, *arguments):
        return quarterday.run(sys.executable, "-B", quarterday.SOURCE / "script" / "lints" / name,
                              *arguments)

    def finds(self, name, place, words, changed):
        """The lint finds one fault in the changed checkout, there, and says so with these words."""
        done = self.lint(name, self.checkout(changed)).expect(1)
        self.assertEqual(1, done.out.count("\n"), done.out)
        self.assertTrue(done.out.startswith("%s: %s: " % (place, name)), done.out)
        self.assertIn(words, done.out)

    def test_a_checkout_without_a_fault_is_passed(self):
        root = self.checkout({})
        for name in LINTS:
            self.assertEqual("", self.lint(name, root).expect(0).out)

    def test_layers_finds_an_include_of_a_room_that_is_not_named(self):
        self.finds("layers", "base/buns/buns_rye.c:2", "base/buns may not include bakery/ovens",
                   {"base/buns/buns_rye.c": '#include "base/buns/buns_internal.h"\n'
                                                '#include "bakery/ovens/ovens.h"\n'})

    def test_layers_finds_an_internal_header_in_another_room(self):
        self.finds("layers", "bakery/ovens/ovens.h:1", "buns_internal.h is for base/buns alone",
                   {"bakery/ovens/ovens.h": '#include "base/buns/buns_internal.h"\n' +
                                            GOOD["bakery/ovens/ovens.h"]})

    def test_circles_finds_sources_that_call_each_other(self):
        self.finds("circles", "base/buns/buns.c:6",
                   "buns.c calls buns_hidden of base/buns/buns_rye.c, "
                   "base/buns/buns_rye.c calls bun_weight of base/buns/buns.c",
                   {"base/buns/buns_rye.c": '#include "base/buns/buns_internal.h"\n'
                                                '#include "base/buns/buns.h"\n\n'
                                                "int buns_hidden(void)\n{\n    return bun_weight();\n}\n"})

    def test_exports_finds_a_name_that_is_not_its_headers(self):
        self.finds("exports", "base/buns/buns_rye.c:5", "begin its name with buns_ or bun_",
                   {"base/buns/buns_rye.c": "\n// rye_crust\n\n\nint rye_crust;\n" +
                                                GOOD["base/buns/buns_rye.c"]})

    def test_prints_finds_words_to_stdout_and_stderr(self):
        for call in ('puts("hot")', 'printf("%d", 3)', 'fputs("hot", stderr)'):
            with self.subTest(call=call):
                self.finds("prints", "bakery/ovens/ovens.c:5", "below commands/",
                           {"bakery/ovens/ovens.c":
                            '#include "bakery/ovens/ovens.h"\n\nint ovens_write(FILE *out)\n{\n'
                            "    return %s + (out == NULL);\n}\n" % call})

    def test_prints_finds_an_end_of_the_process(self):
        for call in ("exit(1)", "abort()"):
            with self.subTest(call=call):
                self.finds("prints", "bakery/ovens/ovens.c:7", "below commands/",
                           {"bakery/ovens/ovens.c":
                            '#include "bakery/ovens/ovens.h"\n#include <stdlib.h>\n\n'
                            "int ovens_write(FILE *out)\n{\n    if (out == NULL)\n"
                            "        %s;\n    return 0;\n}\n" % call})

    def test_words_finds_what_is_set_aside(self):
        for sentence in ("a row of nought", "made anew", "mends it", "a word that is none",
                         "a name that there is not", "a count below 0 cannot be."):
            with self.subTest(sentence=sentence):
                self.finds("words", "docs/page.md:3", "write",
                           {"docs/page.md": "# A page\n\n%s\n" % sentence})

    def test_words_finds_a_comment_that_is_too_wide(self):
        self.finds("words", "base/errors/errors.h:1", "break it at 100",
                   {"base/errors/errors.h": "// %s\n" % ("wide " * 30)})

    def test_this_checkout_has_no_fault(self):
        for name in LINTS:
            with self.subTest(lint=name):
                self.lint(name, quarterday.SOURCE, quarterday.BUILD).expect(0)


if __name__ == "__main__":
    unittest.main()
