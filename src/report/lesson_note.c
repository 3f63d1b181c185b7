/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/correction.h"
#include "report/facts.h"

/* What corrections changed about a person's lesson, in words, for every list that has a row for it. */

static int compare(const struct ks_lesson_note *a, const struct ks_lesson_note *b)
{
	int order = strcmp(a->staff, b->staff);

	return order ? order : strcmp(a->lesson, b->lesson);
}

static int by_lesson(const void *left, const void *right)
{
	const struct ks_lesson_note *a = left, *b = right;
	int order = compare(a, b);

	return order ? order : strcmp(a->text, b->text);
}

static int same_lesson(const void *left, const void *right)
{
	return compare(left, right);
}

static void add(struct ks_lesson_notes *out, const char *staff, const char *lesson, const char *text)
{
	ks_grow(&out->items, out->n, &out->capacity);
	out->items[out->n++] = (struct ks_lesson_note){ks_arena_strdup(&out->arena, staff),
						       ks_arena_strdup(&out->arena, lesson), text};
}

/* Who passes by an answer key: told by the try that counts now. */
static enum ks_rc add_credited(struct ks_store *store, int nendo, struct ks_lesson_notes *out)
{
	struct ks_standing_facts facts = {0};
	enum ks_rc rc = ks_report_credited(store, nendo, &out->arena, &facts);

	for (size_t i = 0; rc == KS_OK && i < facts.n_items; i++)
		add(out, facts.items[i].staff, facts.items[i].lesson, KS_CREDITED_WORD);
	free(facts.items);
	return rc;
}

/* Several about one lesson stand in one text. */
static void join(struct ks_lesson_notes *notes)
{
	size_t n = 0;

	if (notes->n > 0)
		qsort(notes->items, notes->n, sizeof(*notes->items), by_lesson);
	for (size_t i = 0; i < notes->n; i++) {
		if (n > 0 && compare(&notes->items[n - 1], &notes->items[i]) == 0)
			notes->items[n - 1].text =
				ks_arena_format(&notes->arena, "%s、%s", notes->items[n - 1].text,
						notes->items[i].text);
		else
			notes->items[n++] = notes->items[i];
	}
	notes->n = n;
}

enum ks_rc ks_report_lesson_notes(struct ks_store *store, int nendo, struct ks_lesson_notes *out)
{
	struct ks_correction_list list;
	bool has_key = false;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_report_corrections(store, nendo, &list);
	for (size_t i = 0; rc == KS_OK && i < list.n_rows; i++) {
		const struct ks_correction_fact *f = &list.rows[i].what;

		has_key |= f->kind == KS_CORRECTION_KEY;
		if (list.rows[i].what.step != KS_CORRECTION_APPROVED ||
		    f->kind != KS_CORRECTION_UNDONE)
			continue;
		add(out, f->staff, f->lesson, ks_correction_words(&list, &out->arena, &list.rows[i]));
		if (f->to_staff[0])
			add(out, f->to_staff, f->lesson,
			    ks_arena_format(&out->arena, "未修了 → 修了（%s の訂正）",
					    ks_correction_typed(&list, f->staff)));
	}
	ks_correction_list_finish(&list);
	if (rc == KS_OK && has_key)
		rc = add_credited(store, nendo, out);
	join(out);
	return rc;
}

void ks_lesson_notes_finish(struct ks_lesson_notes *notes)
{
	free(notes->items);
	ks_arena_finish(&notes->arena);
	memset(notes, 0, sizeof(*notes));
}

const char *ks_lesson_note(const struct ks_lesson_notes *notes, const char *staff, const char *lesson)
{
	const struct ks_lesson_note wanted = {staff, lesson, ""}, *found = NULL;

	if (notes->n > 0)
		found = bsearch(&wanted, notes->items, notes->n, sizeof(wanted), same_lesson);
	return found ? found->text : "";
}
