/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <string.h>

#include "record/roster_diff.h"
#include "support/record_sample.h"

/* Of so many courses at most: more are as if they were not there. */

#define PLANS 65
#define ONE(roles) \
	"000101,試験 太郎,シケン タロウ,総務課,事務局,本庁,01,2020-04-01,,在職," roles ",\n"

static void so_many_courses_are_compared_and_no_more(void **state)
{
	static const struct ks_date today = {2026, 5, 18};
	static const struct ks_roster_answers none = {"", ""};
	static const char *role[] = {"端末利用"};
	static struct ks_plan plans[PLANS];
	static const char csv[] = HEADER ONE("端末利用");
	struct ks_plan_lesson lessons[] = {{.id = "m1", .is_ready = true},
					   {.id = "m2", .is_ready = true}};
	struct ks_bytes bytes = ks_bytes_of(csv, strlen(csv));
	struct ks_record_sample *s = *state;
	struct ks_diags diags = {0};
	struct ks_roster_list *list;
	struct ks_roster_diff diff;
	struct ks_roster_moves moves;

	for (size_t i = 0; i < PLANS; i++)
		plans[i] = (struct ks_plan){
			.id = i == 64   ? "last"
			      : i == 63 ? "before"
					: "other",
			.title = i == 64   ? "終わり"
				 : i == 63 ? "その前"
					   : "ほか",
			.nendo = i < 63 ? 2020 : 2026,
			.opens = {i < 63 ? 2020 : 2026, 4, 1},
			.due = {i < 63 ? 2020 : 2026, 12, 25},
			.audience = {.roles = role, .n_roles = 1},
			.lessons = &lessons[i % 2],
			.n_lessons = 1,
		};
	assert_int_equal(ks_roster_list_read("r.csv", &bytes, &(struct ks_roster_reading){0}, &list,
					     &diags),
			 KS_OK);
	assert_int_equal(ks_roster_compare(s->store, list, &none, &diff), KS_OK);
	for (size_t n = 63; n <= PLANS; n++) {
		assert_int_equal(ks_roster_moves(list, plans, n, today, &moves), KS_OK);
		assert_int_equal(moves.n_items, n > 63);
		if (n > 63) {
			assert_string_equal(moves.items[0].from, "");
			assert_string_equal(moves.items[0].to, "その前");
			assert_int_equal(moves.items[0].n_people, 1);
		}
		ks_roster_moves_finish(&moves);
		assert_null(moves.items);
	}
	ks_roster_list_close(list);
	ks_diags_finish(&diags);
}

/* As many people for each: then by what they are, so that a list compared twice reads alike. */
static void of_equal_moves_the_order_is_always_one(void **state)
{
	static const struct ks_date today = {2026, 5, 18};
	static const struct ks_roster_answers none = {"", ""};
	static const char *first[] = {"甲"}, *second[] = {"乙"};
	static const char *const to[] = {"一", "二", "一、二"};
	static const char csv[] =
		HEADER "000101,試験 一,シケン イチ,総務課,事務局,本庁,01,2020-04-01,,在職,甲;乙,\n"
		       "000102,試験 二,シケン ニ,総務課,事務局,本庁,01,2020-04-01,,在職,乙,\n"
		       "000103,試験 三,シケン サン,総務課,事務局,本庁,01,2020-04-01,,在職,甲,\n";
	struct ks_plan_lesson lessons[] = {{.id = "m1", .is_ready = true},
					   {.id = "m2", .is_ready = true}};
	struct ks_plan plans[2] = {
		{.id = "one", .title = "一", .audience = {.roles = first, .n_roles = 1}},
		{.id = "two", .title = "二", .audience = {.roles = second, .n_roles = 1}}};
	struct ks_bytes bytes = ks_bytes_of(csv, strlen(csv));
	struct ks_record_sample *s = *state;
	struct ks_diags diags = {0};
	struct ks_roster_list *list;
	struct ks_roster_diff diff;
	struct ks_roster_moves moves;

	for (size_t i = 0; i < KS_COUNT(plans); i++) {
		plans[i].nendo = 2026;
		plans[i].opens = (struct ks_date){2026, 4, 1};
		plans[i].due = (struct ks_date){2026, 12, 25};
		plans[i].lessons = &lessons[i];
		plans[i].n_lessons = 1;
	}
	assert_int_equal(ks_roster_list_read("r.csv", &bytes, &(struct ks_roster_reading){0}, &list,
					     &diags),
			 KS_OK);
	assert_int_equal(ks_roster_compare(s->store, list, &none, &diff), KS_OK);
	assert_int_equal(ks_roster_moves(list, plans, KS_COUNT(plans), today, &moves), KS_OK);
	assert_int_equal(moves.n_items, KS_COUNT(to));
	for (size_t i = 0; i < KS_COUNT(to); i++) {
		assert_string_equal(moves.items[i].from, "");
		assert_string_equal(moves.items[i].to, to[i]);
		assert_int_equal(moves.items[i].n_people, 1);
	}
	ks_roster_moves_finish(&moves);
	ks_roster_list_close(list);
	ks_diags_finish(&diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(so_many_courses_are_compared_and_no_more,
						ks_record_sample_setup, ks_record_sample_teardown),
		cmocka_unit_test_setup_teardown(of_equal_moves_the_order_is_always_one,
						ks_record_sample_setup, ks_record_sample_teardown),
	};

	return ks_test_run(tests);
}
