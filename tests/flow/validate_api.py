"""Holds answers to the OpenAPI description of /api.json, with Debian's python3-jsonschema: run by /usr/bin/python3,
because another Python does not see it. Standard input is {"description": it, "answers": [[path, status, document], ...]};
standard output a list with the faults of each answer."""
import json
import sys

import jsonschema

asked = json.load(sys.stdin)
description = asked["description"]


def faults(path, status, document):
    answers = description["paths"][path]["get"]["responses"]
    if str(status) not in answers:
        return ["%d is no answer that is described" % status]
    schema = {**answers[str(status)]["content"]["application/json"]["schema"], "components": description["components"]}
    jsonschema.Draft202012Validator.check_schema(schema)
    return ["%s: %s" % (error.json_path, error.message[:200])
            for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]


json.dump([faults(*answer) for answer in asked["answers"]], sys.stdout)
