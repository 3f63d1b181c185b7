/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/correction.h"

/* Who may propose and who may approve. Roles that only read, or see one 所属, are never among them. */

static const char *const names[2] = {"correct.propose", "correct.approve"};
#define ALONE "correct.alone"

static bool can_be_named(enum ks_user_role role)
{
	return role == KS_USER_HR || role == KS_USER_TRAINER;
}

/* "人事,研修担当" */
static void read_roles(const char *text, bool may[KS_USER_COUNT])
{
	memset(may, 0, KS_USER_COUNT * sizeof(*may));
	while (*text) {
		size_t len = strcspn(text, ",");
		char *word = ks_strndup(text, len);
		enum ks_user_role role = ks_user_role_find(word);

		if (role < KS_USER_COUNT)
			may[role] = can_be_named(role);
		free(word);
		text += len + (text[len] == ',');
	}
}

static enum ks_rc load_roles(struct ks_store *store, const char *name, bool may[KS_USER_COUNT])
{
	char *text = NULL;
	enum ks_rc rc = ks_store_get(store, name, &text);

	if (rc == KS_OK)
		read_roles(text, may);
	free(text);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_correction_rules_load(struct ks_store *store, struct ks_correction_rules *out)
{
	char *text = NULL;
	enum ks_rc rc;

	*out = (struct ks_correction_rules){
		.may_propose = {[KS_USER_HR] = true, [KS_USER_TRAINER] = true},
		.may_approve = {[KS_USER_HR] = true},
	};
	rc = load_roles(store, names[0], out->may_propose);
	if (rc == KS_OK)
		rc = load_roles(store, names[1], out->may_approve);
	if (rc == KS_OK)
		rc = ks_store_get(store, ALONE, &text);
	out->is_alone = rc == KS_OK && strcmp(text, "1") == 0;
	free(text);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc set_roles(struct ks_store *store, const char *name, const bool may[KS_USER_COUNT])
{
	struct ks_buf text = {0};
	enum ks_rc rc;

	for (int role = 0; role < KS_USER_COUNT; role++)
		if (may[role])
			ks_buf_printf(&text, "%s%s", text.len ? "," : "",
				      ks_user_role_word((enum ks_user_role)role));
	rc = ks_store_set(store, name, ks_buf_text(&text));
	ks_buf_finish(&text);
	return rc;
}

enum ks_rc ks_correction_rules_set(struct ks_store *store, const struct ks_correction_rules *rules)
{
	bool has_proposer = false, has_approver = false;
	enum ks_rc rc;

	for (int role = 0; role < KS_USER_COUNT; role++) {
		has_proposer |= rules->may_propose[role];
		has_approver |= rules->may_approve[role];
		if ((rules->may_propose[role] || rules->may_approve[role]) &&
		    !can_be_named((enum ks_user_role)role))
			return KS_INVALID;
	}
	if (!has_proposer || !has_approver)
		return KS_INVALID;
	rc = set_roles(store, names[0], rules->may_propose);
	if (rc == KS_OK)
		rc = set_roles(store, names[1], rules->may_approve);
	return rc == KS_OK ? ks_store_set(store, ALONE, rules->is_alone ? "1" : "0") : rc;
}

static enum ks_rc judge(struct ks_store *store, const char *name, const bool may[KS_USER_COUNT],
			enum ks_correction_fault *fault)
{
	struct ks_user user;
	enum ks_rc rc = ks_user_find(store, name, &user);

	if (rc == KS_NOT_FOUND)
		*fault = KS_CORRECTION_NO_USER;
	else if (rc == KS_OK && !may[user.role])
		*fault = KS_CORRECTION_NO_RIGHT;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_correction_rules_judge(struct ks_store *store, const char *by, const char *approver,
				     enum ks_correction_fault *fault)
{
	struct ks_correction_rules rules;
	enum ks_rc rc = ks_correction_rules_load(store, &rules);

	*fault = KS_CORRECTION_FINE;
	if (rc == KS_OK)
		rc = judge(store, by, rules.may_propose, fault);
	if (rc == KS_OK && *fault == KS_CORRECTION_FINE)
		rc = judge(store, approver, rules.may_approve, fault);
	if (*fault == KS_CORRECTION_FINE && strcmp(by, approver) == 0 && !rules.is_alone)
		*fault = KS_CORRECTION_SAME_USER;
	return rc == KS_OK && *fault != KS_CORRECTION_FINE ? KS_INVALID : rc;
}
