#include "reporter/views/audience.h"

#include "proto/form/boroughs.h"

#include <string.h>

static const char of_borough[] = "borough:";

enum err audience_parse(struct audience *audience, const char *word, struct err_text *text)
{
    const struct borough *borough;

    *audience = (struct audience){.is_panel = strcmp(word, "panel") == 0};
    if (audience->is_panel)
        return ERR_OK;
    if (strcmp(word, "public") == 0)
        return err_say(text, ERR_COMMAND,
                       "nothing is made for the public until small numbers are protected "
                       "(disclosure control): the audiences are panel and borough:NAME");
    if (strncmp(word, of_borough, sizeof of_borough - 1) != 0)
        return err_say(
            text, ERR_COMMAND,
            "there is no audience \"%.60s\": they are panel, and borough:NAME as in borough:Camden",
            word);
    borough = boroughs_find(word + sizeof of_borough - 1);
    if (borough == NULL)
        return err_say(
            text, ERR_COMMAND,
            "\"%.60s\" is not one of the 33 London authorities: write it as in borough:Camden",
            word + sizeof of_borough - 1);
    audience->borough = borough->la_name;
    return ERR_OK;
}
