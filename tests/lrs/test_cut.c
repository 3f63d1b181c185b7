/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "lrs/announce.h"
#include "lrs/correction.h"
#include "lrs/enrol.h"
#include "lrs/exemption.h"
#include "lrs/measure.h"
#include "lrs/reminder.h"
#include "lrs/user.h"
#include "record/roster.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Whatever fails at the centre, and wherever: it says so, nothing of it happened, and what reports read still adds up. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職,\r\n"
	"000004,見本 四,ミホン ヨン,総務課,事務局,本庁,01,2010-04-01,,在職,管理職,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	char *texts[3], *secret;
	char id[KS_UUID_TEXT];
};

static void add_user(struct fixture *f, const char *name, enum ks_user_role role)
{
	struct ks_user user = {.role = role};
	const char *why;

	snprintf(user.name, sizeof(user.name), "%s", name);
	assert_int_equal(ks_user_add(f->sample.store, &user, "long enough", &why), KS_OK);
}

static enum ks_rc exempt_of(struct fixture *f, const char *number)
{
	struct ks_exemption_wish wish = {.number = number,
					 .kind = "育休",
					 .plan = "",
					 .lesson = "",
					 .from = {2026, 6, 1},
					 .reason = "届出のとおり",
					 .by = "000002",
					 .approver = "000004",
					 .iri_base = "https://kenshu.example"};
	enum ks_exemption_fault fault;
	size_t n = 0;

	return ks_centre_exempt(f->sample.centre, &wish, &fault, f->id, &n);
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	char *secret, code[KS_CODE_CHARS + 1];

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "k-01", &secret), KS_OK);
	free(secret);
	f->kiosk = ks_sample_kiosk("k-01");
	f->texts[0] = ks_sample_write(&f->kiosk, "000001", "initialized", "course/annual/m1",
				      KS_TEST_WALL_MS, "synced");
	f->texts[1] = ks_sample_write(&f->kiosk, "000001", "passed", "course/annual/m1",
				      KS_TEST_WALL_MS, "synced");
	f->texts[2] = ks_sample_write(&f->kiosk, "000003", "passed", "course/annual/m1",
				      KS_TEST_WALL_MS, "synced");
	f->secret = ks_centre_make_secret();
	/* Keys that are made when first wanted are nothing that anybody asked for. */
	assert_int_equal(ks_centre_invite(f->sample.centre, "k-05", "", 1, code), KS_OK);
	assert_int_equal(exempt_of(f, "000001"), KS_OK);
	add_user(f, "hr", KS_USER_HR);
	add_user(f, "trainer", KS_USER_TRAINER);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(f->texts); i++)
		free(f->texts[i]);
	free(f->secret);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

#define CUT(of, act) cut(of, #act, act)
static void cut(struct fixture *f, const char *name, enum ks_rc (*act)(void *context))
{
	struct ks_cut cut = {.store = f->sample.store, .act = act, .context = f, .name = name};
	const char *wrong = "";

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	assert_int_equal(ks_centre_check_summaries(f->sample.store, &wrong), KS_OK);
	if (wrong)
		fail_msg("%s does not add up", wrong);
}

/* ---- what kiosks send ---- */

static enum ks_rc ingest(void *context)
{
	struct fixture *f = context;
	size_t lens[KS_COUNT(f->texts)], bad;
	char *why = NULL;
	enum ks_rc rc;

	for (size_t i = 0; i < KS_COUNT(f->texts); i++)
		lens[i] = strlen(f->texts[i]);
	rc = ks_centre_ingest(f->sample.centre, "k-01", (const char *const *)f->texts, lens,
			      KS_COUNT(f->texts), &bad, &why);
	free(why);
	return rc;
}

static enum ks_rc take_head(void *context)
{
	struct fixture *f = context;
	struct ks_head head = ks_sample_head(&f->kiosk);
	enum ks_rc rc = ks_centre_take_head(f->sample.centre, "k-01", &head);

	ks_head_finish(&head);
	return rc;
}

static enum ks_rc take_plans(void *context)
{
	static const char plan[] =
		"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"t\",\"revision\":\"1\","
		"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\","
		"\"mid_year_days\":14,\"max_repeats\":3,\"audience\":{\"employment\":[],"
		"\"roles\":[],\"facilities\":[]},\"lessons\":[{\"id\":\"m1\",\"title\":\"m\","
		"\"minutes\":5,\"ready\":true,\"audience\":{\"employment\":[],\"roles\":[],"
		"\"facilities\":[]},\"pools\":[],\"questions\":5,\"pass\":4}]}";
	struct fixture *f = context;

	return ks_centre_take_plans(f->sample.centre, "k-01", plan);
}

static enum ks_rc withdraw(void *context)
{
	struct fixture *f = context;

	return ks_centre_void(f->sample.centre, f->kiosk.last_id, "x", "hr");
}

static void statements_come_in_whole(void **state)
{
	struct fixture *f = *state;

	CUT(f, ingest);
	CUT(f, take_head);
	CUT(f, take_plans);
	CUT(f, withdraw);
	assert_int_equal(ks_sample_n_faults(f->sample.store), 0);
}

/* ---- kiosks ---- */

static enum ks_rc add(void *context)
{
	struct fixture *f = context;

	return ks_centre_register(f->sample.centre, "k-07", NULL, f->secret);
}

static enum ks_rc invite(void *context)
{
	struct fixture *f = context;
	char code[KS_CODE_CHARS + 1];

	return ks_centre_invite(f->sample.centre, "k-08", "", 24, code);
}

static enum ks_rc rotate(void *context)
{
	struct fixture *f = context;

	return ks_centre_rotate(f->sample.centre, "k-01", f->secret);
}

static enum ks_rc limit(void *context)
{
	struct fixture *f = context;

	return ks_centre_set_units(f->sample.centre, "k-01", "総務課");
}

static enum ks_rc revoke(void *context)
{
	struct fixture *f = context;

	return ks_centre_revoke_kiosk(f->sample.centre, "k-07");
}

static void kiosks_are_registered_and_revoked_whole(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ingest(f), KS_OK);
	assert_int_equal(take_head(f), KS_OK);
	CUT(f, add);
	CUT(f, invite);
	CUT(f, rotate);
	CUT(f, limit);
	CUT(f, revoke);
}

/* ---- HR ---- */

static enum ks_rc announce(void *context)
{
	static const struct ks_announce_wish wish = {.id = "",
						     .title = "研修",
						     .place = "会議室",
						     .lessons = "m1",
						     .date = "2026-06-20",
						     .from = "10:00",
						     .to = "11:00",
						     .expected = "全員"};
	struct fixture *f = context;
	char *said = NULL;
	enum ks_rc rc = ks_centre_announce(f->sample.centre, &wish, &said, NULL);

	free(said);
	return rc;
}

static enum ks_rc call_off(void *context)
{
	struct fixture *f = context;
	char *said = NULL;
	enum ks_rc rc = ks_centre_call_off(f->sample.centre, "2026-06-20-1", &said);

	free(said);
	return rc;
}

static enum ks_rc exempt(void *context)
{
	return exempt_of(context, "000003");
}

static enum ks_rc end_exempt(void *context)
{
	struct fixture *f = context;
	enum ks_exemption_fault fault;

	return ks_centre_exempt_end(f->sample.centre, f->id, (struct ks_date){2026, 8, 31}, "復職",
				    "000002", "000004", &fault);
}

static enum ks_rc correct(void *context)
{
	struct fixture *f = context;
	struct ks_correction_wish wish = {.kind = KS_CORRECTION_KEY,
					  .nendo = 2026,
					  .at_minute = -1,
					  .question = "m1-q01",
					  .revision = "",
					  .answer = "*",
					  .reason = "x",
					  .user = "trainer",
					  .iri_base = "https://kenshu.example"};
	enum ks_correction_fault fault;

	return ks_centre_correct(f->sample.centre, &wish, &fault, f->id);
}

static enum ks_rc approve(void *context)
{
	struct fixture *f = context;
	enum ks_correction_fault fault;

	return ks_centre_correct_decide(f->sample.centre, f->id, "hr", true, "", &fault);
}

static enum ks_rc measure(void *context)
{
	static const struct ks_measure wish = {.nendo = 2026,
					       .checklist = "self-inspection",
					       .item = "i03",
					       .unit = "総務課",
					       .what = "w",
					       .owner = "o",
					       .due = {2026, 6, 30},
					       .by = "hr",
					       .at_ms = 1,
					       .result = "",
					       .done_by = ""};
	struct fixture *f = context;

	return ks_measure_add(f->sample.store, &wish);
}

static enum ks_rc remind(void *context)
{
	static const struct ks_reminder two[] = {{2026, "000001", 1, "hr", "文書", "t"},
						 {2026, "000003", 1, "hr", "文書", "t"}};
	struct fixture *f = context;

	return ks_reminder_add(f->sample.store, two, 2);
}

static enum ks_rc note(void *context)
{
	static const struct ks_access access = {.at_ms = 1,
						.user = "hr",
						.role = "人事",
						.deed = KS_DEED_SAW,
						.what = "x",
						.reason = "",
						.n_people = -1};
	struct fixture *f = context;

	return ks_access_add(f->sample.store, &access);
}

static enum ks_rc password(void *context)
{
	struct fixture *f = context;
	const char *why;

	return ks_user_set_password(f->sample.store, "hr", "another long one", &why);
}

static enum ks_rc remove_user(void *context)
{
	struct fixture *f = context;

	return ks_user_remove(f->sample.store, "trainer", 1);
}

static void what_hr_does_is_done_whole(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ingest(f), KS_OK);
	ks_sample_ingest_answer(&f->sample, &f->kiosk, "course/annual/m1/quiz/m1-q01", "1", true);
	CUT(f, announce);
	CUT(f, call_off);
	CUT(f, exempt);
	CUT(f, end_exempt);
	CUT(f, correct);
	CUT(f, approve);
	CUT(f, measure);
	CUT(f, remind);
	CUT(f, note);
	CUT(f, password);
	CUT(f, remove_user);
	assert_int_equal(ks_sample_n_faults(f->sample.store), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(statements_come_in_whole),
		TEST(kiosks_are_registered_and_revoked_whole),
		TEST(what_hr_does_is_done_whole),
	};

	return ks_test_run(tests);
}
