/* SPDX-License-Identifier: Apache-2.0 */
#include "web/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "course/person.h"

/*
 * Read anew for each look: what was chosen stands in the address, so that going back changes nothing, and the one thing
 * that is kept is the file.
 */

/* ---- what was chosen ---- */

static void take_line(void *context, const struct ks_csv_row *row)
{
	struct ks_import *import = context;
	char ***line = import->heads ? &import->firsts : &import->heads;

	if (import->heads)
		import->n_lines++;
	if (import->firsts)
		return;
	*line = ks_arena_alloc(&import->arena, (row->n_cells + 1) * sizeof(**line));
	if (line == &import->heads)
		import->n_heads = row->n_cells;
	for (size_t i = 0; i < row->n_cells; i++)
		(*line)[i] = ks_arena_strdup(&import->arena, row->cells[i]);
	if (line == &import->firsts && row->n_cells < import->n_heads)
		import->firsts = NULL; /* a line that is told as wrong */
}

static void read_columns(struct ks_import *import)
{
	size_t n = import->n_heads < KS_IMPORT_COLUMNS_MAX ? import->n_heads : KS_IMPORT_COLUMNS_MAX;

	for (size_t i = 0; i < n; i++) {
		char name[8];
		const char *told;

		(void)snprintf(name, sizeof(name), "c%zu", i);
		told = ks_call_query(import->call, name);
		if (told[0])
			import->columns[i] = strcmp(told, "-") == 0 ? "" : told;
	}
}

static void add_answer(struct ks_buf *list, const char *answer)
{
	ks_buf_printf(list, "%s%s", list->len ? "," : "", answer);
}

/* a-NUMBER=same:… or other:…: the address's, else the form's. */
static void read_answers(struct ks_import *import, const struct ks_params *from)
{
	for (size_t i = 0; i < from->n; i++) {
		const char *value = from->items[i].value;

		if (strncmp(from->items[i].name, "a-", 2) != 0)
			continue;
		if (strncmp(value, "same:", 5) == 0)
			add_answer(&import->same, value + 5);
		else if (strncmp(value, "other:", 6) == 0)
			add_answer(&import->other, value + 6);
	}
}

static void read_wishes(struct ks_import *import)
{
	struct ks_call *call = import->call;
	const char *from = ks_call_query(call, "from"), *gone = ks_call_query(call, "gone");

	if (from[0] && !ks_date_parse(from, &import->in.from))
		import->has_bad_day = true;
	if (gone[0] && strlen(gone) < 7 && strspn(gone, "0123456789") == strlen(gone)) {
		import->in.is_gone_told = true;
		import->in.n_gone_told = strtoul(gone, NULL, 10);
	}
	read_columns(import);
	read_answers(import, &call->request->query);
	read_answers(import, &call->form);
}

/* ---- read and compared ---- */

static enum ks_rc read_list(struct ks_import *import)
{
	struct ks_centre *centre = ks_web_centre(import->call->web);
	struct ks_bytes bytes = ks_bytes_of(import->upload.bytes, import->upload.len);
	struct ks_roster_answers answers;
	struct ks_diags ignored = {0}; /* told by the reader of the list */
	enum ks_rc rc = ks_csv_each(import->upload.name, &bytes, take_line, import, &ignored);

	ks_diags_finish(&ignored);
	read_wishes(import);
	answers.same = ks_buf_text(&import->same);
	answers.other = ks_buf_text(&import->other);
	if (rc == KS_INVALID)
		rc = KS_OK;
	if (rc == KS_OK)
		rc = ks_centre_plans(import->call->store, ks_nendo_of(import->in.from),
				     &import->in.plans);
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = ks_roster_in_words(centre, &import->in, "organisation.yaml",
					import->upload.words);
	if (rc == KS_OK)
		rc = ks_roster_in_read(&import->in, import->upload.name, &bytes, import->columns,
				       KS_IMPORT_COLUMNS_MAX);
	if (rc == KS_OK)
		rc = ks_roster_in_compare(centre, &import->in, &answers);
	return rc;
}

bool ks_import_open(struct ks_call *call, struct ks_import *import)
{
	*import = (struct ks_import){.call = call};
	ks_roster_in_begin(ks_web_centre(call->web), &import->in);
	if (!ks_uploads_copy(ks_web_uploads(call->web), call->user.name, call->now_ms,
			     &import->upload))
		return false;
	import->rc = read_list(import);
	return true;
}

void ks_import_close(struct ks_import *import)
{
	ks_roster_in_finish(&import->in);
	ks_upload_finish(&import->upload);
	ks_buf_finish(&import->same);
	ks_buf_finish(&import->other);
	ks_arena_finish(&import->arena);
}

bool ks_import_may_take(const struct ks_import *import)
{
	return import->rc == KS_OK && !import->has_bad_day && ks_roster_in_is_settled(&import->in);
}

/* ---- what would change ---- */

static const struct ks_table_column columns[] = {
	{"状態", KS_CELL_TEXT}, {"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},
	{"今", KS_CELL_TEXT},   {"取込み後", KS_CELL_TEXT},
};

struct changes {
	struct ks_table *table;
	struct ks_date today, from;
};

static void put_part(struct ks_buf *out, const char *text)
{
	if (text && text[0])
		ks_buf_printf(out, "%s%s", out->len ? "・" : "", text);
}

/* 「総務課・会計年度任用職員（パートタイム）・育休・端末利用」 */
static void describe(struct ks_buf *out, const struct ks_roster_entry *entry, struct ks_date day)
{
	const struct ks_appointment *a = ks_person_appointment_on(&entry->person, day);

	if (!a)
		return;
	put_part(out, a->unit);
	put_part(out, a->facility);
	put_part(out, ks_employment_word(a->employment));
	put_part(out, a->status);
	if (!a->status || !a->leave ||
	    strcmp(a->status, a->leave) != 0) /* a list may say it in both columns */
		put_part(out, a->leave);
	put_part(out, a->roles);
}

static void put_days(struct ks_buf *out, const struct ks_roster_entry *entry, struct ks_date day)
{
	const struct ks_appointment *a = ks_person_appointment_on(&entry->person, day);
	char from[16] = "", to[16] = "";

	if (!a)
		return;
	ks_date_format(a->from, from);
	ks_date_format(a->to, to);
	ks_buf_printf(out, "（%s～%s）", from, to);
}

/* Name and kana where they differ; days where nothing else does. */
static void put_difference(struct ks_buf *was, struct ks_buf *is, const struct ks_roster_entry *old,
			   const struct ks_roster_entry *new, const struct changes *changes)
{
	if (strcmp(old->person.name, new->person.name) != 0 ||
	    strcmp(old->person.kana, new->person.kana) != 0) {
		ks_buf_printf(was, "%s（%s）", old->person.name, old->person.kana);
		ks_buf_printf(is, "%s（%s）", new->person.name, new->person.kana);
	}
	if (strcmp(ks_person_typed(&old->person), ks_person_typed(&new->person)) != 0) {
		put_part(was, ks_person_typed(&old->person));
		put_part(is, ks_person_typed(&new->person));
	}
	describe(was, old, changes->today);
	describe(is, new, changes->from);
	if (strcmp(ks_buf_text(was), ks_buf_text(is)) == 0) {
		put_days(was, old, changes->today);
		put_days(is, new, changes->from);
	}
}

static void add_change(void *context, const struct ks_roster_entry *old,
		       const struct ks_roster_entry *new)
{
	struct changes *changes = context;
	const struct ks_person *person = new ? &new->person : &old->person;
	struct ks_buf was = {0}, is = {0};

	if (old && new)
		put_difference(&was, &is, old, new, changes);
	else if (old)
		describe(&was, old, changes->today);
	else
		describe(&is, new, changes->from);
	ks_table_text(changes->table, !old ? "追加" : new ? "変更" : "外れる");
	ks_table_text(changes->table, ks_person_typed(person));
	ks_table_text(changes->table, person->name);
	ks_table_text(changes->table, ks_buf_text(&was));
	ks_table_text(changes->table, ks_buf_text(&is));
	ks_buf_finish(&was);
	ks_buf_finish(&is);
}

enum ks_rc ks_import_changes(struct ks_import *import, struct ks_table *out)
{
	struct changes changes = {out, import->in.today, import->in.from};

	ks_table_init(out, columns, KS_COUNT(columns));
	return ks_roster_each_difference(import->in.list, add_change, &changes);
}
