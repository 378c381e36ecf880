// Texts as they are meant to be, whole, in a file of tests/data: each stands behind a line "=== NAME".
// No program writes such a file: whoever changes words reads them there.
#ifndef QD_TESTS_SUPPORT_GOLDEN_GOLDEN_H
#define QD_TESTS_SUPPORT_GOLDEN_GOLDEN_H

// Fails where `said` is not, line by line, what the file has under that name. Its last line may lack its end.
void golden_check(const char *file, const char *name, const char *said);

// For many short ones: notes what was asked and what was said to it, as "> ASKED" and the lines of `said`;
// then checks all that was noted since, as one text.
void golden_note(const char *asked, const char *said);
// Where `said` names a place that was made for the test, a folder or an address, PLACE stands in the file.
void golden_note_in(const char *place, const char *asked, const char *said);
// For what else was made for the test, a key or an id: `word`, which is no longer, stands for it in `said` itself.
void golden_stand(char *said, const char *made, const char *word);
void golden_check_noted(const char *file, const char *name);

#endif
