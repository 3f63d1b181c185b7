/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/db.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pin_mark.h"
#include "record/pin_news.h"
#include "record/pseudonym.h"
#include "record/roster.h"
#include "record/secrets.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* What goes sealed between the centre and a kiosk, when the disk of either fails at any step: it says so, and nothing is half taken. */

#define HASH "$argon2id$v=19$m=16384,t=3,p=1$x"

struct world {
	struct ks_record_sample *centre, *kiosk;
	char *kiosk_key, *centre_key;
	char *sealed; /* for the kiosk */
	struct ks_parcel told;
	char staff[KS_ACTOR_MAX], name[KS_ACTOR_MAX];
};

static int64_t number_in(struct ks_record_sample *s, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(s->store, &n, sql, ""), KS_OK);
	return n;
}

static int setup(void **state)
{
	static const char people[] =
		"INSERT INTO person(number, typed, name, kana, is_listed) VALUES"
		"('1', '1', 'a', 'b', 1), ('2', '2', 'c', 'd', 1), ('3', '3', 'e', 'f', 1),"
		"('4', '4', 'g', 'h', 1);";
	struct world *w = ks_alloc_zero(1, sizeof(*w));

	assert_int_equal(ks_record_sample_setup((void **)&w->centre), 0);
	assert_int_equal(ks_record_sample_setup((void **)&w->kiosk), 0);
	assert_int_equal(ks_parcel_key(w->kiosk->store, &w->kiosk_key), KS_OK);
	assert_int_equal(ks_parcel_key(w->centre->store, &w->centre_key), KS_OK);
	ks_record_sample_sql(w->centre, people);
	ks_record_sample_sql(w->kiosk, people);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	ks_parcel_finish(&w->told);
	assert_int_equal(ks_record_sample_teardown((void **)&w->centre), 0);
	assert_int_equal(ks_record_sample_teardown((void **)&w->kiosk), 0);
	free(w->kiosk_key);
	free(w->centre_key);
	free(w->sealed);
	free(w);
	return 0;
}

static void cut(struct world *w, struct ks_record_sample *s, const char *name,
		void (*begin)(void *context), enum ks_rc (*act)(void *context))
{
	struct ks_cut cut = {.store = s->store,
			     .begin = begin,
			     .act = act,
			     .context = w,
			     .name = name,
			     .tells_each = true};

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
}

/* ---- from the centre to a kiosk ---- */

static enum ks_rc seal(void *context)
{
	struct world *w = context;
	struct ks_buf document = {0};
	enum ks_rc rc;

	ks_buf_puts(&document, "{\"x\":1}");
	rc = ks_secrets_add(w->centre->store, w->kiosk_key, "", KS_TEST_WALL_MS, &document);
	if (rc == KS_OK) {
		const char *at = strstr(ks_buf_text(&document), "\"sealed\":\"") + 10;

		free(w->sealed);
		w->sealed = ks_strndup(at, strcspn(at, "\""));
	}
	ks_buf_finish(&document);
	return rc;
}

/* Of 1 the centre knows a lock, of 2 that a lock is over; 3 it does not serve, and 4 chose here by the same code as elsewhere. */
static void begin_take(void *context)
{
	struct world *w = context;

	ks_record_sample_sql(
		w->kiosk,
		"DELETE FROM pin; DELETE FROM pin_code; DELETE FROM pin_try; DELETE FROM pin_state;"
		"DELETE FROM pin_news; DELETE FROM setting WHERE name LIKE 'p%';"
		"INSERT INTO pin(number, hash, source) VALUES('1', '" HASH "9', 'initial'),"
		" ('2', '" HASH "2', 'own'), ('3', '" HASH "3', 'initial'), ('4', '" HASH
		"8!of:0', 'own');"
		"INSERT INTO pin_news(number, stamp, chosen_ms) VALUES('4', 1, 5);"
		"INSERT INTO pin_try(number, n_wrong, lock_ms, lock_boot, lock_mono_ms)"
		" VALUES('1', 1, 0, '', 0), ('2', 5, 60000, 'x', 1)");
}

static enum ks_rc take(void *context)
{
	struct world *w = context;
	struct ks_store *store = w->kiosk->store;
	struct ks_roster people;
	enum ks_rc rc = ks_roster_load(store, false, &people);

	if (rc != KS_OK)
		return rc;
	rc = ks_store_begin(store);
	if (rc == KS_OK)
		rc = ks_store_end(store, ks_secrets_take(store, w->sealed, &people));
	ks_roster_finish(&people);
	return rc;
}

static void what_is_sealed_is_taken_whole(void **state)
{
	struct world *w = *state;

	ks_record_sample_sql(
		w->centre,
		"INSERT INTO pin(number, hash, source) VALUES('1', '" HASH "1', 'initial'),"
		" ('2', '" HASH "2', 'own'), ('4', '" HASH "4!of:0', 'own');"
		"INSERT INTO pin_state(number, stamp, n_wrong, until_ms, chosen_ms)"
		" VALUES('1', 7, 5, 1779062400000 + 9000000000000, 0), ('2', 8, 0, 0, 0)");
	ks_record_sample_sql(w->centre, "UPDATE pin_state SET until_ms = 0 WHERE number = '2'");
	assert_int_equal(ks_pseudonym_make_key(w->centre->store), KS_OK);
	cut(w, w->centre, "seal", NULL, seal);
	cut(w, w->kiosk, "take", begin_take, take);
	assert_int_equal(number_in(w->kiosk, "SELECT count(*) FROM pin"), 3);
	assert_int_equal(number_in(w->kiosk, "SELECT count(*) FROM pin WHERE hash LIKE '%x8!of:0'"),
			 1);
	assert_int_equal(number_in(w->kiosk, "SELECT count(*) FROM pin WHERE hash = '" HASH "1'"), 1);
	assert_int_equal(number_in(w->kiosk, "SELECT count(*) FROM pin_try WHERE number = '2'"), 0);
	assert_int_equal(number_in(w->kiosk, "SELECT stamp FROM pin_state WHERE number = '2'"), 8);
	assert_int_equal(
		number_in(w->kiosk, "SELECT count(*) FROM setting WHERE name = 'pseudonym_key'"), 1);
}

/* ---- from a kiosk to the centre ---- */

static enum ks_rc tell(void *context)
{
	struct world *w = context;
	struct ks_buf out = {0};
	int64_t upto = 0;
	enum ks_rc rc =
		ks_pin_news_seal(w->kiosk->store, &w->kiosk->clock, w->centre_key, &out, &upto);

	if (rc == KS_OK) {
		ks_parcel_finish(&w->told);
		assert_int_equal(ks_parcel_open(w->centre->store, KS_PIN_NEWS_PARCEL, out.data,
						out.len, &w->told),
				 KS_OK);
	}
	ks_buf_finish(&out);
	return rc;
}

static void begin_hear(void *context)
{
	struct world *w = context;

	ks_record_sample_sql(w->centre,
			     "UPDATE pin SET hash = (SELECT hash FROM pin WHERE number = '3'),"
			     " source = 'initial' WHERE number = '1';"
			     "DELETE FROM pin_state; DELETE FROM pin_news; DELETE FROM pin_try;"
			     "DELETE FROM setting WHERE name LIKE 'pin_heard%'");
}

static enum ks_rc hear(void *context)
{
	struct world *w = context;
	struct ks_pin_news_got got = {0};
	enum ks_rc rc = ks_pin_news_take(w->centre->store, w->told.payload, w->told.len,
					 w->told.sender, "", KS_TEST_WALL_MS, &got);

	if (rc == KS_OK)
		assert_int_equal(got.n_taken, 1);
	return rc;
}

static void what_a_kiosk_tells_is_heard_whole(void **state)
{
	struct world *w = *state;
	char code[KS_PIN_DIGITS + 1], *hash = NULL;

	/* The code that the centre gave out, kept there beside in 3's row, is answered at the kiosk. */
	assert_int_equal(ks_pin_reset(w->centre->store, "1", "1", code), KS_OK);
	assert_int_equal(ks_pin_load(w->centre->store, "1", &hash), KS_OK);
	assert_int_equal(ks_db_run(w->centre->store,
				   "INSERT INTO pin(number, hash, source) VALUES('3', ?, 'initial')",
				   "t", hash),
			 KS_OK);
	assert_int_equal(ks_db_run(w->kiosk->store,
				   "INSERT INTO pin(number, hash, source) VALUES('1', ?, 'initial')",
				   "t", hash),
			 KS_OK);
	free(hash);
	assert_int_equal(ks_pin_choose(w->kiosk->store, "1", "1", "918391"), KS_OK);
	ks_cut_read(w->kiosk->store, "tell", tell, w);
	cut(w, w->centre, "hear", begin_hear, hear);
	assert_int_equal(number_in(w->centre,
				   "SELECT count(*) FROM pin WHERE number = '1' AND source = 'own'"),
			 1);
	assert_int_equal(number_in(w->centre, "SELECT count(*) FROM pin_state"), 1);
}

/* ---- pseudonyms ---- */

static void begin_make(void *context)
{
	struct world *w = context;

	ks_record_sample_sql(w->kiosk, "DELETE FROM setting WHERE name = 'pseudonym_key'");
}

static enum ks_rc make(void *context)
{
	struct world *w = context;

	return ks_pseudonym_make_key(w->kiosk->store);
}

static void begin_resolve(void *context)
{
	struct world *w = context;

	ks_record_sample_sql(w->kiosk, "DROP TABLE IF EXISTS temp.pseudonym");
}

static enum ks_rc resolve(void *context)
{
	struct world *w = context;
	enum ks_rc rc = ks_pseudonym_resolve(w->kiosk->store, w->name, w->staff);

	if (rc == KS_OK)
		assert_string_equal(w->staff, "2");
	return rc;
}

static void whose_pseudonym_it_is_is_found_or_not_known(void **state)
{
	struct world *w = *state;

	cut(w, w->kiosk, "make", begin_make, make);
	assert_int_equal(ks_pseudonym_of(w->kiosk->store, "2", w->name), KS_OK);
	cut(w, w->kiosk, "resolve", begin_resolve, resolve);
}

#define with_both(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_both(what_is_sealed_is_taken_whole),
		with_both(what_a_kiosk_tells_is_heard_whole),
		with_both(whose_pseudonym_it_is_is_found_or_not_known),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
