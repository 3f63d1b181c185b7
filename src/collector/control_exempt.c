/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/exemption.h"

/* What HR says of one person: read from the request, said, and answered in words. */

/* False: it is there, and is no day. */
static bool read_day(const json_t *request, const char *name, struct ks_date *out)
{
	const char *text = ks_control_text(request, name);

	*out = (struct ks_date){0};
	return !text[0] || ks_date_parse(text, out);
}

static json_t *say_wrong(enum ks_rc rc, enum ks_exemption_fault fault)
{
	if (rc != KS_INVALID)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(false,
			      ks_format("%s何も変わっていません。", ks_exemption_fault_word(fault)));
}

/* What came with the request, else what kiosks told. */
static void read_plans(struct ks_centre *centre, const json_t *request, int nendo,
		       struct ks_plans *out)
{
	char *json = json_dumps(json_object_get(request, "plans"), JSON_COMPACT);

	memset(out, 0, sizeof(*out));
	if (!json || ks_plans_from_json(json, out) != KS_OK || out->n_items == 0) {
		ks_plans_finish(out);
		if (ks_centre_plans(ks_centre_store(centre), nendo, out) != KS_OK)
			ks_plans_finish(out);
	}
	free(json);
}

json_t *ks_control_exempt(struct ks_centre *centre, const json_t *request)
{
	struct ks_exemption_wish wish = {
		.number = ks_control_text(request, "number"),
		.kind = ks_control_text(request, "kind"),
		.nendo = (int)json_integer_value(json_object_get(request, "nendo")),
		.plan = ks_control_text(request, "course"),
		.lesson = ks_control_text(request, "lesson"),
		.reason = ks_control_text(request, "reason"),
		.by = ks_control_text(request, "by"),
		.approver = ks_control_text(request, "approver"),
		.iri_base = ks_control_text(request, "iri_base"),
	};
	struct ks_date today = ks_civil_from_ms(ks_centre_now_ms(centre)).date;
	enum ks_exemption_fault fault;
	struct ks_plans plans;
	char id[KS_UUID_TEXT];
	size_t n = 0;
	json_t *answer;
	enum ks_rc rc;

	if (!read_day(request, "from", &wish.from) || !read_day(request, "to", &wish.to))
		return ks_control_say(false, ks_strdup("日付（--from と --to）は 2026-07-01 の形で"
						       "書いてください。何も変わっていません。"));
	read_plans(centre, request,
		   wish.nendo ? wish.nendo
			      : ks_nendo_of(ks_date_is_set(wish.from) ? wish.from : today),
		   &plans);
	wish.plans = plans.items;
	wish.n_plans = plans.n_items;
	rc = ks_centre_exempt(centre, &wish, &fault, id, &n);
	if (rc == KS_OK) {
		const struct ks_exemption_kind *kind = ks_exemption_kind_find(wish.kind);

		answer = ks_control_say(
			true, ks_format("%s の「%s」を登録しました（%zu件、%s）。番号は %.13s です。",
					wish.number, kind->word, n,
					ks_exemption_rule_word(kind->rule), id));
		json_object_set_new(answer, "id", json_string(id));
	} else {
		answer = say_wrong(rc, fault);
	}
	ks_plans_finish(&plans);
	return answer;
}

json_t *ks_control_exempt_end(struct ks_centre *centre, const json_t *request)
{
	enum ks_exemption_fault fault;
	struct ks_date on;
	enum ks_rc rc;

	if (!read_day(request, "on", &on))
		return ks_control_say(false, ks_strdup("日付（--on）は 2026-12-20 の形で書いてください。"
						       "何も変わっていません。"));
	rc = ks_centre_exempt_end(centre, ks_control_text(request, "id"), on,
				  ks_control_text(request, "reason"), ks_control_text(request, "by"),
				  ks_control_text(request, "approver"), &fault);
	if (rc != KS_OK)
		return say_wrong(rc, fault);
	if (ks_date_is_set(on))
		return ks_control_say(true, ks_format("%s は、%s で終わりになりました。",
						      ks_control_text(request, "id"),
						      ks_control_text(request, "on")));
	return ks_control_say(true, ks_format("%s を取り消しました。記録には残ります。",
					      ks_control_text(request, "id")));
}
