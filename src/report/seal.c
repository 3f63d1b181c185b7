/* SPDX-License-Identifier: Apache-2.0 */
#include "report/seal.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/nendo.h"
#include "report/correction.h"

/*
 * A closed 年度 is read from what was sealed, row by row, so that neither a late statement, a corrected list nor another
 * course file moves its numbers. What would be different today is told beside each row as 追補.
 */

enum {
	CELL_NUMBER,
	CELL_TYPED,
	CELL_NAME,
	CELL_UNIT,
	CELL_EMPLOYMENT,
	CELL_TARGET,
	CELL_DONE,
	CELL_STANDING,
	CELL_WHY,
	CELL_WORD,
	CELL_DUE,
	CELL_LAST,
	CELL_OVERDUE,
	CELL_LACKS,
	CELL_DOUBT,
	CELL_PAPER, /* not in seals of before: none then */
	CELLS
};

/* ---- out ---- */

static void put_text(struct ks_buf *out, const char *text)
{
	ks_buf_json(out, text ? text : "");
	ks_buf_putc(out, ',');
}

static void put_row(struct ks_buf *out, const struct ks_completion_row *row)
{
	const struct ks_appointment *a = row->appointment;
	char due[16];

	ks_date_format(row->due, due);
	ks_buf_putc(out, '[');
	put_text(out, row->person->number);
	put_text(out, ks_person_typed(row->person));
	put_text(out, row->person->name);
	put_text(out, a ? a->unit : NULL);
	put_text(out, a ? a->employment : NULL);
	ks_buf_printf(out, "%zu,%zu,%d,%d,", row->n_target, row->n_done, (int)row->standing,
		      (int)row->why_exempt);
	put_text(out, row->why_word);
	put_text(out, due);
	ks_buf_printf(out, "%lld,%d,%d,%d,%zu]", (long long)row->last_done_ms, row->is_overdue,
		      row->lacks_agreement, row->has_clock_doubt, row->n_from_paper);
}

static char *make_document(const struct ks_completion *completion,
			   const struct ks_duty_list *duties, const char *plan, struct ks_date today)
{
	struct ks_buf out = {.ceiling = (size_t)1 << 28};

	ks_buf_printf(&out, "{\"nendo\":%d,\"rows\":[", completion->nendo);
	for (size_t i = 0; i < completion->n_rows; i++) {
		ks_buf_puts(&out, i ? ",\n" : "\n");
		put_row(&out, &completion->rows[i]);
	}
	ks_buf_puts(&out, "]");
	ks_seal_put_duties(&out, duties, today);
	ks_buf_puts(&out, ",\"plan\":");
	ks_buf_json(&out, plan);
	ks_buf_puts(&out, "}");
	return out.is_over ? NULL : ks_buf_take(&out);
}

enum ks_rc ks_report_close(struct ks_centre *centre, const struct ks_plan *plans, size_t n_plans,
			   int nendo, const char *iri_base, struct ks_completion *out)
{
	struct ks_store *store = ks_centre_store(centre);
	struct ks_date today = ks_civil_from_ms(ks_centre_now_ms(centre)).date;
	struct ks_duty_list duties = {0};
	struct ks_nendo_seal seal;
	char *document, *plan = NULL;
	enum ks_rc rc = ks_nendo_seal_load(store, nendo, &seal);

	memset(out, 0, sizeof(*out));
	ks_nendo_seal_finish(&seal);
	if (rc != KS_NOT_FOUND)
		return rc == KS_OK ? KS_CONFLICT : rc;
	if (ks_date_compare(today, ks_nendo_last(nendo)) <= 0)
		return KS_INVALID;
	rc = ks_report_completion(store, plans, n_plans, nendo, today, out);
	if (rc == KS_OK)
		rc = ks_report_duties(store, plans, n_plans, nendo, today, &duties);
	if (rc == KS_OK)
		rc = ks_report_plan_word(store, nendo, &plan);
	document = rc == KS_OK ? make_document(out, &duties, plan, today) : NULL;
	if (rc == KS_OK)
		rc = document ? ks_nendo_seal(centre, nendo, document, iri_base) : KS_FULL;
	free(document);
	free(plan);
	ks_duty_list_finish(&duties);
	return rc;
}

/* ---- back ---- */

static const char *text_at(struct ks_arena *arena, const json_t *cells, int i)
{
	const char *text = json_string_value(json_array_get(cells, (size_t)i));

	return ks_arena_strdup(arena, text ? text : "");
}

static json_int_t number_at(const json_t *cells, int i)
{
	return json_integer_value(json_array_get(cells, (size_t)i));
}

static bool read_row(struct ks_arena *arena, const json_t *cells, struct ks_completion_row *row)
{
	struct ks_person *person = ks_arena_alloc(arena, sizeof(*person));
	struct ks_appointment *post = ks_arena_alloc(arena, sizeof(*post));

	if ((json_array_size(cells) != CELLS && json_array_size(cells) != CELL_PAPER) ||
	    number_at(cells, CELL_STANDING) < 0 || number_at(cells, CELL_STANDING) > KS_STANDING_DONE)
		return false;
	person->number = text_at(arena, cells, CELL_NUMBER);
	person->typed = text_at(arena, cells, CELL_TYPED);
	person->name = text_at(arena, cells, CELL_NAME);
	person->kana = "";
	post->unit = text_at(arena, cells, CELL_UNIT);
	post->employment = text_at(arena, cells, CELL_EMPLOYMENT);
	post->unit_kind = post->facility = post->status = post->roles = "";
	*row = (struct ks_completion_row){
		.person = person,
		.appointment = post,
		.n_target = (size_t)number_at(cells, CELL_TARGET),
		.n_done = (size_t)number_at(cells, CELL_DONE),
		.standing = (enum ks_standing)number_at(cells, CELL_STANDING),
		.why_exempt = (enum ks_target)number_at(cells, CELL_WHY),
		.why_word = text_at(arena, cells, CELL_WORD),
		.last_done_ms = number_at(cells, CELL_LAST),
		.is_overdue = number_at(cells, CELL_OVERDUE) != 0,
		.lacks_agreement = number_at(cells, CELL_LACKS) != 0,
		.has_clock_doubt = number_at(cells, CELL_DOUBT) != 0,
		.n_from_paper = (size_t)number_at(cells, CELL_PAPER),
	};
	(void)ks_date_parse(text_at(arena, cells, CELL_DUE), &row->due);
	return true;
}

static int by_number(const void *left, const void *right)
{
	const struct ks_completion_row *a = *(const struct ks_completion_row *const *)left;
	const struct ks_completion_row *b = *(const struct ks_completion_row *const *)right;

	return strcmp(a->person->number, b->person->number);
}

/* To be freed. */
static const struct ks_completion_row **sorted(const struct ks_completion_row *rows, size_t n)
{
	const struct ks_completion_row **out = ks_alloc_zero(n + 1, sizeof(*out));

	for (size_t i = 0; i < n; i++)
		out[i] = &rows[i];
	qsort(out, n, sizeof(*out), by_number);
	return out;
}

/* The row of the same person among @rows, which are sorted(). */
static const struct ks_completion_row *same_person(const struct ks_completion_row *row,
						   const struct ks_completion_row *const *rows,
						   size_t n)
{
	const struct ks_completion_row *const *at = bsearch(&row, rows, n, sizeof(*rows), by_number);

	return at ? *at : NULL;
}

/* 「受講中（3/8）→ 修了（8/8）」; "" when nothing came later. */
static const char *compare(struct ks_arena *arena, const struct ks_completion_row *then,
			   const struct ks_completion_row *now)
{
	if (!now)
		return "名簿から外れた";
	if (then->standing == now->standing && then->n_target == now->n_target &&
	    then->n_done == now->n_done)
		return "";
	return ks_arena_format(arena, "%s（%zu/%zu）→ %s（%zu/%zu）",
			       ks_standing_word(then->standing), then->n_done, then->n_target,
			       ks_standing_word(now->standing), now->n_done, now->n_target);
}

/* Differences between what was sealed and what would be today. */
static void add_later(struct ks_completion *out, struct ks_completion_row *rows, size_t n)
{
	const struct ks_completion_row **then = sorted(rows, n);
	const struct ks_completion_row **now = sorted(out->rows, out->n_rows);

	for (size_t i = 0; i < n; i++) {
		rows[i].addendum = compare(&out->roster.arena, &rows[i],
					   same_person(&rows[i], now, out->n_rows));
		out->n_addenda += rows[i].addendum[0] != '\0';
	}
	for (size_t i = 0; i < out->n_rows; i++)
		out->n_unsealed += out->rows[i].standing != KS_STANDING_EXEMPT &&
				   !same_person(&out->rows[i], then, n);
	free(then);
	free(now);
}

static enum ks_rc replace(struct ks_completion *out, const json_t *sealed)
{
	size_t n = json_array_size(sealed);
	struct ks_completion_row *rows = ks_alloc_zero(n + 1, sizeof(*rows));

	for (size_t i = 0; i < n; i++) {
		if (!read_row(&out->roster.arena, json_array_get(sealed, i), &rows[i])) {
			free(rows);
			return KS_DAMAGED;
		}
	}
	add_later(out, rows, n);
	free(out->rows);
	out->rows = rows;
	out->n_rows = n;
	ks_completion_count(out);
	return KS_OK;
}

enum ks_rc ks_report_as_sealed(struct ks_store *store, struct ks_completion *out)
{
	struct ks_nendo_seal seal;
	json_t *root;
	enum ks_rc rc = ks_nendo_seal_load(store, out->nendo, &seal);

	if (rc != KS_OK)
		return rc == KS_NOT_FOUND ? KS_OK : rc;
	root = json_loads(seal.document, JSON_REJECT_DUPLICATES, NULL);
	rc = root ? replace(out, json_object_get(root, "rows")) : KS_DAMAGED;
	out->sealed_ms = seal.at_ms;
	json_decref(root);
	ks_nendo_seal_finish(&seal);
	return rc;
}
