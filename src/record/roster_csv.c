/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/fold.h"
#include "record/db.h"
#include "record/roster_list.h"
#include "record/roster_parse.h"

/*
 * HR's list as it comes out of Excel or a personnel system. Every mistake of every line is told in one run, with what
 * would be right, because the person who reads it mends the list by hand.
 */

/* ---- the header ---- */

static void report_header(struct ks_roster_parser *p, int line)
{
	struct ks_buf missing = {0}, absent = {0};

	for (int c = 0; c < KS_FIELD_COUNT; c++) {
		enum ks_roster_need need = ks_roster_fields[c].need;
		struct ks_buf *list = need == KS_ROSTER_NEEDED ? &missing : &absent;

		if (p->at[c] >= 0 || need == KS_ROSTER_EXTRA)
			continue;
		if (list->len > 0)
			ks_buf_puts(list, "、");
		ks_buf_puts(list, ks_roster_fields[c].name);
	}
	if (missing.len > 0)
		ks_roster_complain(
			p, line,
			"必要な列がありません: %s。1行目に列の名前を書いてください。組合の名簿での呼び名は、"
			"organisation.yaml か --map のファイルの roster に columns として書きます。",
			ks_buf_text(&missing));
	else if (absent.len > 0)
		ks_roster_advise(p, line, "次の列がないので、空として取り込みます: %s。",
				 ks_buf_text(&absent));
	ks_buf_finish(&missing);
	ks_buf_finish(&absent);
}

static bool is_alias(const char *aliases, const char *key)
{
	size_t len = strlen(key);

	for (const char *at = aliases; *at; at += strcspn(at, " ")) {
		at += strspn(at, " ");
		if (strcspn(at, " ") == len && memcmp(at, key, len) == 0 && len > 0)
			return true;
	}
	return false;
}

/* Which column @header is: ours but for blanks and width, the body's own word for it, or one that others use. */
static int find_column(const struct ks_roster_map *map, const char *header)
{
	const char *ours = map ? ks_roster_words_find(&map->columns, header) : NULL;
	char *key = ks_fold_key(ours ? ours : header);
	int found = KS_FIELD_COUNT;

	for (int c = 0; c < KS_FIELD_COUNT && found == KS_FIELD_COUNT; c++)
		if (strcmp(key, ks_roster_fields[c].name) == 0)
			found = c;
	for (int c = 0; c < KS_FIELD_COUNT && found == KS_FIELD_COUNT; c++)
		if (is_alias(ks_roster_fields[c].aliases, key))
			found = c;
	free(key);
	return found;
}

const char *ks_roster_column(size_t i)
{
	return i < KS_FIELD_COUNT ? ks_roster_fields[i].name : NULL;
}

const char *ks_roster_column_find(const struct ks_roster_map *map, const char *header)
{
	return ks_roster_column((size_t)find_column(map, header));
}

/* The column at @i of the header: as it was told, else by its name. */
static int column_at(const struct ks_roster_parser *p, const struct ks_csv_row *row, size_t i)
{
	const char *told = i < p->how.n_columns ? p->how.columns[i] : NULL;
	int c = 0;

	if (!told)
		return find_column(p->how.map, row->cells[i]);
	while (c < KS_FIELD_COUNT && strcmp(told, ks_roster_fields[c].name) != 0)
		c++;
	return c;
}

/* Not where the first line may be a line of people: a message repeats no name. */
static void tell_unused(struct ks_roster_parser *p, const struct ks_csv_row *row)
{
	for (int c = 0; c < KS_FIELD_COUNT; c++)
		if (p->at[c] < 0 && ks_roster_fields[c].need == KS_ROSTER_NEEDED)
			return;
	for (size_t i = 0; i < row->n_cells; i++)
		if (column_at(p, row, i) == KS_FIELD_COUNT)
			ks_roster_advise(p, row->line, "列「%s」は使いません。",
					 ks_roster_is_text(row->cells[i]) ? row->cells[i] : "…");
}

static void read_header(struct ks_roster_parser *p, const struct ks_csv_row *row)
{
	for (int c = 0; c < KS_FIELD_COUNT; c++)
		p->at[c] = -1;
	for (size_t i = 0; i < row->n_cells; i++) {
		int c = column_at(p, row, i);

		if (c == KS_FIELD_COUNT)
			continue;
		if (p->at[c] >= 0)
			ks_roster_complain(p, row->line, "列「%s」が二つあります。",
					   ks_roster_fields[c].name);
		else
			p->at[c] = (int)i;
	}
	tell_unused(p, row);
	report_header(p, row->line);
}

/* ---- lines ---- */

static bool is_blank(const struct ks_csv_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->cells[i][0] != '\0')
			return false;
	return true;
}

static void keep_line(struct ks_roster_parser *p, struct ks_roster_line *line)
{
	const struct ks_roster_entry entry = {
		.person = {.number = line->number,
			   .name = line->name,
			   .kana = line->kana,
			   .appointments = &line->appointment,
			   .n_appointments = 1},
		.pin_initial = line->pin[0] ? line->pin : NULL,
	};

	if (p->rc == KS_OK)
		p->rc = ks_roster_list_put(p->list, line->line, &entry);
	p->n_lines++;
}

static void read_row(struct ks_roster_parser *p, const struct ks_csv_row *from)
{
	struct ks_roster_line line = {.line = from->line};
	char *cells[KS_FIELD_COUNT];
	char nothing[1] = "";

	if (is_blank(from))
		return;
	if (from->n_cells != p->n_columns) {
		ks_roster_complain(
			p, from->line,
			"列の数が合いません（見出しは%zu列、この行は%zu列）。値の中のカンマは \" で"
			"囲んでください。",
			p->n_columns, from->n_cells);
		return;
	}
	for (int c = 0; c < KS_FIELD_COUNT; c++)
		cells[c] = p->at[c] >= 0 ? from->cells[p->at[c]] : nothing;
	if (ks_roster_read_line(p, cells, &line))
		keep_line(p, &line);
	ks_arena_finish(&p->arena);
}

/* The first is the header; without a good one the rest is not looked at. */
static void take_row(void *context, const struct ks_csv_row *row)
{
	struct ks_roster_parser *p = context;
	size_t n_errors = p->diags->n_errors;

	if (p->n_columns == 0) {
		p->n_columns = row->n_cells;
		read_header(p, row);
		p->has_bad_header = p->diags->n_errors > n_errors;
	} else if (!p->has_bad_header && p->n_lines < KS_ROSTER_LINES_MAX) {
		read_row(p, row);
	}
}

/* ---- lines of one person ---- */

/* Open ends reach for ever; sorted by `from`, so only the earlier one's end counts. */
static bool overlaps(const struct ks_appointment *earlier, const struct ks_appointment *later)
{
	return !ks_date_is_set(earlier->to) || ks_date_compare(later->from, earlier->to) <= 0;
}

/* The same post on two lines is a slip of the pen, but for two absences from it, each with its days. */
static bool may_overlap(const struct ks_appointment *a, const struct ks_appointment *b)
{
	if (strcmp(a->unit, b->unit) != 0 || strcmp(a->facility, b->facility) != 0 ||
	    strcmp(a->employment, b->employment) != 0 || strcmp(a->roles, b->roles) != 0)
		return true;
	return ks_date_compare(a->from, b->from) == 0 && ks_date_compare(a->to, b->to) == 0 &&
	       ks_date_is_set(a->leave_from) && ks_date_is_set(b->leave_from) &&
	       ks_date_compare(a->leave_from, b->leave_from) != 0;
}

static void check_pair(struct ks_roster_parser *p, const struct ks_roster_line *a,
		       const struct ks_roster_line *b)
{
	const struct ks_roster_line *later = a->line < b->line ? b : a;
	const struct ks_roster_line *first = later == a ? b : a;

	if (strcmp(a->name, b->name) != 0 || strcmp(a->kana, b->kana) != 0)
		ks_roster_complain(p, later->line,
				   "職員番号「%s」は%d行目にもありますが、氏名か氏名カナが違います。",
				   later->number, first->line);
	else if (overlaps(&a->appointment, &b->appointment) &&
		 !may_overlap(&a->appointment, &b->appointment))
		ks_roster_complain(
			p, later->line,
			"職員番号「%s」は%d行目にもあり、任用の期間が重なっています。二つの職を兼ねる人は、"
			"所属、施設、任用区分、役割のどれかが違う行を、職の数だけ書きます。",
			later->number, first->line);
}

/* Return: where the person's PIN stands, after the line @i. */
static int64_t take_pin(struct ks_roster_parser *p, const struct ks_roster_line *lines, size_t i,
			int64_t pin_at)
{
	const struct ks_roster_line *line = &lines[i];

	if (line->pin[0] == '\0')
		return pin_at;
	for (size_t k = 0; k < i; k++) {
		if (!lines[k].pin[0] || strcmp(lines[k].pin, line->pin) == 0)
			continue;
		ks_roster_complain(
			p, line->line,
			"職員番号「%s」の初期暗証番号が、行によって違います。一つにしてください。",
			line->number);
		break;
	}
	return line->at;
}

static void count(struct ks_roster_tally *tally, bool is, int line)
{
	if (is && (tally->n++ == 0 || line < tally->line))
		tally->line = line;
}

static bool has_blank(const char *name)
{
	return strchr(name, ' ') || strstr(name, "　") || strstr(name, "\xC2\xA0");
}

/* The lines of one 職員番号, by 任用開始; of too many only the first are kept. */
static void take_person(struct ks_roster_parser *p, const struct ks_roster_line *lines, size_t n)
{
	const struct ks_person person = {
		.number = lines[0].number, .name = lines[0].name, .kana = lines[0].kana};
	int64_t pin_at = -1;

	for (size_t i = 0; i < n; i++) {
		pin_at = take_pin(p, lines, i, pin_at);
		for (size_t k = 0; k < i && n <= KS_ROSTER_APPOINTMENTS_MAX; k++)
			check_pair(p, &lines[k], &lines[i]);
	}
	if (n > KS_ROSTER_APPOINTMENTS_MAX)
		ks_roster_complain(p, lines[0].line, "職員番号「%s」の行が多すぎます（%d行まで）。",
				   lines[0].number, KS_ROSTER_APPOINTMENTS_MAX);
	count(&p->no_pin, pin_at < 0, lines[0].line);
	count(&p->no_blank, lines[0].name[0] && !has_blank(lines[0].name), lines[0].line);
	if (p->rc == KS_OK)
		p->rc = ks_roster_list_who(p->list, &person, pin_at);
}

static void read_back(struct ks_roster_parser *p, sqlite3_stmt *stmt, struct ks_roster_line *line)
{
	line->number = ks_arena_strdup(&p->arena, ks_db_text(stmt, 0));
	line->name = ks_arena_strdup(&p->arena, ks_db_text(stmt, 1));
	line->kana = ks_arena_strdup(&p->arena, ks_db_text(stmt, 2));
	line->at = sqlite3_column_int64(stmt, 3);
	line->line = sqlite3_column_int(stmt, 4);
	line->pin = ks_roster_list_pin(p->list, line->at, line->pin_text) ? line->pin_text : "";
	ks_roster_read_fields(stmt, 5, &p->arena, &line->appointment);
}

static void take_people(struct ks_roster_parser *p)
{
	struct ks_store *store = p->list->store;
	struct ks_roster_line *lines = ks_alloc_zero(KS_ROSTER_APPOINTMENTS_MAX + 1, sizeof(*lines));
	sqlite3_stmt *stmt = ks_db_query(store, ks_roster_list_sql()->lines, "");
	enum ks_rc rc = ks_db_step(store, stmt);

	while (rc == KS_OK) {
		size_t n = 1;

		read_back(p, stmt, &lines[0]);
		/* Lines without a number, complained about already, are nobody's second period. */
		while ((rc = ks_db_step(store, stmt)) == KS_OK && lines[0].number[0] &&
		       strcmp(lines[0].number, ks_db_text(stmt, 0)) == 0)
			if (n <= KS_ROSTER_APPOINTMENTS_MAX)
				read_back(p, stmt, &lines[n++]);
		take_person(p, lines, n);
		ks_arena_finish(&p->arena);
	}
	ks_db_end(stmt);
	free(lines);
	if (p->rc == KS_OK && rc != KS_NOT_FOUND)
		p->rc = rc;
	if (p->list->n_people > KS_ROSTER_PEOPLE_MAX || p->n_lines == KS_ROSTER_LINES_MAX)
		ks_roster_complain(p, 0, "職員が多すぎます（%d人まで）。", KS_ROSTER_PEOPLE_MAX);
}

/* ---- what is told once for all lines ---- */

static void tell_tallies(struct ks_roster_parser *p)
{
	if (p->no_pin.n > 0)
		ks_roster_advise(
			p, p->no_pin.line,
			"初期暗証番号が空の職員が %zu名います（最初はこの行）。新しい職員は、このままでは"
			"サインインできません。",
			p->no_pin.n);
	if (p->no_blank.n > 0)
		ks_roster_advise(
			p, p->no_blank.line,
			"氏名の姓と名の間に空白がない職員が %zu名います（最初はこの行）。端末では、姓が分からない"
			"ので、最初の一字だけを出します。",
			p->no_blank.n);
	for (size_t i = 0; i < p->n_unknown_roles; i++)
		ks_roster_advise(p, p->unknown_roles[i].line,
				 "役割「%s」は、どのコースにもありません（%zu行、最初はこの行）。",
				 p->unknown_roles[i].word, p->unknown_roles[i].n);
}

/* What the lines say together, once each of them was read. */
static void end_lines(struct ks_roster_parser *p, size_t n_errors)
{
	if (p->n_columns == 0)
		ks_roster_complain(p, 0, "名簿が空です。");
	else if (!p->has_bad_header && p->n_lines == 0 && p->diags->n_errors == n_errors)
		ks_roster_complain(p, 0, "名簿に職員が一人もいません。");
	if (p->n_lines > 0)
		take_people(p);
	tell_tallies(p);
}

enum ks_rc ks_roster_list_read(const char *file, const struct ks_bytes *bytes,
			       const struct ks_roster_reading *how, struct ks_roster_list **out,
			       struct ks_diags *diags)
{
	struct ks_roster_parser p = {.file = file, .diags = diags, .how = *how};
	size_t n_errors = diags->n_errors;

	*out = NULL;
	p.list = ks_roster_list_open();
	p.rc = p.list ? ks_store_begin(p.list->store) : KS_IO;
	if (p.rc == KS_OK) {
		enum ks_rc rc = ks_csv_each(file, bytes, take_row, &p, diags);

		if (rc == KS_OK)
			end_lines(&p, n_errors);
		else if (diags->n_errors == n_errors)
			ks_roster_complain(&p, 0, "CSV として読めません。");
		p.rc = ks_store_end(p.list->store, p.rc);
	}
	for (size_t i = 0; i < p.n_unknown_roles; i++)
		free(p.unknown_roles[i].word);
	free(p.unknown_roles);
	ks_arena_finish(&p.arena);
	if (p.rc == KS_OK && diags->n_errors > n_errors)
		p.rc = KS_INVALID;
	if (p.rc == KS_OK)
		*out = p.list;
	else
		ks_roster_list_close(p.list);
	return p.rc;
}

enum ks_rc ks_roster_parse_as(const char *file, const char *bytes, size_t len,
			      const struct ks_roster_reading *how, struct ks_roster *out,
			      struct ks_diags *diags)
{
	struct ks_bytes from = ks_bytes_of(bytes, len);
	struct ks_roster_list *list;
	enum ks_rc rc = ks_roster_list_read(file, &from, how, &list, diags);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK)
		rc = ks_roster_list_load(list, out);
	ks_roster_list_close(list);
	return rc;
}

enum ks_rc ks_roster_parse(const char *file, const char *bytes, size_t len, struct ks_roster *out,
			   struct ks_diags *diags)
{
	return ks_roster_parse_as(file, bytes, len, &(struct ks_roster_reading){0}, out, diags);
}
