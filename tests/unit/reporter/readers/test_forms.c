#include "reporter/readers/forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_token_fits_its_form_word_and_key_alone(void **state)
{
    const uint8_t key[FORMS_KEY_BYTES] = {1}, other_key[FORMS_KEY_BYTES] = {2};
    char word[FORMS_TEXT_BYTES], other[FORMS_TEXT_BYTES], token[FORMS_TEXT_BYTES];

    (void)state;
    forms_word(word);
    forms_word(other);
    assert_string_not_equal(word, other);
    forms_token(token, key, "/sign-in", word);
    assert_string_not_equal(token, word);
    assert_true(forms_token_fits(token, key, "/sign-in", word));
    assert_false(forms_token_fits(token, key, "/sign-out", word));
    assert_false(forms_token_fits(token, key, "/sign-in", other));
    assert_false(forms_token_fits(token, other_key, "/sign-in", word));
    assert_false(forms_token_fits(NULL, key, "/sign-in", word));
    assert_false(forms_token_fits("", key, "/sign-in", word));
    token[strlen(token) - 1] = '\0';
    assert_false(forms_token_fits(token, key, "/sign-in", word));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_token_fits_its_form_word_and_key_alone)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
