/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HR's pages: everything the centre answers to a browser. Who is logged in is kept in memory (a restart logs everybody
 * out); what may be seen by whom is one table (ks_web_route()). Any thread may call.
 */
#ifndef KS_WEB_WEB_H
#define KS_WEB_WEB_H

#include <stdbool.h>
#include <stddef.h>

#include "lrs/centre.h"
#include "lrs/http.h"
#include "lrs/user.h"

struct ks_web;

#define KS_WEB_FORM_MAX_BYTES ((size_t)64 << 10)
#define KS_WEB_FILE_MAX_BYTES ((size_t)8 << 20) /* of a form with HR's list in it */
#define KS_WEB_IDLE_MS (15 * 60 * 1000)
#define KS_WEB_SESSION_MS (8 * 60 * 60 * 1000)
#define KS_WEB_TRIES 5 /* wrong passwords of one name before it waits */
#define KS_WEB_WAIT_MS (15 * 60 * 1000)

/** ks_web_open() - the pages of @centre, which must outlive them; nobody is signed in. End it with ks_web_close(). */
struct ks_web *ks_web_open(struct ks_centre *centre);
/** ks_web_close() - signs everybody out and frees it; accepts NULL. */
void ks_web_close(struct ks_web *web);
/** ks_web_owns() - whether a browser's page is meant, and no resource of /xAPI/ or /kiosk/. */
bool ks_web_owns(const char *path);
/**
 * ks_web_admit() - what can be told from the head, before a body is read
 * Return: KS_OK; else @reply is the answer.
 */
KS_MUST_USE enum ks_rc ks_web_admit(struct ks_web *web, const struct ks_request *request,
				    struct ks_reply *reply);
/** ks_web_body_max() - how much may be sent to @path. */
size_t ks_web_body_max(const char *path);
/** ks_web_answer() - the page. */
void ks_web_answer(struct ks_web *web, const struct ks_request *request, struct ks_reply *reply);

enum ks_right {
	KS_RIGHT_NONE,
	KS_RIGHT_OWN, /* the user's own 所属 */
	KS_RIGHT_ALL,
};
/** ks_web_right() - what @role may do with @method at @path; KS_RIGHT_NONE for what is not there. */
enum ks_right ks_web_right(const char *path, const char *method, enum ks_user_role role);

#endif
