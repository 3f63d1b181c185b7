/* SPDX-License-Identifier: Apache-2.0 */
#include "course/person.h"

#include <string.h>

#include "base/mem.h"

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

bool ks_person_is_number(const char *text)
{
	static const char allowed[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
	size_t len = strlen(text);

	return len >= 1 && len <= KS_PERSON_NUMBER_MAX && strspn(text, allowed) == len;
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
	if (in_force != NULL)
		return in_force;
	if (earlier != NULL)
		return earlier;
	return person->n_appointments > 0 ? &person->appointments[0] : NULL;
}

char *ks_person_family_name(const struct ks_person *person)
{
	static const char wide_space[] = "　";
	const char *half = strchr(person->name, ' ');
	const char *wide = strstr(person->name, wide_space);
	const char *end = half;

	if (end == NULL || (wide != NULL && wide < end))
		end = wide;
	if (end == NULL || end == person->name)
		return ks_strdup(person->name);
	return ks_strndup(person->name, (size_t)(end - person->name));
}

bool ks_appointment_has_role(const struct ks_appointment *appointment, const char *role)
{
	const char *at = appointment->roles;
	size_t len = strlen(role);

	while (len > 0 && at != NULL && *at != '\0') {
		size_t part = strcspn(at, ";");
		size_t from = strspn(at, " "), to = part;

		while (to > from && at[to - 1] == ' ')
			to--;
		if (from < to && to - from == len && memcmp(at + from, role, len) == 0)
			return true;
		at += part + (at[part] == ';');
	}
	return false;
}
