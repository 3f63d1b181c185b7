/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "lrs/condition.h"
#include "report/correction.h"

/* What is changed by page: two pairs of eyes, and before and after to be seen. */

#define EVIL_FORM "%3Cscript%3Ealert(1)%3C/script%3E"

/* What waits on @page is decided by @role; the status. */
static int decide(struct fixture *f, enum ks_user_role role, const char *page, const char *act)
{
	char *id, *form;
	int status;

	assert_int_equal(ask(f, f->cookie[KS_USER_HR], page, NULL), 200);
	id = value_of(f, "name=\"id\" value=\"");
	form = ks_format("nendo=2026&do=%s&id=%s&reason=", act, id);
	status = post(f, role, page, form);
	free(form);
	free(id);
	return status;
}

static void a_leave_needs_two_users(void **state)
{
	struct fixture *f = *state;
	static const char leave[] = "nendo=2026&do=add&number=000001&kind=%E8%82%B2%E4%BC%91"
				    "&from=2026-11-01&reason=" EVIL_FORM;
	static const char file[] = "/exemptions?nendo=2026&format=csv&reason=x";
	char *form, *id;

	assert_int_equal(post(f, KS_USER_TRAINER, "/exemptions", "do=add&number=000001&kind=x"), 400);
	assert_int_equal(post(f, KS_USER_TRAINER, "/exemptions", leave), 303);
	assert_int_equal(post(f, KS_USER_HR, "/exemptions", leave), 400); /* it waits already */
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], file, NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "2026-11-01"));
	assert_int_equal(ask(f, f->cookie[KS_USER_TRAINER], "/exemptions?nendo=2026", NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "value=\"approve\""));
	assert_int_equal(decide(f, KS_USER_TRAINER, "/exemptions", "approve"), 400);
	assert_int_equal(decide(f, KS_USER_AUDITOR, "/exemptions", "approve"), 403);
	assert_int_equal(decide(f, KS_USER_HR, "/exemptions", "approve"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/exemptions?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "2026-11-01 から"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "<script"));
	id = value_of(f, "/exemptions?nendo=2026&amp;end=");
	form = ks_format("/exemptions?nendo=2026&end=%s", id);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], form, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "の「育休」を終わりにする・取り消す"));
	free(form);
	form = ks_format("nendo=2026&do=end&id=%s&reason=x", id);
	assert_int_equal(post(f, KS_USER_TRAINER, "/exemptions", form), 303);
	assert_int_equal(decide(f, KS_USER_HR, "/exemptions", "reject"), 303);
	assert_int_equal(post(f, KS_USER_TRAINER, "/exemptions", form), 303);
	assert_int_equal(decide(f, KS_USER_HR, "/exemptions", "approve"), 303);
	assert_int_equal(post(f, KS_USER_TRAINER, "/exemptions", form), 400); /* it is over */
	free(form);
	free(id);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], file, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",trainer,hr,"));
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",取消し,x,trainer,hr,"));
	assert_int_equal(ks_sample_n_faults(f->sample.store), 0);
	/* A head of the other 所属 sees nothing of it. */
	assert_int_equal(ask(f, f->cookie[KS_USER_HEAD], "/exemptions", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "育休"));
}

static void the_plan_is_approved_by_another_and_again_when_it_changes(void **state)
{
	struct fixture *f = *state;
	static const char wish[] = "nendo=2026&do=propose&reason=" EVIL_FORM;
	static const char changed[] =
		"{\"format\":\"kenshu-plan-1\",\"id\":\"other\",\"title\":\"別\",\"revision\":\"1\","
		"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\",\"mid_year_days\":14,"
		"\"max_repeats\":3,\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
		"\"lessons\":[]}";
	char *word = NULL;

	assert_int_equal(ask(f, f->cookie[KS_USER_HEAD], "/plan?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "承認の記録は、ありません。"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "value=\"propose\""));
	assert_int_equal(post(f, KS_USER_TRAINER, "/plan", "nendo=2031&do=propose&reason=x"), 400);
	assert_int_equal(post(f, KS_USER_TRAINER, "/plan", wish), 303);
	assert_int_equal(decide(f, KS_USER_TRAINER, "/plan?nendo=2026", "approve"), 400);
	assert_int_equal(decide(f, KS_USER_HR, "/plan?nendo=2026", "approve"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/plan?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "hr が承認しました（申し出 trainer）。<"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "<script"));
	assert_int_equal(post(f, KS_USER_TRAINER, "/plan", wish), 400); /* it is so already */
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", changed), KS_OK);
	assert_int_equal(ks_report_plan_word(f->sample.store, 2026, &word), KS_OK);
	assert_non_null(strstr(word, "コースが変わっています"));
	free(word);
	assert_int_equal(post(f, KS_USER_TRAINER, "/plan", wish), 303);
	assert_int_equal(decide(f, KS_USER_HR, "/plan?nendo=2026", "approve"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/plan?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "今は無効（あとの承認あり）"));
	/* It is no correction of the record. */
	assert_int_equal(ask(f, f->cookie[KS_USER_HR],
			     "/corrections?nendo=2026&format=csv&reason=x", NULL),
			 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "研修計画"));
}

static void a_correction_is_proposed_by_one_and_approved_by_another(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-02");
	static const char wish[] =
		"nendo=2026&do=undone&number=000002&course=annual&lesson=m1&reason=" EVIL_FORM;
	static const char file[] = "/completion?nendo=2026&format=csv&reason=x";
	static const char condition[] =
		"[{\"id\":\"content\",\"mark\":\"care\",\"title\":\"教材\",\"seen\":\"版 9 の<鍵>\","
		"\"todo\":\"知らせる\"},"
		"{\"id\":\"fonts\",\"mark\":\"good\",\"title\":\"書体\",\"seen\":\"あります\"}]";
	char *form, *id;

	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections", wish), 400);
	ks_sample_ingest(&f->sample, &kiosk, "000002", "passed", "course/annual/m1");
	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections", wish), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_TRAINER], "/corrections?nendo=2026", NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "value=\"approve\"")); /* not by them */
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/corrections?nendo=2026", NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "<script"));
	id = value_of(f, "name=\"id\" value=\"");
	form = ks_format("nendo=2026&do=approve&id=%s&reason=", id);
	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections", form), 400);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], file, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",1,1,修了,"));
	assert_int_equal(post(f, KS_USER_HR, "/corrections", form), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], file, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "→ 取消し（"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/people/000002?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "<ins>取消し</ins>"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR],
			     "/people/000002?nendo=2026&format=csv&reason=x", NULL),
			 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",訂正,紙から転記\r\n"));
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "→ 取消し（"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR],
			     "/people/000002?nendo=2026&format=csv&of=tries&reason=x", NULL),
			 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",合否,所要,訂正,備考\r\n"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/kiosks", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "k-02"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "@centre")); /* where HR's word was recorded */
	assert_null(strstr(ks_buf_text(&f->reply.body), "<h2>端末の具合"));
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ">正常</span>"));
	assert_int_equal(ks_condition_keep(f->sample.centre, "k-02", condition, strlen(condition)),
			 KS_OK);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/kiosks", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body),
			       "<li>△ 教材: 版 9 の&lt;鍵&gt;　→ 知らせる</li>"));
	assert_null(strstr(ks_buf_text(&f->reply.body), ">正常</span>")); /* not beside its △ */
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ">注意</span>"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "+09:00")); /* a page for people */
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "<li>○ 書体</li>"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HEAD], "/corrections?nendo=2026", NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "000002"));
	free(form);
	free(id);
}

#define TITLE "title=%E9%9B%86%E5%90%88%E7%A0%94%E4%BF%AE"
#define TODAY "2026-05-18" /* of the sample's clock */

static void a_gathering_is_announced_signed_on_paper_and_closed_by_page(void **state)
{
	struct fixture *f = *state;
	static const char page[] = "/gatherings?nendo=2026&edit=" TODAY "-1";
	static const char add[] = "do=add&" TITLE "&date=" TODAY "&from=00:00&to=23:59"
				  "&place=&lessons=m1&expected=%E5%85%A8%E5%93%A1";

	assert_int_equal(post(f, KS_USER_AUDITOR, "/gatherings", add), 403);
	assert_int_equal(post(f, KS_USER_TRAINER, "/gatherings", add), 303);
	assert_int_equal(post(f, KS_USER_HR, "/gatherings", add), 400); /* twice */
	assert_non_null(strstr(ks_buf_text(&f->reply.body), TODAY "-1 が、もう登録"));
	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=change&id=" TODAY "-1&" TITLE "&date=x&from=00:00&to=23:58"),
			 400);
	assert_null(strstr(ks_buf_text(&f->reply.body), "--date"));
	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=change&id=" TODAY "-1&" TITLE "&date=" TODAY "&from=00:00&to=23:58"),
			 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], page, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "value=\"23:58\""));
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "value=\"close\""));
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], page, NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "value=\"close\""));
	/* Two on one line, however they are parted; one who is nobody spoils all. */
	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=paper&id=" TODAY "-1&by=000002&numbers=000001+999999"),
			 400);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "999999"));
	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=paper&id=" TODAY "-1&by=000002&numbers=000001%E3%80%81000002"),
			 303);
	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=close&id=" TODAY "-1&by=000002&counted=3&reason="),
			 400);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "記録は2名です"));
	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=close&id=" TODAY "-1&by=000002&counted=2&reason="),
			 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/gatherings?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "紙から転記"));
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "記録 2名、数えた人数 2名。人数一致"));
	assert_int_equal(post(f, KS_USER_HR, "/gatherings", "do=cancel&id=" TODAY "-1"), 303);
	assert_int_equal(post(f, KS_USER_HR, "/gatherings", "do=cancel&id=" TODAY "-1"), 400);
}

/* In this order, over one centre: what a kiosk recorded tells which IRIs are ours. */
static void nobody_decides_about_themselves(void **state)
{
	struct fixture *f = *state;
	static const char leave[] = "nendo=2026&do=add&number=000002&kind=%E8%82%B2%E4%BC%91"
				    "&from=2026-11-01&reason=x";
	char *id, *form;

	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], "000002"), KS_OK);
	assert_int_equal(post(f, KS_USER_HR, "/exemptions", leave), 400);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "自分についてのこと"));
	assert_int_equal(post(f, KS_USER_TRAINER, "/exemptions", leave), 303);
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], ""), KS_OK);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/exemptions?nendo=2026", NULL), 200);
	id = value_of(f, "name=\"id\" value=\"");
	form = ks_format("nendo=2026&do=approve&id=%s", id);
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], "000002"), KS_OK);
	assert_int_equal(post(f, KS_USER_HR, "/exemptions", form), 400);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "自分についてのこと"));
	free(form);
	form = ks_format("nendo=2026&do=reject&id=%s", id);
	assert_int_equal(post(f, KS_USER_HR, "/exemptions", form), 400);
	free(form);
	free(id);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/exemptions?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "あなた自身についての申し出です"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "value=\"approve\""));
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], ""), KS_OK);
	assert_int_equal(decide(f, KS_USER_HR, "/exemptions", "approve"), 303);
}

/* The same of corrections: whose attendance it is neither proposes nor decides it. */
static void nobody_corrects_their_own_record(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-03");
	static const char wish[] =
		"nendo=2026&do=undone&number=000003&course=annual&lesson=m1&reason=x";
	char *id, *form;

	ks_sample_ingest(&f->sample, &kiosk, "000003", "passed", "course/annual/m1");
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_TRAINER], "000003"), KS_OK);
	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections", wish), 400);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "自分についてのこと"));
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_TRAINER], ""), KS_OK);
	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections", wish), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/corrections?nendo=2026", NULL), 200);
	id = value_of(f, "name=\"id\" value=\"");
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], "000003"), KS_OK);
	for (int i = 0; i < 2; i++) {
		form = ks_format("nendo=2026&do=%s&id=%s&reason=x", i ? "reject" : "approve", id);
		assert_int_equal(post(f, KS_USER_HR, "/corrections", form), 400);
		assert_non_null(strstr(ks_buf_text(&f->reply.body), "自分についてのこと"));
		free(form);
	}
	free(id);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/corrections?nendo=2026", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "あなた自身についての申し出です"));
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], ""), KS_OK);
	assert_int_equal(decide(f, KS_USER_HR, "/corrections?nendo=2026", "approve"), 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_correction_is_proposed_by_one_and_approved_by_another),
		cmocka_unit_test(a_gathering_is_announced_signed_on_paper_and_closed_by_page),
		cmocka_unit_test(a_leave_needs_two_users),
		cmocka_unit_test(the_plan_is_approved_by_another_and_again_when_it_changes),
		cmocka_unit_test(nobody_decides_about_themselves),
		cmocka_unit_test(nobody_corrects_their_own_record),
	};

	return ks_test_run_in(tests, setup, teardown);
}
