/* SPDX-License-Identifier: Apache-2.0 */
#include "course/person.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/*
 * Which of a person's appointments counts on a given day, and what the codes of 任用区分 mean: asked by
 * duties, reports and the screens alike, so answered once.
 */

/* Policy 5 reaches 職員 including 再任用 and 会計年度任用; 10-13 and 99 are bound by contract or other rules. */
static const struct ks_employment employments[] = {
	{"01", "正規職員", "正規", true},
	{"02", "再任用職員（定年前再任用短時間勤務）", "定年前再任用", true},
	{"03", "再任用職員（暫定再任用・フルタイム）", "暫定再任用フル", true},
	{"04", "再任用職員（暫定再任用・短時間）", "暫定再任用短時間", true},
	{"05", "会計年度任用職員（フルタイム）", "会計年度フル", true},
	{"06", "会計年度任用職員（パートタイム）", "会計年度パート", true},
	{"07", "任期付職員", "任期付", true},
	{"08", "臨時的任用職員", "臨時的任用", true},
	{"09", "構成市町からの派遣・併任職員", "派遣・併任", true},
	{"10", "議員", "議員", false},
	{"11", "監査委員等（特別職非常勤）", "監査委員等", false},
	{"12", "労働者派遣", "労働者派遣", false},
	{"13", "委託事業者の従事者", "委託", false},
	{"14", "管理者・副管理者（特別職）", "特別職", false},
	{"99", "その他", "その他", false},
};

const struct ks_employment *ks_employment_table(size_t *n)
{
	*n = KS_COUNT(employments);
	return employments;
}

const struct ks_employment *ks_employment_find(const char *text)
{
	char padded[3] = {'0', text[0], '\0'};

	/* Excel turns 06 into 6. */
	if (text[0] >= '1' && text[0] <= '9' && text[1] == '\0')
		text = padded;
	for (size_t i = 0; i < KS_COUNT(employments); i++) {
		const struct ks_employment *e = &employments[i];

		if (strcmp(text, e->code) == 0 || strcmp(text, e->name) == 0 ||
		    strcmp(text, e->brief) == 0)
			return e;
	}
	return NULL;
}

const char *ks_employment_word(const char *code)
{
	const struct ks_employment *employment = code ? ks_employment_find(code) : NULL;

	if (employment)
		return employment->name;
	return code ? code : "";
}

bool ks_person_is_number(const char *text)
{
	static const char allowed[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
	size_t len = strlen(text);

	return len >= 1 && len <= KS_PERSON_NUMBER_MAX && strspn(text, allowed) == len;
}

bool ks_person_is_key(const char *text)
{
	size_t len = strcspn(text, "~");
	const char *behind = text + len + 1;
	char number[KS_PERSON_NUMBER_MAX + 1];

	if (len > KS_PERSON_NUMBER_MAX)
		return false;
	memcpy(number, text, len);
	number[len] = '\0';
	if (!ks_person_is_number(number) || text[len] == '\0')
		return ks_person_is_number(number);
	return strlen(behind) >= 1 && strlen(behind) <= 3 && behind[0] != '0' &&
	       strspn(behind, "0123456789") == strlen(behind);
}

static bool has_begun(const struct ks_appointment *appointment, struct ks_date day)
{
	return !ks_date_is_set(appointment->from) || ks_date_compare(appointment->from, day) <= 0;
}

static bool has_ended(const struct ks_appointment *appointment, struct ks_date day)
{
	return ks_date_is_set(appointment->to) && ks_date_compare(appointment->to, day) < 0;
}

const struct ks_appointment *ks_person_appointment_on(const struct ks_person *person,
						      struct ks_date day)
{
	const struct ks_appointment *in_force = NULL, *earlier = NULL;

	for (size_t i = 0; i < person->n_appointments; i++) {
		const struct ks_appointment *a = &person->appointments[i];

		if (!has_begun(a, day))
			continue;
		if (!has_ended(a, day))
			in_force = a;
		earlier = a;
	}
	if (in_force)
		return in_force;
	if (earlier)
		return earlier;
	return person->n_appointments > 0 ? &person->appointments[0] : NULL;
}

bool ks_state_is_away(const char *state)
{
	const struct ks_exemption_kind *kind;

	if (strcmp(state, "在職") == 0) /* nearly everybody, asked several times of each */
		return false;
	kind = ks_exemption_kind_find(state);
	return kind && ks_exemption_is_absence(kind) && strcmp(kind->word, state) == 0;
}

bool ks_state_is_known(const char *state)
{
	return strcmp(state, "在職") == 0 || strcmp(state, "退職") == 0 || ks_state_is_away(state);
}

const char *ks_person_typed(const struct ks_person *person)
{
	return person->typed ? person->typed : person->number;
}

/* Marks that belong to the character before them: variants of a kanji, voicing, accents. */
static bool is_mark(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || c == 0x3099 ||
	       c == 0x309A || (c >= 0x300 && c <= 0x36F) || c == 0x200D;
}

/* Behind the last whole character that ends within @bytes; at least one character. */
static const char *cut(const char *text, const char *end, size_t bytes)
{
	const char *at = text, *last = text;

	while (at < end) {
		const char *from = at;

		if (!is_mark(ks_utf8_next(&at, end)))
			last = from;
		if (last > text && (size_t)(at - text) > bytes)
			return last;
	}
	return end;
}

char *ks_person_family_name(const struct ks_person *person)
{
	const char *name = person->name, *at = name, *end = name + strlen(name), *dot = NULL;
	const char *stop = NULL;

	while (at < end && !stop) {
		const char *from = at;
		uint32_t c = ks_utf8_next(&at, end);

		if ((c == ' ' || c == 0x3000 || c == 0xA0) && from > name)
			stop = from;
		else if ((c == 0x30FB || c == 0xFF65) && from > name && !dot)
			dot = from;
	}
	if (name == end)
		return ks_strdup("");
	if (!stop) {
		at = dot && dot - name <= KS_FAMILY_NAME_MAX_BYTES ? dot : cut(name, end, 1);
		return ks_format("%.*s…", (int)(at - name), name);
	}
	at = cut(name, stop, KS_FAMILY_NAME_MAX_BYTES);
	return ks_format("%.*s%s", (int)(at - name), name, at < stop ? "…" : "");
}

bool ks_appointment_has_role(const struct ks_appointment *appointment, const char *role)
{
	const char *at = appointment->roles;
	size_t len = strlen(role);

	while (len > 0 && at && *at != '\0') {
		size_t part = strcspn(at, ";");
		size_t from = strspn(at, " "), to = part;

		while (to > from && at[to - 1] == ' ')
			to--;
		if (to - from == len && memcmp(at + from, role, len) == 0)
			return true;
		at += part + (at[part] == ';');
	}
	return false;
}
