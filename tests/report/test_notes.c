/* SPDX-License-Identifier: Apache-2.0 */
#include "report/correction.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/user.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What corrections changed about a lesson stands with the lesson: all of it, of the person, and of nothing else. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

static void add_user(struct ks_store *store, const char *name, enum ks_user_role role)
{
	struct ks_user user = {.role = role};
	const char *why;

	snprintf(user.name, sizeof(user.name), "%s", name);
	assert_int_equal(ks_user_add(store, &user, "long enough", &why), KS_OK);
}

/* That @lesson of @number was done by @to. */
static void undo(struct ks_sample_centre *sample, const char *number, const char *lesson,
		 const char *to, bool is_approved)
{
	struct ks_correction_wish wish = {.kind = KS_CORRECTION_UNDONE,
					  .nendo = 2026,
					  .number = number,
					  .to_number = to,
					  .gathering = "",
					  .at_minute = -1,
					  .plan = "annual",
					  .lesson = lesson,
					  .question = "",
					  .revision = "",
					  .answer = "",
					  .reason = "写しあり",
					  .user = "trainer"};
	enum ks_correction_fault fault;
	char id[KS_UUID_TEXT];

	assert_int_equal(ks_centre_correct(sample->centre, &wish, &fault, id), KS_OK);
	assert_int_equal(ks_centre_correct_decide(sample->centre, id, "hr", is_approved, "見た",
						  &fault),
			 KS_OK);
}

static void several_notes_about_one_lesson_stand_in_one_text(void **state)
{
	static const char *const done[][2] = {
		{"000001", "m1"}, {"000003", "m1"}, {"000003", "m2"}, {"000001", "m3"}};
	struct ks_sample_centre *sample = *state;
	struct ks_lesson_notes notes;

	ks_sample_import(sample->store, roster_csv);
	add_user(sample->store, "trainer", KS_USER_TRAINER);
	add_user(sample->store, "hr", KS_USER_HR);
	for (size_t i = 0; i < KS_COUNT(done); i++) {
		struct ks_sample_kiosk kiosk;
		char *name = ks_format("k-%02zu", i + 11), *path;

		kiosk = ks_sample_kiosk(name);
		path = ks_format("course/annual/%s", done[i][1]);
		ks_sample_ingest(sample, &kiosk, done[i][0], "passed", path);
		free(path);
		free(name);
	}
	assert_int_equal(ks_report_lesson_notes(sample->store, 2026, &notes), KS_OK);
	assert_string_equal(ks_lesson_note(&notes, "000002", "m1"), "");
	ks_lesson_notes_finish(&notes);

	undo(sample, "000001", "m1", "000002", true);
	undo(sample, "000003", "m1", "000002", true);
	undo(sample, "000003", "m2", "", true);
	undo(sample, "000001", "m3", "000002", false); /* and so nothing of it */
	assert_int_equal(ks_report_lesson_notes(sample->store, 2026, &notes), KS_OK);
	assert_string_equal(ks_lesson_note(&notes, "000002", "m1"),
			    "未修了 → 修了（000001 の訂正）、未修了 → 修了（000003 の訂正）");
	assert_non_null(
		strstr(ks_lesson_note(&notes, "000001", "m1"), "取消し（000002 の修了とする）"));
	assert_null(strstr(ks_lesson_note(&notes, "000001", "m1"),
			   "）、")); /* by the same statement, once */
	assert_non_null(strstr(ks_lesson_note(&notes, "000003", "m2"), "取消し"));
	assert_string_equal(ks_lesson_note(&notes, "000002", "m2"), "");
	assert_string_equal(ks_lesson_note(&notes, "000001", "m3"), "");
	assert_string_equal(ks_lesson_note(&notes, "000002", "m3"), "");
	ks_lesson_notes_finish(&notes);
	assert_int_equal(ks_report_lesson_notes(sample->store, 2025, &notes), KS_OK);
	assert_string_equal(ks_lesson_note(&notes, "000002", "m1"), "");
	ks_lesson_notes_finish(&notes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(several_notes_about_one_lesson_stand_in_one_text,
						ks_sample_setup, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
