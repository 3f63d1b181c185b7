/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/replica.h"

/* Pages of another LRS, which `kenshu report --from` fetched: the store has one writer, whoever asks. */

static json_t *refuse(const char *from, enum ks_rc rc)
{
	if (rc == KS_DENIED)
		return ks_control_say(
			false,
			ks_strdup(
				"このフォルダーには端末が登録されているので、ほかの LRS の"
				"写しにはできません。--state に、別のフォルダーを指定してください。"));
	if (rc == KS_CONFLICT)
		return ks_control_say(
			false, ks_format("このフォルダーは、別の LRS の写しです。%s の写しには、"
					 "--state に別のフォルダーを指定してください。",
					 from));
	if (rc == KS_INVALID)
		return ks_control_say(
			false, ks_format("%s の答えが、記録の一覧（statements）ではありません。"
					 "アドレスの終わりが /xAPI などの、LRS の入口かを"
					 "確かめてください。",
					 from));
	return ks_control_say(false, ks_control_failure(rc));
}

json_t *ks_control_take_replica(struct ks_centre *centre, const json_t *request)
{
	struct ks_replica_page page = {
		.from = ks_control_text(request, "from"),
		.bytes = ks_control_text(request, "page"),
		.len = json_string_length(json_object_get(request, "page")),
		.is_first = json_is_true(json_object_get(request, "is_first")),
		.consistent_ms = json_integer_value(json_object_get(request, "consistent_ms")),
	};
	enum ks_rc rc = KS_OK;
	json_t *answer;

	if (json_is_true(json_object_get(request, "begin_anew")))
		rc = ks_replica_begin_anew(centre);
	else
		rc = ks_replica_take(centre, &page);
	answer = rc == KS_OK ? json_pack("{s:b, s:s, s:I, s:I}", "ok", 1, "more",
					 page.more ? page.more : "", "n", (json_int_t)page.n,
					 "n_skipped", (json_int_t)page.n_skipped)
			     : refuse(page.from, rc);
	free(page.more);
	return answer;
}
