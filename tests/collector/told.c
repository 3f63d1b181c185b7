/* SPDX-License-Identifier: Apache-2.0 */
#include "told.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "content/plan.h"
#include "lrs/access.h"
#include "record/db.h"
#include "support/test.h"

const char ks_told_roster[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,06,2026-05-01,2027-03-31,在職,端末利用,\r\n"
	"000004,見本 四,ミホン ヨン,会計課,事務局,本庁,01,2010-04-01,,在職,研修担当,\r\n";

json_t *ks_told_with(struct ks_sample_centre *sample, int file, bool ok, const char *words,
		     const char *request)
{
	char *text = ks_strdup(request), *said;
	const char *message;
	json_t *answer;

	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	said = ks_control_do(sample->centre, text, strlen(text), file);
	answer = json_loads(said, 0, NULL);
	message = json_string_value(json_object_get(answer, "message"));
	if (json_is_true(json_object_get(answer, "ok")) != ok || !message ||
	    (words && !strstr(message, words)))
		fail_msg("%s: %s", text, said);
	free(said);
	free(text);
	return answer;
}

void ks_told_good(struct ks_sample_centre *sample, const char *words, const char *request)
{
	json_decref(ks_told_with(sample, -1, true, words, request));
}

void ks_told_refused(struct ks_sample_centre *sample, const char *words, const char *request)
{
	json_decref(ks_told_with(sample, -1, false, words, request));
}

void ks_told_unsaved(struct ks_sample_centre *sample, const char *request)
{
	assert_int_equal(ks_db_run(sample->store, "PRAGMA query_only = 1", ""), KS_OK);
	ks_told_refused(sample, "保存できませんでした（", request);
	assert_int_equal(ks_db_run(sample->store, "PRAGMA query_only = 0", ""), KS_OK);
}

void ks_told_unlogged(struct ks_sample_centre *sample, const char *said, const char *request)
{
	assert_int_equal(ks_db_run(sample->store,
				   "CREATE TEMP TRIGGER no_log BEFORE INSERT ON access_log"
				   " BEGIN INSERT INTO nowhere VALUES(1); END",
				   ""),
			 KS_OK);
	ks_told_refused(sample, said, request);
	assert_int_equal(ks_db_run(sample->store, "DROP TRIGGER no_log", ""), KS_OK);
}

int ks_told_file(const struct ks_sample_centre *sample, const char *text)
{
	char *path = ks_test_write(sample->folder, "told", text);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	free(path);
	return fd;
}

int64_t ks_told_count(struct ks_sample_centre *sample, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(sample->store, &n, sql, ""), KS_OK);
	return n;
}

void ks_told_access(struct ks_sample_centre *sample, const char *user, const char *what,
		    const char *reason, int n_people)
{
	struct ks_arena arena = {0};
	struct ks_access *entries = NULL;
	size_t n = 0;
	int64_t newest = 0;

	assert_int_equal(ks_access_count(sample->store, &newest), KS_OK);
	assert_int_equal(ks_access_list(sample->store, newest, 1, &arena, &entries, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_string_equal(entries[0].user, user);
	assert_string_equal(entries[0].what, what);
	assert_string_equal(entries[0].reason, reason);
	assert_int_equal(entries[0].n_people, n_people);
	assert_true(entries[0].at_ms > 0);
	free(entries);
	ks_arena_finish(&arena);
}

char *ks_told_plans(const char *id, int nendo)
{
	struct ks_plan_lesson lessons[2] = {
		{.id = "m1", .title = "一", .minutes = 5, .is_ready = true},
		{.id = "m2", .title = "二", .minutes = 5, .is_ready = true}};
	struct ks_plan plan = {.id = id,
			       .title = "年度研修",
			       .revision = "1",
			       .nendo = nendo,
			       .opens = {nendo, 4, 1},
			       .due = {nendo, 12, 25},
			       .lessons = lessons,
			       .n_lessons = 2};
	char *json = ks_plan_to_json(&plan), *list = ks_format("[%s]", json);

	free(json);
	return list;
}
