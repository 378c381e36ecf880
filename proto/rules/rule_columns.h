// Which figures a rule judges, where what it finds names no column, or one that is not a figure
// (rule_columns.def).
#ifndef QD_PROTO_RULES_RULE_COLUMNS_H
#define QD_PROTO_RULES_RULE_COLUMNS_H

#include "proto/rules/rule.h"

#include <protobuf-c/protobuf-c.h>

// Whether the figure in that column is one of them.
int rule_columns_has(const struct rule *rule, const ProtobufCFieldDescriptor *column);

#endif
