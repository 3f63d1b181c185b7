/* SPDX-License-Identifier: Apache-2.0 */
#include "course/inspection.h"

#include <string.h>

#include "support/test.h"

static struct ks_checklist_item items[] = {
	{.id = "i01"}, {.id = "i02"}, {.id = "i03"}, {.id = "i04", .is_for_managers = true}};
static const struct ks_checklist sheet = {.id = "self", .items = items, .n_items = 4};

static void a_manager_has_the_role_on_the_post(void **state)
{
	struct ks_appointment post = {.roles = "端末利用;管理職"};

	(void)state;
	assert_true(ks_inspection_is_manager(&post));
	post.roles = "端末利用;管理職員";
	assert_false(ks_inspection_is_manager(&post));
	assert_false(ks_inspection_is_manager(NULL));
}

static struct ks_inspection begin(bool is_manager)
{
	struct ks_inspection inspection;

	ks_inspection_begin(&inspection, &sheet, is_manager, NULL, NULL);
	return inspection;
}

static void step(struct ks_inspection *inspection, enum ks_response response)
{
	struct ks_inspection_events events;

	assert_int_equal(ks_inspection_next(inspection, response, &events), KS_OK);
}

static void section_heads_get_the_items_for_them_as_well(void **state)
{
	struct ks_inspection staff = begin(false), head = begin(true);

	(void)state;
	assert_int_equal(staff.n_items, 3);
	assert_int_equal(head.n_items, 4);
	assert_int_equal(head.order[3], 3);
}

static void no_and_unknown_stop_at_the_page_that_helps(void **state)
{
	static const enum ks_inspection_place places[] = {
		[KS_RESPONSE_YES] = KS_INSPECTION_ITEM,
		[KS_RESPONSE_NO] = KS_INSPECTION_HELP,
		[KS_RESPONSE_NA] = KS_INSPECTION_ITEM,
		[KS_RESPONSE_UNKNOWN] = KS_INSPECTION_HELP,
	};

	(void)state;
	for (int i = KS_RESPONSE_YES; i < KS_RESPONSE_COUNT; i++) {
		struct ks_inspection inspection = begin(false);

		step(&inspection, (enum ks_response)i);
		assert_int_equal(inspection.place, places[i]);
		assert_int_equal(inspection.index, places[i] == KS_INSPECTION_ITEM);
	}
}

static void an_item_without_a_response_does_not_move(void **state)
{
	struct ks_inspection inspection = begin(false), before = inspection;
	struct ks_inspection_events events;

	(void)state;
	assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_NONE, &events), KS_INVALID);
	assert_int_equal(ks_inspection_back(&inspection), KS_INVALID);
	assert_memory_equal(&inspection, &before, sizeof(before));
}

static void the_same_response_again_is_no_new_fact_another_one_is(void **state)
{
	struct ks_inspection inspection = begin(false);
	struct ks_inspection_events events;

	(void)state;
	step(&inspection, KS_RESPONSE_YES);
	assert_int_equal(ks_inspection_back(&inspection), KS_OK);
	assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_YES, &events), KS_OK);
	assert_false(events.is_answered);
	assert_int_equal(ks_inspection_back(&inspection), KS_OK);
	assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_NA, &events), KS_OK);
	assert_true(events.is_answered);
	assert_int_equal(events.item, 0);
}

static void back_from_the_help_returns_to_its_item(void **state)
{
	struct ks_inspection inspection = begin(false);

	(void)state;
	step(&inspection, KS_RESPONSE_YES);
	step(&inspection, KS_RESPONSE_NO);
	assert_int_equal(ks_inspection_back(&inspection), KS_OK);
	assert_int_equal(inspection.place, KS_INSPECTION_ITEM);
	assert_int_equal(inspection.index, 1);
}

static void the_sheet_is_completed_once_with_its_last_item(void **state)
{
	struct ks_inspection inspection = begin(false);
	struct ks_inspection_events events;

	(void)state;
	step(&inspection, KS_RESPONSE_YES);
	step(&inspection, KS_RESPONSE_YES);
	assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_UNKNOWN, &events), KS_OK);
	assert_false(events.is_completed);
	assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_NONE, &events), KS_OK);
	assert_true(events.is_completed);
	assert_int_equal(inspection.place, KS_INSPECTION_END);
	assert_int_equal(ks_inspection_back(&inspection), KS_OK);
	assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_YES, &events), KS_OK);
	assert_false(events.is_completed);
	assert_true(events.is_answered);
}

static void last_years_no_comes_first(void **state)
{
	static const uint8_t last[KS_INSPECTION_MAX] = {KS_RESPONSE_YES, KS_RESPONSE_UNKNOWN,
							KS_RESPONSE_NO, KS_RESPONSE_NO};
	struct ks_inspection inspection;

	(void)state;
	ks_inspection_begin(&inspection, &sheet, false, NULL, last);
	assert_int_equal(inspection.n_items, 3);
	assert_int_equal(inspection.order[0], 2);
	assert_int_equal(inspection.order[1], 0);
	assert_int_equal(inspection.order[2], 1);
}

static void it_is_taken_up_at_the_very_item_or_its_help(void **state)
{
	uint8_t answers[KS_INSPECTION_MAX] = {KS_RESPONSE_YES, KS_RESPONSE_NO};
	struct ks_inspection inspection;

	(void)state;
	ks_inspection_begin(&inspection, &sheet, false, answers, NULL);
	ks_inspection_go_to(&inspection, &sheet, "i02", true);
	assert_int_equal(inspection.index, 1);
	assert_int_equal(inspection.place, KS_INSPECTION_HELP);
	ks_inspection_begin(&inspection, &sheet, false, answers, NULL);
	ks_inspection_go_to(&inspection, &sheet, "gone", true);
	assert_int_equal(inspection.index, 0);
	assert_int_equal(inspection.place, KS_INSPECTION_ITEM);
	ks_inspection_go_to(&inspection, &sheet, "i01", false);
	assert_int_equal(inspection.index, 0);
	assert_int_equal(inspection.place, KS_INSPECTION_ITEM);
}

/* Help was open, and it is one that has help: anything else begins with the item itself. */
static void help_is_taken_up_where_there_is_one_and_it_was_open(void **state)
{
	(void)state;
	for (int response = 0; response < KS_RESPONSE_COUNT; response++)
		for (int is_help = 0; is_help < 2; is_help++) {
			uint8_t answers[KS_INSPECTION_MAX] = {KS_RESPONSE_YES, (uint8_t)response};
			bool has_one = response == KS_RESPONSE_NO || response == KS_RESPONSE_UNKNOWN;
			struct ks_inspection inspection;

			ks_inspection_begin(&inspection, &sheet, false, answers, NULL);
			ks_inspection_go_to(&inspection, &sheet, "i02", is_help);
			assert_int_equal(inspection.index, 1);
			assert_int_equal(inspection.place, is_help && has_one ? KS_INSPECTION_HELP
									      : KS_INSPECTION_ITEM);
		}
}

/* Somebody becomes a section head, or the author adds an item, between two sittings. */
static void an_item_that_came_in_between_is_asked_before_the_end(void **state)
{
	uint8_t answers[KS_INSPECTION_MAX] = {KS_RESPONSE_YES, KS_RESPONSE_NONE, KS_RESPONSE_YES};
	struct ks_inspection inspection;

	(void)state;
	ks_inspection_begin(&inspection, &sheet, false, answers, NULL);
	ks_inspection_go_to(&inspection, &sheet, "i03", false);
	step(&inspection, KS_RESPONSE_YES);
	assert_int_equal(inspection.place, KS_INSPECTION_ITEM);
	assert_int_equal(ks_inspection_item(&inspection), 1);
	assert_int_equal(ks_inspection_n_answered(&inspection), 2);
}

static void responses_are_found_by_their_id_only(void **state)
{
	(void)state;
	for (int i = KS_RESPONSE_YES; i < KS_RESPONSE_COUNT; i++)
		assert_int_equal(ks_response_find(ks_response_id((enum ks_response)i)), i);
	assert_int_equal(ks_response_find(""), KS_RESPONSE_NONE);
	assert_int_equal(ks_response_find("はい"), KS_RESPONSE_NONE);
}

/* However many there are: each is asked once, counted once, and the last one answered is the end. */
static void a_sheet_of_any_length_ends_behind_its_last_item(void **state)
{
	static const size_t lengths[] = {1, 2, KS_INSPECTION_MAX};
	static struct ks_checklist_item many[KS_INSPECTION_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		const struct ks_checklist long_sheet = {
			.id = "self", .items = many, .n_items = lengths[i]};
		struct ks_inspection_events events;
		struct ks_inspection inspection;

		ks_inspection_begin(&inspection, &long_sheet, false, NULL, NULL);
		assert_int_equal(inspection.n_items, lengths[i]);
		for (size_t k = 0; k < lengths[i]; k++) {
			assert_int_equal(inspection.place, KS_INSPECTION_ITEM);
			assert_int_equal(ks_inspection_item(&inspection), k);
			assert_int_equal(ks_inspection_n_answered(&inspection), k);
			assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_YES, &events),
					 KS_OK);
			assert_int_equal(events.item, k);
			assert_true(events.is_answered);
			assert_int_equal(events.is_completed, k + 1 == lengths[i]);
		}
		assert_int_equal(inspection.place, KS_INSPECTION_END);
		assert_int_equal(ks_inspection_n_answered(&inspection), lengths[i]);
		assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_YES, &events),
				 KS_INVALID);
	}
}

/* Who came from elsewhere to the last item is led to what was passed over, the first of it first. */
static void what_was_passed_over_is_asked_behind_the_last(void **state)
{
	struct ks_inspection inspection = begin(false);

	(void)state;
	ks_inspection_go_to(&inspection, &sheet, "i03", false);
	assert_int_equal(inspection.index, 2);
	step(&inspection, KS_RESPONSE_YES);
	assert_int_equal(inspection.place, KS_INSPECTION_ITEM);
	assert_int_equal(inspection.index, 0);
	step(&inspection, KS_RESPONSE_NA);
	assert_int_equal(inspection.index, 1);
	step(&inspection, KS_RESPONSE_YES);
	assert_int_equal(inspection.index, 2); /* seen once more, since it is next */
	step(&inspection, KS_RESPONSE_YES);
	assert_int_equal(inspection.place, KS_INSPECTION_END);
}

static void a_sheet_without_items_asks_nothing(void **state)
{
	const struct ks_checklist none = {.id = "self"};
	struct ks_inspection_events events;
	struct ks_inspection inspection;

	(void)state;
	ks_inspection_begin(&inspection, &none, false, NULL, NULL);
	assert_int_equal(ks_inspection_n_answered(&inspection), 0);
	assert_int_equal(ks_inspection_next(&inspection, KS_RESPONSE_YES, &events), KS_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sheet_of_any_length_ends_behind_its_last_item),
		cmocka_unit_test(a_sheet_without_items_asks_nothing),
		cmocka_unit_test(what_was_passed_over_is_asked_behind_the_last),
		cmocka_unit_test(a_manager_has_the_role_on_the_post),
		cmocka_unit_test(section_heads_get_the_items_for_them_as_well),
		cmocka_unit_test(no_and_unknown_stop_at_the_page_that_helps),
		cmocka_unit_test(an_item_without_a_response_does_not_move),
		cmocka_unit_test(the_same_response_again_is_no_new_fact_another_one_is),
		cmocka_unit_test(back_from_the_help_returns_to_its_item),
		cmocka_unit_test(the_sheet_is_completed_once_with_its_last_item),
		cmocka_unit_test(last_years_no_comes_first),
		cmocka_unit_test(it_is_taken_up_at_the_very_item_or_its_help),
		cmocka_unit_test(help_is_taken_up_where_there_is_one_and_it_was_open),
		cmocka_unit_test(an_item_that_came_in_between_is_asked_before_the_end),
		cmocka_unit_test(responses_are_found_by_their_id_only),
	};

	return ks_test_run(tests);
}
