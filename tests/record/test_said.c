/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "record/ballast.h"
#include "record/card.h"
#include "record/db.h"
#include "record/image.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "support/calls.h"
#include "support/record_sample.h"

/* What happened to a record, and what of a document was left out, is told in the log: whoever looks after the kiosk reads nothing else. */

static void append(struct ks_record_sample *s)
{
	ks_record_sample_append(s, KS_FACT_ANSWERED);
}

static void spoil_tail(struct ks_record_sample *s)
{
	assert_int_equal(pwrite(s->store->tail->fd, "X", 1, KS_TAIL_HEAD_BYTES + 900), 1);
	s->store->tail->is_walked = false;
	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
}

/* The sample goes on with its files as @change leaves them. */
static void reopen_changed(struct ks_record_sample *s,
			   void (*change)(struct ks_image *now, struct ks_image *before))
{
	struct ks_image before = ks_image_take(s->folder), now;

	append(s);
	ks_record_sample_close(s);
	now = ks_image_take(s->folder);
	change(&now, &before);
	ks_image_put(s->folder, &now);
	ks_image_finish(&now);
	ks_image_finish(&before);
	ks_record_sample_open(s);
}

static void take_tail_before(struct ks_image *now, struct ks_image *before)
{
	char *data = now->data[KS_IMAGE_TAIL];

	now->data[KS_IMAGE_TAIL] = before->data[KS_IMAGE_TAIL];
	now->len[KS_IMAGE_TAIL] = before->len[KS_IMAGE_TAIL];
	before->data[KS_IMAGE_TAIL] = data;
}

static void fall_behind(struct ks_record_sample *s)
{
	reopen_changed(s, take_tail_before);
}

static void spoil_first_page(struct ks_image *now, struct ks_image *before)
{
	(void)before;
	memset(now->data[KS_IMAGE_DB] + 100, 'x', 64);
}

static void set_aside(struct ks_record_sample *s)
{
	reopen_changed(s, spoil_first_page);
}

static void spoil_row(struct ks_record_sample *s)
{
	struct ks_statement row;

	assert_int_equal(sqlite3_exec(ks_db_handle(s->store),
				      "DROP TRIGGER statement_no_update;"
				      "UPDATE statement SET bytes = CAST('{}' AS BLOB) WHERE seq = 2",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_ledger_read(s->ledger, 2, &row), KS_DAMAGED);
}

static void begin_epoch(struct ks_record_sample *s)
{
	assert_int_equal(ks_ledger_begin_epoch(s->ledger, 3), KS_OK);
}

static void give_ballast(struct ks_record_sample *s)
{
	assert_int_equal(ks_store_probe(s->store), KS_OK);
	ks_ballast_drop(s->store);
	ks_ballast_drop(s->store); /* once: there is nothing more to give */
}

static void fail_to_append(struct ks_record_sample *s, enum ks_rc expected)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_ANSWERED, 0, &s->answer);

	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, NULL), KS_OK);
	assert_int_equal(ks_ledger_commit(s->ledger), expected);
}

static void fill_disk(struct ks_record_sample *s)
{
	ks_calls_fail(KS_CALLS_WRITE, 1, false, ENOSPC);
	fail_to_append(s, KS_FULL);
	ks_calls_end();
}

static void take_cards(struct ks_record_sample *s, const char *key, const char *bound)
{
	char *text = ks_format("{\"key\":\"%s\",\"bound\":[%s]}", key, bound);
	json_t *cards = json_loads(text, 0, NULL);

	assert_non_null(cards);
	assert_int_equal(ks_card_take_json(s->store, cards), KS_OK);
	json_decref(cards);
	free(text);
}

#define KEY(digit) digit digit digit digit digit digit digit digit
#define KEY_64(digit) \
	KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit)

static void leave_card_out(struct ks_record_sample *s)
{
	take_cards(s, KEY_64("a"), "{\"id\":\"x\"}");
}

static void change_card_key(struct ks_record_sample *s)
{
	take_cards(s, KEY_64("a"), "");
	take_cards(s, KEY_64("a"), ""); /* the same says nothing */
	take_cards(s, KEY_64("b"), "");
}

static const struct {
	void (*act)(struct ks_record_sample *s);
	const char *said[3];
} cases[] = {
	{spoil_tail, {"the tail is spoiled in 1 places", "it is set aside and made anew"}},
	{fall_behind, {"the tail was behind and has caught up"}},
	{set_aside, {"it is set aside as .bad-2"}},
	{spoil_row,
	 {"statement 2 does not fit its hash",
	  "the record is damaged: it is made anew at the next start"}},
	{begin_epoch, {"goes on in epoch 3"}},
	{give_ballast, {"the disk is full: the space held back is given to it"}},
	{fill_disk, {"not written: full"}},
	{leave_card_out, {"a binding of the document is left out"}},
	{change_card_key, {"the centre has another key: what was bound before is gone"}},
};

static size_t count_in(const char *text, const char *word)
{
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, word)); at++)
		n++;
	return n;
}

static void what_happened_is_said_once(void **state)
{
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_record_sample *s = *state;
		struct ks_test_stream stream;
		char *said;

		append(s);
		append(s);
		append(s);
		stream = ks_test_stream_begin(stderr);
		ks_log_set(KS_LOG_INFO);
		cases[i].act(s);
		ks_log_set(KS_LOG_WARN);
		said = ks_test_stream_end(&stream);
		for (size_t k = 0; k < KS_COUNT(cases[i].said) && cases[i].said[k]; k++)
			if (count_in(said, cases[i].said[k]) != 1)
				fail_msg("%s: not once in %s", cases[i].said[k], said);
		free(said);
		assert_int_equal(ks_record_sample_teardown(state), 0);
		assert_int_equal(ks_record_sample_setup(state), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_happened_is_said_once, ks_record_sample_setup,
						ks_record_sample_teardown),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
