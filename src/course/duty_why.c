/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "course/duty.h"

/*
 * The rule behind a duty, in words that HR can answer with when somebody asks "why me, and why so soon?".
 */

static void put_condition(struct ks_buf *out, size_t *n, const char *kind, const char *value,
			  const char *behind)
{
	ks_buf_printf(out, "%s%s「%s」%s", (*n)++ > 0 ? "・" : "", kind, value, behind);
}

static const char *first_role(const struct ks_appointment *a, const char **roles, size_t n_roles)
{
	for (size_t i = 0; i < n_roles; i++)
		if (ks_appointment_has_role(a, roles[i]))
			return roles[i];
	return NULL;
}

static bool is_facility(const struct ks_audience *audience, const char *name)
{
	for (size_t i = 0; name && i < audience->n_facilities; i++)
		if (strcmp(audience->facilities[i], name) == 0)
			return true;
	return false;
}

/* Those conditions of @audience that @a meets; nothing when it restricts nobody. */
static void put_conditions(struct ks_buf *out, size_t *n, const struct ks_audience *audience,
			   const struct ks_appointment *a)
{
	const struct ks_employment *mine = ks_employment_find(a->employment ? a->employment : "");
	const char *role = first_role(a, audience->roles, audience->n_roles);

	if (audience->n_employment > 0)
		put_condition(out, n, "任用区分", mine ? mine->name : a->employment, "");
	if (role)
		put_condition(out, n, "役割", role, "");
	for (size_t i = 0; i < audience->n_without_roles; i++)
		put_condition(out, n, "役割", audience->without_roles[i], "なし");
	if (is_facility(audience, a->facility))
		put_condition(out, n, "施設", a->facility, "");
	else if (is_facility(audience, a->unit_kind))
		put_condition(out, n, "所属区分", a->unit_kind, "");
	if (audience->is_joining)
		ks_buf_printf(out, "%s今年度の任用", (*n)++ > 0 ? "・" : "");
	if (audience->is_transferred)
		ks_buf_printf(out, "%s今年度の異動・復職", (*n)++ > 0 ? "・" : "");
}

static void put_began(struct ks_buf *out, const struct ks_duty *duty)
{
	char began[16];

	ks_date_format(duty->began, began);
	ks_buf_printf(out, "%s（%s）",
		      duty->plan->audience.is_transferred ? "発令日"
		      : duty->has_returned                ? "復帰の日"
							  : "任用開始",
		      began);
}

static void put_due(struct ks_buf *out, const struct ks_duty *duty)
{
	switch (duty->rule) {
	case KS_DUE_COURSE:
		ks_buf_puts(out, "受講期間の終わり");
		return;
	case KS_DUE_END:
		ks_buf_puts(out, "任用の終わり");
		return;
	case KS_DUE_AT_ONCE:
		put_began(out, duty);
		ks_buf_puts(out, "の当日");
		return;
	case KS_DUE_DAYS:
		put_began(out, duty);
		ks_buf_printf(out, "から%d日", duty->plan->mid_year_days);
		return;
	}
}

char *ks_duty_rule(const struct ks_duty *duty)
{
	struct ks_buf out = {0};

	put_due(&out, duty);
	return ks_buf_take(&out);
}

/* The rule of @audience that @a comes under; ALL where it restricts nobody. */
static enum ks_duty_reason reason_in(const struct ks_audience *audience,
				     const struct ks_appointment *a, const char **name)
{
	const char *role = first_role(a, audience->roles, audience->n_roles);
	const struct ks_employment *mine = ks_employment_find(a->employment ? a->employment : "");

	*name = "";
	if (role) {
		*name = role;
		return KS_REASON_ROLE;
	}
	if (is_facility(audience, a->facility) || is_facility(audience, a->unit_kind)) {
		*name = is_facility(audience, a->facility) ? a->facility : a->unit_kind;
		return KS_REASON_PLACE;
	}
	if (audience->is_joining)
		return KS_REASON_JOINED;
	if (audience->is_transferred)
		return KS_REASON_MOVED;
	if (audience->n_employment > 0 && mine) {
		*name = mine->name;
		return KS_REASON_POST;
	}
	return KS_REASON_ALL;
}

enum ks_duty_reason ks_duty_reason(const struct ks_duty *duty, const char **name)
{
	enum ks_duty_reason reason = reason_in(&duty->lesson->audience, duty->post, name);

	return reason == KS_REASON_ALL ? reason_in(&duty->plan->audience, duty->post, name) : reason;
}

static bool restricts(const struct ks_audience *audience)
{
	return audience->n_employment > 0 || audience->n_roles > 0 || audience->n_without_roles > 0 ||
	       audience->n_facilities > 0 || audience->is_joining || audience->is_transferred;
}

/* What ks_duty_why() and ks_duty_rule() look at. */
bool ks_duty_is_told_alike(const struct ks_duty *a, const struct ks_duty *b)
{
	return a->plan == b->plan && a->post == b->post && a->rule == b->rule &&
	       a->has_returned == b->has_returned && ks_date_compare(a->began, b->began) == 0 &&
	       !a->lesson->is_test && !b->lesson->is_test && !restricts(&a->lesson->audience) &&
	       !restricts(&b->lesson->audience);
}

char *ks_duty_why(const struct ks_duty *duty)
{
	const struct ks_plan *plan = duty->plan;
	struct ks_buf out = {0};
	size_t n = 0;

	ks_buf_printf(&out, "「%s」の対象です（", plan->title);
	if (plan->audience.n_employment == 0) {
		ks_buf_puts(&out, "方針5の「職員等」");
		n++;
	}
	put_conditions(&out, &n, &plan->audience, duty->post);
	ks_buf_puts(&out, "）。");
	n = 0;
	put_conditions(&out, &n, &duty->lesson->audience, duty->post);
	if (n > 0)
		ks_buf_puts(&out, "の人が受ける科目です。");
	if (duty->lesson->is_test)
		ks_buf_puts(&out, "科目がすべて終わってから受けます。");
	ks_buf_puts(&out, "期限は、");
	put_due(&out, duty);
	ks_buf_puts(&out, "です。");
	return ks_buf_take(&out);
}
