/* SPDX-License-Identifier: Apache-2.0 */
#include "record/secrets.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pseudonym.h"
#include "record/roster.h"
#include "support/record_sample.h"

/* What travels sealed beside the list: whose PINs go to which kiosk, and what a kiosk makes of what it can open. */

#define HASH "$argon2id$v=19$m=16384,t=3,p=1$x"

struct world {
	struct ks_record_sample *centre, *kiosk;
	char *key; /* the kiosk's */
};

#define PERSON(number, listed)                                                                   \
	"INSERT INTO person(number, typed, name, kana, is_listed) VALUES('" number "', '" number \
	"', 'a', 'b', " listed ");"
#define POST(number, unit, roles)                                                                                    \
	"INSERT INTO appointment(number, position, unit, unit_kind, facility, employment, from_day, to_day, status," \
	" roles) VALUES('" number "', 0, '" unit                                                                     \
	"', '', '', '01', '2020-04-01', '', '在職', '" roles "');"
#define PIN(number, hash, source) \
	"INSERT INTO pin(number, hash, source) VALUES('" number "', '" hash "', '" source "');"

static int setup(void **state)
{
	struct world *w = ks_alloc_zero(1, sizeof(*w));

	assert_int_equal(ks_record_sample_setup((void **)&w->centre), 0);
	assert_int_equal(ks_record_sample_setup((void **)&w->kiosk), 0);
	assert_int_equal(ks_parcel_key(w->kiosk->store, &w->key), KS_OK);
	ks_record_sample_sql(w->centre, PERSON("1", "1") PERSON("2", "1") PERSON("3", "1")
						PERSON("4", "0") PERSON("5", "1"));
	ks_record_sample_sql(w->centre,
			     POST("1", "総務課", "") POST("2", "会計課", "")
				     POST("3", "会計課", "管理職;研修担当") POST("4", "総務課", "")
					     POST("5", "総務課会計課", ""));
	ks_record_sample_sql(w->centre,
			     PIN("1", HASH "1", "initial") PIN("2", HASH "2", "own")
				     PIN("3", HASH "3", "initial") PIN("4", HASH "4", "initial")
					     PIN("5", HASH "5", "initial"));
	ks_record_sample_sql(w->kiosk,
			     PERSON("1", "1") PERSON("2", "1") PERSON("3", "1") PERSON("5", "1"));
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	assert_int_equal(ks_record_sample_teardown((void **)&w->centre), 0);
	assert_int_equal(ks_record_sample_teardown((void **)&w->kiosk), 0);
	free(w->key);
	free(w);
	return 0;
}

/* The kiosk takes @sealed with its own list; what it logs is returned. */
static char *take(struct world *w, const char *sealed)
{
	struct ks_test_stream stream;
	struct ks_roster people;
	enum ks_rc rc;

	assert_int_equal(ks_roster_load(w->kiosk->store, false, &people), KS_OK);
	stream = ks_test_stream_begin(stderr);
	rc = ks_store_begin(w->kiosk->store);
	if (rc == KS_OK)
		rc = ks_store_end(w->kiosk->store, ks_secrets_take(w->kiosk->store, sealed, &people));
	ks_roster_finish(&people);
	assert_int_equal(rc, KS_OK);
	return ks_test_stream_end(&stream);
}

static void expect_pins(struct ks_record_sample *s, const char *expected)
{
	struct ks_buf out = {0};
	sqlite3_stmt *stmt;

	assert_int_equal(
		sqlite3_prepare_v2(
			ks_db_handle(s->store),
			"SELECT number || right.h FROM (SELECT number, substr(hash, 33) || source AS h FROM pin"
			" ORDER BY number) AS right",
			-1, &stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		ks_buf_printf(&out, "%s ", ks_db_text(stmt, 0));
	sqlite3_finalize(stmt);
	assert_string_equal(ks_buf_text(&out), expected);
	ks_buf_finish(&out);
}

static char *seal_document(struct world *w, const char *document, const char *units)
{
	struct ks_buf out = {0};

	ks_buf_puts(&out, document);
	assert_int_equal(ks_secrets_add(w->centre->store, w->key, units, KS_TEST_WALL_MS, &out),
			 KS_OK);
	assert_non_null(strstr(ks_buf_text(&out), "\"sealed\":\""));
	assert_int_equal(out.data[out.len - 1], '}');
	return ks_buf_take(&out);
}

/* "sealed" of a document. */
static char *sealed_of(const char *document)
{
	const char *at = strstr(document, "\"sealed\":\"") + strlen("\"sealed\":\"");

	return ks_strndup(at, strcspn(at, "\""));
}

static void each_kiosk_gets_the_pins_of_those_it_serves(void **state)
{
	static const struct {
		const char *document, *units, *pins;
	} cases[] = {
		{"{\"x\":1}", "", "11initial 22own 33initial 55initial "},
		{"{\"x\":1}", "総務課", "11initial 33initial "}, /* who runs gatherings comes everywhere */
		{"{\"x\":1}", "総務課\n会計課", "11initial 22own 33initial "},
		{"{\"x\":1}", "課", "33initial "},
		{"{\"format\":\"kenshu-roster-delta-1\",\"people\":[{\"number\":\"2\"},{\"number\":\"9\"},{}]}",
		 "", "22own "},
		{"{\"format\":\"kenshu-roster-delta-1\",\"people\":[{\"number\":\"2\"}]}", "総務課",
		 ""},
	};
	struct world *w = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *document = seal_document(w, cases[i].document, cases[i].units),
		     *sealed = sealed_of(document), *said;

		ks_record_sample_sql(w->kiosk, "DELETE FROM pin; DELETE FROM pin_code");
		said = take(w, sealed);
		assert_string_equal(said, "");
		expect_pins(w->kiosk, cases[i].pins);
		free(said);
		free(sealed);
		free(document);
	}
}

static void what_is_no_document_gets_nothing_sealed(void **state)
{
	static const char *const documents[] = {"", "x", "{} "};
	struct world *w = *state;
	struct ks_buf good = {0};

	for (size_t i = 0; i < KS_COUNT(documents); i++) {
		struct ks_buf out = {0};

		ks_buf_puts(&out, documents[i]);
		assert_int_equal(ks_secrets_add(w->centre->store, w->key, "", KS_TEST_WALL_MS, &out),
				 KS_INVALID);
		assert_string_equal(ks_buf_text(&out), documents[i]);
		ks_buf_finish(&out);
	}
	ks_buf_puts(&good, "{}");
	assert_int_equal(ks_secrets_add(w->centre->store, "no key", "", KS_TEST_WALL_MS, &good),
			 KS_INVALID);
	ks_buf_finish(&good);
}

static void serves_is_asked_of_one_person(void **state)
{
	static const struct {
		const char *units, *number;
		bool is_so;
	} cases[] = {{"", "1", true},        {"", "4", false},           {"", "9", false},
		     {"総務課", "1", true},  {"総務課", "2", false},     {"総務課", "3", true},
		     {"総務課", "5", false}, {"総務課会計課", "5", true}};
	struct world *w = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		bool is_so = !cases[i].is_so;

		assert_int_equal(ks_secrets_serves(w->centre->store, cases[i].units,
						   cases[i].number, &is_so),
				 KS_OK);
		if (is_so != cases[i].is_so)
			fail_msg("%s for %s", cases[i].number, cases[i].units);
	}
}

/* How many wrong tries kiosks told of, and for how much longer nobody gets in. */
static void lock_that_was_told_travels_for_as_long_as_it_holds(void **state)
{
	struct world *w = *state;
	struct ks_clock clock = ks_clock_system();
	char *document, *sealed;
	int64_t wait_ms = 0;

	ks_record_sample_sql(
		w->centre,
		"INSERT INTO pin_state(number, stamp, n_wrong, until_ms, chosen_ms) VALUES"
		" ('1', 1, 5, 1779064280000, 0), ('2', 2, 3, 1779064219999, 0)"); /* 60 s from now, and just over */
	document = seal_document(w, "{\"x\":1}", "");
	sealed = sealed_of(document);
	free(take(w, sealed));
	assert_int_equal(ks_pin_wait_ms(w->kiosk->store, &clock, "1", &wait_ms), KS_OK);
	assert_in_range(wait_ms, 1, 60000);
	assert_int_equal(ks_pin_wait_ms(w->kiosk->store, &clock, "2", &wait_ms), KS_OK);
	assert_int_equal(wait_ms, 0);
	free(sealed);
	free(document);
}

/* ---- what a kiosk makes of it ---- */

static char *seal_payload(struct world *w, const char *payload)
{
	struct ks_buf parcel = {0};
	char *text;

	assert_int_equal(ks_parcel_seal(w->centre->store, ".kenshu-secrets", w->key, payload,
					strlen(payload), &parcel),
			 KS_OK);
	text = ks_base64url((const uint8_t *)parcel.data, parcel.len);
	ks_buf_finish(&parcel);
	return text;
}

static void what_breaks_a_rule_is_left_out_alone(void **state)
{
	static const struct {
		const char *payload, *said, *pins;
	} cases[] = {
		{"{\"pins\":{\"1\":[\"" HASH "7\",\"initial\"]}}", "", "17initial "},
		{"{\"pins\":{\"1\":[\"no hash\",\"initial\"],\"2\":[\"" HASH "8\",\"own\"]}}",
		 "a sealed PIN is left out", "17initial 28own "},
		{"{\"pins\":{\"1\":7,\"2\":[\"" HASH "8\",\"own\"]}}", "a sealed PIN is left out",
		 "17initial 28own "},
		{"{\"pseudonym\":\"no key\",\"pins\":{\"1\":[\"" HASH "9\",\"initial\"]}}",
		 "the key of pseudonyms is left out",
		 "19initial 28own "}, /* chosen here, and the centre never spoke of it */
		{"not JSON", "what is sealed is not for this kiosk's key: invalid",
		 "19initial 28own "},
		{"{\"a\":1,\"a\":2}", "what is sealed is not for this kiosk's key: invalid",
		 "19initial 28own "},
		{"{}", "", "28own "},
	};
	struct world *w = *state;
	char *said;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *sealed = seal_payload(w, cases[i].payload);

		said = take(w, sealed);
		if (cases[i].said[0] ? !strstr(said, cases[i].said) : said[0] != '\0')
			fail_msg("%s: %s", cases[i].payload, said);
		expect_pins(w->kiosk, cases[i].pins);
		free(said);
		free(sealed);
	}
	said = take(w, "%%%");
	assert_non_null(strstr(said, "what is sealed is not for this kiosk's key: invalid"));
	free(said);
	assert_int_equal(ks_secrets_take(w->kiosk->store, NULL, &(struct ks_roster){0}), KS_OK);
}

#define with_two(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_two(each_kiosk_gets_the_pins_of_those_it_serves),
		with_two(what_is_no_document_gets_nothing_sealed),
		with_two(serves_is_asked_of_one_person),
		with_two(lock_that_was_told_travels_for_as_long_as_it_holds),
		with_two(what_breaks_a_rule_is_left_out_alone),
	};

	return ks_test_run(tests);
}
