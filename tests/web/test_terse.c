/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "record/db.h"
#include "record/inspection.h"
#include "support/calls.h"
#include "support/golden.h"

/* A centre where everything is called by one letter: what is there is shown, however short it is. */

#define OWN_ATTEMPT "\"https://kenshu.example/xapi/ext/attempt\":1"
#define TODAY "2026-05-18" /* of the sample's clock */

static const char short_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"1,N,K,A,B,F,01,2010-04-01,,在職,r,\r\n"
	"2,M,L,A,B,F,06,2010-04-01,,在職,r,\r\n"
	"3,O,P,C,B,F,01,2010-04-01,,在職,r,\r\n";

static const char moved_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"1,N,K,D,B,E,01,2010-04-01,,在職,q,\r\n"
	"2,M,L,A,B,F,06,2010-04-01,,在職,r,\r\n"
	"4,S,T,C,B,F,01,2010-04-01,,在職,r,\r\n";

static const char short_plan[] =
	"{\"format\":\"kenshu-plan-1\",\"id\":\"p\",\"title\":\"P\",\"revision\":\"1\","
	"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\",\"mid_year_days\":14,"
	"\"max_repeats\":3,\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
	"\"lessons\":[{\"id\":\"l\",\"title\":\"L\",\"minutes\":5,\"ready\":true,"
	"\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},\"pools\":[],"
	"\"questions\":5,\"pass\":4}]}";

/* Two more users, x of HR and y who trains, and a head of A, in place of those whose names are long. */
static void enter_as(struct fixture *f, enum ks_user_role role, const char *name)
{
	struct ks_user user = {.role = role};
	char *form = ks_format("user=%s&password=long+enough", name);
	const char *why;

	snprintf(user.name, sizeof(user.name), "%s", name);
	snprintf(user.unit, sizeof(user.unit), "%s", role == KS_USER_HEAD ? "A" : "");
	assert_int_equal(ks_user_add(f->sample.store, &user, "long enough", &why), KS_OK);
	assert_int_equal(ask(f, NULL, "/login", form), 303);
	snprintf(f->cookie[role], sizeof(f->cookie[role]), "%.*s",
		 (int)strcspn(told(f, "Set-Cookie"), ";"), told(f, "Set-Cookie"));
	free(form);
}

static void play_kiosk(struct fixture *f)
{
	static const char definition[] =
		"\"name\":{\"ja-JP\":\"T\"},\"description\":{\"ja-JP\":\"Q\"},"
		"\"interactionType\":\"choice\",\"correctResponsesPattern\":[\"a\"],"
		"\"choices\":[{\"id\":\"a\",\"description\":{\"ja-JP\":\"A\"}},"
		"{\"id\":\"b\",\"description\":{\"ja-JP\":\"B\"}}],"
		"\"extensions\":{\"https://kenshu.example/xapi/ext/clauses\":[\"c\"]}";
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k");
	char *secret;

	for (int i = 0; i < 11; i++)
		ks_sample_ingest_shown(&f->sample, &kiosk, "course/p/l/quiz/q", "1", definition,
				       i ? "\"response\":\"a\",\"success\":true"
					 : "\"response\":\"b\",\"success\":false");
	for (int i = 1; i <= 3; i++) {
		char number[2] = {(char)('0' + i), '\0'};

		ks_sample_ingest_told(
			&f->sample, &kiosk, number, i < 3 ? "passed" : "failed", "course/p/l",
			i < 3 ? "\"success\":true,\"score\":{\"raw\":5,\"min\":0,\"max\":5}"
			      : "\"success\":false,\"score\":{\"raw\":1,\"min\":0,"
				"\"max\":5}",
			OWN_ATTEMPT);
	}
	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "j", &secret), KS_OK);
	free(secret);
	assert_int_equal(ks_db_run(f->sample.store,
				   "UPDATE kiosk SET identity = 'k', taken_over_by = 'k', program = '1',"
				   " revision = '1', skew_ms = 99999 WHERE id = 'j'",
				   ""),
			 KS_OK);
}

static void play_desk(struct fixture *f)
{
	must(f, KS_USER_TRAINER, "/gatherings",
	     "do=add&title=T&date=" TODAY
	     "&from=00:00&to=23:59&place=R&lessons=l&expected=%E5%85%A8%E5%93%A1");
	must(f, KS_USER_TRAINER, "/gatherings",
	     "do=add&title=T&date=2027-05-01&from=00:00&to=23:59&place=&lessons=l");
	must(f, KS_USER_HR, "/gatherings", "do=paper&id=" TODAY "-1&by=1&numbers=2");
	must(f, KS_USER_HR, "/gatherings", "do=close&id=" TODAY "-1&by=1&counted=9&reason=r");
	must(f, KS_USER_HR, "/outstanding", "nendo=2026&staff=3&how=m&text=t");
	must(f, KS_USER_TRAINER, "/plan", "nendo=2026&do=propose&reason=r");
	decide_first(f, "/plan?nendo=2026", "approve", "a");
	must(f, KS_USER_TRAINER, "/corrections",
	     "nendo=2026&do=undone&number=1&course=p&lesson=l&to=3&reason=r");
	decide_first(f, "/corrections?nendo=2026", "approve", "a");
	must(f, KS_USER_TRAINER, "/corrections",
	     "nendo=2026&do=key&question=q&revision=1&answer=b&reason=r");
	decide_first(f, "/corrections?nendo=2026", "approve", "a");
	must(f, KS_USER_TRAINER, "/exemptions",
	     "nendo=2026&do=add&number=2&kind=%E8%82%B2%E4%BC%91&from=2026-11-01&to=2026-12-01&reason=r");
	decide_first(f, "/exemptions?nendo=2026", "approve", "a");
	must(f, KS_USER_TRAINER, "/exemptions",
	     "nendo=2026&do=add&number=3&kind=%E8%82%B2%E4%BC%91&from=2026-11-01&reason=r");
}

static void play_inspection(struct fixture *f)
{
	static const struct ks_inspection_answer given = {
		.item = "i", .text = "w", .at_ms = 1, .response = "no"};

	assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
	for (int i = 1; i <= 3; i++) {
		char staff[2] = {(char)('0' + i), '\0'};
		struct ks_inspection_key key = {staff, 2026, "c"};

		assert_int_equal(ks_inspection_keep(f->sample.store, &key, &given, false), KS_OK);
	}
	assert_int_equal(ks_store_commit(f->sample.store), KS_OK);
}

static int play(void **state)
{
	struct fixture *f;

	assert_int_equal(setup(state), 0);
	f = *state;
	ks_sample_import(f->sample.store, short_csv);
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k", short_plan), KS_OK);
	assert_int_equal(ks_store_set(f->sample.store, "body name", "Z"), KS_OK);
	enter_as(f, KS_USER_HR, "x");
	enter_as(f, KS_USER_TRAINER, "y");
	enter_as(f, KS_USER_HEAD, "z");
	play_kiosk(f);
	play_desk(f);
	play_inspection(f);
	ks_centre_touch(f->sample.centre);
	return 0;
}

static void what_is_short_is_there_all_the_same(void **state)
{
	static const struct {
		enum ks_user_role role;
		const char *address;
	} views[] = {
		{KS_USER_HR, "/completion?nendo=2026&unit=A&employment=1"},
		{KS_USER_HEAD, "/completion?nendo=2026"},
		{KS_USER_HR, "/completion?nendo=2026&unit=A&format=csv&reason=x"},
		{KS_USER_HR, "/outstanding?nendo=2026&unit=C"},
		{KS_USER_HR, "/outstanding?nendo=2026&format=csv&reason=x"},
		{KS_USER_HR, "/letters?nendo=2026&format=csv&reason=x"},
		{KS_USER_HR, "/plan?nendo=2026"},
		{KS_USER_HR, "/exemptions?nendo=2026&unit=A"},
		{KS_USER_HR, "/corrections?nendo=2026"},
		{KS_USER_HR, "/corrections?nendo=2026&format=csv&reason=x"},
		{KS_USER_HR, "/gatherings?nendo=2026"},
		{KS_USER_HEAD, "/gatherings?nendo=2026"},
		{KS_USER_TRAINER, "/gatherings?nendo=2026&edit=" TODAY "-1"},
		{KS_USER_HR, "/gatherings?nendo=2026&edit=g"},
		{KS_USER_HR, "/gatherings?nendo=2027&edit=2027-05-01-1"}, /* of a year without courses */
		{KS_USER_HR, "/questions?nendo=2026"},
		{KS_USER_HR, "/questions?nendo=2026&lesson=l&clause=c"},
		{KS_USER_HR, "/questions?nendo=2026&lesson=m"},
		{KS_USER_HR, "/questions?nendo=2026&unit=D"},
		{KS_USER_HR, "/questions?nendo=2026&question=q&revision=1"},
		{KS_USER_HR, "/questions?nendo=2026&format=csv"},
		{KS_USER_HR, "/roster?unit=A"},
		{KS_USER_HR, "/people/1?nendo=2026"},
		{KS_USER_HR, "/people/3?nendo=2026"},
		{KS_USER_HR, "/inspection?nendo=2026&checklist=c&item=i&group=A"},
		{KS_USER_HEAD, "/inspection?nendo=2026"},
		{KS_USER_HR, "/kiosks"},
		{KS_USER_HR, "/audit?format=csv&reason=x"},
		/* What is asked in one letter is asked. */
		{KS_USER_HR, "/roster?on=5"},
		{KS_USER_HR, "/completion?nendo=2026&format=x"},
		{KS_USER_HR, "/completion?nendo=2026&status=x"},
	};
	struct fixture *f = *state;
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(views); i++) {
		(void)ask(f, f->cookie[views[i].role], views[i].address, NULL);
		ks_buf_printf(&out, "==== %s %d\n", views[i].address, f->reply.status);
		put_lines(&out, f, i == 0, strstr(views[i].address, "edit="));
	}
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", moved_csv), 303);
	(void)ask(f, f->cookie[KS_USER_HR], "/roster/import?c0=x&a-9=x", NULL);
	put_lines(&out, f, false, false);
	(void)ask(f, f->cookie[KS_USER_HR], "/roster/import?a-9=x", NULL);
	put_lines(&out, f, false, false);
	ks_test_golden("tests/data/golden/web/terse.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void what_is_asked_in_one_letter_is_asked(void **state)
{
	static const struct {
		const char *path, *form, *words;
	} forms[] = {
		{"/gatherings", "do=change&id=g&title=T&date=" TODAY "&from=10:00&to=11:00", "g"},
		{"/corrections", "do=present&number=1&gathering=g&at=9&reason=r",
		 "時刻は 10:05 の形で書いてください。"},
		{"/exemptions", "do=add&number=1&kind=%E8%82%B2%E4%BC%91&from=5&reason=r",
		 "<h1>何も変わっていません</h1>"},
		{"/exemptions",
		 "do=add&number=1&kind=%E8%82%B2%E4%BC%91&from=2026-11-01&to=5&reason=r",
		 "<h1>何も変わっていません</h1>"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(forms); i++) {
		if (post(f, KS_USER_HR, forms[i].path, forms[i].form) != 400 ||
		    !strstr(ks_buf_text(&f->reply.body), forms[i].words) ||
		    strstr(ks_buf_text(&f->reply.body), "画面からやり直してください。"))
			fail_msg("%s: %d: %s", forms[i].form, f->reply.status,
				 strstr(ks_buf_text(&f->reply.body), "<main"));
	}
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", short_csv), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import?from=5", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "発令日は 2027-04-01 の形で"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import?gone=5", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "name=\"gone\" value=\"5\""));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import?c0=x", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "必要な列がありません: 職員番号。"));
	ks_calls.free_bytes = 1;
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster", NULL), 200);
	ks_calls.free_bytes = 0;
	assert_non_null(
		strstr(ks_buf_text(&f->reply.body), "センターの空き容量が、あと 0 MiB です。"));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take&once=1"), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "value=\"slips\""));
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", moved_csv), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "A・F・正規職員・在職・r"));
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "D・E・正規職員・在職・q"));
}

static void who_is_called_by_one_letter_is_somebody(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("m"), copied;

	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/login", NULL), 303);
	assert_string_equal(told(f, "Location"), "/");
	ks_sample_ingest(&f->sample, &kiosk, "1", "initialized", "course/p/l");
	copied = kiosk;
	ks_sample_ingest(&f->sample, &kiosk, "1", "experienced", "course/p/l");
	ks_sample_ingest(&f->sample, &copied, "2", "experienced", "course/p/l");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/audit?check=1", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "最初の異常は、端末 m の 2番です。"));
	/* And so nobody decides about themselves. */
	assert_int_equal(ks_user_set_staff(f->sample.store, "x", "3"), KS_OK);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/exemptions?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "あなた自身についての申し出です。"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "value=\"approve\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_short_is_there_all_the_same),
		cmocka_unit_test(who_is_called_by_one_letter_is_somebody),
		cmocka_unit_test(what_is_asked_in_one_letter_is_asked),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, play, teardown);
}
