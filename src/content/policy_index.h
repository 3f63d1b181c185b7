/* SPDX-License-Identifier: Apache-2.0 */
/* From the policy's bytes to its clauses. Private to src/content. */
#ifndef KS_CONTENT_POLICY_INDEX_H
#define KS_CONTENT_POLICY_INDEX_H

#include "content/policy.h"
#include "content/source.h"

/** ks_policy_index() - fill title, issued and clauses of @policy, whose bytes are there already. */
KS_MUST_USE enum ks_rc ks_policy_index(const struct ks_source *source, struct ks_policy *policy);

/** ks_policy_read_words() - the words of words.yaml, when it is there. */
void ks_policy_read_words(const struct ks_source *source, struct ks_policy *policy);

#endif
