/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/replica.h"
#include "support/test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "record/db.h"
#include "support/record_sample.h"
#include "sync/courier.h"
#include "told.h"

/* What reaches a collector by hand: parcels by stick, old folders, pages of another LRS. */

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

static void a_parcel_is_taken_in_and_a_receipt_goes_back(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_record_sample *kiosk;
	struct ks_courier_sent sent;
	json_t *answer = ks_told_with(sample, -1, true, NULL, "{'do':'courier.key'}");
	const char *key = json_string_value(json_object_get(answer, "message"));
	char *secret, *stick = ks_test_folder();
	void *other;
	int file;

	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-01", &secret), KS_OK);
	assert_int_equal(ks_record_sample_setup(&other), 0);
	kiosk = other;
	(void)ks_record_sample_append(kiosk, KS_FACT_INITIALIZED);
	(void)ks_record_sample_append(kiosk, KS_FACT_EXPERIENCED);
	assert_int_equal(ks_courier_export(kiosk->ledger,
					   &(struct ks_courier_wish){.folder = stick,
								     .centre_key = key,
								     .secret = secret},
					   &sent),
			 KS_OK);
	json_decref(answer);
	ks_told_refused(sample, "読めませんでした。USBメモリーを確かめてください。",
			"{'do':'courier.take'}");
	file = ks_told_file(sample, "no parcel");
	json_decref(ks_told_with(sample, file, false,
				 "途中で切れているか、このセンターあてではありません。",
				 "{'do':'courier.take'}"));
	close(file);
	file = open_file(sent.path);
	assert_int_equal(ks_db_run(sample->store, "PRAGMA query_only = 1", ""), KS_OK);
	json_decref(
		ks_told_with(sample, file, false, "保存できませんでした", "{'do':'courier.take'}"));
	assert_int_equal(ks_db_run(sample->store, "PRAGMA query_only = 0", ""), KS_OK);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM received"), 0);
	answer = ks_told_with(sample, file, true,
			      "端末 k-01 の記録 2件がセンターにあります。受領書を書きました。",
			      "{'do':'courier.take'}");
	assert_string_equal(json_string_value(json_object_get(answer, "kiosk")), "k-01");
	assert_true(json_string_length(json_object_get(answer, "receipt")) > 100);
	assert_true(json_string_length(json_object_get(answer, "people")) > 100);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM received"), 2);
	json_decref(answer);
	close(file);
	free(sent.path);
	ks_test_folder_finish(stick);
	free(secret);
	assert_int_equal(ks_record_sample_teardown(&other), 0);
}

static void the_key_for_parcels_is_made_once(void **state)
{
	struct ks_sample_centre *sample = *state;
	json_t *first, *second;

	ks_told_unsaved(sample, "{'do':'courier.key'}");
	first = ks_told_with(sample, -1, true, NULL, "{'do':'courier.key'}");
	second = ks_told_with(sample, -1, true, NULL, "{'do':'courier.key'}");
	assert_true(json_equal(first, second));
	json_decref(first);
	json_decref(second);
}

/* ---- of an old folder, and of another LRS ---- */

static void an_old_folder_has_the_account_of_its_key(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_head head;
	char *known;
	json_t *answer;

	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	head = ks_sample_head(&kiosk);
	known = ks_format("{'do':'kiosk.adopt','kiosk':'k-77','key':'%s'}", head.public_key);
	answer = ks_told_with(sample, -1, true, "", known);
	assert_string_equal(json_string_value(json_object_get(answer, "kiosk")), "k-01");
	json_decref(answer);
	head.public_key[3] = head.public_key[3] == 'A' ? 'B' : 'A';
	free(known);
	known = ks_format("{'do':'kiosk.adopt','kiosk':'k-01','key':'%s'}", head.public_key);
	ks_told_refused(sample, "k-01 は別の端末の名前なので、--name で", known);
	free(known);
	known = ks_format("{'do':'kiosk.adopt','kiosk':'K 1','key':'%s'}", head.public_key);
	ks_told_refused(sample, "端末の名前「K 1」は使えません。", known);
	free(known);
	known = ks_format("{'do':'kiosk.adopt','kiosk':'k-05','key':'%s'}", head.public_key);
	ks_told_unsaved(sample, known);
	free(known);
	ks_head_finish(&head);
}

static void an_old_folder_sends_only_to_what_a_kiosk_sends_to(void **state)
{
	struct ks_sample_centre *sample = *state;
	json_t *answer;

	ks_told_refused(sample, "端末は、そこへは送れません。",
			"{'do':'kiosk.carry','kiosk':'k-01','method':'GET','path':'/nowhere'}");
	ks_told_refused(
		sample, "端末は、そこへは送れません。",
		"{'do':'kiosk.carry','kiosk':'k-01','method':'GET','path':'/kiosk/v1/roster'}");
	answer = ks_told_with(
		sample, -1, true, "",
		"{'do':'kiosk.carry','kiosk':'k-01','method':'GET','path':'/xAPI/about'}");
	assert_int_equal(json_integer_value(json_object_get(answer, "status")), 200);
	assert_string_equal(json_string_value(json_object_get(answer, "type")), "application/json");
	assert_non_null(strstr(json_string_value(json_object_get(answer, "body")), "1.0.3"));
	json_decref(answer);
	answer = ks_told_with(sample, -1, true, "",
			      "{'do':'kiosk.carry','kiosk':'k-01','method':'POST','path':"
			      "'/xAPI/statements','headers':{'content-type':'application/json'},"
			      "'body':'[]'}");
	assert_int_equal(json_integer_value(json_object_get(answer, "status")), 200);
	assert_string_equal(json_string_value(json_object_get(answer, "body")), "[]");
	json_decref(answer);
	answer = ks_told_with(sample, -1, true, "",
			      "{'do':'kiosk.carry','kiosk':'k-01','method':'PUT','path':"
			      "'/xAPI/statements','headers':{'Content-Type':'application/json'},"
			      "'query':{'statementId':'0190f5a0-0000-7000-8000-000000000001'},"
			      "'body':'{}'}");
	assert_int_equal(json_integer_value(json_object_get(answer, "status")), 400);
	json_decref(answer);
}

/* Its folder is a copy, or it is a centre: never both. */
static void a_copy_is_of_one_lrs_and_of_no_centre(void **state)
{
	struct ks_sample_centre *sample = *state;
	static const char page[] =
		"{'do':'replica.take','from':'https://lrs.example/xAPI','is_first':true,"
		"'page':'{\\\"statements\\\":[],\\\"more\\\":\\\"\\\"}'}";
	static const char other[] = "{'do':'replica.take','from':'https://other.example/xAPI',"
				    "'is_first':true,'page':'{\\\"statements\\\":[]}'}";
	char *said;

	ks_told_refused(sample, "端末が登録されているので、ほかの LRS の写しにはできません。", page);
	(void)ks_sample_teardown(state);
	(void)ks_sample_setup_empty(state);
	sample = *state;
	ks_told_refused(sample,
			"https://lrs.example/xAPI の答えが、記録の一覧（statements）ではありません。",
			"{'do':'replica.take','from':'https://lrs.example/xAPI','is_first':true,"
			"'page':'<html>'}");
	ks_told_unsaved(sample, page);
	said = ks_strdup(page);
	for (char *c = said; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	{
		char *answer = ks_control_do(sample->centre, said, strlen(said), -1);

		assert_string_equal(answer, "{\"ok\":true,\"more\":\"\",\"n\":0,\"n_skipped\":0}");
		free(answer);
	}
	free(said);
	ks_told_refused(sample, "別の LRS の写しです。https://other.example/xAPI の写しには、",
			other);
}

static void take_page(struct ks_sample_centre *sample, const char *request)
{
	char *answer = ks_control_do(sample->centre, request, strlen(request), -1);

	assert_non_null(strstr(answer, "\"ok\":true"));
	free(answer);
}

static void expect_more(struct ks_sample_centre *sample, const char *more)
{
	struct ks_replica copy;

	assert_int_equal(ks_replica_read(ks_centre_store(sample->centre), &copy), KS_OK);
	assert_string_equal(copy.more, more);
	assert_string_equal(copy.from, "https://lrs.example/xAPI");
	ks_replica_finish(&copy);
}

/* A copying that was cut goes on where it stood, until its LRS does not know that place any more. */
static void a_copying_that_was_cut_begins_anew(void **state)
{
	take_page(*state,
		  "{\"do\":\"replica.take\",\"from\":\"https://lrs.example/xAPI\",\"is_first\":true,"
		  "\"page\":\"{\\\"statements\\\":[],\\\"more\\\":\\\"/xAPI/more/7\\\"}\"}");
	expect_more(*state, "/xAPI/more/7");
	take_page(*state, "{\"do\":\"replica.take\",\"begin_anew\":true}");
	expect_more(*state, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_parcel_is_taken_in_and_a_receipt_goes_back,
						ks_sample_setup_empty, ks_sample_teardown),
		TEST(the_key_for_parcels_is_made_once),
		TEST(an_old_folder_has_the_account_of_its_key),
		TEST(an_old_folder_sends_only_to_what_a_kiosk_sends_to),
		TEST(a_copy_is_of_one_lrs_and_of_no_centre),
		cmocka_unit_test_setup_teardown(a_copying_that_was_cut_begins_anew,
						ks_sample_setup_empty, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
