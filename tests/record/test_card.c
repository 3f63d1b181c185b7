/* SPDX-License-Identifier: Apache-2.0 */
#include "record/card.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "record/db.h"
#include "record/roster.h"
#include "support/record_sample.h"

/* Whose a card is: the last word decides, in whatever order the words arrive, and its number is nowhere on the disk. */

static const uint8_t number[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};

static void name_of(struct ks_store *store, uint8_t last, char name[KS_CARD_NAME])
{
	uint8_t id[sizeof(number)];

	memcpy(id, number, sizeof(id));
	id[sizeof(id) - 1] = last;
	assert_int_equal(ks_card_name(store, id, sizeof(id), name), KS_OK);
}

static void bind(struct ks_record_sample *s, const char *staff, const char *name)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CARD, 0, &s->answer);
	int64_t seq = 0;

	fact.staff = staff;
	fact.card = name;
	assert_int_equal(ks_card_bind(s->ledger, &fact, &seq), KS_OK);
	assert_true(seq > 0);
	ks_clock_advance(&s->clock, 60000);
}

static void expect(struct ks_store *store, const char *name, const char *staff)
{
	char found[KS_CARD_STAFF] = "";
	enum ks_rc rc = ks_card_find(store, name, found);

	assert_int_equal(rc, staff ? KS_OK : KS_NOT_FOUND);
	assert_string_equal(found, staff ? staff : "");
}

static void a_number_is_read_however_it_is_written(void **state)
{
	uint8_t id[KS_CARD_ID_MAX];

	(void)state;
	assert_int_equal(ks_card_read_hex("0112047AB0553F21", id), 8);
	assert_memory_equal(id, number, 8);
	assert_int_equal(ks_card_read_hex("01:12:04:7a b0-55-3f-21", id), 8);
	assert_memory_equal(id, number, 8);
	assert_int_equal(ks_card_read_hex("", id), 0);
	assert_int_equal(ks_card_read_hex("3F21", id), 0);
	assert_int_equal(ks_card_read_hex("0112047AB0553F2", id), 0);
	assert_int_equal(ks_card_read_hex("0112047AB0553F2G", id), 0);
	assert_int_equal(
		ks_card_read_hex(
			"000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f00", id),
		0);
}

static void a_name_is_the_same_each_time_and_another_elsewhere(void **state)
{
	struct ks_record_sample *s = *state;
	char one[KS_CARD_NAME], again[KS_CARD_NAME], other[KS_CARD_NAME];

	name_of(s->store, 0x21, one);
	name_of(s->store, 0x21, again);
	name_of(s->store, 0x22, other);
	assert_string_equal(one, again);
	assert_string_not_equal(one, other);
	assert_int_equal(ks_card_name(s->store, number, 0, one), KS_INVALID);
	assert_int_equal(ks_db_run(s->store, "DELETE FROM setting WHERE name = 'card_key'", ""),
			 KS_OK);
	name_of(s->store, 0x21, one);
	assert_string_not_equal(one, again); /* another key, another name */
}

static void a_new_card_replaces_the_lost_one_and_a_card_has_one_owner(void **state)
{
	struct ks_record_sample *s = *state;
	char lost[KS_CARD_NAME], new[KS_CARD_NAME];

	name_of(s->store, 1, lost);
	name_of(s->store, 2, new);
	expect(s->store, lost, NULL);
	bind(s, "000101", lost);
	expect(s->store, lost, "000101");
	bind(s, "000101", new);
	expect(s->store, lost, NULL);
	expect(s->store, new, "000101");
	bind(s, "000102", new); /* handed on */
	expect(s->store, new, "000102");
	assert_int_equal(ks_card_say(s->store, "000102", "", ks_clock_wall_ms(&s->clock)), KS_OK);
	expect(s->store, new, NULL);  /* HR: they have none */
	expect(s->store, lost, NULL); /* no older word comes back */
}

/* A to c1, B to c1, B to c2: in each of the six orders the same owner. */
static void the_order_of_arrival_makes_no_difference(void **state)
{
	static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
					{1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct ks_record_sample *s = *state;
	char names[2][KS_CARD_NAME];

	name_of(s->store, 1, names[0]);
	name_of(s->store, 2, names[1]);
	for (size_t i = 0; i < KS_COUNT(orders); i++) {
		assert_int_equal(ks_db_run(s->store, "DELETE FROM card", ""), KS_OK);
		for (int k = 0; k < 3; k++) {
			int n = orders[i][k];

			assert_int_equal(ks_card_say(s->store, n == 0 ? "000101" : "000102",
						     names[n == 2], KS_TEST_WALL_MS + n),
					 KS_OK);
		}
		expect(s->store, names[0], NULL);
		expect(s->store, names[1], "000102");
	}
}

/* By way of the centre; what was bound here meanwhile stays. */
static void bindings_travel_with_the_list(void **state)
{
	struct ks_record_sample *s = *state;
	char *folder = ks_test_folder(), *json = NULL, *why = NULL;
	struct ks_store *kiosk = NULL;
	char first[KS_CARD_NAME], here[KS_CARD_NAME], there[KS_CARD_NAME];

	name_of(s->store, 1, first);
	bind(s, "000101", first);
	assert_int_equal(ks_roster_to_json(s->store, NULL, &json), KS_OK);
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &kiosk, &why), KS_OK);
	name_of(kiosk, 1, there);
	assert_string_not_equal(first, there); /* its own key, before the list came */
	assert_int_equal(ks_roster_store_json(kiosk, json, strlen(json)), KS_OK);
	name_of(kiosk, 1, there);
	assert_string_equal(first, there);
	expect(kiosk, there, "000101");
	name_of(kiosk, 2, here);
	assert_int_equal(ks_card_say(kiosk, "000102", here, KS_TEST_WALL_MS), KS_OK);
	free(json);
	assert_int_equal(ks_card_say(s->store, "000101", "", ks_clock_wall_ms(&s->clock)), KS_OK);
	assert_int_equal(ks_roster_to_json(s->store, NULL, &json), KS_OK);
	assert_int_equal(ks_roster_store_json(kiosk, json, strlen(json)), KS_OK);
	expect(kiosk, there, NULL);
	expect(kiosk, here, "000102");
	free(json);
	ks_store_close(kiosk);
	ks_test_folder_finish(folder);
	free(why);
}

static void a_document_without_cards_or_with_bad_ones_changes_nothing_of_the_others(void **state)
{
	static const char *const bad[] = {"{}", "[]", "{\"key\":\"zz\",\"bound\":[]}",
					  "{\"key\":\"00\",\"bound\":7}"};
	struct ks_record_sample *s = *state;
	char name[KS_CARD_NAME];

	name_of(s->store, 1, name);
	bind(s, "000101", name);
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		json_t *cards = json_loads(bad[i], 0, NULL);

		assert_int_equal(ks_card_take_json(s->store, cards), KS_OK);
		json_decref(cards);
		expect(s->store, name, "000101");
	}
	assert_int_equal(ks_card_take_json(s->store, NULL), KS_OK);
	expect(s->store, name, "000101");
}

static bool holds(const char *folder, const char *file, const void *bytes, size_t len)
{
	char *path = ks_path_join(folder, file), *data = NULL;
	size_t n = 0;
	bool is_there =
		ks_file_read(path, 64 << 20, &data, &n) == KS_OK && memmem(data, n, bytes, len);

	free(path);
	free(data);
	return is_there;
}

static void the_number_of_a_card_is_nowhere_on_the_disk(void **state)
{
	static const char *const files[] = {"kenshu.db", "kenshu.db-wal", "kenshu.tail"};
	struct ks_record_sample *s = *state;
	char name[KS_CARD_NAME];

	name_of(s->store, 0x21, name);
	bind(s, "000101", name);
	for (size_t i = 0; i < KS_COUNT(files); i++) {
		assert_false(holds(s->folder, files[i], number, sizeof(number)));
		assert_false(holds(s->folder, files[i], "0112047ab0553f21", 16));
		assert_false(holds(s->folder, files[i], "0112047AB0553F21", 16));
	}
	assert_true(holds(s->folder, "kenshu.tail", name,
			  64)); /* its name is: it was looked for in the right place */
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_read_however_it_is_written),
		with_ledger(a_name_is_the_same_each_time_and_another_elsewhere),
		with_ledger(a_new_card_replaces_the_lost_one_and_a_card_has_one_owner),
		with_ledger(the_order_of_arrival_makes_no_difference),
		with_ledger(bindings_travel_with_the_list),
		with_ledger(a_document_without_cards_or_with_bad_ones_changes_nothing_of_the_others),
		with_ledger(the_number_of_a_card_is_nowhere_on_the_disk),
	};

	return ks_test_run(tests);
}
