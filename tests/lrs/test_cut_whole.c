/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "lrs/announce.h"
#include "lrs/centre_private.h"
#include "lrs/closing.h"
#include "lrs/correction.h"
#include "lrs/enrol.h"
#include "lrs/nendo.h"
#include "lrs/replica.h"
#include "lrs/tally.h"
#include "lrs/user.h"
#include "record/roster.h"
#include "support/centre_sample.h"
#include "support/cut.h"
#include "support/test.h"

/* What looks at the whole record, or makes it anew, cut off at each step: it never says that all is well without having looked. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,役割\r\n"
	"000001,見本 一,ミホン イチ,総務課,01,2010-04-01,,在職,端末利用\r\n"
	"000002,見本 二,ミホン ニ,総務課,01,2010-04-01,,在職,端末利用\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_store *store;
	struct ks_sample_kiosk kiosk;
	char gathering[64], mark[KS_MARK_CHARS + 1];
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	const struct ks_announce_wish meeting = {
		.id = "", .title = "研修", .date = "2026-05-18", .from = "08:00", .to = "09:00"};
	static const struct ks_access access = {.at_ms = 1,
						.user = "hr",
						.role = "人事",
						.deed = KS_DEED_SAW,
						.what = "x",
						.reason = "",
						.n_people = -1};
	char *said, *secret;

	ks_sample_centre_init(&f->sample);
	f->store = f->sample.store;
	f->kiosk = ks_sample_kiosk("k-01");
	ks_sample_import(f->store, roster_csv);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
	ks_sample_ingest_answer(&f->sample, &f->kiosk, "course/annual/m1/quiz/m1-q01", "1", true);
	assert_int_equal(ks_centre_announce(f->sample.centre, &meeting, &said, f->gathering), KS_OK);
	free(said);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "checkin", "session/2026-05-18-1");
	assert_int_equal(ks_access_add(f->store, &access), KS_OK);
	assert_int_equal(ks_access_add(f->store, &access), KS_OK);
	assert_int_equal(ks_centre_add_client(f->sample.centre, "lms-1", KS_SCOPE_WRITE, &secret),
			 KS_OK);
	free(secret);
	assert_int_equal(ks_nendo_seal(f->sample.centre, 2024, "{}", "https://kenshu.example"),
			 KS_OK);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

/* ---- looked at ---- */

static void pass(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)context;
	(void)kiosk;
	(void)seq;
	(void)fault;
}

static enum ks_rc verify(void *context)
{
	struct fixture *f = context;
	int64_t n;

	return ks_centre_verify(f->store, pass, NULL, &n);
}

static enum ks_rc summaries(void *context)
{
	struct fixture *f = context;
	const char *wrong = NULL;
	enum ks_rc rc = ks_centre_check_summaries(f->store, &wrong);

	assert_true(rc != KS_OK || !wrong);
	return rc;
}

static enum ks_rc tally(void *context)
{
	struct fixture *f = context;
	bool is_right = false;
	enum ks_rc rc = ks_tally_check(f->store, &is_right);

	assert_int_equal(is_right, rc == KS_OK);
	return rc;
}

static enum ks_rc seal(void *context)
{
	struct fixture *f = context;
	struct ks_nendo_seal out;
	enum ks_rc rc = ks_nendo_seal_load(f->store, 2024, &out);

	if (rc == KS_OK)
		assert_string_equal(out.document, "{}");
	ks_nendo_seal_finish(&out);
	return rc;
}

static enum ks_rc log_of_access(void *context)
{
	struct fixture *f = context;
	char head[KS_HASH_HEX];
	int64_t n, bad = 0;
	enum ks_rc rc = ks_access_verify(f->store, &n, &bad, head);

	if (rc == KS_OK)
		assert_true(n == 2 && bad == 0);
	return rc;
}

static enum ks_rc have(void *context)
{
	struct fixture *f = context;
	int64_t seq = 0;
	enum ks_rc rc = ks_centre_have(f->sample.centre, "k-01", &seq);

	if (rc == KS_OK)
		assert_int_equal(seq, 3);
	return rc;
}

static enum ks_rc stamp(void *context)
{
	struct fixture *f = context;
	char out[KS_STAMP_MAX];

	return ks_centre_stamp(f->sample.centre, out);
}

static void nothing_is_called_well_that_was_not_looked_at(void **state)
{
	struct fixture *f = *state;

#define READ(act) ks_cut_read(f->store, #act, act, f)
	READ(verify);
	READ(summaries);
	READ(tally);
	READ(seal);
	READ(log_of_access);
	READ(have);
	READ(stamp);
}

/* ---- made anew, and said ---- */

static enum ks_rc rebuild(void *context)
{
	struct fixture *f = context;

	return ks_centre_rebuild_summaries(f->sample.centre);
}

static enum ks_rc count_tally(void *context)
{
	struct fixture *f = context;

	return ks_tally_rebuild(f->store);
}

static enum ks_rc count_source(void *context)
{
	struct fixture *f = context;

	return ks_centre_count_source(f->sample.centre, "lms-1", true);
}

static enum ks_rc confirm(void *context)
{
	struct fixture *f = context;

	return ks_centre_confirm_key(f->sample.centre, "k-01", f->mark);
}

static struct ks_closing_wish closing_of(const struct fixture *f)
{
	return (struct ks_closing_wish){.gathering = f->gathering,
					.by = "000002",
					.n_counted = 1,
					.reason = "",
					.iri_base = "https://kenshu.example"};
}

static enum ks_rc on_paper(void *context)
{
	static const char *const numbers[] = {"000002"};
	struct fixture *f = context;
	struct ks_closing_wish wish = closing_of(f);
	struct ks_closing_result result;
	enum ks_closing_fault fault;

	wish.numbers = numbers;
	wish.n_numbers = 1;
	return ks_centre_from_paper(f->sample.centre, &wish, &fault, &result);
}

static enum ks_rc close_gathering(void *context)
{
	struct fixture *f = context;
	struct ks_closing_wish wish = closing_of(f);
	struct ks_closing_result result;
	enum ks_closing_fault fault;

	wish.n_counted = 2;
	return ks_centre_close_gathering(f->sample.centre, &wish, &fault, &result);
}

static enum ks_rc close_year(void *context)
{
	struct fixture *f = context;

	return ks_nendo_seal(f->sample.centre, 2025, "{\"a\":1}", "https://kenshu.example");
}

static void cut(struct fixture *f, const char *name, enum ks_rc (*act)(void *context),
		bool leaves_trace)
{
	struct ks_cut cut = {.store = f->store,
			     .act = act,
			     .context = f,
			     .name = name,
			     .leaves_trace = leaves_trace};
	const char *wrong = "";

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	assert_int_equal(ks_centre_check_summaries(f->store, &wrong), KS_OK);
	assert_null(wrong);
}

static void what_is_made_anew_or_said_is_whole(void **state)
{
	struct fixture *f = *state;
	struct ks_head head = ks_sample_head(&f->kiosk);

	ks_code_of_key(head.public_key, f->mark);
	ks_head_finish(&head);
	cut(f, "rebuild", rebuild, true); /* the sums, then the numbers of each kiosk */
	cut(f, "tally", count_tally, false);
	cut(f, "count a source", count_source, false);
	cut(f, "confirm a key", confirm, false);
	cut(f, "from paper", on_paper, false);
	cut(f, "close", close_gathering, false);
	cut(f, "close a year", close_year, true); /* the document is there before its statement */
	assert_int_equal(close_year(f), KS_CONFLICT);
	assert_int_equal(ks_sample_n_faults(f->store), 0);
}

/* ---- from elsewhere ---- */

static enum ks_rc copy(void *context)
{
	struct fixture *f = context;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-07");
	char *text = ks_sample_write(&pen, "000001", "passed", "course/annual/m2", KS_TEST_WALL_MS,
				     "synced");
	char *json = ks_format("{\"statements\":[%s],\"more\":\"\"}", text);
	struct ks_replica_page page = {.from = "https://lrs.example/xAPI",
				       .bytes = json,
				       .len = strlen(json),
				       .is_first = true};
	enum ks_rc rc = ks_replica_take(f->sample.centre, &page);

	assert_true(rc != KS_OK || page.n_skipped == 0);
	free(page.more);
	free(json);
	free(text);
	return rc;
}

static int setup_copy(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	f->store = f->sample.store;
	*state = f;
	return 0;
}

static void what_is_copied_is_whole_or_copied_again(void **state)
{
	struct fixture *f = *state;
	struct ks_replica kept;

	cut(f, "copy", copy, true); /* the page, then where to go on */
	assert_int_equal(ks_replica_read(f->store, &kept), KS_OK);
	assert_int_equal(kept.at_ms, KS_TEST_WALL_MS);
	ks_replica_finish(&kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_called_well_that_was_not_looked_at,
						setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_made_anew_or_said_is_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_copied_is_whole_or_copied_again, setup_copy,
						teardown),
	};

	return ks_test_run(tests);
}
