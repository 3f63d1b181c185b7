/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/expected.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/roster.h"

/*
 * Who is expected at a gathering: a list of numbers, or a rule over the list of people. A rule is worked out when it is
 * said, so that HR sees how many it means and an auditor finds names.
 */

static const char everybody[] = "全員";

static void add(struct ks_expected *out, const char *staff)
{
	ks_grow(&out->staff, out->n_staff, &out->capacity);
	out->staff[out->n_staff++] = ks_strdup(staff);
}

void ks_expected_finish(struct ks_expected *expected)
{
	for (size_t i = 0; i < expected->n_staff; i++)
		free(expected->staff[i]);
	free(expected->staff);
	memset(expected, 0, sizeof(*expected));
}

/* ---- a rule ---- */

static bool is_here_on(const struct ks_appointment *a, struct ks_date day)
{
	return ks_date_compare(a->from, day) <= 0 &&
	       (!ks_date_is_set(a->to) || ks_date_compare(a->to, day) >= 0) &&
	       strcmp(a->status, "在職") == 0;
}

/* One condition "所属=総務課"; false with *is_known when there is no such field. */
static bool fits(const struct ks_appointment *a, const char *field, const char *value, bool *is_known)
{
	const struct ks_employment *employment = ks_employment_find(value);

	*is_known = true;
	if (strcmp(field, "所属") == 0)
		return strcmp(a->unit, value) == 0;
	if (strcmp(field, "所属区分") == 0)
		return strcmp(a->unit_kind, value) == 0;
	if (strcmp(field, "施設") == 0)
		return strcmp(a->facility, value) == 0;
	if (strcmp(field, "役割") == 0)
		return ks_appointment_has_role(a, value);
	if (strcmp(field, "任用区分") == 0)
		return employment && strcmp(a->employment, employment->code) == 0;
	*is_known = false;
	return false;
}

/* All conditions, separated by commas. */
static bool fits_all(const struct ks_appointment *a, const char *rule, bool *is_known)
{
	char *copy = ks_strdup(rule), *rest = copy, *part;
	bool is_fit = true;

	*is_known = true;
	while (is_fit && *is_known && (part = strsep(&rest, ","))) {
		char *equals = strchr(part, '=');

		if (strcmp(part, everybody) == 0)
			continue;
		*is_known = equals;
		if (!equals)
			break;
		*equals = '\0';
		is_fit = fits(a, part, equals + 1, is_known);
	}
	free(copy);
	return is_fit && *is_known;
}

static char *by_rule(const struct ks_roster *roster, const char *rule, struct ks_date day,
		     struct ks_expected *out)
{
	for (size_t i = 0; i < roster->n_entries; i++) {
		const struct ks_person *person = &roster->entries[i].person;
		const struct ks_appointment *a = ks_person_appointment_on(person, day);
		bool is_known, is_fit = a && fits_all(a, rule, &is_known);

		if (a && !is_known)
			return ks_format("対象の決め方（--expected）「%s」が分かりません。"
					 "全員、または 所属=総務課,役割=管理職 のように、所属・所属区分・"
					 "施設・任用区分・役割で書くか、職員番号のファイルを"
					 "示してください。",
					 rule);
		if (is_fit && is_here_on(a, day))
			add(out, person->number);
	}
	if (out->n_staff == 0)
		return ks_format("対象の決め方（--expected）「%s」に"
				 "当てはまる人が、その日の名簿にいません。",
				 rule);
	return NULL;
}

/* ---- a list ---- */

static const char *key_of(const struct ks_roster *roster, const char *number)
{
	for (size_t i = 0; number && i < roster->n_entries; i++)
		if (strcmp(ks_person_typed(&roster->entries[i].person), number) == 0)
			return roster->entries[i].person.number;
	return NULL;
}

static char *by_list(const struct ks_roster *roster, const struct ks_announce_wish *wish,
		     struct ks_expected *out)
{
	for (size_t i = 0; i < wish->n_numbers; i++) {
		const char *key = key_of(roster, wish->numbers[i]);

		if (!key)
			return ks_format("対象（--expected）の %zu 人目、職員番号 %s の人は、"
					 "名簿にいません。何も変わっていません。",
					 i + 1, wish->numbers[i]);
		add(out, key);
	}
	return NULL;
}

enum ks_rc ks_expected_find(struct ks_store *store, const struct ks_announce_wish *wish,
			    struct ks_date day, struct ks_expected *out, char **said)
{
	bool has_rule = wish->expected && wish->expected[0];
	struct ks_roster roster = {0};
	enum ks_rc rc;

	if (!wish->numbers && !has_rule)
		return KS_OK;
	rc = ks_roster_load(store, false, &roster);
	if (rc == KS_OK) {
		*said = wish->numbers ? by_list(&roster, wish, out)
				      : by_rule(&roster, wish->expected, day, out);
		rc = *said ? KS_INVALID : KS_OK;
	}
	out->is_told = rc == KS_OK;
	ks_roster_finish(&roster);
	return rc;
}
