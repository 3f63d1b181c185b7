/* SPDX-License-Identifier: Apache-2.0 */
#include "record/pseudonym.h"

#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "support/record_sample.h"

/* Whose answer it is knows who has key and list; the same person has the same name, and nobody else has it. */

#define KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static void add_person(struct ks_store *store, const char *number)
{
	assert_int_equal(ks_db_run(store,
				   "INSERT INTO person(number, typed, name, kana, is_listed)"
				   " VALUES(?1, ?1, '見本', 'ミホン', 1)",
				   "t", number),
			 KS_OK);
}

static void without_a_key_people_answer_under_their_number(void **state)
{
	struct ks_record_sample *s = *state;
	char name[KS_ACTOR_MAX], *text = NULL;

	assert_int_equal(ks_pseudonym_of(s->store, "000101", name), KS_OK);
	assert_string_equal(name, "000101");
	assert_int_equal(ks_pseudonym_resolve(s->store, name, name), KS_NOT_FOUND);
	assert_int_equal(ks_pseudonym_key_text(s->store, &text), KS_NOT_FOUND);
	assert_int_equal(ks_pseudonym_take_key(s->store, "short"), KS_INVALID);
	assert_int_equal(ks_pseudonym_of(s->store, "000101", name), KS_OK);
	assert_string_equal(name, "000101");
}

static void a_key_is_made_once_and_gives_everybody_one_name(void **state)
{
	struct ks_record_sample *s = *state;
	char name[KS_ACTOR_MAX], again[KS_ACTOR_MAX], other[KS_ACTOR_MAX];
	char *key = NULL, *same = NULL;

	assert_int_equal(ks_pseudonym_make_key(s->store), KS_OK);
	assert_int_equal(ks_pseudonym_key_text(s->store, &key), KS_OK);
	assert_int_equal(ks_pseudonym_make_key(s->store), KS_OK);
	assert_int_equal(ks_pseudonym_key_text(s->store, &same), KS_OK);
	assert_string_equal(key, same);
	assert_int_equal(ks_pseudonym_of(s->store, "000101", name), KS_OK);
	assert_int_equal(ks_pseudonym_of(s->store, "000102", other), KS_OK);
	assert_true(ks_statement_is_pseudonym(name));
	assert_null(strstr(name, "000101"));
	assert_string_not_equal(name, other);
	assert_int_equal(ks_pseudonym_of(s->store, name, again), KS_OK); /* it is one already */
	assert_string_equal(again, name);
	assert_int_equal(ks_pseudonym_take_key(s->store, KEY), KS_OK); /* another body's */
	assert_int_equal(ks_pseudonym_of(s->store, "000101", other), KS_OK);
	assert_string_not_equal(name, other);
	free(same);
	free(key);
}

static void only_who_is_known_is_found_also_when_they_came_later(void **state)
{
	struct ks_record_sample *s = *state;
	char name[KS_ACTOR_MAX], staff[KS_ACTOR_MAX];

	assert_int_equal(ks_pseudonym_take_key(s->store, KEY), KS_OK);
	add_person(s->store, "000101");
	assert_int_equal(ks_pseudonym_of(s->store, "000102~2", name), KS_OK);
	assert_int_equal(ks_pseudonym_resolve(s->store, name, staff), KS_NOT_FOUND);
	add_person(s->store, "000102~2");
	assert_int_equal(ks_pseudonym_resolve(s->store, name, staff), KS_OK);
	assert_string_equal(staff, "000102~2");
	assert_int_equal(ks_pseudonym_of(s->store, "000101", name), KS_OK);
	assert_int_equal(ks_pseudonym_resolve(s->store, name, staff), KS_OK);
	assert_string_equal(staff, "000101");
}

static void a_key_that_is_none_is_damage_and_no_number(void **state)
{
	struct ks_record_sample *s = *state;
	char name[KS_ACTOR_MAX] = "";

	assert_int_equal(ks_store_set(s->store, "pseudonym_key", "?"), KS_OK);
	assert_int_equal(ks_pseudonym_of(s->store, "000101", name), KS_DAMAGED);
	assert_string_equal(name, "");
}

int main(void)
{
#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, ks_record_sample_setup, ks_record_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(without_a_key_people_answer_under_their_number),
		TEST(a_key_is_made_once_and_gives_everybody_one_name),
		TEST(only_who_is_known_is_found_also_when_they_came_later),
		TEST(a_key_that_is_none_is_damage_and_no_number),
	};

	return ks_test_run(tests);
}
