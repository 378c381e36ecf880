// Texts as they are meant to be, whole, in a file of tests/data: each stands behind a line "=== NAME".
// No program writes such a file: whoever changes words reads them there.
#ifndef QD_TESTS_SUPPORT_GOLDEN_GOLDEN_H
#define QD_TESTS_SUPPORT_GOLDEN_GOLDEN_H

// Fails where `said` is not, line by line, what the file has under that name. Its last line may lack its end.
void golden_check(const char *file, const char *name, const char *said);

#endif
