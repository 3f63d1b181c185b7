/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/condition.h"

#include <stdlib.h>
#include <string.h>

#include "lrs/ask.h"
#include "support/test.h"

/* What a kiosk tells of its machine is kept as told, the last one; and nothing else is. */

static int set_up(void **state)
{
	int rc = ks_ask_setup(state);
	struct ks_ask *ask = *state;

	ask->kiosk = "k-01";
	return rc;
}

static enum ks_rc read_back(struct ks_ask *ask, struct ks_arena *arena, struct ks_doctor *out)
{
	int64_t told_ms;
	enum ks_rc rc = ks_condition_read(ask->sample.store, "k-01", arena, out, &told_ms);

	assert_true((rc == KS_OK) == (told_ms > 0));
	return rc;
}

static void what_was_told_last_is_kept(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_doctor doctor = {0}, kept;
	struct ks_arena arena = {0};
	struct ks_buf json = {0};

	assert_int_equal(read_back(ask, &arena, &kept), KS_NOT_FOUND);
	ks_doctor_add(&doctor, "disk", "空き容量", KS_DOCTOR_CARE, "片付けてください。",
		      "残り %d MiB", 300);
	ks_doctor_add(&doctor, "fonts", "書体", KS_DOCTOR_GOOD, NULL, "7つともあります");
	ks_doctor_put_json(&json, &doctor);
	assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/condition", NULL, "[]"), 204);
	assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/condition", NULL, ks_buf_text(&json)), 204);
	assert_int_equal(read_back(ask, &arena, &kept), KS_OK);
	assert_int_equal(kept.n, 2);
	assert_int_equal(kept.findings[0].mark, KS_DOCTOR_CARE);
	assert_string_equal(kept.findings[0].seen, "残り 300 MiB");
	assert_string_equal(kept.findings[0].todo, "片付けてください。");
	assert_null(kept.findings[1].todo);
	ks_doctor_finish(&kept);
	ks_doctor_finish(&doctor);
	ks_arena_finish(&arena);
	ks_buf_finish(&json);
}

static void what_is_no_list_of_findings_is_refused(void **state)
{
	static const char *const bodies[] = {
		"",
		"{}",
		"[{}]",
		"[{\"id\":\"a\",\"mark\":\"fine\",\"title\":\"t\",\"seen\":\"s\"}]",
		"[{\"id\":\"a\",\"mark\":\"good\",\"title\":\"t\",\"seen\":1}]",
		"[{\"id\":\"a\",\"mark\":\"good\",\"title\":\"t\",\"seen\":\"s\",\"todo\":1}]",
	};
	struct ks_ask *ask = *state;
	struct ks_arena arena = {0};
	struct ks_doctor kept;
	struct ks_buf many = {0};

	for (size_t i = 0; i < KS_COUNT(bodies); i++)
		assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/condition", NULL, bodies[i]), 400);
	ks_buf_putc(&many, '[');
	for (int i = 0; i < 40; i++)
		ks_buf_printf(&many,
			      "%s{\"id\":\"a\",\"mark\":\"good\",\"title\":\"t\",\"seen\":\"s\"}",
			      i > 0 ? "," : "");
	ks_buf_putc(&many, ']');
	assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/condition", NULL, ks_buf_text(&many)), 400);
	assert_int_equal(read_back(ask, &arena, &kept), KS_NOT_FOUND);
	ks_doctor_finish(&kept);
	ks_buf_finish(&many);
	ks_arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_told_last_is_kept, set_up, ks_ask_teardown),
		cmocka_unit_test_setup_teardown(what_is_no_list_of_findings_is_refused, set_up,
						ks_ask_teardown),
	};

	return ks_test_run(tests);
}
