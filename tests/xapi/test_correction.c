/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/correction.h"

#include <stdlib.h>
#include <string.h>

#include "support/fact_sample.h"
#include "support/golden.h"
#include "support/test.h"
#include "xapi/exemption.h"
#include "xapi/statement_check.h"

/* What HR says, corrections and exemptions, as statements: valid ones, and the way back loses nothing. */

#define IRI "https://kenshu.kuresaka.example"
#define PROPOSAL "019e3879-0560-7000-8000-000000000002"

static const struct ks_correction_fact blank = {.iri_base = IRI,
						.nendo = 2026,
						.staff = "000123",
						.to_staff = "",
						.plan = "",
						.lesson = "",
						.gathering = "",
						.question = "",
						.revision = "",
						.answer = "",
						.was = "受付なし",
						.becomes = "9:05 出席",
						.reason = "端末が\"止まって\"いた",
						.by = "hr1",
						.refers = "",
						.targets = ""};

static struct ks_buf said; /* every statement that the tests built, a line each */

static void is_valid(const char *bytes)
{
	struct ks_statement_shape shape;
	enum ks_rc rc = ks_statement_check(bytes, strlen(bytes), KS_XAPI_1_0_3, &shape, NULL);

	if (rc != KS_OK)
		print_message("%s\n", bytes);
	assert_int_equal(rc, KS_OK);
	assert_true(shape.has_timestamp);
	ks_buf_printf(&said, "%s\n", bytes);
}

static void there_and_back(const struct ks_correction_fact *fact)
{
	struct ks_stamp stamp = ks_fact_sample_stamp();
	struct ks_correction_fact back;
	struct ks_arena arena = {0};
	struct ks_buf out = {0};
	char id[KS_UUID_TEXT];
	int64_t wall_ms = 0;

	ks_correction_build(fact, &stamp, &out);
	is_valid(ks_buf_text(&out));
	assert_int_equal(ks_correction_read(out.data, out.len, &arena, &back, id, &wall_ms), KS_OK);
	assert_string_equal(id, stamp.id);
	assert_int_equal(wall_ms, stamp.time.wall_ms);
	assert_string_equal(back.iri_base, IRI);
	assert_int_equal(back.step, fact->step);
	assert_int_equal(back.kind, fact->kind);
	assert_int_equal(back.nendo, fact->nendo);
	assert_int_equal(back.at_ms, fact->at_ms);
	assert_string_equal(back.staff, fact->staff);
	assert_string_equal(back.to_staff, fact->to_staff);
	assert_string_equal(back.plan, fact->plan);
	assert_string_equal(back.lesson, fact->lesson);
	assert_string_equal(back.gathering, fact->gathering);
	assert_string_equal(back.question, fact->question);
	assert_string_equal(back.revision, fact->revision);
	assert_string_equal(back.answer, fact->answer);
	assert_string_equal(back.was, fact->was);
	assert_string_equal(back.becomes, fact->becomes);
	assert_string_equal(back.reason, fact->reason);
	assert_string_equal(back.by, fact->by);
	assert_string_equal(back.refers, fact->refers);
	assert_string_equal(back.targets, fact->targets);
	ks_buf_finish(&out);
	ks_arena_finish(&arena);
}

static void each_kind_of_correction_comes_back_as_it_was_said(void **state)
{
	struct ks_correction_fact present = blank, undone = blank, key = blank, there;

	(void)state;
	present.gathering = "2026-05-18-1";
	present.at_ms = KS_TEST_WALL_MS;
	there_and_back(&present);
	present.kind = KS_CORRECTION_ABSENT;
	present.at_ms = 0;
	there_and_back(&present);
	undone.kind = KS_CORRECTION_UNDONE;
	undone.plan = "annual";
	undone.lesson = "m1";
	undone.to_staff = "000124";
	undone.targets = " " PROPOSAL;
	there_and_back(&undone);
	key.kind = KS_CORRECTION_KEY;
	key.question = "m1-q01";
	key.revision = "aaaaaaaaaaaa";
	key.answer = KS_CORRECTION_ALL;
	there_and_back(&key);
	there = key;
	there.kind = KS_CORRECTION_PLAN;
	there_and_back(&there);
	there = blank;
	there.kind = KS_CORRECTION_EXEMPT;
	there.answer = "leave 2026-05-18 -";
	there_and_back(&there);
	there.kind = KS_CORRECTION_EXEMPT_END;
	there.plan = "annual"; /* of one course: it is about the person all the same */
	there.lesson = "m1";
	there.targets = " " PROPOSAL;
	there_and_back(&there);
}

static void a_decision_refers_to_its_proposal(void **state)
{
	struct ks_correction_fact fact = blank;

	(void)state;
	fact.gathering = "2026-05-18-1";
	fact.refers = PROPOSAL;
	fact.by = "hr2";
	for (int step = KS_CORRECTION_APPROVED; step <= KS_CORRECTION_REJECTED; step++) {
		fact.step = (enum ks_correction_step)step;
		there_and_back(&fact);
	}
}

/* What is read of @bytes with @to in place of @from, as a correction or as an exemption. */
static enum ks_rc read_changed(struct ks_buf *bytes, bool is_exemption, const char *from,
			       const char *to)
{
	union {
		struct ks_correction_fact correction;
		struct ks_exemption_fact exemption;
	} back;
	struct ks_arena arena = {0};
	struct ks_buf changed = {0};
	char id[KS_UUID_TEXT], *at = strstr(ks_buf_text(bytes), from);
	int64_t wall_ms;
	enum ks_rc rc;

	assert_non_null(at);
	memset(&back, 0x5a, sizeof(back));
	ks_buf_printf(&changed, "%.*s%s%s", (int)(at - bytes->data), bytes->data, to,
		      at + strlen(from));
	rc = is_exemption ? ks_exemption_read(changed.data, changed.len, &arena, &back.exemption,
					      id, &wall_ms)
			  : ks_correction_read(changed.data, changed.len, &arena, &back.correction,
					       id, &wall_ms);
	ks_buf_finish(&changed);
	ks_arena_finish(&arena);
	return rc;
}

static void expect_refused(struct ks_buf *bytes, bool is_exemption, const char *const (*changes)[2],
			   size_t n)
{
	assert_int_equal(read_changed(bytes, is_exemption, "timestamp", "timestamp"), KS_OK);
	for (size_t i = 0; i < n; i++) {
		print_message("%s\n", changes[i][1]);
		assert_int_equal(read_changed(bytes, is_exemption, changes[i][0], changes[i][1]),
				 KS_INVALID);
	}
	ks_buf_finish(bytes);
}

static void what_is_no_correction_is_refused(void **state)
{
	static const char *const changes[][2] = {
		{"\"step\":0", "\"step\":3"}, /* REPLACED is never said */
		{"\"step\":0", "\"step\":-1"},
		{"\"step\":0", "\"step\":1"}, /* decides nothing */
		{"\"kind\":\"present\"", "\"kind\":\"absence\""},
		{"\"by\":\"hr1\"", "\"by\":\"\""},
		{"xapi/ext/correction", "xapi/ext/exemption"},
		{"\"timestamp\":\"2", "\"timestamp\":\"x"},
		{"{\"id\":\"0", "{\"id\":\""},
		{"{\"id\":", "{"},
		{"{\"id\":\"0", "{\"id\":\"00"},
		{"https://kenshu.kuresaka.example/xapi/ext/correction", "/xapi/ext/correction"},
	};
	struct ks_stamp stamp = ks_fact_sample_stamp();
	struct ks_correction_fact fact = blank;
	struct ks_buf bytes = {0};

	(void)state;
	fact.gathering = "2026-05-18-1";
	ks_correction_build(&fact, &stamp, &bytes);
	assert_int_equal(read_changed(&bytes, false, "\"by\":\"hr1\"", "\"by\":\"h\""), KS_OK);
	expect_refused(&bytes, false, changes, KS_COUNT(changes));
}

/* Of what was proposed there are two words, and no others. */
static void what_is_no_decision_is_refused(void **state)
{
	static const char *const changes[][2] = {
		{"\"step\":1", "\"step\":3"},
		{"\"step\":1", "\"step\":-1"},
		{"\"step\":1", "\"step\":0"},
	};
	struct ks_stamp stamp = ks_fact_sample_stamp();
	struct ks_correction_fact fact = blank;
	struct ks_buf bytes = {0};

	(void)state;
	fact.gathering = "2026-05-18-1";
	fact.refers = PROPOSAL;
	fact.step = KS_CORRECTION_APPROVED;
	ks_correction_build(&fact, &stamp, &bytes);
	expect_refused(&bytes, false, changes, KS_COUNT(changes));
}

/* Whoever it takes from and whoever it gives to. */
static void a_correction_is_about_two_people_at_most(void **state)
{
	struct ks_correction_fact fact = blank;

	(void)state;
	fact.to_staff = "000124";
	assert_true(ks_correction_is_about(&fact, "000123"));
	assert_true(ks_correction_is_about(&fact, "000124"));
	assert_false(ks_correction_is_about(&fact, "000122"));
	assert_false(ks_correction_is_about(&fact, "000125"));
	assert_false(ks_correction_is_about(&fact, "000199"));
	assert_false(ks_correction_is_about(&fact, ""));
	for (int kind = 0; kind < KS_CORRECTION_KINDS; kind++)
		assert_int_equal(ks_correction_is_of_record((enum ks_correction_kind)kind),
				 kind < KS_CORRECTION_PLAN);
}

static void the_ids_of_the_kinds_never_change(void **state)
{
	static const char *const ids[KS_CORRECTION_KINDS] = {
		"present", "absent", "undone", "key", "plan", "exempt", "exempt-end"};

	(void)state;
	for (int i = 0; i < KS_CORRECTION_KINDS; i++) {
		assert_string_equal(ks_correction_kind_id((enum ks_correction_kind)i), ids[i]);
		assert_int_equal(ks_correction_kind_find(ids[i]), i);
		assert_true(strlen(ks_correction_kind_word((enum ks_correction_kind)i)) > 0);
	}
	assert_int_equal(ks_correction_kind_find("presence"), KS_CORRECTION_KINDS);
	assert_int_equal(ks_correction_kind_find(""), KS_CORRECTION_KINDS);
}

static void each_kind_of_exemption_comes_back_as_it_was_said(void **state)
{
	struct ks_stamp stamp = ks_fact_sample_stamp();
	const struct ks_exemption_kind *kinds;
	size_t n;

	(void)state;
	kinds = ks_exemption_kinds(&n);
	for (size_t i = 0; i < 3 * n; i++) {
		struct ks_exemption_fact fact = {.iri_base = IRI,
						 .staff = "000123",
						 .what = {.kind = &kinds[i % n],
							  .nendo = 2026,
							  .plan = "annual",
							  .lesson = "m1",
							  .from = {2026, 5, 18},
							  .to = {2026, 6, 30},
							  .reason = "辞令"},
						 .by = "000001",
						 .approver = "000002",
						 .refers = i < n ? "" : PROPOSAL,
						 .is_withdrawn = i >= 2 * n};
		struct ks_exemption_fact back;
		struct ks_arena arena = {0};
		struct ks_buf out = {0};
		char id[KS_UUID_TEXT];
		int64_t wall_ms;

		if (ks_exemption_is_absence(fact.what.kind)) {
			fact.what.nendo = 0;
			fact.what.plan = fact.what.lesson = "";
		}
		ks_exemption_build(&fact, &stamp, &out);
		is_valid(ks_buf_text(&out));
		assert_int_equal(ks_exemption_read(out.data, out.len, &arena, &back, id, &wall_ms),
				 KS_OK);
		assert_string_equal(id, stamp.id);
		assert_ptr_equal(back.what.kind, fact.what.kind);
		assert_string_equal(back.staff, "000123");
		assert_int_equal(back.what.nendo, fact.what.nendo);
		assert_string_equal(back.what.plan, fact.what.plan);
		assert_string_equal(back.what.lesson, fact.what.lesson);
		assert_string_equal(back.what.reason, "辞令");
		assert_string_equal(back.by, "000001");
		assert_string_equal(back.approver, "000002");
		assert_string_equal(back.refers, fact.refers);
		assert_int_equal(back.is_withdrawn, fact.is_withdrawn);
		assert_memory_equal(&back.what.from, &fact.what.from, sizeof(fact.what.from));
		assert_memory_equal(&back.what.to, &fact.what.to, sizeof(fact.what.to));
		assert_int_equal(ks_exemption_read(out.data, out.len - 1, &arena, &back, id, &wall_ms),
				 KS_INVALID);
		ks_buf_finish(&out);
		ks_arena_finish(&arena);
	}
}

static void what_is_no_exemption_is_refused(void **state)
{
	static const char *const changes[][2] = {
		{"\"staff\":\"000123\"", "\"staff\":\"\""},
		{"\"by\":\"000001\"", "\"by\":\"\""},
		{"\"approver\":\"000002\"", "\"approver\":\"\""},
		{"\"kind\":\"", "\"kind\":\"no-"},
		{"\"from\":\"2026", "\"from\":\"26"},
		{"\"to\":\"2026", "\"to\":\"26"},
		{"xapi/ext/exemption", "xapi/ext/correction"},
		{"\"timestamp\":\"2", "\"timestamp\":\"x"},
	};
	struct ks_stamp stamp = ks_fact_sample_stamp();
	struct ks_buf bytes = {0};
	size_t n;
	struct ks_exemption_fact fact = {.iri_base = IRI,
					 .staff = "000123",
					 .what = {.kind = &ks_exemption_kinds(&n)[0],
						  .plan = "",
						  .lesson = "",
						  .from = {2026, 5, 18},
						  .to = {2026, 6, 30},
						  .reason = "辞令"},
					 .by = "000001",
					 .approver = "000002",
					 .refers = ""};

	(void)state;
	ks_exemption_build(&fact, &stamp, &bytes);
	assert_int_equal(read_changed(&bytes, true, "\"from\":\"2026-05-18\"", "\"from\":\"\""),
			 KS_OK);
	assert_int_equal(read_changed(&bytes, true, "\"by\":\"000001\"", "\"by\":\"1\""), KS_OK);
	assert_int_equal(read_changed(&bytes, true, "\"staff\":\"000123\"", "\"staff\":\"1\""),
			 KS_OK);
	assert_int_equal(read_changed(&bytes, true, "\"approver\":\"000002\"", "\"approver\":\"1\""),
			 KS_OK);
	expect_refused(&bytes, true, changes, KS_COUNT(changes));
}

static void a_uuid_is_kept_in_lower_case(void **state)
{
	char uuid[] = "019E3879-0560-7000-8000-00000000000A";

	(void)state;
	ks_statement_lower(uuid);
	assert_string_equal(uuid, "019e3879-0560-7000-8000-00000000000a");
}

/* The last one: verbs, activities and members of all that was built above, word by word. */
static void what_hr_says_reads_as_it_did(void **state)
{
	(void)state;
	ks_test_golden("tests/data/golden/statements-of-hr.txt", ks_buf_text(&said));
	ks_buf_finish(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_correction_comes_back_as_it_was_said),
		cmocka_unit_test(a_decision_refers_to_its_proposal),
		cmocka_unit_test(what_is_no_correction_is_refused),
		cmocka_unit_test(what_is_no_decision_is_refused),
		cmocka_unit_test(a_correction_is_about_two_people_at_most),
		cmocka_unit_test(the_ids_of_the_kinds_never_change),
		cmocka_unit_test(each_kind_of_exemption_comes_back_as_it_was_said),
		cmocka_unit_test(what_is_no_exemption_is_refused),
		cmocka_unit_test(a_uuid_is_kept_in_lower_case),
		cmocka_unit_test(what_hr_says_reads_as_it_did),
	};

	return ks_test_run(tests);
}
