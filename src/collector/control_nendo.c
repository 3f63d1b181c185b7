/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "report/correction.h"
#include "report/seal.h"

/* "nendo.close": the courses come with the request, else from the kiosks. */

static char *say_closed(struct ks_store *store, int nendo, const struct ks_completion *c)
{
	char *plan = NULL, *said;

	if (ks_report_plan_word(store, nendo, &plan) != KS_OK)
		plan = ks_strdup("研修計画の承認の記録を、読めませんでした。");
	said = ks_format(
		"%d年度を締めました。名簿 %zu名 ＝ 対象 %zu名 ＋ 対象外 %zu名、"
		"対象 %zu名 ＝ 修了 %zu名 ＋ 受講中 %zu名 ＋ 未受講 %zu名です。\n"
		"この数は、もう動きません。あとから届いた記録と訂正は、追補として並びます。\n%s",
		nendo, c->n_listed, c->n_target, c->n_exempt, c->n_target, c->n_done,
		c->n_under_way, c->n_not_started, plan);
	free(plan);
	return said;
}

static char *say_not(int nendo, enum ks_rc rc)
{
	if (rc == KS_INVALID)
		return ks_format("%d年度は、まだ終わっていません。%d年4月1日からあとに締めてください。",
				 nendo, nendo + 1);
	if (rc == KS_CONFLICT)
		return ks_format("%d年度は、もう締めてあります。何も変わっていません。", nendo);
	if (rc == KS_NOT_FOUND)
		return ks_format("%d年度のコースか、教材の iri_base が分かりません。--content で教材を"
				 "示してください。",
				 nendo);
	return ks_control_failure(rc);
}

static enum ks_rc read_plans(struct ks_centre *centre, const json_t *request, int nendo,
			     struct ks_plans *out)
{
	char *json = json_dumps(json_object_get(request, "plans"), JSON_COMPACT);
	enum ks_rc rc = ks_centre_plans(ks_centre_store(centre), nendo, out);

	/* What people were shown counts: a folder on a desk only where no kiosk told anything. */
	if (rc == KS_NOT_FOUND && json) {
		ks_plans_finish(out);
		rc = ks_plans_from_json(json, out);
	}
	free(json);
	for (size_t i = 0; rc == KS_OK && i < out->n_items; i++)
		if (out->items[i].nendo == nendo)
			return KS_OK;
	return rc == KS_OK || rc == KS_INVALID ? KS_NOT_FOUND : rc;
}

json_t *ks_control_close_nendo(struct ks_centre *centre, const json_t *request)
{
	int nendo = (int)json_integer_value(json_object_get(request, "nendo"));
	const char *base = json_string_value(json_object_get(request, "iri_base"));
	struct ks_completion completion = {0};
	struct ks_plans plans = {0};
	json_t *answer;
	enum ks_rc rc = read_plans(centre, request, nendo, &plans);

	if (rc == KS_OK)
		rc = ks_report_close(centre, plans.items, plans.n_items, nendo, base, &completion);
	answer = ks_control_say(rc == KS_OK,
				rc == KS_OK ? say_closed(ks_centre_store(centre), nendo, &completion)
					    : say_not(nendo, rc));
	ks_completion_finish(&completion);
	ks_plans_finish(&plans);
	return answer;
}
