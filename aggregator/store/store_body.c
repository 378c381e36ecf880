// An entry of the journal whose body is a message, and what is said of one that is not right.
#include "aggregator/store/store_internal.h"

enum err store_damaged(const struct journal_entry *entry, const char *what, struct err_text *text)
{
    char name[JOURNAL_NAME_BYTES];

    return err_say(text, ERR_CORRUPT, "%s %s: restore the last backup", journal_name(entry, name),
                   what);
}

enum err store_unpack_body(const struct journal_entry *entry,
                           const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **message,
                           struct err_text *text)
{
    char name[JOURNAL_NAME_BYTES];
    enum err error;

    *message = NULL;
    if (entry->body == NULL)
        return err_say(text, ERR_CORRUPT, "%s has lost its body: restore the last backup",
                       journal_name(entry, name));
    error = journal_check_body(entry, text);
    if (error != ERR_OK)
        return error;
    *message = protobuf_c_message_unpack(descriptor, NULL, entry->body_bytes, entry->body);
    if (*message == NULL)
        return err_say(text, ERR_CORRUPT, "%s cannot be read: restore the last backup",
                       journal_name(entry, name));
    return ERR_OK;
}
