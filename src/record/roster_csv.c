/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "record/pin.h"
#include "record/roster_private.h"

/*
 * HR's list as it comes out of Excel. Every mistake of every line is told in one run, with the value that is
 * wrong and what would be right, because the person who reads it mends the list by hand.
 */

enum column {
	NUMBER,
	NAME,
	KANA,
	UNIT,
	UNIT_KIND,
	FACILITY,
	EMPLOYMENT,
	FROM,
	TO,
	STATUS,
	ROLES,
	ORDERED,
	PIN,
	COLUMN_COUNT,
};

/* Without the column: an error, a note, or nothing at all (only some bodies keep it). */
enum need { NEEDED, NOTED, EXTRA };

static const struct {
	const char *name;
	enum need need;
} columns[COLUMN_COUNT] = {
	[NUMBER] = {"職員番号", NEEDED},     [NAME] = {"氏名", NEEDED},
	[KANA] = {"氏名カナ", NEEDED},       [UNIT] = {"所属", NEEDED},
	[UNIT_KIND] = {"所属区分", NOTED},   [FACILITY] = {"施設", NOTED},
	[EMPLOYMENT] = {"任用区分", NEEDED}, [FROM] = {"任用開始", NEEDED},
	[TO] = {"任用終了", NEEDED},         [STATUS] = {"在籍状態", NEEDED},
	[ROLES] = {"役割", NOTED},           [ORDERED] = {"発令日", EXTRA},
	[PIN] = {"初期暗証番号", NOTED},
};

static const char *const statuses[] = {"在職", "休職", "育休", "派遣出", "退職"};

/* One line of the file. */
struct row {
	int line;
	const char *cells[COLUMN_COUNT];
	struct ks_appointment appointment;
};

struct parser {
	const char *file;
	struct ks_diags *diags;
	struct ks_arena *arena;
	int at[COLUMN_COUNT]; /* where a column stands, -1: absent */
	struct row *rows;
	size_t n_rows;
};

#define complain(p, line, ...) ks_diags_error((p)->diags, (p)->file, (line), __VA_ARGS__)
#define advise(p, line, ...) ks_diags_warn((p)->diags, (p)->file, (line), __VA_ARGS__)

/* ---- rules for single values ---- */

bool ks_roster_is_status(const char *text)
{
	for (size_t i = 0; i < KS_COUNT(statuses); i++)
		if (strcmp(text, statuses[i]) == 0)
			return true;
	return false;
}

bool ks_roster_is_plain(const char *text)
{
	const char *end = text + strlen(text);

	if (!ks_utf8_is_valid(text, strlen(text), NULL))
		return false;
	while (text < end) {
		uint32_t c = ks_utf8_next(&text, end);

		/* C0, DEL, C1, and the invisible marks that turn the direction of text around. */
		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
		    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
			return false;
	}
	return true;
}

bool ks_roster_is_text(const char *text)
{
	return strlen(text) <= KS_ROSTER_CELL_MAX_BYTES && ks_roster_is_plain(text);
}

static bool is_pin(const char *text)
{
	return strlen(text) == KS_PIN_DIGITS && strspn(text, "0123456789") == KS_PIN_DIGITS;
}

/* 2026-04-01, and 2026/4/1 as Excel writes it. */
static bool parse_day(const char *text, struct ks_date *out)
{
	int year, month, day, used = 0;
	char iso[32];

	if (ks_date_parse(text, out))
		return true;
	if (strlen(text) > 10 || strspn(text, "0123456789/") != strlen(text) ||
	    sscanf(text, "%4d/%2d/%2d%n", &year, &month, &day, &used) != 3 || text[used] != '\0')
		return false;
	(void)snprintf(iso, sizeof(iso), "%04d-%02d-%02d", year, month, day);
	return ks_date_parse(iso, out);
}

/* ---- the header ---- */

static void report_header(struct parser *p, int line)
{
	struct ks_buf missing = {0}, absent = {0};

	for (int c = 0; c < COLUMN_COUNT; c++) {
		struct ks_buf *list = columns[c].need == NEEDED ? &missing : &absent;

		if (p->at[c] >= 0 || columns[c].need == EXTRA)
			continue;
		if (list->len > 0)
			ks_buf_puts(list, "、");
		ks_buf_puts(list, columns[c].name);
	}
	if (missing.len > 0)
		complain(p, line, "必要な列がありません: %s。1行目に列の名前を書いてください。",
			 ks_buf_text(&missing));
	if (absent.len > 0)
		advise(p, line, "次の列がないので、空として取り込みます: %s。", ks_buf_text(&absent));
	ks_buf_finish(&missing);
	ks_buf_finish(&absent);
}

static void read_header(struct parser *p, const struct ks_csv_row *row)
{
	for (int c = 0; c < COLUMN_COUNT; c++)
		p->at[c] = -1;
	for (size_t i = 0; i < row->n_cells; i++) {
		int c = 0;

		while (c < COLUMN_COUNT && strcmp(row->cells[i], columns[c].name) != 0)
			c++;
		if (c == COLUMN_COUNT)
			advise(p, row->line, "列「%s」は使いません。",
			       ks_roster_is_text(row->cells[i]) ? row->cells[i] : "…");
		else if (p->at[c] >= 0)
			complain(p, row->line, "列「%s」が二つあります。", columns[c].name);
		else
			p->at[c] = (int)i;
	}
	report_header(p, row->line);
}

/* ---- one line ---- */

static bool are_texts(struct parser *p, const struct row *row)
{
	size_t n_errors = p->diags->n_errors;

	for (int c = 0; c < COLUMN_COUNT; c++)
		if (!ks_roster_is_text(row->cells[c]))
			complain(p, row->line,
				 "%sに、改行などの見えない文字があるか、長すぎます（%dバイトまで）。",
				 columns[c].name, KS_ROSTER_CELL_MAX_BYTES);
	return p->diags->n_errors == n_errors;
}

static void check_identity(struct parser *p, const struct row *row)
{
	const char *number = row->cells[NUMBER];

	if (number[0] == '\0')
		complain(p, row->line, "職員番号が空です。");
	else if (!ks_person_is_number(number))
		complain(p, row->line,
			 "職員番号「%s」は使えません。半角の数字、英字、ハイフンで、"
			 "1〜%d文字にしてください。",
			 number, KS_PERSON_NUMBER_MAX);
	else if (strspn(number, "0123456789") != strlen(number))
		advise(p, row->line,
		       "職員番号「%s」は、数字だけではないので、端末の数字キーで打てません。この人は"
		       "サインインできません。端末を使う人には、数字だけの番号を付けてください。",
		       number);
	if (row->cells[NAME][0] == '\0')
		complain(p, row->line, "氏名が空です（職員番号「%s」）。", number);
}

static void check_period(struct parser *p, struct row *row)
{
	struct ks_appointment *a = &row->appointment;
	const char *from = row->cells[FROM], *to = row->cells[TO];
	bool has_from = parse_day(from, &a->from), has_to = parse_day(to, &a->to);

	if (from[0] == '\0')
		complain(p, row->line, "任用開始が空です。");
	else if (!has_from)
		complain(p, row->line,
			 "任用開始「%s」は日付ではありません。2026-04-01 のように書いてください。",
			 from);
	if (to[0] != '\0' && !has_to)
		complain(p, row->line,
			 "任用終了「%s」は日付ではありません。2027-03-31 のように書くか、"
			 "空にしてください。",
			 to);
	if (has_from && has_to && ks_date_compare(a->to, a->from) < 0)
		complain(p, row->line, "任用終了「%s」が、任用開始「%s」より前です。", to, from);
}

/* The day from which a transfer or a return to work counts; only the latest matters, so it is one value. */
static void check_order(struct parser *p, struct row *row)
{
	struct ks_appointment *a = &row->appointment;
	const char *text = row->cells[ORDERED];

	if (text[0] == '\0')
		return;
	if (!parse_day(text, &a->ordered))
		complain(p, row->line,
			 "発令日「%s」は日付ではありません。異動や復職の日を 2026-07-01 のように"
			 "書くか、空にしてください。",
			 text);
	else if (ks_date_compare(a->ordered, a->from) < 0 ||
		 (ks_date_is_set(a->to) && ks_date_compare(a->ordered, a->to) > 0))
		complain(p, row->line,
			 "発令日「%s」が、任用の期間の外にあります。その日のある任用の行に書いてください。",
			 text);
}

static void check_employment(struct parser *p, struct row *row)
{
	const struct ks_employment *employment = ks_employment_find(row->cells[EMPLOYMENT]);

	if (employment != NULL)
		row->appointment.employment = employment->code;
	else
		complain(p, row->line, "任用区分「%s」はありません。01〜13 か 99 で書いてください。",
			 row->cells[EMPLOYMENT]);
	if (!ks_roster_is_status(row->cells[STATUS]))
		complain(p, row->line,
			 "在籍状態「%s」はありません。在職、休職、育休、派遣出、退職のどれかに"
			 "してください。",
			 row->cells[STATUS]);
}

static void check_pin(struct parser *p, const struct row *row)
{
	const char *pin = row->cells[PIN];

	/* The value itself is a secret and is not repeated. */
	if (pin[0] == '\0')
		return;
	if (!is_pin(pin))
		complain(p, row->line,
			 "初期暗証番号は、半角の数字%dけたにしてください（職員番号「%s」）。",
			 KS_PIN_DIGITS, row->cells[NUMBER]);
	else if (ks_pin_is_common(pin))
		advise(p, row->line, "初期暗証番号が、推測されやすい番号です（職員番号「%s」）。",
		       row->cells[NUMBER]);
}

static bool is_blank(const struct ks_csv_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->cells[i][0] != '\0')
			return false;
	return true;
}

static void read_row(struct parser *p, const struct ks_csv_row *from, size_t n_header)
{
	struct row *row = &p->rows[p->n_rows];

	if (is_blank(from))
		return;
	if (from->n_cells != n_header) {
		complain(p, from->line,
			 "列の数が合いません（見出しは%zu列、この行は%zu列）。値の中のカンマは \" で"
			 "囲んでください。",
			 n_header, from->n_cells);
		return;
	}
	row->line = from->line;
	for (int c = 0; c < COLUMN_COUNT; c++)
		row->cells[c] = p->at[c] >= 0 ? ks_arena_strdup(p->arena, from->cells[p->at[c]]) : "";
	row->appointment = (struct ks_appointment){
		.unit = row->cells[UNIT],
		.unit_kind = row->cells[UNIT_KIND],
		.facility = row->cells[FACILITY],
		.employment = "99",
		.status = row->cells[STATUS],
		.roles = row->cells[ROLES],
	};
	/* From here on a value can be repeated in a message. */
	if (!are_texts(p, row))
		return;
	check_identity(p, row);
	check_employment(p, row);
	check_period(p, row);
	check_order(p, row);
	check_pin(p, row);
	p->n_rows++;
}

/* ---- lines of one person ---- */

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = strcmp(a->cells[NUMBER], b->cells[NUMBER]);

	if (order == 0)
		order = ks_date_compare(a->appointment.from, b->appointment.from);
	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* Open ends reach for ever; sorted by `from`, so only the earlier one's end counts. */
static bool overlaps(const struct ks_appointment *earlier, const struct ks_appointment *later)
{
	return !ks_date_is_set(earlier->to) || ks_date_compare(later->from, earlier->to) <= 0;
}

static void check_pair(struct parser *p, const struct row *a, const struct row *b)
{
	const struct row *later = a->line < b->line ? b : a;
	const struct row *first = later == a ? b : a;

	if (strcmp(a->cells[NAME], b->cells[NAME]) != 0 || strcmp(a->cells[KANA], b->cells[KANA]) != 0)
		complain(p, later->line,
			 "職員番号「%s」は%d行目にもありますが、氏名か氏名カナが違います。",
			 later->cells[NUMBER], first->line);
	else if (overlaps(&a->appointment, &b->appointment))
		complain(p, later->line,
			 "職員番号「%s」は%d行目にもあり、任用の期間が重なっています。",
			 later->cells[NUMBER], first->line);
}

static void take_pin(struct parser *p, struct ks_roster_entry *entry, const struct row *row)
{
	const char *pin = row->cells[PIN];

	if (pin[0] == '\0')
		return;
	if (entry->pin_initial != NULL && strcmp(entry->pin_initial, pin) != 0)
		complain(p, row->line,
			 "職員番号「%s」の初期暗証番号が、行によって違います。一つにしてください。",
			 row->cells[NUMBER]);
	entry->pin_initial = pin;
}

static void make_entry(struct parser *p, const struct row *rows, size_t n,
		       struct ks_roster_entry *entry)
{
	struct ks_appointment *appointments = ks_arena_alloc(p->arena, n * sizeof(*appointments));

	*entry = (struct ks_roster_entry){
		.person = {.number = rows[0].cells[NUMBER],
			   .name = rows[0].cells[NAME],
			   .kana = rows[0].cells[KANA],
			   .appointments = appointments,
			   .n_appointments = n},
		.is_listed = true,
	};
	for (size_t i = 0; i < n; i++) {
		appointments[i] = rows[i].appointment;
		take_pin(p, entry, &rows[i]);
		if (i > 0)
			check_pair(p, &rows[i - 1], &rows[i]);
	}
	if (n > KS_ROSTER_APPOINTMENTS_MAX)
		complain(p, rows[0].line, "職員番号「%s」の行が多すぎます（%d行まで）。",
			 rows[0].cells[NUMBER], KS_ROSTER_APPOINTMENTS_MAX);
	if (entry->pin_initial == NULL)
		advise(p, rows[0].line,
		       "職員番号「%s」は初期暗証番号が空です。新しい職員は、このままでは"
		       "サインインできません。",
		       rows[0].cells[NUMBER]);
}

static void make_entries(struct parser *p, struct ks_roster *out)
{
	out->entries = ks_arena_alloc(p->arena, (p->n_rows + 1) * sizeof(*out->entries));
	for (size_t i = 0, n; i < p->n_rows; i += n) {
		n = 1;
		/* Lines without a number, complained about already, are nobody's second period. */
		while (i + n < p->n_rows && p->rows[i].cells[NUMBER][0] != '\0' &&
		       strcmp(p->rows[i].cells[NUMBER], p->rows[i + n].cells[NUMBER]) == 0)
			n++;
		make_entry(p, &p->rows[i], n, &out->entries[out->n_entries++]);
	}
	if (out->n_entries > KS_ROSTER_PEOPLE_MAX)
		complain(p, 0, "職員が多すぎます（%d人まで）。", KS_ROSTER_PEOPLE_MAX);
}

static void parse_rows(struct parser *p, const struct ks_csv *csv, struct ks_roster *out)
{
	if (csv->n_rows == 0) {
		complain(p, 0, "名簿が空です。");
		return;
	}
	size_t n_errors = p->diags->n_errors;

	read_header(p, &csv->rows[0]);
	if (p->diags->n_errors > n_errors)
		return;
	p->rows = ks_alloc_zero(csv->n_rows, sizeof(*p->rows));
	for (size_t i = 1; i < csv->n_rows; i++)
		read_row(p, &csv->rows[i], csv->rows[0].n_cells);
	/* Not said when somebody is there whose line is wrong. */
	if (p->n_rows == 0 && p->diags->n_errors == n_errors)
		complain(p, 0, "名簿に職員が一人もいません。");
	qsort(p->rows, p->n_rows, sizeof(*p->rows), compare_rows);
	make_entries(p, out);
	free(p->rows);
}

enum ks_rc ks_roster_parse(const char *file, const char *bytes, size_t len, struct ks_roster *out,
			   struct ks_diags *diags)
{
	struct parser p = {.file = file, .diags = diags, .arena = &out->arena};
	size_t n_errors = diags->n_errors;
	struct ks_csv csv = {0};

	memset(out, 0, sizeof(*out));
	if (ks_csv_read(file, bytes, len, &csv, diags) == KS_OK)
		parse_rows(&p, &csv, out);
	else if (diags->n_errors == n_errors)
		complain(&p, 0, "CSV として読めません。");
	ks_csv_finish(&csv);
	return diags->n_errors > n_errors ? KS_INVALID : KS_OK;
}
