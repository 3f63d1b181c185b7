/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/gathering.h"
#include "told.h"

/* `kenshu gathering`: announced, changed, cancelled, closed by the head count, and keyed in from paper. */

#define NEW                                                                                   \
	"{'do':'gathering.add','title':'避難訓練','place':'大会議室','lessons':'m1'," \
	"'date':'2026-05-18','from':'09:00','to':'10:00'"
#define BASE "'by':'000004','iri_base':'https://kenshu.example'"

static int setup(void **state)
{
	(void)ks_sample_setup(state);
	ks_sample_import(((struct ks_sample_centre *)*state)->store, ks_told_roster);
	return 0;
}

/* Its id, malloc'd. */
static char *add(struct ks_sample_centre *sample, const char *request)
{
	json_t *answer = ks_told_with(sample, -1, true, "を登録しました。", request);
	char *id = ks_strdup(json_string_value(json_object_get(answer, "id")));

	json_decref(answer);
	return id;
}

static char *request_of(const char *what, const char *id, const char *more)
{
	return ks_format("{'do':'gathering.%s','id':'%s'%s}", what, id, more);
}

static void expect(struct ks_sample_centre *sample, bool ok, const char *words, const char *what,
		   const char *id, const char *more)
{
	char *request = request_of(what, id, more);

	json_decref(ks_told_with(sample, -1, ok, words, request));
	free(request);
}

static void expect_unsaved(struct ks_sample_centre *sample, const char *what, const char *id,
			   const char *more)
{
	char *request = request_of(what, id, more);

	ks_told_unsaved(sample, request);
	free(request);
}

static void what_is_told_is_kept_and_what_is_not_told_stays(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_gathering kept;
	char *id = add(sample, NEW ",'expected_numbers':['000001','000002']}");
	json_t *answer = ks_told_with(sample, -1, false, "もう登録されています", NEW "}");

	assert_null(json_object_get(answer, "id"));
	json_decref(answer);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM gathering_expected"), 2);
	expect(sample, true, "対象は1名です。", "change", id,
	       ",'title':'防災訓練','expected_numbers':['000003']");
	assert_int_equal(ks_gathering_find(sample->store, id, &kept), KS_OK);
	assert_string_equal(kept.title, "防災訓練");
	assert_string_equal(kept.place, "大会議室");
	assert_int_equal(kept.from_minute, 9 * 60);
	assert_int_equal(kept.to_minute, 10 * 60);
	assert_int_equal(kept.date.day, 18);
	ks_gathering_finish(&kept);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM gathering_expected"), 1);
	expect(sample, true, "変更しました", "change", id, ",'place':''");
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM gathering_expected"), 1);
	expect(sample, true, "対象は0名です。", "change", id, ",'expected_numbers':[]");
	expect(sample, false, NULL, "change", id, ",'expected_numbers':['000001',5]");
	free(id);
}

static void what_is_wrong_is_told_and_changes_nothing(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *id = add(sample, NEW "}");

	ks_told_refused(sample, "（--title）がありません",
			"{'do':'gathering.add','date':'2026-05-18','from':'09:00','to':'10:00'}");
	/* without an id it is no new one */
	ks_told_refused(sample, "は登録されていません", "{'do':'gathering.change','title':'x'}");
	expect(sample, false, "は登録されていません", "change", "2020-01-01-1", ",'title':'x'");
	expect(sample, false, "は登録されていません", "cancel", "2020-01-01-1", "");
	ks_told_unsaved(sample, "{'do':'gathering.add','title':'別','date':'2026-05-19',"
				"'from':'09:00','to':'10:00'}");
	expect_unsaved(sample, "change", id, ",'title':'x'");
	expect_unsaved(sample, "cancel", id, "");
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM gathering"), 1);
	expect(sample, true, "中止にしました", "cancel", id, "");
	expect(sample, false, "もう中止になっています", "cancel", id, "");
	expect(sample, false, "中止になっています。何も変わっていません。", "close", id,
	       ",'counted':'0'," BASE);
	free(id);
}

static void the_head_count_is_said_with_its_reason_and_stands_in_the_access_log(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk door = ks_sample_kiosk("k-01");
	char *id = add(sample, NEW "}"), *path = ks_format("session/%s", id);
	char *said = ks_format("集合研修 %s を閉じました。記録 1名、数えた人数 1名。人数一致。"
			       "出席の証明を、新たに1名に付けました。",
			       id);
	char *what = ks_format("集合研修の締め %s（命令）", id);

	ks_sample_ingest(sample, &door, "000001", "checkin", path);
	ks_clock_advance(&sample->clock, 3600000);
	expect(sample, false,
	       "その番号の集合研修はありません。kenshu gathering list で確かめてください。"
	       "何も変わっていません。",
	       "close", "x", ",'counted':'1'," BASE);
	expect(sample, false, "数を、0から9999までの数で書いてください。", "close", id,
	       ",'counted':'many'," BASE);
	expect(sample, false, "書いてください。記録は1名です。何も変わっていません。", "close", id,
	       ",'counted':'2'," BASE);
	expect_unsaved(sample, "close", id, ",'counted':'1'," BASE);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM gathering_fact"), 1);
	expect(sample, true, said, "close", id, ",'counted':'1'," BASE);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM gathering_fact"
					       " WHERE verb = 'attended'"),
			 1);
	ks_told_access(sample, "kenshu gathering", what, "", 1);
	expect(sample, false, "もう閉じています", "close", id, ",'counted':'1'," BASE);
	free(id);
	free(path);
	free(said);
	free(what);
}

static void a_count_that_differs_is_not_said_to_agree(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *id = add(sample, NEW "}");
	char *said = ks_format("%s を閉じました。記録 0名、数えた人数 2名。出席の証明を", id);

	ks_clock_advance(&sample->clock, 3600000);
	expect(sample, false, "名簿にいません：9。何も変わっていません。", "paper", id,
	       ",'numbers':['9']," BASE);
	expect(sample, true, said, "close", id, ",'counted':'2','reason':'x'," BASE);
	free(said);
	free(id);
}

static void who_signed_on_paper_is_present_once(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk door = ks_sample_kiosk("k-01");
	char *id = add(sample, NEW "}"), *path = ks_format("session/%s", id);
	char *said = ks_format("集合研修 %s に、紙の出席簿から2名を転記しました。ほかの1名は、", id);
	char *what = ks_format("紙の出席簿からの転記 %s（命令）", id);

	ks_sample_ingest(sample, &door, "000001", "checkin", path);
	ks_clock_advance(&sample->clock, 3600000);
	expect(sample, false, "名簿にいません：999999。何も変わっていません。", "paper", id,
	       ",'numbers':['000002','999999']," BASE);
	expect(sample, false, "名簿にいません：何も変わっていません。", "paper", id,
	       ",'numbers':[5]," BASE);
	expect_unsaved(sample, "paper", id, ",'numbers':['000002']," BASE);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM gathering_fact"), 1);
	expect(sample, true, said, "paper", id, ",'numbers':['000001','000002','000003']," BASE);
	ks_told_access(sample, "kenshu gathering", what, "", 2);
	expect(sample, false, "全員が、もう出席になっています。何も変わっていません。", "paper", id,
	       ",'numbers':['000001','000002']," BASE);
	free(id);
	free(path);
	free(said);
	free(what);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_told_is_kept_and_what_is_not_told_stays),
		TEST(what_is_wrong_is_told_and_changes_nothing),
		TEST(the_head_count_is_said_with_its_reason_and_stands_in_the_access_log),
		TEST(a_count_that_differs_is_not_said_to_agree),
		TEST(who_signed_on_paper_is_present_once),
	};

	return ks_test_run(tests);
}
