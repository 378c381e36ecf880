// The file of accounts while a service runs: read again whenever it was written.
//
// Thread-safe.
#ifndef QD_REPORTER_READERS_ROSTER_H
#define QD_REPORTER_READERS_ROSTER_H

#include "reporter/readers/accounts.h"
#include "reporter/readers/sessions.h"

struct roster;

// `path` stays where it is. Errors as accounts_read.
enum err roster_open(struct roster **roster, const char *path, struct err_text *text);
void roster_close(struct roster *roster);

// A copy of the account of that name. 0: nobody has it.
int roster_find(struct roster *roster, const char *name, struct account *account);

enum roster_news { ROSTER_SAME, ROSTER_CHANGED, ROSTER_UNREADABLE };

// Reads the file again where it was written. Whoever has no account any more, or another password, is signed out. A
// file that cannot be read leaves things as they are, and is told once; of one that was taken away nobody is a reader.
enum roster_news roster_refresh(struct roster *roster, struct sessions *sessions,
                                struct err_text *text);

size_t roster_count(struct roster *roster);

#endif
