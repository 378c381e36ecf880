// The findings for a program: report_findings_json of report.h.
#include "collector/words/report.h"

#include "collector/words/printable.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

// A file's name may be no UTF-8: then with its odd bytes written out.
static json_t *text_or_null(const char *text)
{
    json_t *string;
    char *shown = NULL;
    size_t length;
    FILE *out;

    if (text == NULL)
        return json_null();
    string = json_string(text);
    if (string != NULL)
        return string;
    out = open_memstream(&shown, &length);
    if (out == NULL)
        return NULL;
    printable_put(out, text, strlen(text), PRINTABLE_ALL);
    if (fclose(out) == 0)
        string = json_string(shown);
    free(shown);
    return string;
}

static json_t *number_or_null(uint32_t number)
{
    return number == 0 ? json_null() : json_integer(number);
}

static json_t *column_or_null(uint32_t column)
{
    char letters[FINDING_LETTERS_BYTES];

    finding_letters(column, letters);
    return column == 0 ? json_null() : json_string(letters);
}

// The folder itself is no file.
static const char *file_of(const struct finding_place *place)
{
    if (place->file == NULL)
        return form_part(place->part)->file;
    return place->file[0] == '\0' ? NULL : place->file;
}

static const char *class_of(const struct rule *rule)
{
    switch (rule->class) {
    case RULE_STOPS:
        return "stops";
    case RULE_ASKS:
        return "asks";
    case RULE_INFORMS:
        break;
    }
    return "informs";
}

// Each value is taken over by the object, or freed when that fails; a NULL among them fails.
static json_t *finding_object(const struct finding *finding)
{
    const struct finding_place *place = &finding->place;
    const struct rule *rule = finding->rule;
    const char *heading = place->field != NULL ? place->field->name : place->heading;

    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o}",  //
                     "rule", rule->id,                                                          //
                     "class", class_of(rule),                                                   //
                     "title", rule->title,                                                      //
                     "why", rule->why,                                                          //
                     "file", text_or_null(file_of(place)),                                      //
                     "row", number_or_null(place->sheet_row),                                   //
                     "column", column_or_null(place->sheet_column),                             //
                     "heading", text_or_null(heading),                                          //
                     "value", text_or_null(finding->value),                                     //
                     "what", text_or_null(finding->what),                                       //
                     "fix", text_or_null(finding->fix),                                         //
                     "row_key", text_or_null(finding->row_key),                                 //
                     "explained", finding->explained,                                           //
                     "explanation", text_or_null(finding->explanation));
}

static json_t *findings_array(const struct findings *findings)
{
    json_t *array = json_array();

    for (size_t i = 0; array != NULL && i < findings->count; i++)
        if (json_array_append_new(array, finding_object(&findings->list[i])) != 0) {
            json_decref(array);
            array = NULL;
        }
    return array;
}

static json_t *not_checked_array(const struct findings *findings)
{
    json_t *array = json_array();

    for (int i = 0; array != NULL && i < FORM_PARTS; i++)
        if (findings->not_checked[i] != NULL &&
            json_array_append_new(array, json_pack("{s:s, s:s}", "file",
                                                   form_part((enum form_part)i)->file, "what",
                                                   findings->not_checked[i])) != 0) {
            json_decref(array);
            array = NULL;
        }
    return array;
}

enum err report_findings_json(FILE *out, const struct findings *findings, const char *folder,
                              const struct understood *understood)
{
    size_t asked = 0, all = 0;
    json_t *report;
    enum err error = ERR_OK;

    for (int i = 0; i < RULE_COUNT; i++) {
        all += findings->found[i];
        if (rule_get((enum rule_id)i)->class == RULE_ASKS)
            asked += findings->found[i];
    }
    report =
        json_pack("{s:o, s:o, s:b, s:I, s:I, s:I, s:I, s:I, s:o, s:o}",                          //
                  "folder", text_or_null(folder),                                                //
                  "understood", understood == NULL ? json_null() : understood_json(understood),  //
                  "can_be_sent", findings->stops == 0,                                           //
                  "stops", (json_int_t)findings->stops,                                          //
                  "asks", (json_int_t)findings->asks,                                            //
                  "explained", (json_int_t)(asked - findings->asks),                             //
                  "informs", (json_int_t)findings->informs,                                      //
                  "not_listed", (json_int_t)(all - findings->count),                             //
                  "findings", findings_array(findings),                                          //
                  "not_checked", not_checked_array(findings));
    if (report == NULL)
        return ERR_NO_MEMORY;
    if (json_dumpf(report, out, JSON_INDENT(2)) != 0 || fputc('\n', out) == EOF || fflush(out) != 0)
        error = ERR_IO;
    json_decref(report);
    return error;
}
