/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may open the pages: names, roles and password hashes (Argon2id) in the centre's database. A user is nobody's
 * 職員番号: what somebody learns and what somebody may read are two things. Which one is theirs may be told all the same, so
 * that nobody proposes or approves what is said of themselves (correction.h).
 */
#ifndef KS_LRS_USER_H
#define KS_LRS_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"
#include "record/store.h"

enum ks_user_role {
	KS_USER_HR,      /* 人事 */
	KS_USER_TRAINER, /* 研修担当 */
	KS_USER_HEAD,    /* 所属長: their own 所属 only */
	KS_USER_AUDITOR, /* 監査: reads all, changes nothing */
	KS_USER_IT,      /* IT: no personal record */
	KS_USER_COUNT,
};
/** ks_user_role_word() - 「人事」 … as it is typed and shown. */
const char *ks_user_role_word(enum ks_user_role role);
/** ks_user_role_find() - by that word; KS_USER_COUNT for anything else. */
enum ks_user_role ks_user_role_find(const char *word);

#define KS_USER_NAME_MAX 32
#define KS_USER_UNIT_MAX 255
#define KS_USER_STAFF_MAX 63 /* bytes of a person's number (course/person.h) */
#define KS_PASSWORD_MIN 8    /* characters */
#define KS_PASSWORD_MAX 256  /* bytes */

struct ks_user {
	char name[KS_USER_NAME_MAX + 1];
	enum ks_user_role role;
	char unit[KS_USER_UNIT_MAX + 1];   /* of a 所属長; "" for the others */
	char staff[KS_USER_STAFF_MAX + 1]; /* whose record is their own; "": it was not told */
	int64_t added_ms;
	bool has_totp; /* a code of an authenticator is asked beside the password */
};

/**
 * ks_user_add() - a new user
 * Return: KS_OK; KS_CONFLICT: the name is taken; KS_INVALID with @why (Japanese, a literal); KS_FULL, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_user_add(struct ks_store *store, const struct ks_user *user,
				   const char *password, const char **why);
/** ks_user_set_password() - KS_NOT_FOUND: no such user; KS_INVALID with @why. */
KS_MUST_USE enum ks_rc ks_user_set_password(struct ks_store *store, const char *name,
					    const char *password, const char **why);
/** ks_user_set_staff() - @staff, as the roster keeps it, is the user's own; "" is nobody's. KS_NOT_FOUND: no such user. */
KS_MUST_USE enum ks_rc ks_user_set_staff(struct ks_store *store, const char *name, const char *staff);
/** ks_user_remove() - the name may not be given again: the access log speaks of it. KS_NOT_FOUND. */
KS_MUST_USE enum ks_rc ks_user_remove(struct ks_store *store, const char *name, int64_t now_ms);
/** ks_user_check() - KS_OK; KS_DENIED, as slow for an unknown name as for a wrong password; KS_IO. */
KS_MUST_USE enum ks_rc ks_user_check(struct ks_store *store, const char *name, const char *password,
				     struct ks_user *out);
/**
 * ks_user_check_code() - the second half, where one is asked: @code of the user's authenticator (RFC 6238), each once
 * Return: KS_OK; KS_DENIED; KS_FULL, KS_IO: it could not be kept that it was used.
 */
KS_MUST_USE enum ks_rc ks_user_check_code(struct ks_store *store, const char *name,
					  const char *code, int64_t now_ms);
/** ks_user_set_totp() - from now on a code of @secret (base32) is asked as well; "" no longer. KS_NOT_FOUND. */
KS_MUST_USE enum ks_rc ks_user_set_totp(struct ks_store *store, const char *name, const char *secret);
#define KS_FIRST_CODE_TEXT 20 /* "ABCD-EFGH-IJKL-MNOP" */
/**
 * ks_user_first_code() - a code by which the first user, one of 人事, registers; it replaces an older one
 * Return: KS_OK; KS_CONFLICT: there is, or was, a user already; KS_FULL, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_user_first_code(struct ks_store *store, char out[KS_FIRST_CODE_TEXT]);
/** ks_user_first_is_open() - there is such a code, and nobody has used it. */
bool ks_user_first_is_open(struct ks_store *store);
/**
 * ks_user_first() - register @name of 人事 with @password; the code is used up
 * Return: as ks_user_add(); KS_DENIED: another code, or none is open.
 */
KS_MUST_USE enum ks_rc ks_user_first(struct ks_store *store, const char *code, const char *name,
				     const char *password, int64_t now_ms, const char **why);
/** ks_user_find() - as the user stands now; KS_NOT_FOUND, also when removed. */
KS_MUST_USE enum ks_rc ks_user_find(struct ks_store *store, const char *name, struct ks_user *out);
/** ks_user_list() - by name; *out to free(). */
KS_MUST_USE enum ks_rc ks_user_list(struct ks_store *store, struct ks_user **out, size_t *n_out);

#endif
