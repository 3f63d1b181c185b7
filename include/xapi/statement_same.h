/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When two statements are the same fact: the one definition that the kiosk's sender (a 409, a statement found at the
 * endpoint) and the endpoint itself (a retry, or a conflict to be kept as evidence) both go by.
 */
#ifndef KS_XAPI_STATEMENT_SAME_H
#define KS_XAPI_STATEMENT_SAME_H

#include <stdbool.h>
#include <stddef.h>

/**
 * ks_statement_is_same() - xAPI's comparison of two statements with one id
 * Does not count: stored, authority, version, attachments; a timestamp that one of them lacks, and how an instant is
 * written; displays, definitions and names of agents; default object types; the order of members, of a group and of
 * contextActivities, one of these without its array, an empty list of them; capitals in UUIDs; 1 and 1.0; durations
 * behind 0.01 s. Everything else does, but for `attended` at a gathering: where the id is ks_attended_id() of its own actor and
 * object, which door says so, when and how long they were there is no other fact.
 * Return: false also when either is no JSON object or has no id.
 */
bool ks_statement_is_same(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
