"""Holds JSON documents to the schemas in data/schemas that they name, with Debian's python3-jsonschema: run by
/usr/bin/python3, because another Python does not see it. Standard input is a list of documents; standard output a
list with the faults of each."""
import json
import pathlib
import sys

import jsonschema

SCHEMAS = pathlib.Path(sys.argv[1])


def faults(document):
    name = str(document.get("schema")).rpartition("schema:")[2].replace(":", "-") + ".json"
    if not (SCHEMAS / name).is_file():
        return ["no schema " + name]
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return ["%s: %s" % (error.json_path, error.message[:200])
            for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]


json.dump([faults(document) for document in json.load(sys.stdin)], sys.stdout)
