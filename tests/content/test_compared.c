/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is made of two things held against each other, and what travels: another body's policy beside ours, this year's
 * folder beside last year's, a lexicon over texts, a list's words, a plan as JSON with each of its members spoilt. Pieces
 * and what becomes of them are kept as tell.h says.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/adopt.h"
#include "content/changes.h"
#include "content/load.h"
#include "content/roster_map.h"
#include "content/tell.h"
#include "support/golden.h"
#include "support/test.h"

static char *read_or_null(const char *folder, const char *name)
{
	char *path = ks_path_join(folder, name);
	char *text = ks_file_exists(path) ? ks_test_read(path) : NULL;

	free(path);
	return text;
}

/* ---- another body's policy ---- */

static void load_policy(const char *folder, const char *name, struct ks_policy *out)
{
	struct ks_diags diags = {0};
	char *at = ks_path_join(folder, name);

	if (ks_policy_load(at, out, &diags) != KS_OK)
		fail_msg("%s: %s", name, diags.items[0].message);
	ks_diags_finish(&diags);
	free(at);
}

static void hold_against(const char *folder, const char *text, struct ks_buf *out)
{
	struct ks_policy from, to;
	struct ks_adopt_pair *pairs;

	load_policy(folder, "a", &from);
	load_policy(folder, "b", &to);
	pairs = ks_adopt_align(&from, &to);
	for (size_t i = 0; i < from.n_clauses; i++)
		ks_buf_printf(out, " %s: %d %s %.4f\n", from.clauses[i].id, (int)pairs[i].verdict,
			      to.clauses[pairs[i].to].id, pairs[i].likeness);
	ks_adopt_text(text, &from, &to, pairs, out);
	free(pairs);
	ks_policy_finish(&from);
	ks_policy_finish(&to);
}

static void adopt(const char *folder, struct ks_buf *out)
{
	char *theirs = read_or_null(folder, "theirs.txt"), *text = read_or_null(folder, "text");

	if (theirs)
		ks_adopt_policy(theirs, out);
	if (text)
		hold_against(folder, text, out);
	free(theirs);
	free(text);
}

static void another_policy_is_read_and_taken_over(void **state)
{
	(void)state;
	tell_cases("adopted", "theirs.txt", "", adopt);
}

/* ---- another year's folder ---- */

static void tell_change(const struct ks_change *change, struct ks_buf *out)
{
	ks_buf_printf(out, " %d of %d: %s「%s」 %s\n", (int)change->kind, (int)change->thing,
		      change->id, change->title, change->lesson ? change->lesson->id : "-");
}

static void change(const char *folder, struct ks_buf *out)
{
	char *a = ks_path_join(folder, "a"), *b = ks_path_join(folder, "b");
	struct ks_content before, after;
	struct ks_changes changes;
	struct ks_diags diags = {0};

	assert_int_equal(ks_folder_make(a), KS_OK);
	assert_int_equal(ks_folder_make(b), KS_OK);
	tell_fill_up(a);
	tell_fill_up(b);
	(void)!ks_content_load(a, &before, &diags);
	(void)!ks_content_load(b, &after, &diags);
	tell_diags(&diags, folder, out);
	ks_changes_find(&before, &after, &changes);
	for (size_t i = 0; i < changes.n_items; i++)
		tell_change(&changes.items[i], out);
	ks_changes_to_markdown(&changes, out);
	ks_changes_finish(&changes);
	ks_content_finish(&before);
	ks_content_finish(&after);
	ks_diags_finish(&diags);
	free(a);
	free(b);
}

static void what_changed_between_two_folders_is_told(void **state)
{
	(void)state;
	tell_cases("changed", "a/nothing", "", change);
}

/* ---- a lexicon ---- */

static void tell_applied(const struct ks_readings *readings, const char *line, size_t len,
			 struct ks_buf *out)
{
	struct ks_arena arena = {0};
	char *text = ks_strndup(line, len);
	struct ks_rich given = ks_readings_of_words(readings, text, &arena),
		       plain = ks_readings_apply_plain(readings, text, &arena),
		       bare = ks_rich_plain(text);
	size_t at = 0, n = 0;

	tell_rich("given", &given, out);
	tell_rich("plain", &plain, out);
	ks_buf_puts(out, "  missing");
	for (at = ks_readings_missing(readings, &bare, 0, &n); at < bare.len;
	     at = ks_readings_missing(readings, &bare, at + n, &n))
		ks_buf_printf(out, " %zu+%zu", at, n);
	ks_buf_puts(out, "\n");
	free(text);
	ks_arena_finish(&arena);
}

static void read_aloud(const char *folder, struct ks_buf *out)
{
	char *file = ks_path_join(folder, "readings.yaml"), *text = read_or_null(folder, "text");
	struct ks_readings readings;
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_readings_load(file, &readings, &diags);

	tell_diags(&diags, folder, out);
	assert_int_equal(rc, diags.n_errors > 0 ? KS_INVALID : KS_OK);
	ks_buf_printf(out, " %zu readings\n", readings.n_items);
	for (size_t i = 0; i < readings.n_items && readings.n_items < 40; i++) {
		const struct ks_reading *r = &readings.items[i];

		ks_buf_printf(out, " %s:%d=%s%s", r->base, r->line, r->text,
			      r->reads_digit ? " digit" : "");
		for (size_t k = 0; k < r->n_parts; k++)
			ks_buf_printf(out, " %u-%u %s", r->parts[k].from, r->parts[k].to,
				      r->parts[k].text);
		ks_buf_puts(out, "\n");
	}
	for (const char *at = text; at && *at; at += strcspn(at, "\n") + 1)
		tell_applied(&readings, at, strcspn(at, "\n"), out);
	ks_readings_finish(&readings);
	ks_diags_finish(&diags);
	free(text);
	free(file);
}

static void a_lexicon_is_read_and_laid_over_texts(void **state)
{
	(void)state;
	tell_cases("lexicons", "readings.yaml", "", read_aloud);
}

/* ---- the words of a list ---- */

static void tell_map_words(const char *name, const struct ks_roster_words *words, struct ks_buf *out)
{
	for (size_t i = 0; i < words->n_items; i++) {
		ks_buf_printf(out, " %s %s:", name, words->items[i].ours);
		for (size_t k = 0; k < words->items[i].n_theirs; k++)
			ks_buf_printf(out, " [%s]", words->items[i].theirs[k]);
		ks_buf_puts(out, "\n");
	}
}

static void read_map(const char *folder, struct ks_buf *out)
{
	char *text = read_or_null(folder, "map.yaml");
	struct ks_roster_map map;
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_roster_map_parse("map.yaml", text, strlen(text), &map, &diags);

	tell_diags(&diags, folder, out);
	assert_int_equal(rc, diags.n_errors > 0 ? KS_INVALID : KS_OK);
	ks_buf_printf(out, " map of「%s」 令和 %d, at most %d %%\n", map.body,
		      map.two_digits_are_reiwa, map.removals_max_percent);
	tell_map_words("column", &map.columns, out);
	tell_map_words("employment", &map.employment, out);
	tell_map_words("role", &map.roles, out);
	tell_map_words("state", &map.states, out);
	ks_roster_map_finish(&map);
	ks_diags_finish(&diags);
	free(text);
}

static void the_words_of_a_list_are_read(void **state)
{
	(void)state;
	tell_cases("maps", "map.yaml", "", read_map);
}

/* ---- a plan as JSON ---- */

/* Whether it is still a plan; what it then is goes back into the same bytes but for what was spoilt. */
static void tell_spoilt(const json_t *root, const char *path, const char *how, struct ks_buf *out)
{
	char *json = json_dumps(root, JSON_COMPACT);
	struct ks_plan plan;

	ks_buf_printf(out, "%s %s: %s\n", path, how, ks_rc_name(ks_plan_from_json(json, &plan)));
	ks_plan_finish(&plan);
	free(json);
}

static void spoil(json_t *root, json_t *object, const char *above, struct ks_buf *out);

static void spoil_member(json_t *root, json_t *object, const char *key, const char *path,
			 struct ks_buf *out)
{
	json_t *kept = json_incref(json_object_get(object, key));
	const struct {
		const char *how;
		json_t *value;
	} others[] = {{"null", json_null()},
		      {"text", json_string("x")},
		      {"a date", json_string("2026-02-28")},
		      {"a NUL", json_stringn("x\0y", 3)},
		      {"-1", json_integer(-1)},
		      {"0", json_integer(0)},
		      {"366", json_integer(366)},
		      {"367", json_integer(367)},
		      {"1000", json_integer(1000)},
		      {"1001", json_integer(1001)},
		      {"2200", json_integer(2200)},
		      {"2201", json_integer(2201)},
		      {"true", json_true()},
		      {"[]", json_array()},
		      {"{}", json_object()}};

	json_object_del(object, key);
	tell_spoilt(root, path, "gone", out);
	for (size_t i = 0; i < KS_COUNT(others); i++) {
		json_object_set_new(object, key, others[i].value);
		tell_spoilt(root, path, others[i].how, out);
	}
	json_object_set_new(object, key, kept);
	if (json_is_object(kept)) {
		spoil(root, kept, path, out);
	} else if (json_is_array(kept) && json_is_object(json_array_get(kept, 0))) {
		for (size_t i = 0; i < json_array_size(kept); i++)
			spoil(root, json_array_get(kept, i), path, out);
	} else if (json_is_array(kept)) {
		json_array_append_new(kept, json_integer(1));
		tell_spoilt(root, path, "with a number", out);
		while (json_array_size(kept) > 200)
			json_array_remove(kept, 0);
		json_array_remove(kept, json_array_size(kept) - 1);
		while (json_array_size(kept) < 200)
			json_array_append_new(kept, json_string("x"));
		tell_spoilt(root, path, "of 200", out);
		json_array_append_new(kept, json_string("x"));
		tell_spoilt(root, path, "of 201", out);
		while (json_array_size(kept) > 1)
			json_array_remove(kept, json_array_size(kept) - 1);
	}
}

static void spoil(json_t *root, json_t *object, const char *above, struct ks_buf *out)
{
	const char *keys[32];
	size_t n = 0;
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) keys[n++] = ks_strdup(key);
	for (size_t i = 0; i < n; i++) {
		char *path = ks_format("%s/%s", above, keys[i]);

		spoil_member(root, object, keys[i], path, out);
		free(path);
		free((char *)keys[i]);
	}
}

static const char course[] =
	"id: annual\ntitle: 年次 \"研修\"\nrevision: \"2026.1\"\nnendo: 2026\nopens: 2026-04-01\n"
	"due: 2026-12-25\nmid_year_days: 10\nmin_days_left: 30\ndue_at_once: true\nmax_repeats: 2\n"
	"acknowledge: true\nacknowledge_text: 守ります。\n"
	"audience: {employment: [\"01\", \"05\"], roles: [管理職], without_roles: [休止, 別],"
	" facilities: [本庁, 北], joining: true}\n"
	"lessons:\n  - {id: m1, title: 一, minutes: 5, ready: true, questions: 5, pass: 4,"
	" audience: {roles: [端末利用], transferred: true}, pools: [{clauses: [\"5\", \"6(5)\"],"
	" questions: 2}, {questions: 1}]}\n"
	"test: {title: 試験, minutes: 8, questions: 3, pass: 2, must: [\"1\", \"2\"]}\n";

static const char small_course[] =
	"id: small\ntitle: 小\nrevision: \"1\"\nnendo: 2026\nopens: 2026-04-01\ndue: 2026-12-25\n"
	"lessons:\n  - {id: m2, title: 二, minutes: 5, audience: {employment: [], joining: true}}\n";

static void load_plan(const char *text, struct ks_plan *out)
{
	char *folder = ks_test_folder(), *file = ks_test_write(folder, "a.yaml", text);
	struct ks_diags diags = {0};

	if (ks_plan_load(file, out, &diags) != KS_OK)
		fail_msg("%s", diags.items[0].message);
	ks_diags_finish(&diags);
	free(file);
	ks_test_folder_finish(folder);
}

static void a_plan_travels_whole_or_not_at_all(void **state)
{
	struct ks_plan plans[3], again;
	struct ks_plans list;
	struct ks_buf out = {0};
	char *json, *text;
	json_t *root;

	(void)state;
	load_plan(course, &plans[0]);
	load_plan(small_course, &plans[1]);
	load_plan(small_course, &plans[2]);
	plans[2].nendo = 2027;
	json = ks_plan_to_json(&plans[0]);
	ks_buf_printf(&out, "%s\n", json);
	assert_int_equal(ks_plan_from_json(json, &again), KS_OK);
	tell_plan(&again, &out);
	text = ks_plan_to_json(&again);
	assert_string_equal(text, json);
	ks_plan_finish(&again);
	free(text);
	root = json_loads(json, 0, NULL);
	spoil(root, root, "", &out);
	json_decref(root);
	for (int nendo = 2026; nendo < 2029; nendo++) {
		text = ks_plans_to_json(plans, KS_COUNT(plans), nendo);
		ks_buf_printf(&out, "%s\n", text);
		assert_int_equal(ks_plans_from_json(text, &list), KS_OK);
		for (size_t i = 0; i < list.n_items; i++)
			tell_plan(&list.items[i], &out);
		ks_buf_printf(&out, "「%s」「%s」\n", ks_plans_title(&list, "m2"),
			      ks_plans_title(&list, "annual-test"));
		ks_plans_finish(&list);
		free(text);
	}
	assert_int_equal(ks_plans_from_json(json, &list), KS_OK); /* one alone */
	assert_int_equal(list.n_items, 1);
	ks_plans_finish(&list);
	ks_test_golden("tests/data/golden/plan-json.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	free(json);
	for (size_t i = 0; i < KS_COUNT(plans); i++)
		ks_plan_finish(&plans[i]);
}

static void a_list_of_plans_has_an_end(void **state)
{
	struct ks_plan plan;
	struct ks_plans list;
	char *one;

	(void)state;
	load_plan(small_course, &plan);
	one = ks_plan_to_json(&plan);
	for (int n = 200; n < 202; n++) {
		struct ks_buf many = {0};

		for (int i = 0; i < n; i++)
			ks_buf_printf(&many, "%s%s", i ? "," : "[", one);
		ks_buf_puts(&many, "]");
		assert_int_equal(ks_plans_from_json(ks_buf_text(&many), &list),
				 n == 200 ? KS_OK : KS_INVALID);
		assert_int_equal(list.n_items, n == 200 ? 200 : 0);
		ks_plans_finish(&list);
		ks_buf_finish(&many);
	}
	for (int i = 0; i < 3; i++) {
		char *text = i < 2 ? ks_format(i ? "[{},%s]" : "[%s,1]", one) : ks_strdup("{");

		assert_int_equal(ks_plans_from_json(text, &list), KS_INVALID);
		ks_plans_finish(&list);
		free(text);
	}
	free(one);
	ks_plan_finish(&plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_policy_is_read_and_taken_over),
		cmocka_unit_test(what_changed_between_two_folders_is_told),
		cmocka_unit_test(a_lexicon_is_read_and_laid_over_texts),
		cmocka_unit_test(the_words_of_a_list_are_read),
		cmocka_unit_test(a_plan_travels_whole_or_not_at_all),
		cmocka_unit_test(a_list_of_plans_has_an_end),
	};

	return ks_test_run(tests);
}
