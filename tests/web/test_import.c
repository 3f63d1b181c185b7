/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "record/db.h"

/* HR's list by page: nothing changes before it was seen what would, and it can be taken back. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define ONE "000001," EVIL ",ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
#define THREE \
	"000003,\"'\"\"quoted\"\"'\",ミホン サン,会計課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n"

static void see(struct fixture *f, const char *address)
{
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
	assert_true(strstr(address, "csv") || !is_said(f, "<script"));
}

static void upload(struct fixture *f, const char *list)
{
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "new.csv", list), 303);
	assert_string_equal(told(f, "Location"), "/roster/import");
}

static void a_list_is_seen_taken_and_taken_back(void **state)
{
	struct fixture *f = *state;

	upload(f, HEAD ONE THREE
	       "000009," EVIL ",ミホン キュウ,総務課,事務局,本庁,01,2026-04-01,,在職,,483920\r\n"
	       "000002,=1+1,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n");
	see(f, "/roster/import");
	assert_true(is_said(f, "new.csv ／ 4行"));
	assert_true(is_said(f, "追加 1 ＋ 変更 1 ＋ 変わらない 2 ＝ 取込み後の名簿 4名（今は 3名）"));
	assert_false(is_said(f, "483920"));
	see(f, "/roster?format=csv&reason=x");
	assert_false(is_said(f, "000009"));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 303);
	assert_string_equal(told(f, "Location"), "/roster?done=taken");
	see(f, "/roster?format=csv&reason=x");
	assert_true(is_said(f, "000009"));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 400); /* once */
	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=undo&reason=wrong+file"), 303);
	see(f, "/roster?format=csv&reason=x");
	assert_false(is_said(f, "000009"));
}

static bool is_code(struct fixture *f, const char *number)
{
	char *hash;
	struct sqlite3_stmt *stmt;
	bool is_so;

	ks_db_lock(f->sample.store);
	stmt = ks_db_query(f->sample.store, "SELECT hash FROM pin WHERE number = ?", "t", number);
	assert_int_equal(ks_db_step(f->sample.store, stmt), KS_OK);
	hash = ks_strdup(ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(f->sample.store);
	is_so = strlen(hash) > 5 && strcmp(hash + strlen(hash) - 5, "!once") == 0;
	free(hash);
	return is_so;
}

/* With the box the numbers of the list are good once, and are printed while the file is still there. */
static void codes_of_a_list_are_good_once_and_printed(void **state)
{
	struct fixture *f = *state;
	static const char list[] = HEAD ONE THREE
		"000008," EVIL ",ミホン ハチ,総務課,事務局,本庁,01,2026-04-01,,在職,,483920\r\n"
		"000002,=1+1,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

	upload(f, list);
	see(f, "/roster/import");
	assert_true(is_said(f, "name=\"once\""));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take&once=yes"), 200);
	assert_true(is_said(f, "value=\"slips\""));
	assert_false(is_said(f, "483920"));
	assert_true(is_code(f, "000008"));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=slips&reason=+"), 400);
	assert_int_equal(post(f, KS_USER_TRAINER, "/roster/import", "do=slips&reason=x"), 403);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=slips&reason=new+people"), 200);
	assert_memory_equal(ks_buf_text(&f->reply.body), "%PDF", 4);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=drop"), 303);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=slips&reason=x"), 400);
	see(f, "/audit?format=csv&reason=x");
	assert_true(is_said(f, "初期暗証番号は1回だけ"));
	assert_true(is_said(f, "暗証番号のお知らせ"));
	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=undo&reason=x"), 303);
	/* Without the box they stay what they were. */
	upload(f, list);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 303);
	assert_false(is_code(f, "000008"));
	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=undo&reason=x"), 303);
	/* A list without any gives nothing to print. */
	upload(f, HEAD ONE THREE);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=slips&reason=x"), 404);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=drop"), 303);
}

static void columns_are_matched_by_hand(void **state)
{
	struct fixture *f = *state;
	static const char list[] =
		"Nr,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,生年月日\r\n"
		"000001," EVIL ",ミホン イチ,総務課,01,2010-04-01,,在職,1970-01-01\r\n"
		"000002,=1+1,ミホン ニ,会計課,01,2010-04-01,,在職,1970-01-02\r\n"
		"000003,\"'\"\"quoted\"\"'\",ミホン サン,会計課,01,2010-04-01,,育休,1970-01-03\r\n";

	upload(f, list);
	see(f, "/roster/import");
	assert_true(is_said(f, "必要な列がありません: 職員番号。"));
	assert_false(is_said(f, "1970-01-01")); /* a column that is left out is not shown */
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 400);
	see(f, "/roster/import?c0=%E8%81%B7%E5%93%A1%E7%95%AA%E5%8F%B7");
	assert_false(is_said(f, "必要な列がありません"));
	assert_true(is_said(f, "value=\"take\""));
	assert_true(is_said(f, "name=\"c0\" value=\"職員番号\"")); /* goes on into the form */
	/* 氏名 left out by hand is missed. */
	see(f, "/roster/import?c0=%E8%81%B7%E5%93%A1%E7%95%AA%E5%8F%B7&c1=-");
	assert_true(is_said(f, "必要な列がありません: 氏名。"));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=drop"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import", NULL), 400);
}

static void what_looks_like_a_mistake_is_asked(void **state)
{
	struct fixture *f = *state;

	upload(f, HEAD
	       "000001,別の 人,ベツノ ヒト,総務課,事務局,本庁,01,2010-04-01,,在職,,\r\n"
	       "000002,=1+1,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n" THREE);
	see(f, "/roster/import");
	assert_true(is_said(f, "職員番号 000001 は、氏名も氏名カナも前の名簿と違います。"));
	assert_false(is_said(f, "value=\"take\""));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 400);
	see(f, "/roster/import?a-000001=other:000001");
	assert_true(is_said(f, "value=\"take\""));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take&a-000001=other:000001"), 303);
	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=undo&reason=x"), 303);
	/* All but one gone. */
	upload(f, HEAD ONE);
	see(f, "/roster/import");
	assert_true(is_said(f, "変わらない 1 ＝ 取込み後の名簿 1名（今は 3名）"));
	assert_true(is_said(f, "value=\"take\"")); /* so few may go */
}

static void a_list_may_wait_for_its_day(void **state)
{
	struct fixture *f = *state;

	upload(f, HEAD ONE THREE
	       "000007,七 番,ナナ バン,総務課,事務局,本庁,01,2027-04-01,,在職,,\r\n"
	       "000002,=1+1,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n");
	see(f, "/roster/import?from=2099-04-01");
	assert_true(is_said(f, "付けで、4名の名簿にします。"));
	see(f, "/roster/import?from=soon");
	assert_false(is_said(f, "value=\"take\""));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take&from=2099-04-01"), 303);
	assert_string_equal(told(f, "Location"), "/roster?done=waits");
	see(f, "/roster");
	assert_true(is_said(f, "からの名簿を預かっています"));
	assert_false(is_said(f, "000007"));
	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=undo&reason=x"), 303);
	see(f, "/roster");
	assert_false(is_said(f, "からの名簿を預かっています"));
}

static void only_a_form_of_ours_brings_a_list(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];

	assert_int_equal(post_file(f, KS_USER_TRAINER, "/roster/upload", "x", HEAD ONE), 403);
	assert_int_equal(post(f, KS_USER_HR, "/roster/upload", "do=upload"), 415);
	f->type = "multipart/form-data; boundary=kenshu-part";
	assert_int_equal(ask(f, hr, "/roster/upload", "--kenshu-part\r\n\r\nx"), 400);
	assert_int_equal(
		ask(f, hr, "/roster/upload",
		    "--kenshu-part\r\nContent-Disposition: form-data; name=\"list\"; filename=\"x\"\r\n\r\n"
		    "x\r\n--kenshu-part--\r\n"),
		403); /* without the token */
	f->type = NULL;
	/* What was sent is one user's alone, and goes with them. */
	upload(f, HEAD ONE THREE);
	assert_int_equal(post(f, KS_USER_HR, "/logout", "x=y"), 303);
	enter(f, KS_USER_HR);
	assert_int_equal(ask(f, hr, "/roster/import", NULL), 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_is_seen_taken_and_taken_back),
		cmocka_unit_test(codes_of_a_list_are_good_once_and_printed),
		cmocka_unit_test(columns_are_matched_by_hand),
		cmocka_unit_test(what_looks_like_a_mistake_is_asked),
		cmocka_unit_test(a_list_may_wait_for_its_day),
		cmocka_unit_test(only_a_form_of_ours_brings_a_list),
	};

	return ks_test_run_in(tests, setup, teardown);
}
