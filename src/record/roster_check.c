/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date_read.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "record/pin.h"
#include "record/roster_parse.h"

/*
 * What a value of the list may be, and what is said when it is not. A value that is nearly right is read as what it
 * can only mean, or refused with what is allowed; it is never silently something else. A column that slipped puts
 * names and PINs where they do not belong, so a message repeats only what cannot be one.
 */

#define OPEN_END_YEAR 9999 /* 9999-12-31: how databases write "no end" */

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

/* A value for a message: 「77」; 「…」 for one that may be a name (of this line, or with a blank in it) or a PIN. */
static const char *shown(const struct ks_roster_line *line, const char *value)
{
	if (is_pin(value) || strchr(value, ' ') || strstr(value, "　") ||
	    (value[0] && (strcmp(value, line->name) == 0 || strcmp(value, line->kana) == 0 ||
			  strcmp(value, line->pin) == 0)))
		return "…";
	return value;
}

/* ---- which words there are ---- */

static void put_word(struct ks_buf *out, const char *word)
{
	ks_buf_printf(out, "%s%s", out->len > 0 ? "、" : "", word);
}

static void put_theirs(struct ks_buf *out, const struct ks_roster_words *words)
{
	for (size_t i = 0; i < words->n_items; i++)
		for (size_t k = 0; k < words->items[i].n_theirs; k++)
			put_word(out, words->items[i].theirs[k]);
}

static const struct ks_roster_map *map_of(const struct ks_roster_parser *p)
{
	static const struct ks_roster_map none;

	return p->how.map ? p->how.map : &none;
}

/* ---- identity ---- */

static void check_identity(struct ks_roster_parser *p, const struct ks_roster_line *line)
{
	const char *number = line->number;

	if (number[0] == '\0')
		ks_roster_complain(p, line->line, "職員番号が空です。");
	else if (!ks_person_is_number(number))
		ks_roster_complain(p, line->line,
				   "職員番号「%s」は使えません。半角の数字、英字、ハイフンで、"
				   "1〜%d文字にしてください。",
				   shown(line, number), KS_PERSON_NUMBER_MAX);
	else if (strspn(number, "0123456789") != strlen(number))
		ks_roster_advise(
			p, line->line,
			"職員番号「%s」は、数字だけではないので、端末の数字キーで打てません。この人は"
			"サインインできません。端末を使う人には、数字だけの番号を付けてください。",
			number);
	if (line->name[0] == '\0')
		ks_roster_complain(p, line->line, "氏名が空です（職員番号「%s」）。",
				   shown(line, number));
}

static void check_pin(struct ks_roster_parser *p, const struct ks_roster_line *line)
{
	/* The value itself is a secret and is not repeated. */
	if (line->pin[0] == '\0')
		return;
	if (!is_pin(line->pin))
		ks_roster_complain(p, line->line,
				   "初期暗証番号は、半角の数字%dけたにしてください（職員番号「%s」）。",
				   KS_PIN_DIGITS, shown(line, line->number));
	else if (ks_pin_is_common(line->pin))
		ks_roster_advise(p, line->line,
				 "初期暗証番号が、推測されやすい番号です（職員番号「%s」）。",
				 shown(line, line->number));
}

/* ---- days ---- */

static void complain_day(struct ks_roster_parser *p, const struct ks_roster_line *line,
			 const struct ks_roster_field *field, const char *text,
			 enum ks_date_read result)
{
	if (result == KS_DATE_READ_TWO_DIGITS)
		ks_roster_complain(
			p, line->line,
			"%s「%s」は、いつの年か分かりません。年は4けた（2026-04-01）か元号"
			"（R8.4.1）で書いてください。2けたの年がすべて令和なら、organisation.yaml か "
			"--map のファイルの roster に two_digit_years: 令和 と書きます。",
			field->name, shown(line, text));
	else
		ks_roster_complain(
			p, line->line,
			"%s「%s」は日付ではありません。2026-04-01 のように書くか、空にしてください。",
			field->name, shown(line, text));
}

static struct ks_date read_day(struct ks_roster_parser *p, const struct ks_roster_line *line,
			       const struct ks_roster_field *field, const char *text)
{
	struct ks_date day = {0};
	enum ks_date_read result;

	if (text[0] == '\0')
		return day;
	result = ks_date_read(text, map_of(p)->two_digits_are_reiwa, &day);
	if (result != KS_DATE_READ_OK)
		complain_day(p, line, field, text, result);
	else if (day.year >= OPEN_END_YEAR)
		day = (struct ks_date){0};
	return day;
}

static bool is_before(struct ks_date a, struct ks_date b)
{
	return ks_date_is_set(a) && ks_date_is_set(b) && ks_date_compare(a, b) < 0;
}

static bool is_outside(const struct ks_appointment *a, struct ks_date day)
{
	return is_before(day, a->from) || is_before(a->to, day);
}

static void check_days(struct ks_roster_parser *p, struct ks_roster_line *line,
		       char *const cells[KS_FIELD_COUNT])
{
	struct ks_appointment *a = &line->appointment;

	if (cells[KS_FIELD_FROM][0] == '\0')
		ks_roster_complain(p, line->line, "任用開始が空です。");
	if (is_before(a->to, a->from))
		ks_roster_complain(p, line->line, "任用終了「%s」が、任用開始「%s」より前です。",
				   cells[KS_FIELD_TO], cells[KS_FIELD_FROM]);
	if (ks_date_is_set(a->ordered) && is_outside(a, a->ordered))
		ks_roster_complain(
			p, line->line,
			"発令日「%s」が、任用の期間の外にあります。その日のある任用の行に書いてください。",
			cells[KS_FIELD_ORDERED]);
	if (is_before(a->leave_to, a->leave_from))
		ks_roster_complain(p, line->line, "休業終了「%s」が、休業開始「%s」より前です。",
				   cells[KS_FIELD_LEAVE_TO], cells[KS_FIELD_LEAVE_FROM]);
	if ((ks_date_is_set(a->leave_from) || ks_date_is_set(a->leave_to)) && !a->leave[0]) {
		if (ks_state_is_away(a->status))
			a->leave = a->status;
		else
			ks_roster_complain(
				p, line->line,
				"休業の日がありますが、休業区分が空です。休職、育休などを書いてください。");
	}
}

/* ---- words ---- */

static const char *read_employment(struct ks_roster_parser *p, const struct ks_roster_line *line,
				   const char *text)
{
	const struct ks_roster_map *map = map_of(p);
	const char *ours = ks_roster_words_find(&map->employment, text);
	char *folded = ks_fold_width(ours ? ours : text);
	const struct ks_employment *employment = ks_employment_find(folded);
	struct ks_buf theirs = {0};

	if (!employment)
		employment = ks_employment_find(text); /* a name of ours may be of full width */
	free(folded);
	if (employment)
		return employment->code;
	put_theirs(&theirs, &map->employment);
	ks_roster_complain(
		p, line->line,
		"任用区分「%s」はありません。01〜14 か 99%s%sで書いてください。組合の呼び名は、"
		"organisation.yaml か --map のファイルの roster に employment として書きます。",
		shown(line, text), theirs.len > 0 ? "、または " : "", ks_buf_text(&theirs));
	ks_buf_finish(&theirs);
	return "99";
}

/* In a message 「在職、休職、…、退職」. @is_leave: 休業区分, which is neither 在職 nor 退職 */
static void complain_state(struct ks_roster_parser *p, const struct ks_roster_line *line,
			   const char *column, const char *text, bool is_leave)
{
	struct ks_buf allowed = {0};
	size_t n;
	const struct ks_exemption_kind *kinds = ks_exemption_kinds(&n);

	if (!is_leave)
		put_word(&allowed, "在職");
	for (size_t i = 0; i < n; i++)
		if (ks_exemption_is_absence(&kinds[i]))
			put_word(&allowed, kinds[i].word);
	if (!is_leave)
		put_word(&allowed, "退職");
	put_theirs(&allowed, &map_of(p)->states);
	ks_roster_complain(p, line->line, "%s「%s」はありません。%sのどれかにしてください。",
			   column, shown(line, text), ks_buf_text(&allowed));
	ks_buf_finish(&allowed);
}

static const char *read_state(struct ks_roster_parser *p, const struct ks_roster_line *line,
			      const struct ks_roster_field *field, const char *text)
{
	const char *ours = ks_roster_words_find(&map_of(p)->states, text);
	bool is_leave = field->kind == KS_ROSTER_LEAVE;

	if (is_leave && text[0] == '\0')
		return "";
	if (!ours)
		ours = text;
	if (is_leave ? ks_state_is_away(ours) : ks_state_is_known(ours))
		return ks_arena_strdup(&p->arena, ours);
	complain_state(p, line, field->name, text, is_leave);
	return is_leave ? "" : "在職";
}

/* ---- roles ---- */

static bool is_role_of(const struct ks_audience *audience, const char *role)
{
	for (size_t i = 0; i < audience->n_roles; i++)
		if (strcmp(audience->roles[i], role) == 0)
			return true;
	for (size_t i = 0; i < audience->n_without_roles; i++)
		if (strcmp(audience->without_roles[i], role) == 0)
			return true;
	return false;
}

static bool is_role_of_plans(const struct ks_roster_parser *p, const char *role)
{
	for (size_t i = 0; i < p->how.n_plans; i++) {
		const struct ks_plan *plan = &p->how.plans[i];

		if (is_role_of(&plan->audience, role))
			return true;
		for (size_t k = 0; k < plan->n_lessons; k++)
			if (is_role_of(&plan->lessons[k].audience, role))
				return true;
	}
	return false;
}

static void note_role(struct ks_roster_parser *p, int line, const char *role)
{
	for (size_t i = 0; i < p->n_unknown_roles; i++) {
		if (strcmp(p->unknown_roles[i].word, role) == 0) {
			p->unknown_roles[i].n++;
			return;
		}
	}
	ks_grow(&p->unknown_roles, p->n_unknown_roles, &p->unknown_roles_capacity);
	p->unknown_roles[p->n_unknown_roles++] = (struct ks_roster_unknown){ks_strdup(role), 1, line};
}

static void complain_role(struct ks_roster_parser *p, const struct ks_roster_line *line,
			  const char *role)
{
	const struct ks_roster_words *words = &map_of(p)->roles;
	struct ks_buf allowed = {0};

	for (size_t i = 0; i < words->n_items; i++)
		put_word(&allowed, words->items[i].ours);
	put_theirs(&allowed, words);
	ks_roster_complain(p, line->line,
			   "役割「%s」はありません。%sのどれかにしてください。新しい役割は、"
			   "organisation.yaml か --map のファイルの roster に roles として書きます。",
			   shown(line, role), ks_buf_text(&allowed));
	ks_buf_finish(&allowed);
}

static void add_role(struct ks_roster_parser *p, const struct ks_roster_line *line, char *part,
		     struct ks_buf *out)
{
	char *role = ks_fold_trim(part);
	const char *ours;

	if (role[0] == '\0')
		return;
	ours = ks_roster_words_find(&map_of(p)->roles, role);
	if (!ours && strcmp(role, KS_ROLE_FACILITATOR) != 0 && !is_role_of_plans(p, role)) {
		if (map_of(p)->roles.n_items > 0)
			complain_role(p, line, role);
		else if (p->how.n_plans > 0)
			note_role(p, line->line, shown(line, role));
	}
	ks_buf_printf(out, "%s%s", out->len > 0 ? ";" : "", ours ? ours : role);
}

/* 「管理職；端末利用」「管理職、端末利用」「管理職,端末利用」, one below the other: two roles each. */
static const char *read_roles(struct ks_roster_parser *p, const struct ks_roster_line *line,
			      char *text)
{
	char *at = text, *end = text + strlen(text), *from = text;
	struct ks_buf out = {0};
	const char *kept;

	while (at < end) {
		char *here = at;
		uint32_t c = ks_utf8_next((const char **)&at, end);

		if (c != ';' && c != 0xFF1B && c != ',' && c != 0xFF0C && c != 0x3001 &&
		    c != 0xFF64 && c != '\n')
			continue;
		*here = '\0';
		add_role(p, line, from, &out);
		from = at;
	}
	add_role(p, line, from, &out);
	kept = ks_arena_strdup(&p->arena, ks_buf_text(&out));
	ks_buf_finish(&out);
	return kept;
}

/* ---- a line ---- */

static bool are_texts(struct ks_roster_parser *p, int line, char *cells[KS_FIELD_COUNT])
{
	size_t n_errors = p->diags->n_errors;

	for (int i = 0; i < KS_FIELD_COUNT; i++) {
		cells[i] = ks_fold_trim(cells[i]);
		if (i == KS_FIELD_ROLES) /* one below the other is a way to write two */
			for (char *c = cells[i]; *c; c++)
				*c = *c == '\r' || *c == '\n' ? ';' : *c;
		if (!ks_roster_is_text(cells[i]))
			ks_roster_complain(
				p, line,
				"%sに、改行などの見えない文字があるか、長すぎます（%dバイトまで）。",
				ks_roster_fields[i].name, KS_ROSTER_CELL_MAX_BYTES);
	}
	return p->diags->n_errors == n_errors;
}

static const char *folded(struct ks_roster_parser *p, const char *text)
{
	char *narrow = ks_fold_width(text);
	const char *kept = ks_arena_strdup(&p->arena, narrow);

	free(narrow);
	return kept;
}

static void read_field(struct ks_roster_parser *p, struct ks_roster_line *line,
		       const struct ks_roster_field *field, char *text)
{
	const char *value = NULL;
	struct ks_date day;
	char iso[16];

	switch (field->kind) {
	case KS_ROSTER_PERSON:
		return; /* read by itself */
	case KS_ROSTER_DAY:
		day = read_day(p, line, field, text);
		ks_date_format(day, iso);
		value = iso;
		break;
	case KS_ROSTER_EMPLOYMENT:
		value = read_employment(p, line, text);
		break;
	case KS_ROSTER_STATE:
	case KS_ROSTER_LEAVE:
		value = read_state(p, line, field, text);
		break;
	case KS_ROSTER_ROLES:
		value = read_roles(p, line, text);
		break;
	case KS_ROSTER_TEXT:
		value = ks_arena_strdup(&p->arena, text);
		break;
	}
	(void)ks_roster_field_put(&line->appointment, field, value);
}

bool ks_roster_read_line(struct ks_roster_parser *p, char *cells[KS_FIELD_COUNT],
			 struct ks_roster_line *out)
{
	/* From here on a value can be repeated in a message. */
	if (!are_texts(p, out->line, cells))
		return false;
	out->number = folded(p, cells[KS_FIELD_NUMBER]);
	out->name = ks_arena_strdup(&p->arena, cells[KS_FIELD_NAME]);
	out->kana = ks_arena_strdup(&p->arena, cells[KS_FIELD_KANA]);
	out->pin = folded(p, cells[KS_FIELD_PIN]);
	check_identity(p, out);
	for (int i = 0; i < KS_FIELD_COUNT; i++)
		read_field(p, out, &ks_roster_fields[i], cells[i]);
	check_days(p, out, cells);
	check_pin(p, out);
	return true;
}
