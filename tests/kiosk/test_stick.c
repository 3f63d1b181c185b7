/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/stick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "content/bundle.h"
#include "content/shelf.h"
#include "kiosk/album.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/parcel.h"
#include "record/roster.h"
#include "support/calls.h"
#include "support/test.h"

/* USBで届ける: what was carried away, what came back with the stick, and what stands on the glass of each. */

struct bench {
	struct album album;
	struct ks_store *centre;
	char *folder, *stick, *kiosk_key;
};

static void to_the_machine(struct album *album)
{
	album_come_to_desk(album);
	glass_tap(album->glass, KS_ACT_DEVICE, 0);
	assert_int_equal(album->glass->app.screen, KS_SCREEN_DEVICE);
	ks_buf_clear(&album->scenes);
}

static void begin(struct bench *b, int text)
{
	struct ks_app *app;
	char *why = NULL;

	memset(b, 0, sizeof(*b));
	album_open(&b->album, album_content_all(), 1280, 720, text);
	app = &b->album.glass->app;
	(void)snprintf(app->content.digest, sizeof(app->content.digest), "abc");
	b->folder = ks_test_folder();
	b->stick = ks_path_join(b->folder, "stick");
	assert_int_equal(ks_store_open(b->folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &b->centre,
				       &why),
			 KS_OK);
	assert_int_equal(ks_parcel_key(app->site.store, &b->kiosk_key), KS_OK);
	app->options->courier = b->stick;
	glass_sign_in(b->album.glass);
	glass_tap(b->album.glass, KS_ACT_OPEN, -1);
	album_take(&b->album);
	glass_rest(b->album.glass);
	glass_announce_today(b->album.glass, true);
	to_the_machine(&b->album);
}

static void end(struct bench *b)
{
	b->album.glass->options.courier = NULL;
	ks_store_close(b->centre);
	album_close(&b->album);
	ks_test_folder_finish(b->folder);
	free(b->kiosk_key);
	free(b->stick);
}

static void put(struct bench *b, const char *name, const char *kind, const char *payload)
{
	char *path = ks_format("%s/%s%s", b->stick, name, kind);
	struct ks_buf parcel = {0};

	assert_int_equal(ks_parcel_seal(b->centre, kind, b->kiosk_key, payload, strlen(payload),
					&parcel),
			 KS_OK);
	assert_int_equal(ks_file_write(path, parcel.data, parcel.len, 0600), KS_OK);
	ks_buf_finish(&parcel);
	free(path);
}

/* "has 1 HASH": of one of the rows here. */
static char *word_of(struct bench *b, const char *word, int64_t seq)
{
	struct ks_statement row;
	char hex[KS_HASH_HEX], *line;

	assert_int_equal(ks_ledger_read(b->album.glass->app.site.ledger, seq, &row), KS_OK);
	ks_hex(row.hash, KS_HASH_BYTES, hex);
	ks_statement_finish(&row);
	line = ks_format("%s %lld %s\n", word, (long long)seq, hex);
	return line;
}

static void put_receipt(struct bench *b, const char *name, const char *word, int64_t seq)
{
	char *line = word_of(b, word, seq);

	put(b, name, KS_PARCEL_RECEIPT, line);
	free(line);
}

/* One person more than here. */
static char *people(void)
{
	static const char csv[] =
		"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n" GLASS_NUMBER
		",灯台 みなと,トウダイ ミナト,受付係,07,2020-04-01,,在職\n"
		"000012,見本 一郎,ミホン イチロウ,総務課,01,2026-04-01,,在職\n";
	char *folder = ks_test_folder(), *why = NULL, *json = NULL;
	struct ks_store *store;
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	assert_int_equal(ks_roster_parse("roster.csv", csv, strlen(csv), &roster, &diags), KS_OK);
	assert_int_equal(ks_roster_store(store, &roster, &change), KS_OK);
	assert_int_equal(ks_roster_to_json(store, NULL, &json), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	ks_store_close(store);
	ks_test_folder_finish(folder);
	return json;
}

static void put_people(struct bench *b)
{
	char *json = people();
	char *payload =
		ks_format("made %lld\nroster %zu\n%s\n", (long long)ALBUM_NOW, strlen(json), json);

	put(b, "k-test", KS_PARCEL_PEOPLE, payload);
	free(payload);
	free(json);
}

static void expect(struct bench *b, const struct ks_stick_told *wanted)
{
	struct ks_stick_told told;

	ks_stick_exchange(&b->album.glass->app, &told);
	if (told.word != wanted->word || told.is_good != wanted->is_good ||
	    told.n_statements != wanted->n_statements || told.n_receipts != wanted->n_receipts ||
	    told.n_delivered != wanted->n_delivered || told.n_refused != wanted->n_refused ||
	    told.has_people != wanted->has_people || told.content != wanted->content ||
	    told.is_content_refused != wanted->is_content_refused)
		fail_msg("word %d, %s, %d carried, %d receipts, %d delivered, %d refused, people %d, "
			 "content %d (%d)",
			 (int)told.word, told.is_good ? "good" : "bad", told.n_statements,
			 told.n_receipts, told.n_delivered, told.n_refused, told.has_people,
			 told.content, told.is_content_refused);
}

/* And on the glass, where it is tapped: the same once more. */
static void look(struct bench *b)
{
	album_find_part(&b->album, KS_ACT_STICK, 0);
	glass_tap(b->album.glass, KS_ACT_STICK, 0);
	album_look_parts(&b->album);
}

static void know_the_centre(struct bench *b)
{
	char *key = NULL;

	assert_int_equal(ks_parcel_key(b->centre, &key), KS_OK);
	assert_int_equal(ks_store_set(b->album.glass->app.site.store, "courier_centre", key), KS_OK);
	free(key);
}

static void play(const char *name, int text)
{
	struct bench b;
	struct ks_app *app;
	int n;

	begin(&b, text);
	app = &b.album.glass->app;
	n = (int)ks_ledger_last_seq(app->site.ledger);
	expect(&b, &(struct ks_stick_told){.word = KS_W_STICK_NONE});
	look(&b);
	assert_int_equal(ks_folder_make(b.stick), KS_OK);
	expect(&b, &(struct ks_stick_told){.word = KS_W_STICK_NO_KEY});
	look(&b);
	know_the_centre(&b);
	expect(&b,
	       &(struct ks_stick_told){.word = KS_W_STICK_DONE, .is_good = true, .n_statements = n});
	put_receipt(&b, "k-test-1", "has", 1);
	expect(&b, &(struct ks_stick_told){.word = KS_W_STICK_DONE,
					   .is_good = true,
					   .n_statements = n - 1,
					   .n_receipts = 1,
					   .n_delivered = 1});
	put_receipt(&b, "k-test-2", "has", 2);
	look(&b);
	put_people(&b);
	look(&b); /* the list is taken, and the old receipts say nothing new */
	free(ks_test_write(b.stick, "9" KS_SHELF_SUFFIX, "no bundle"));
	put_receipt(&b, "k-test-3", "refused", 3);
	look(&b);
	expect(&b, &(struct ks_stick_told){.word = KS_W_STICK_DONE,
					   .is_good = true,
					   .n_statements = n - 3,
					   .n_receipts = 3,
					   .n_refused = 1,
					   .is_content_refused = true});
	for (int i = 4; i <= n; i++) {
		char *receipt = ks_format("k-test-%d", i);

		put_receipt(&b, receipt, "has", i);
		free(receipt);
	}
	look(&b); /* nothing is left to be carried */
	album_keep(&b.album, name);
	end(&b);
}

static void what_a_stick_brings_and_takes_is_told(void **state)
{
	(void)state;
	play("stick-wide", 0);
	play("stick-small", 2);
}

static void put_content(struct bench *b, int version, const struct ks_sign_key *key)
{
	struct ks_bundle_wish wish = {.version = version, .previous = "", .key = key};
	char *path = ks_format("%s/%d" KS_SHELF_SUFFIX, b->stick, version);
	struct ks_buf bytes = {0};
	struct ks_diags diags = {0};

	assert_int_equal(ks_bundle_make("content", &wish, &bytes, &diags), KS_OK);
	assert_int_equal(ks_file_write(path, bytes.data, bytes.len, 0600), KS_OK);
	ks_diags_finish(&diags);
	ks_buf_finish(&bytes);
	free(path);
}

/* Signed by whom the kiosk knows: it runs from the next turn on. By anybody else: it is refused, whatever its number. */
static void content_that_came_with_the_stick_is_told(void **state)
{
	struct bench b;
	struct ks_app *app;
	struct ks_sign_key known, stranger;
	const char *keys[] = {known.public_key};
	struct ks_stick_told told;

	(void)state;
	ks_sign_key_make(&known);
	ks_sign_key_make(&stranger);
	begin(&b, 0);
	app = &b.album.glass->app;
	assert_int_equal(ks_shelf_pin(app->options->state, keys, 1), KS_OK);
	assert_int_equal(ks_folder_make(b.stick), KS_OK);
	know_the_centre(&b);
	put_content(&b, 9, &stranger);
	ks_stick_exchange(app, &told);
	assert_true(told.is_content_refused);
	assert_int_equal(told.content, 0);
	assert_int_equal(app->stick_version, 0);
	put_content(&b, 7, &known);
	ks_stick_exchange(app, &told);
	assert_int_equal(told.content, 7);
	assert_int_equal(app->stick_version, 7);
	assert_false(told.is_content_refused);
	put_content(&b, 8, &known);
	album_find_part(&b.album, KS_ACT_STICK, 0);
	glass_tap(b.album.glass, KS_ACT_STICK, 0);
	assert_int_equal(app->stick_version, 8);
	album_look_parts(&b.album);
	album_keep(&b.album, "stick-content");
	end(&b);
}

/* Nobody knows a kiosk that has no name. */
static void without_a_name_nothing_is_carried(void **state)
{
	struct bench b;
	struct ks_app *app;

	(void)state;
	begin(&b, 0);
	app = &b.album.glass->app;
	assert_int_equal(ks_folder_make(b.stick), KS_OK);
	know_the_centre(&b);
	ks_ledger_close(app->site.ledger);
	assert_int_equal(ks_db_run(app->site.store, "DELETE FROM setting WHERE name = 'kiosk'", ""),
			 KS_OK);
	assert_int_equal(ks_ledger_open(app->site.store, &app->clock, "k-local", &app->site.ledger),
			 KS_OK);
	expect(&b, &(struct ks_stick_told){.word = KS_W_STICK_NO_KEY});
	end(&b);
}

static void a_stick_that_takes_nothing_is_told(void **state)
{
	struct bench b;
	struct ks_test_stream stream;
	char *said;

	(void)state;
	begin(&b, 0);
	assert_int_equal(ks_folder_make(b.stick), KS_OK);
	know_the_centre(&b);
	b.album.glass->options.courier = "/sys"; /* there, and nobody writes to it */
	stream = ks_test_stream_begin(stderr);
	expect(&b, &(struct ks_stick_told){.word = KS_W_STICK_FAILED,
					   .n_statements = (int)ks_ledger_last_seq(
						   b.album.glass->app.site.ledger)});
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "nothing was written to the stick: "));
	free(said);
	end(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_stick_brings_and_takes_is_told),
		cmocka_unit_test(content_that_came_with_the_stick_is_told),
		cmocka_unit_test(without_a_name_nothing_is_carried),
		cmocka_unit_test(a_stick_that_takes_nothing_is_told),
	};

	ks_calls.free_bytes = UINT64_C(25) << 30; /* the disk of every machine */
	return ks_test_run(tests);
}
