// A password: from the terminal without showing it, twice; or as a line of stdin, once.
#ifndef QD_REPORTER_COMMANDS_ASK_PASSWORD_H
#define QD_REPORTER_COMMANDS_ASK_PASSWORD_H

#include "reporter/readers/accounts.h"

// Sets the account's. ERR_COMMAND says what is wrong with what was typed. A signal that ends the program ends it after
// the terminal shows again what is typed.
enum err ask_password(struct account *account, struct err_text *text);

#endif
