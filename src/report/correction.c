/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/nendo.h"
#include "report/correction.h"

/*
 * 訂正: before and after, who said so and why; as a list of their own, and as a few words beside each row that is otherwise
 * because of one.
 */

static bool is_in_force(const struct ks_correction *c)
{
	return c->what.step == KS_CORRECTION_APPROVED;
}

/* 0: it is open, or no year in particular is asked for. */
static enum ks_rc load_sealed(struct ks_store *store, int nendo, int64_t *out)
{
	struct ks_nendo_seal seal = {0};
	enum ks_rc rc = nendo ? ks_nendo_seal_load(store, nendo, &seal) : KS_NOT_FOUND;

	*out = rc == KS_OK ? seal.at_ms : 0;
	ks_nendo_seal_finish(&seal);
	/* A spoiled document is told by `verify` and by what reads its numbers. */
	return rc == KS_NOT_FOUND || rc == KS_DAMAGED ? KS_OK : rc;
}

const char *ks_correction_addendum(const struct ks_correction_list *list, int64_t at_ms)
{
	return list->sealed_ms > 0 && at_ms > list->sealed_ms ? "追補：" : "";
}

static bool is_one_of(enum ks_correction_kind kind, enum ks_proposals which)
{
	enum ks_proposals its = ks_correction_is_of_record(kind) ? KS_PROPOSALS_CORRECTIONS
				: kind == KS_CORRECTION_PLAN     ? KS_PROPOSALS_PLAN
								 : KS_PROPOSALS_EXEMPTIONS;

	return which == KS_PROPOSALS_ALL || which == its;
}

enum ks_rc ks_report_corrections(struct ks_store *store, int nendo, struct ks_correction_list *out)
{
	return ks_report_proposals(store, nendo, KS_PROPOSALS_CORRECTIONS, out);
}

enum ks_rc ks_report_proposals(struct ks_store *store, int nendo, enum ks_proposals which,
			       struct ks_correction_list *out)
{
	const struct ks_correction *all = NULL;
	size_t n = 0;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_correction_load(store, &out->arena, &all, &n);
	if (rc == KS_OK)
		rc = load_sealed(store, nendo, &out->sealed_ms);
	if (rc == KS_OK && n > 0)
		rc = ks_roster_load(store, true, &out->roster);
	out->rows = ks_alloc_zero(n + 1, sizeof(*out->rows));
	for (size_t i = 0; i < n; i++)
		if ((nendo == 0 || all[i].what.nendo == nendo) && is_one_of(all[i].what.kind, which))
			out->rows[out->n_rows++] = all[i];
	return rc;
}

void ks_correction_list_finish(struct ks_correction_list *list)
{
	if (!list)
		return;
	free(list->rows);
	ks_roster_finish(&list->roster);
	ks_arena_finish(&list->arena);
	memset(list, 0, sizeof(*list));
}

void ks_correction_list_keep(struct ks_correction_list *list, const char *staff)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++)
		if (strcmp(list->rows[i].what.staff, staff) == 0 ||
		    strcmp(list->rows[i].what.to_staff, staff) == 0)
			list->rows[n++] = list->rows[i];
	list->n_rows = n;
}

/* Of nobody (採点訂正) is of everybody. */
void ks_correction_list_keep_unit(struct ks_correction_list *list, const char *unit,
				  struct ks_date day)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_roster_entry *entry =
			ks_roster_entry(&list->roster, list->rows[i].what.staff);
		const struct ks_appointment *a =
			entry ? ks_person_appointment_on(&entry->person, day) : NULL;

		if (!list->rows[i].what.staff[0] || (a && a->unit && strcmp(a->unit, unit) == 0))
			list->rows[n++] = list->rows[i];
	}
	list->n_rows = n;
}

const char *ks_correction_typed(const struct ks_correction_list *list, const char *staff)
{
	const struct ks_roster_entry *entry = ks_roster_entry(&list->roster, staff);

	return entry ? ks_person_typed(&entry->person) : staff;
}

static const char *name_of(const struct ks_correction_list *list, const char *staff)
{
	const struct ks_roster_entry *entry = ks_roster_entry(&list->roster, staff);

	return entry ? entry->person.name : "";
}

static char *subject_of(const struct ks_correction_fact *f)
{
	if (f->gathering[0])
		return ks_format("集合研修 %s", f->gathering);
	if (f->kind == KS_CORRECTION_PLAN)
		return ks_format("%d年度の研修計画", f->nendo);
	if (!ks_correction_is_of_record(f->kind))
		return ks_strdup("対象外の台帳");
	if (f->question[0])
		return ks_format("問題 %s%s%s", f->question, f->revision[0] ? " 版 " : "",
				 f->revision);
	return ks_format("%s / %s", f->plan, f->lesson);
}

void ks_correction_table(const struct ks_correction_list *list, struct ks_table *out)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_TEXT},       {"状態", KS_CELL_TEXT},
		{"種類", KS_CELL_TEXT},       {"年度", KS_CELL_TEXT},
		{"職員番号", KS_CELL_TEXT},   {"氏名", KS_CELL_TEXT},
		{"何を", KS_CELL_TEXT},       {"訂正前", KS_CELL_TEXT},
		{"訂正後", KS_CELL_TEXT},     {"理由", KS_CELL_TEXT},
		{"申し出た人", KS_CELL_TEXT}, {"申し出た日時", KS_CELL_MOMENT},
		{"決めた人", KS_CELL_TEXT},   {"決めた日時", KS_CELL_MOMENT},
		{"決めた理由", KS_CELL_TEXT},
	};

	ks_table_init(out, columns, KS_COUNT(columns));
	ks_table_title(out, "訂正の記録");
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_correction *c = &list->rows[i];
		char *id = ks_format("%.13s", c->id), *nendo = ks_format("%d", c->what.nendo);
		char *subject = subject_of(&c->what);

		ks_table_text(out, id);
		ks_table_text(out, ks_correction_step_word(c->what.step));
		ks_table_text(out, ks_correction_kind_word(c->what.kind));
		ks_table_text(out, nendo);
		ks_table_text(out, ks_correction_typed(list, c->what.staff));
		ks_table_text(out, name_of(list, c->what.staff));
		ks_table_text(out, subject);
		ks_table_text(out, c->what.was);
		ks_table_text(out, c->what.becomes);
		ks_table_text(out, c->what.reason);
		ks_table_text(out, c->what.by);
		ks_table_moment(out, c->by_ms);
		ks_table_text(out, c->end_user);
		ks_table_moment(out, c->end_ms);
		ks_table_text(out, c->end_reason);
		free(subject);
		free(nendo);
		free(id);
	}
}

/* ---- beside other rows ---- */

/* 「欠席 → 出席（10:05） 理由 申し出た人／認めた人 2026-11-28」 */
const char *ks_correction_words(const struct ks_correction_list *list, struct ks_arena *arena,
				const struct ks_correction *c)
{
	struct ks_date day = ks_civil_from_ms(c->end_ms).date;

	return ks_arena_format(arena, "%s%s → %s（%s、%s／%s、%d-%02d-%02d）",
			       ks_correction_addendum(list, c->end_ms), c->what.was, c->what.becomes,
			       c->what.reason, c->what.by, c->end_user, day.year, day.month, day.day);
}

const char *ks_correction_note(const struct ks_correction_list *list, struct ks_arena *arena,
			       const char *gathering, const char *staff, bool *is_absent)
{
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_correction_fact *f = &list->rows[i].what;

		if (!is_in_force(&list->rows[i]) || strcmp(f->gathering, gathering) != 0 ||
		    strcmp(f->staff, staff) != 0 || !f->gathering[0])
			continue;
		*is_absent = f->kind == KS_CORRECTION_ABSENT;
		return ks_correction_words(list, arena, &list->rows[i]);
	}
	return "";
}

const char *ks_correction_key_note(const struct ks_correction_list *list, struct ks_arena *arena,
				   const char *question, const char *revision)
{
	const char *note = "";

	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_correction_fact *f = &list->rows[i].what;

		if (is_in_force(&list->rows[i]) && f->kind == KS_CORRECTION_KEY &&
		    strcmp(f->question, question) == 0 &&
		    (!f->revision[0] || strcmp(f->revision, revision) == 0))
			note = ks_arena_format(arena, "%s%s%s", note, note[0] ? "、" : "",
					       ks_correction_words(list, arena, &list->rows[i]));
	}
	return note;
}

static struct ks_completion_row *row_of(struct ks_completion *completion, const char *staff)
{
	for (size_t i = 0; i < completion->n_rows; i++)
		if (strcmp(completion->rows[i].person->number, staff) == 0)
			return &completion->rows[i];
	return NULL;
}

static void add_note(struct ks_completion *completion, const char *staff, const char *note)
{
	struct ks_completion_row *row = row_of(completion, staff);

	if (row)
		row->correction = row->correction ? ks_arena_format(&completion->roster.arena,
								    "%s、%s", row->correction, note)
						  : note;
}

enum ks_rc ks_completion_add_corrections(struct ks_store *store, struct ks_completion *completion)
{
	struct ks_arena *arena = &completion->roster.arena;
	struct ks_lesson_notes notes;
	enum ks_rc rc = ks_report_lesson_notes(store, completion->nendo, &notes);

	for (size_t i = 0; rc == KS_OK && i < notes.n; i++)
		add_note(completion, notes.items[i].staff,
			 ks_arena_format(arena, "%s %s", notes.items[i].lesson, notes.items[i].text));
	ks_lesson_notes_finish(&notes);
	return rc;
}
