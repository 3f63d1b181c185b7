/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lrs/mark.h"
#include "lrs/own.h"
#include "record/gathering.h"
#include "record/roll.h"
#include "report/correction.h"
#include "report/course.h"
#include "report/report.h"

/*
 * The 出席簿: who was at which gathering, and who was not. What counts is what the roll says (record/roll.h), as at the kiosk;
 * what was corrected stands there as it was and as it is. A gathering without anybody is listed too (one row without a
 * person), because "nobody came" is something the sheet has to say.
 */

struct sheet {
	struct ks_attendance_list *list;
	const struct ks_roster *roster;
	int64_t now_ms;
	bool is_over; /* the gathering: who is not there will not come any more */
	struct ks_correction_list corrections;
	size_t capacity;
	const char *own; /* this folder's kiosk, for what it recorded itself */
	const char *closing, *course, *lessons;
	struct ks_plans plans; /* of the 年度: what lessons are called */
	struct ks_gathering_mark mark;
};

static const char *keep(struct sheet *sheet, const char *text)
{
	return ks_arena_strdup(&sheet->list->arena, text ? text : "");
}

static const char *name_of(const struct sheet *sheet, const char *staff)
{
	const struct ks_roster_entry *entry = ks_roster_entry(sheet->roster, staff);

	return entry ? entry->person.name : staff;
}

/* Where it was recorded. */
static const char *place_of(const struct sheet *sheet, const char *kiosk)
{
	if (strcmp(kiosk, KS_CENTRE_OWN) == 0)
		return "センター";
	return kiosk[0] ? kiosk : sheet->own;
}

static struct ks_attendance_row *add_row(struct sheet *sheet, const struct ks_gathering *gathering)
{
	struct ks_attendance_list *list = sheet->list;
	struct ks_attendance_row *row;

	ks_grow(&list->rows, list->n_rows, &sheet->capacity);
	row = &list->rows[list->n_rows++];
	*row = (struct ks_attendance_row){
		.gathering_id = keep(sheet, gathering->id),
		.title = gathering->is_cancelled
				 ? ks_arena_format(&list->arena, "%s（中止）", gathering->title)
				 : keep(sheet, gathering->title),
		.place = keep(sheet, gathering->place),
		.date = gathering->date,
		.from_minute = gathering->from_minute,
		.to_minute = gathering->to_minute,
		.number = "",
		.name = "",
		.unit = "",
		.employment = "",
		.kiosk = "",
		.how = "",
		.correction = "",
		.remark = "",
		.absence = "",
		.closing = sheet->closing,
		.is_over = sheet->is_over,
		.course = sheet->course,
		.lessons = sheet->lessons,
		.digest = sheet->mark.digest,
		.heads = sheet->mark.heads,
	};
	return row;
}

/* ---- remarks ---- */

static void put(struct ks_buf *out, const char *words)
{
	ks_buf_printf(out, "%s%s", out->len > 0 ? "、" : "", words);
}

static void put_clock(struct ks_buf *out, const char *what, int64_t ms)
{
	struct ks_civil at = ks_civil_from_ms(ms);

	ks_buf_printf(out, "%s%s %d:%02d", out->len > 0 ? "、" : "", what, at.hour, at.minute);
}

/* Before → after, each with why and by whom: what the 係員 said at a kiosk; then what HR's two users decided. */
static const char *corrections(struct sheet *sheet, const struct ks_gathering *gathering,
			       const struct ks_roll *roll, const struct ks_roll_person *person)
{
	struct ks_arena *arena = &sheet->list->arena;
	bool was_present = person->in_ms > 0, is_absent = false;
	struct ks_buf out = {0};
	const char *kept, *note = ks_correction_note(&sheet->corrections, arena, gathering->id,
						     person->staff, &is_absent);

	for (size_t i = 0; i < roll->n_facts; i++) {
		const struct ks_roll_fact *fact = &roll->facts[i];
		bool is_admitted = strcmp(fact->verb, "admitted") == 0;
		struct ks_date on = ks_civil_from_ms(fact->at_ms).date;

		if (strcmp(fact->staff, person->staff) != 0 || fact->is_of_centre ||
		    (!is_admitted && strcmp(fact->verb, "removed") != 0))
			continue;
		ks_buf_printf(&out, "%s%s%s → %s（%s、%s、%d-%02d-%02d）", out.len > 0 ? "、" : "",
			      ks_correction_addendum(&sheet->corrections, fact->at_ms),
			      was_present ? "出席" : "欠席", is_admitted ? "出席" : "欠席",
			      fact->reason, name_of(sheet, fact->by), on.year, on.month, on.day);
		was_present = is_admitted;
	}
	if (note[0])
		put(&out, note);
	kept = keep(sheet, ks_buf_text(&out));
	ks_buf_finish(&out);
	return kept;
}

static const char *remark(struct sheet *sheet, const struct ks_gathering *gathering,
			  const struct ks_roll *roll, const struct ks_roll_person *person)
{
	enum ks_gathering_when when = ks_gathering_when(gathering, person->in_ms);
	struct ks_buf out = {0};
	const char *kept;

	if (!person->is_present && !person->is_corrected)
		put(&out, sheet->is_over ? "欠席" : "未受付");
	if (!person->is_present && !person->is_corrected && person->reason[0])
		put(&out, person->reason);
	if (person->in_ms > 0 && when == KS_GATHERING_LATE)
		put(&out, "開始後の受付");
	if (person->in_ms > 0 && when == KS_GATHERING_OVER)
		put(&out, "終了後の受付");
	if (ks_roll_is_walk_in(roll, person))
		put(&out, "予定外");
	if (person->out_ms > 0)
		put_clock(&out, "退室", person->out_ms);
	if (person->notes & KS_ROLL_ON_PAPER)
		put(&out, KS_FROM_PAPER);
	if (person->notes & KS_ROLL_TWO_AT_ONCE)
		put(&out, "同じ端末で3秒以内に別の人の受付");
	if (person->notes & KS_ROLL_TWO_DOORS)
		put(&out, "2台の端末で受付");
	if (person->notes & KS_ROLL_NO_PIN)
		put(&out, "暗証番号なし");
	if (person->notes & KS_ROLL_FAILED_FIRST)
		put(&out, "直前に暗証番号の入れまちがい");
	kept = keep(sheet, ks_buf_text(&out));
	ks_buf_finish(&out);
	return kept;
}

/* Each door is closed for itself. */
static const char *closing_words(struct sheet *sheet, const struct ks_roll *roll)
{
	struct ks_buf out = {0};
	const char *kept;

	for (size_t i = 0; i < roll->n_facts; i++) {
		const struct ks_roll_fact *closing = &roll->facts[i];
		struct ks_civil at = ks_civil_from_ms(closing->at_ms);

		if (strcmp(closing->verb, "closed") != 0)
			continue;
		ks_buf_printf(
			&out,
			"%s%s%d月%d日 %d:%02d %s が閉じました（%s）。記録 %d名、数えた人数 %d名。%s",
			out.len > 0 ? "　／　" : "",
			ks_correction_addendum(&sheet->corrections, closing->at_ms), at.date.month,
			at.date.day, at.hour, at.minute,
			name_of(sheet, closing->by[0] ? closing->by : closing->staff),
			place_of(sheet, closing->kiosk), closing->n_present, closing->n_counted,
			closing->reason[0] ? closing->reason : "人数一致");
	}
	kept = keep(sheet, ks_buf_text(&out));
	ks_buf_finish(&out);
	return kept;
}

/* "m1,m4" as "m1 題、m4 題". */
static const char *lesson_words(struct sheet *sheet, const char *lessons)
{
	char *text = ks_strdup(lessons ? lessons : ""), *rest = text, *id;
	struct ks_buf out = {0};
	const char *kept;

	while ((id = strsep(&rest, ", "))) {
		const char *title = ks_plans_title(&sheet->plans, id);

		if (id[0])
			ks_buf_printf(&out, "%s%s%s%s", out.len > 0 ? "、" : "", id,
				      title[0] ? " " : "", title);
	}
	kept = keep(sheet, ks_buf_text(&out));
	ks_buf_finish(&out);
	free(text);
	return kept;
}

static const char *how_word(const struct ks_roll_person *person)
{
	static const char *const words[][2] = {
		{"card", "職員証"}, {"pin", "暗証番号"}, {"number", "番号"}};

	if (!person->is_present)
		return "";
	if (person->notes & KS_ROLL_ON_PAPER)
		return "紙";
	if (person->is_corrected)
		return "係員";
	for (size_t i = 0; i < KS_COUNT(words); i++)
		if (strcmp(words[i][0], person->how) == 0)
			return words[i][1];
	return "";
}

/* ---- rows ---- */

static void add_person(struct sheet *sheet, const struct ks_gathering *gathering,
		       const struct ks_roll *roll, const struct ks_roll_person *in)
{
	const struct ks_roster_entry *entry = ks_roster_entry(sheet->roster, in->staff);
	struct ks_attendance_row *row = add_row(sheet, gathering);
	const struct ks_appointment *appointment;

	row->at_ms = in->in_ms;
	row->out_ms = in->out_ms;
	row->is_present = in->is_present;
	row->is_expected = in->is_expected;
	row->is_walk_in = ks_roll_is_walk_in(roll, in);
	row->kiosk = in->in_ms == 0 ? "" : keep(sheet, place_of(sheet, in->kiosk));
	row->how = how_word(in);
	row->remark = remark(sheet, gathering, roll, in);
	row->correction = corrections(sheet, gathering, roll, in);
	if (in->is_expected && !in->is_present)
		row->absence = in->reason[0] ? keep(sheet, in->reason) : KS_ABSENT_SILENT;
	row->number = keep(sheet, in->staff);
	if (!entry)
		return;
	appointment = ks_person_appointment_on(&entry->person, gathering->date);
	row->number = keep(sheet, ks_person_typed(&entry->person));
	row->name = keep(sheet, entry->person.name);
	row->unit = keep(sheet, appointment ? appointment->unit : "");
	row->employment = keep(sheet, appointment ? appointment->employment : "");
}

/* Who was there, by time; then who was not, by 所属. */
static int by_place(const void *one, const void *other)
{
	const struct ks_attendance_row *a = one, *b = other;
	int order = (int)b->is_present - (int)a->is_present;

	if (!order && a->is_present)
		order = KS_ORDER(a->at_ms, b->at_ms);
	if (!order && !a->is_present)
		order = strcmp(a->unit, b->unit);
	return order ? order : strcmp(a->number, b->number);
}

static enum ks_rc add_gathering(struct sheet *sheet, struct ks_store *store,
				const struct ks_gathering *gathering)
{
	struct ks_attendance_list *list = sheet->list;
	size_t n_before = list->n_rows;
	struct ks_roll roll = {0};
	enum ks_rc rc = ks_roll_load(store, gathering->id, &roll);

	if (rc == KS_OK)
		rc = ks_gathering_mark(store, gathering->id, sheet->own, &list->arena, &sheet->mark);
	if (rc != KS_OK) {
		ks_roll_finish(&roll);
		return rc;
	}
	sheet->closing = closing_words(sheet, &roll);
	sheet->is_over = sheet->closing[0] ||
			 ks_gathering_when(gathering, sheet->now_ms) == KS_GATHERING_OVER;
	sheet->course = ks_report_course(&sheet->list->arena, sheet->roster, &roll);
	sheet->lessons = lesson_words(sheet, gathering->lessons);
	for (size_t i = 0; i < roll.n_people; i++)
		add_person(sheet, gathering, &roll, &roll.people[i]);
	if (list->n_rows == n_before)
		add_row(sheet, gathering);
	else
		qsort(&list->rows[n_before], list->n_rows - n_before, sizeof(*list->rows), by_place);
	ks_roll_finish(&roll);
	return KS_OK;
}

enum ks_rc ks_report_attendance_by(struct ks_store *store, const struct ks_roster *roster,
				   int nendo, int64_t now_ms, struct ks_attendance_list *out)
{
	struct sheet sheet = {.list = out,
			      .roster = roster,
			      .now_ms = now_ms,
			      .own = "",
			      .closing = "",
			      .course = "",
			      .lessons = ""};
	struct ks_gathering *gatherings = NULL;
	size_t n_gatherings = 0;
	char *own = NULL;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_store_get(store, "kiosk", &own);
	if (rc == KS_OK)
		sheet.own = keep(&sheet, own);
	free(own);
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = ks_gathering_on(store, (struct ks_date){0}, &gatherings, &n_gatherings);
	if (rc == KS_OK)
		rc = ks_centre_plans(store, nendo, &sheet.plans);
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = ks_report_corrections(store, nendo, &sheet.corrections);
	for (size_t i = 0; i < n_gatherings; i++) {
		if (rc == KS_OK && ks_nendo_of(gatherings[i].date) == nendo)
			rc = add_gathering(&sheet, store, &gatherings[i]);
		ks_gathering_finish(&gatherings[i]);
	}
	free(gatherings);
	ks_plans_finish(&sheet.plans);
	ks_correction_list_finish(&sheet.corrections);
	return rc;
}

enum ks_rc ks_report_attendance(struct ks_store *store, int nendo, int64_t now_ms,
				struct ks_attendance_list *out)
{
	struct ks_roster roster = {0};
	enum ks_rc rc = ks_roster_load(store, true, &roster);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK)
		rc = ks_report_attendance_by(store, &roster, nendo, now_ms, out);
	ks_roster_finish(&roster);
	return rc;
}

void ks_attendance_list_finish(struct ks_attendance_list *list)
{
	if (!list)
		return;
	free(list->rows);
	ks_arena_finish(&list->arena);
	memset(list, 0, sizeof(*list));
}
