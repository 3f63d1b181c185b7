/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/replica.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/golden.h"
#include "support/test.h"

/*
 * Page by page out of another LRS: what is kept of each, where it goes on when it was cut, and from when it asks the next time.
 * tests/data/golden/lrs/replica.txt. Times are milliseconds since the sample's clock stood at its beginning.
 */

#define FROM "https://lrs.example/xAPI"
#define NO_ID \
	"\"actor\":{\"mbox\":\"mailto:a@x.example\"},\"verb\":{\"id\":\"http://v.example/did\"}"

struct fixture {
	struct ks_sample_centre *sample;
	struct ks_buf out;
};

static int64_t since(int64_t ms)
{
	return ms ? ms - KS_TEST_WALL_MS : 0;
}

/* "stored" @stored_ms after the beginning; malloc'd. */
static char *stored(struct ks_sample_kiosk *pen, const char *staff, const char *verb,
		    int64_t stored_ms)
{
	char *text = ks_sample_write(pen, staff, verb, "course/annual/m1", KS_TEST_WALL_MS, "synced");
	char when[32], *whole;

	ks_time_format_utc(KS_TEST_WALL_MS + stored_ms, when);
	whole = ks_format("{\"stored\":\"%s\",%s", when, text + 1);
	free(text);
	return whole;
}

static void take(struct fixture *f, const char *what, const char *from, bool is_first,
		 int64_t consistent_ms, const char *json)
{
	struct ks_replica_page page = {.from = from,
				       .bytes = json,
				       .len = strlen(json),
				       .is_first = is_first,
				       .consistent_ms =
					       consistent_ms ? KS_TEST_WALL_MS + consistent_ms : 0};
	enum ks_rc rc = ks_replica_take(f->sample->centre, &page);
	struct ks_replica kept;
	int64_t n_rows = 0, n_done = 0;

	assert_int_equal(ks_replica_read(f->sample->store, &kept), KS_OK);
	assert_int_equal(ks_db_number(f->sample->store, &n_rows, "SELECT count(*) FROM received", ""),
			 KS_OK);
	assert_int_equal(ks_db_number(f->sample->store, &n_done,
				      "SELECT count(*) FROM standing WHERE done_ms > 0", ""),
			 KS_OK);
	ks_buf_printf(&f->out, "%s: %s, %zu on it, %zu not taken, more \"%s\"\n", what,
		      ks_rc_name(rc), page.n, page.n_skipped, page.more);
	ks_buf_printf(&f->out,
		      "  of %s, more \"%s\", since %" PRId64 ", whole at %" PRId64 "; %" PRId64
		      " rows, %" PRId64 " done\n",
		      kept.from, kept.more, since(kept.since_ms), since(kept.at_ms), n_rows, n_done);
	ks_replica_finish(&kept);
	free(page.more);
}

static void put_senders(struct fixture *f)
{
	struct sqlite3_stmt *stmt;

	ks_db_lock(f->sample->store);
	stmt = ks_db_query(f->sample->store,
			   "SELECT kiosk, count(*), (SELECT count(*) FROM source s WHERE s.name = kiosk)"
			   " FROM received GROUP BY kiosk ORDER BY kiosk",
			   "");
	while (ks_db_step(f->sample->store, stmt) == KS_OK)
		ks_buf_printf(&f->out, "  %s\n", ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(f->sample->store);
}

static void pages_are_kept_one_by_one(void **state)
{
	struct fixture f = {.sample = *state};
	struct ks_sample_kiosk first = ks_sample_kiosk("k-01"), second = ks_sample_kiosk("k-02"),
			       odd = ks_sample_kiosk("a/b");
	char *texts[] = {
		stored(&first, "000001", "initialized", 1000),
		stored(&second, "000002", "passed", 2000),
		stored(&first, "000001", "passed", 3600000),
		stored(&odd, "000003", "passed", 7200000),
	};
	char *page = ks_format("{\"statements\":[%s,%s],\"more\":\"/more/2\"}", texts[1], texts[0]),
	     *last;

	ks_clock_advance(&f.sample->clock, 5000);
	take(&f, "no JSON", FROM, true, 0, "x");
	take(&f, "no page", FROM, true, 0, "{\"statements\":{}}");
	take(&f, "the first page", FROM, true, 0, page);
	take(&f, "again", FROM, true, 0, page);
	take(&f, "of another LRS", "https://other.example/xAPI", true, 0, page);
	put_senders(&f);
	last = ks_format("{\"statements\":[%s,{" NO_ID "},7,%s],\"more\":\"\"}", texts[2], texts[3]);
	take(&f, "the last page, of which two are no statements", FROM, false, 0, last);
	put_senders(&f);
	free(last);
	ks_clock_advance(&f.sample->clock, 1000);
	take(&f, "nothing new", FROM, true, 0, "{\"statements\":[]}");
	take(&f, "new ones, but it shows not all it has yet", FROM, true, 7500000,
	     "{\"statements\":[{\"stored\":\"2027-01-01T00:00:00Z\"}],\"more\":\"/m\"}");
	take(&f, "and the end of it", FROM, false, 9000000, "{\"statements\":[]}");
	take(&f, "a time that is none", FROM, true, 0,
	     "{\"statements\":[{\"stored\":\"yesterday\"}],\"more\":\"\"}");
	take(&f, "more that is not asked for any more", FROM, true, 0,
	     "{\"statements\":[],\"more\":\"/gone\"}");
	assert_int_equal(ks_replica_begin_anew(f.sample->centre), KS_OK);
	take(&f, "from a text that is none", FROM, false, 0, "{\"statements\":7}");
	ks_replica_finish(NULL); /* nothing */
	ks_test_golden("tests/data/golden/lrs/replica.txt", ks_buf_text(&f.out));
	ks_buf_finish(&f.out);
	free(page);
	for (size_t i = 0; i < KS_COUNT(texts); i++)
		free(texts[i]);
}

/* What says something else under an id that is here stays out, and keeps none of the others out. */
static void what_differs_is_left_out_and_told(void **state)
{
	struct fixture f = {.sample = *state};
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01"), again;
	char *one = stored(&pen, "000001", "initialized", 1000), *other, *two, *page, *said;
	struct ks_test_stream stream;
	char id[KS_UUID_TEXT];

	memcpy(id, pen.last_id, sizeof(id));
	again = ks_sample_kiosk("k-01");
	other = stored(&again, "000009", "passed", 1000);
	memcpy(strstr(other, again.last_id), id, KS_UUID_TEXT - 1);
	two = stored(&pen, "000002", "passed", 2000);
	page = ks_format("{\"statements\":[%s],\"more\":\"\"}", one);
	take(&f, "one", FROM, true, 0, page);
	free(page);
	page = ks_format("{\"statements\":[%s,%s],\"more\":\"\"}", other, two);
	stream = ks_test_stream_begin(stderr);
	take(&f, "another under its id, and one behind it", FROM, true, 0, page);
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "warn: replica: a statement is left out: "));
	ks_test_golden("tests/data/golden/lrs/replica-differs.txt", ks_buf_text(&f.out));
	ks_buf_finish(&f.out);
	free(said);
	free(page);
	free(two);
	free(other);
	free(one);
}

static void where_kiosks_deliver_nothing_is_copied(void **state)
{
	struct fixture f = {.sample = *state};
	char *secret;

	assert_int_equal(ks_centre_add_kiosk(f.sample->centre, "k-01", &secret), KS_OK);
	free(secret);
	take(&f, "a folder with a kiosk", FROM, true, 0, "{\"statements\":[],\"more\":\"\"}");
	assert_non_null(strstr(ks_buf_text(&f.out), ": denied, "));
	assert_non_null(strstr(ks_buf_text(&f.out), "  of , more \"\", since 0, whole at 0;"));
	ks_buf_finish(&f.out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup_empty, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(pages_are_kept_one_by_one),
		TEST(what_differs_is_left_out_and_told),
		TEST(where_kiosks_deliver_nothing_is_copied),
	};

	return ks_test_run(tests);
}
