/* SPDX-License-Identifier: Apache-2.0 */
/* A request to an open centre as the command `kenshu` makes it, without the socket. */
#ifndef KS_TESTS_COLLECTOR_TOLD_H
#define KS_TESTS_COLLECTOR_TOLD_H

#include <jansson.h>

#include "collector/control.h"
#include "support/centre_sample.h"

/* 000001 and 000002 of 総務課, 000003 of 会計課, 000004 研修担当; none has a PIN. */
extern const char ks_told_roster[];

/**
 * ks_told() - what is answered to @request, JSON with ' for "; json_decref()
 * @file: that goes with it, -1: none. Fails the test unless "ok" is @ok and the message says all of @words, NULL: none.
 */
json_t *ks_told_with(struct ks_sample_centre *sample, int file, bool ok, const char *words,
		     const char *request);
/** ks_told_good(), ks_told_refused() - the same without a file, and nothing of the answer is kept. */
void ks_told_good(struct ks_sample_centre *sample, const char *words, const char *request);
void ks_told_refused(struct ks_sample_centre *sample, const char *words, const char *request);
/** ks_told_unsaved() - while the database takes no write, the answer says that nothing was saved. */
void ks_told_unsaved(struct ks_sample_centre *sample, const char *request);
/** ks_told_unlogged() - while the access log takes no entry, @request is refused with @said: what was done, and that it is not logged. */
void ks_told_unlogged(struct ks_sample_centre *sample, const char *said, const char *request);
/** ks_told_file() - an open file with @text. */
int ks_told_file(const struct ks_sample_centre *sample, const char *text);
/** ks_told_count() - a number that SQL asks of the store. */
int64_t ks_told_count(struct ks_sample_centre *sample, const char *sql);
/** ks_told_access() - the newest entry of the access log says @user, @what, @reason, and whose records: of @n_people. */
void ks_told_access(struct ks_sample_centre *sample, const char *user, const char *what,
		    const char *reason, int n_people);
/** ks_told_plans() - [a course of @nendo with the lessons m1 and m2], malloc'd JSON. */
char *ks_told_plans(const char *id, int nendo);

#endif
