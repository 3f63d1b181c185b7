/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/nendo.h"
#include "report/seal.h"

/*
 * The duties of a closed 年度, as they were then. A hundred thousand people owe a few lessons for a few reasons, so each
 * text is in the document once, and a duty is a row of numbers of such texts.
 */

/* The last number of a duty's row. */
#define MISSED 1
#define FROM_PAPER 2

/* ---- out ---- */

/* Texts by the number under which they were first met. */
struct words {
	json_t *numbers;
	struct ks_buf list;
};

static void put_word(struct ks_buf *out, struct words *words, const char *text)
{
	json_t *number = json_object_get(words->numbers, text ? text : "");
	json_int_t n = json_integer_value(number);

	if (!number) {
		n = (json_int_t)json_object_size(words->numbers);
		json_object_set_new(words->numbers, text ? text : "", json_integer(n));
		ks_buf_puts(&words->list, n > 0 ? "," : "");
		ks_buf_json(&words->list, text ? text : "");
	}
	ks_buf_printf(out, "%lld,", (long long)n);
}

static void put_post(struct ks_buf *out, struct words *words, const struct ks_appointment *post)
{
	put_word(out, words, post ? post->unit : "");
	put_word(out, words, post ? post->employment : "");
}

static void put_duty(struct ks_buf *out, struct words *words, const struct ks_duty_row *row,
		     struct ks_date today)
{
	char due[16];

	ks_date_format(row->duty.due, due);
	ks_buf_putc(out, '[');
	put_post(out, words, row->appointment);
	put_word(out, words, row->duty.plan->id);
	put_word(out, words, row->duty.plan->revision);
	put_word(out, words, row->duty.lesson->id);
	put_word(out, words, row->duty.lesson->title);
	put_word(out, words, due);
	put_word(out, words, ks_duty_row_state(row, today));
	put_word(out, words, row->why);
	put_word(out, words, row->rule);
	ks_buf_printf(out, "%lld,%d]", (long long)row->done_ms,
		      (row->is_missed ? MISSED : 0) | (row->is_from_paper ? FROM_PAPER : 0));
}

static void put_waiver(struct ks_buf *out, struct words *words, const struct ks_waiver_row *row)
{
	ks_buf_putc(out, '[');
	put_post(out, words, row->appointment);
	put_word(out, words, row->plan ? row->plan->id : "");
	put_word(out, words, row->plan ? row->plan->title : "");
	put_word(out, words, row->lesson ? row->lesson->id : "");
	put_word(out, words, row->lesson ? row->lesson->title : "");
	put_word(out, words, row->word);
	ks_buf_puts(out, "0]");
}

/* One after the other: the rows of one person follow each other in both lists. */
static void put_person(struct ks_buf *out, struct words *words, const struct ks_duty_list *list,
		       const struct ks_person *person, size_t *i, size_t *k, struct ks_date today)
{
	const char *comma = "";

	ks_buf_puts(out, "[");
	ks_buf_json(out, person->number);
	ks_buf_putc(out, ',');
	ks_buf_json(out, ks_person_typed(person));
	ks_buf_putc(out, ',');
	ks_buf_json(out, person->name);
	ks_buf_puts(out, ",[");
	for (; *i < list->n_rows && list->rows[*i].person == person; (*i)++, comma = ",") {
		ks_buf_puts(out, comma);
		put_duty(out, words, &list->rows[*i], today);
	}
	ks_buf_puts(out, "],[");
	comma = "";
	for (; *k < list->n_waived && list->waived[*k].person == person; (*k)++, comma = ",") {
		ks_buf_puts(out, comma);
		put_waiver(out, words, &list->waived[*k]);
	}
	ks_buf_puts(out, "]]");
}

void ks_seal_put_duties(struct ks_buf *out, const struct ks_duty_list *list, struct ks_date today)
{
	struct words words = {.numbers = json_object(), .list = {.ceiling = out->ceiling}};
	size_t i = 0, k = 0;

	ks_buf_puts(out, ",\"duties\":[");
	while (i < list->n_rows || k < list->n_waived) {
		const struct ks_person *person =
			k == list->n_waived || (i < list->n_rows &&
						strcmp(list->rows[i].person->number,
						       list->waived[k].person->number) <= 0)
				? list->rows[i].person
				: list->waived[k].person;

		ks_buf_puts(out, i + k > 0 ? ",\n" : "\n");
		put_person(out, &words, list, person, &i, &k, today);
	}
	ks_buf_puts(out, "],\"words\":[");
	ks_buf_puts(out, ks_buf_text(&words.list));
	ks_buf_puts(out, "]");
	out->is_over |= words.list.is_over;
	ks_buf_finish(&words.list);
	json_decref(words.numbers);
}

/* ---- back ---- */

enum { DUTY_CELLS = 12, WAIVER_CELLS = 8 };

struct reading {
	struct ks_duty_list *out;
	struct ks_arena *arena;
	const char **words;
	size_t n_words;
	bool is_bad;
};

static const char *word_at(struct reading *r, const json_t *cells, int i)
{
	json_int_t n = json_integer_value(json_array_get(cells, (size_t)i));

	if (n < 0 || (size_t)n >= r->n_words) {
		r->is_bad = true;
		return "";
	}
	return r->words[n];
}

static const struct ks_appointment *read_post(struct reading *r, const json_t *cells)
{
	struct ks_appointment *post = ks_arena_alloc(r->arena, sizeof(*post));

	post->unit = word_at(r, cells, 0);
	post->employment = word_at(r, cells, 1);
	post->unit_kind = post->facility = post->status = post->roles = "";
	return post;
}

static void read_duty(struct reading *r, const json_t *cells, const struct ks_person *person)
{
	struct ks_plan *plan = ks_arena_alloc(r->arena, sizeof(*plan));
	struct ks_plan_lesson *lesson = ks_arena_alloc(r->arena, sizeof(*lesson));
	struct ks_duty_row row = {.person = person, .appointment = read_post(r, cells)};

	r->is_bad |= json_array_size(cells) != DUTY_CELLS;
	plan->id = word_at(r, cells, 2);
	plan->revision = word_at(r, cells, 3);
	lesson->id = word_at(r, cells, 4);
	lesson->title = word_at(r, cells, 5);
	row.duty.plan = plan;
	row.duty.lesson = lesson;
	(void)ks_date_parse(word_at(r, cells, 6), &row.duty.due);
	row.state = word_at(r, cells, 7);
	row.why = word_at(r, cells, 8);
	row.rule = word_at(r, cells, 9);
	row.done_ms = json_integer_value(json_array_get(cells, 10));
	row.is_missed = json_integer_value(json_array_get(cells, 11)) & MISSED;
	row.is_from_paper = json_integer_value(json_array_get(cells, 11)) & FROM_PAPER;
	ks_grow(&r->out->rows, r->out->n_rows, &r->out->capacity);
	r->out->rows[r->out->n_rows++] = row;
}

static void read_waiver(struct reading *r, const json_t *cells, const struct ks_person *person)
{
	struct ks_plan *plan = ks_arena_alloc(r->arena, sizeof(*plan));
	struct ks_plan_lesson *lesson = ks_arena_alloc(r->arena, sizeof(*lesson));
	const struct ks_appointment *post = read_post(r, cells);

	r->is_bad |= json_array_size(cells) != WAIVER_CELLS;
	plan->id = word_at(r, cells, 2);
	plan->title = word_at(r, cells, 3);
	lesson->id = word_at(r, cells, 4);
	lesson->title = word_at(r, cells, 5);
	ks_grow(&r->out->waived, r->out->n_waived, &r->out->waived_capacity);
	r->out->waived[r->out->n_waived++] = (struct ks_waiver_row){
		.person = person,
		.appointment = post->employment[0] ? post : NULL,
		.plan = plan->id[0] ? plan : NULL,
		.lesson = lesson->id[0] ? lesson : NULL,
		.word = word_at(r, cells, 6),
	};
}

static void read_person(struct reading *r, const json_t *of)
{
	const json_t *duties = json_array_get(of, 3), *waivers = json_array_get(of, 4), *cells;
	struct ks_person *person = ks_arena_alloc(r->arena, sizeof(*person));
	const char *texts[3];
	size_t i;

	for (i = 0; i < 3; i++) {
		const char *text = json_string_value(json_array_get(of, i));

		r->is_bad |= !text;
		texts[i] = ks_arena_strdup(r->arena, text ? text : "");
	}
	person->number = texts[0];
	person->typed = texts[1];
	person->name = texts[2];
	person->kana = "";
	json_array_foreach(duties, i, cells)
	{
		read_duty(r, cells, person);
	}
	json_array_foreach(waivers, i, cells)
	{
		read_waiver(r, cells, person);
	}
}

/* ---- what came later ---- */

static int compare_rows(const struct ks_duty_row *a, const struct ks_duty_row *b)
{
	int order = strcmp(a->person->number, b->person->number);

	if (order == 0)
		order = strcmp(a->duty.plan->id, b->duty.plan->id);
	return order ? order : strcmp(a->duty.lesson->id, b->duty.lesson->id);
}

static int by_key(const void *left, const void *right)
{
	return compare_rows(*(const struct ks_duty_row *const *)left,
			    *(const struct ks_duty_row *const *)right);
}

static const struct ks_duty_row **sorted(const struct ks_duty_row *rows, size_t n)
{
	const struct ks_duty_row **out = ks_alloc_zero(n + 1, sizeof(*out));

	for (size_t i = 0; i < n; i++)
		out[i] = &rows[i];
	qsort(out, n, sizeof(*out), by_key);
	return out;
}

static bool is_in(const struct ks_duty_row *row, const struct ks_duty_row *const *rows, size_t n,
		  const struct ks_duty_row **found)
{
	const struct ks_duty_row *const *at = bsearch(&row, rows, n, sizeof(*rows), by_key);

	*found = at ? *at : NULL;
	return at;
}

static const char *difference(struct ks_arena *arena, const struct ks_duty_row *then,
			      const struct ks_duty_row *now, struct ks_date closed)
{
	char due[16];

	if (!now)
		return "いまの名簿とコースでは、受けなくてよい";
	if ((then->done_ms > 0) != (now->done_ms > 0) || then->is_missed != now->is_missed)
		return ks_arena_format(arena, "%s → %s", then->state, ks_duty_row_state(now, closed));
	if (ks_date_compare(then->duty.due, now->duty.due) == 0)
		return "";
	ks_date_format(now->duty.due, due);
	return ks_arena_format(arena, "期限 → %s", due);
}

/* Those of @live that were not there, behind the others. */
static void add_later(struct ks_duty_list *list, const struct ks_duty_row *live, size_t n_live)
{
	const struct ks_duty_row **then = sorted(list->rows, list->n_rows), *found;
	size_t *later = ks_alloc_zero(n_live + 1, sizeof(*later)), n = 0;

	for (size_t i = 0; i < n_live; i++)
		if (!is_in(&live[i], then, list->n_rows, &found))
			later[n++] = i;
	for (size_t i = 0; i < n; i++) {
		ks_grow(&list->rows, list->n_rows, &list->capacity);
		list->rows[list->n_rows] = live[later[i]];
		list->rows[list->n_rows++].addendum = "締めたあとに加わった";
	}
	list->n_addenda += n;
	free(later);
	free(then);
}

static void note_differences(struct ks_duty_list *list, const struct ks_duty_row *live,
			     size_t n_live, struct ks_date closed)
{
	const struct ks_duty_row **now = sorted(live, n_live), *found;

	for (size_t i = 0; i < list->n_rows; i++) {
		(void)is_in(&list->rows[i], now, n_live, &found);
		list->rows[i].addendum = difference(&list->arena, &list->rows[i], found, closed);
		list->n_addenda += list->rows[i].addendum[0] != '\0';
	}
	free(now);
}

static enum ks_rc replace(struct ks_duty_list *out, const json_t *root, int64_t closed_ms)
{
	const json_t *people = json_object_get(root, "duties"), *words, *of;
	struct reading r = {.out = out, .arena = &out->arena};
	struct ks_duty_row *live = out->rows;
	size_t n_live = out->n_rows, i;

	words = json_object_get(root, "words");
	r.n_words = json_array_size(words);
	r.words = ks_alloc_zero(r.n_words + 1, sizeof(*r.words));
	for (i = 0; i < r.n_words; i++) {
		const char *text = json_string_value(json_array_get(words, i));

		r.words[i] = ks_arena_strdup(r.arena, text ? text : "");
	}
	out->rows = NULL;
	out->n_rows = out->capacity = out->n_waived = 0;
	json_array_foreach(people, i, of)
	{
		read_person(&r, of);
	}
	note_differences(out, live, n_live, ks_civil_from_ms(closed_ms).date);
	add_later(out, live, n_live);
	free(r.words);
	free(live);
	return r.is_bad ? KS_DAMAGED : KS_OK;
}

enum ks_rc ks_report_duties_as_sealed(struct ks_store *store, int nendo, struct ks_duty_list *out)
{
	struct ks_nendo_seal seal;
	json_t *root;
	enum ks_rc rc = ks_nendo_seal_load(store, nendo, &seal);

	if (rc != KS_OK)
		return rc == KS_NOT_FOUND ? KS_OK : rc;
	root = json_loads(seal.document, JSON_REJECT_DUPLICATES, NULL);
	rc = root ? replace(out, root, seal.at_ms) : KS_DAMAGED;
	out->sealed_ms = seal.at_ms;
	json_decref(root);
	ks_nendo_seal_finish(&seal);
	return rc;
}
