// What JSON documents of figures have in common. "schema" names the JSON Schema that a document holds to, and
// its version: "urn:quarterday:schema:table:1" is data/schemas/table-1.json. Whatever comes into a document, goes
// from it or means something else raises the version, and the schemas of earlier versions stay.
#ifndef QD_REPORTER_OUTPUTS_DOCUMENT_H
#define QD_REPORTER_OUTPUTS_DOCUMENT_H

#include "reporter/outputs/json_stream.h"

// The member "schema"; `name` is "table" or "sheet".
void document_schema(struct json_stream *json, const char *name, int version);

// The member "as_at": the newest return that is in it. null where its number is 0: it is of no one journal.
void document_as_at(struct json_stream *json, uint64_t sequence, uint64_t received_at_unix_ms);

#endif
