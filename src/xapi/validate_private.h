/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the rules of a statement are written down: an object is a table of its members, a member is a name, a check and
 * whether it must be there. validate.c walks the tables; the other validate_*.c hold them.
 */
#ifndef KS_XAPI_VALIDATE_PRIVATE_H
#define KS_XAPI_VALIDATE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "xapi/json_read.h"
#include "xapi/validate.h"

struct ks_validate {
	bool is_2_0;
	struct ks_finding *finding; /* reason NULL as long as all is well */
};

/* Whether @value keeps the rule; when not, the finding says why. */
typedef bool ks_validate_check(struct ks_validate *v, const struct ks_json *value);

enum ks_property_flag {
	KS_NEEDED = 1 << 0,
	KS_ONLY_2_0 = 1 << 1, /* unknown to 1.0.3 */
};
struct ks_property {
	const char *name;
	ks_validate_check *check;
	unsigned flags;
};

/** ks_validate_fail() - @reason is a literal. Return: false. */
bool ks_validate_fail(struct ks_validate *v, const char *reason);
/** ks_validate_object() - every member is in the table and keeps its rule, and none that is needed is missing. */
bool ks_validate_object(struct ks_validate *v, const struct ks_json *value,
			const struct ks_property *table, size_t n);
/** ks_validate_list() - an array each of whose elements keeps @check. */
bool ks_validate_list(struct ks_validate *v, const struct ks_json *value, ks_validate_check *check);

/** ks_validate_root() - a statement that was read. KS_OK or KS_INVALID with @finding, which is always filled. */
KS_MUST_USE enum ks_rc ks_validate_root(const struct ks_json *root, enum ks_xapi_version version,
					struct ks_finding *finding);

/* --- single values: validate_value.c --- */
ks_validate_check ks_validate_text, ks_validate_bool, ks_validate_number, ks_validate_uuid,
	ks_validate_iri, ks_validate_mbox, ks_validate_sha1, ks_validate_sha2, ks_validate_language,
	ks_validate_timestamp, ks_validate_duration, ks_validate_version, ks_validate_count,
	ks_validate_words, ks_validate_extensions, ks_validate_media_type;

/* --- who: validate_agent.c --- */
ks_validate_check ks_validate_agent, ks_validate_group, ks_validate_actor, ks_validate_authority;

/* --- what: validate_activity.c --- */
ks_validate_check ks_validate_activity, ks_validate_definition;

/* --- circumstances: validate_context.c --- */
ks_validate_check ks_validate_result, ks_validate_context, ks_validate_attachments, ks_validate_ref;

#endif
