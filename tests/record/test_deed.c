/* SPDX-License-Identifier: Apache-2.0 */
#include "record/deed.h"

#include <stdio.h>
#include <string.h>

#include "support/record_sample.h"
#include "support/test.h"

struct seen {
	int n;
	int64_t last_ms;
	char last[KS_DEED_BYTES_MAX + 1];
};

static void see(void *context, int64_t wall_ms, const char *words)
{
	struct seen *seen = context;

	assert_true(wall_ms >= seen->last_ms);
	seen->n++;
	seen->last_ms = wall_ms;
	snprintf(seen->last, sizeof(seen->last), "%s", words);
}

static void each_deed_stays_and_is_told_in_order(void **state)
{
	struct ks_record_sample *s = *state;
	struct seen seen = {0};

	assert_int_equal(ks_deeds(s->store, see, &seen), KS_OK);
	assert_int_equal(seen.n, 0);
	assert_int_equal(ks_deed_note(s->store, 2000, "二つめ"), KS_OK);
	assert_int_equal(ks_deed_note(s->store, 1000, "一つめ"), KS_OK);
	assert_int_equal(ks_deed_note(s->store, 2000, "二つめ"), KS_OK);
	assert_int_equal(ks_deeds(s->store, see, &seen), KS_OK);
	assert_int_equal(seen.n, 3);
	assert_int_equal(seen.last_ms, 2000);
	assert_string_equal(seen.last, "二つめ");
}

static void what_is_no_line_is_refused(void **state)
{
	struct ks_record_sample *s = *state;
	char words[KS_DEED_BYTES_MAX + 2];

	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	assert_int_equal(ks_deed_note(s->store, 1, ""), KS_INVALID);
	assert_int_equal(ks_deed_note(s->store, 1, "a\nb"), KS_INVALID);
	assert_int_equal(ks_deed_note(s->store, 1, words), KS_INVALID);
	words[KS_DEED_BYTES_MAX] = '\0';
	assert_int_equal(ks_deed_note(s->store, 1, words), KS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_deed_stays_and_is_told_in_order,
						ks_record_sample_setup, ks_record_sample_teardown),
		cmocka_unit_test_setup_teardown(what_is_no_line_is_refused, ks_record_sample_setup,
						ks_record_sample_teardown),
	};

	return ks_test_run(tests);
}
