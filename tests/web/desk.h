/* SPDX-License-Identifier: Apache-2.0 */
/* What tests of the pages start from: a centre, a user of each role logged in, and a way to ask. */
#ifndef KS_TESTS_WEB_DESK_H
#define KS_TESTS_WEB_DESK_H

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "web/web.h"

#define EVIL "<script>alert(1)</script>"
#define FORMULA "=1+1"

struct fixture {
	struct ks_sample_centre sample;
	struct ks_web *web;
	struct ks_reply reply;
	char cookie[KS_USER_COUNT][128]; /* of a user of each role, logged in */
	const char *sent_cookie, *origin,
		*type;            /* type: of what is sent; NULL: a form, "": not said */
	const char *host;         /* that is asked; NULL: this machine, "": it is not said */
	const char *proto, *size; /* X-Forwarded-Proto; Content-Length in place of the real one */
	bool is_tls;
	char length[24];
	enum ks_rc admitted; /* before its body was read */
};
extern const char *const names[KS_USER_COUNT];

int setup(void **state);
int teardown(void **state);
/** ask() - @form NULL: GET. Return: the status; the page is in f->reply. */
int ask(struct fixture *f, const char *cookie, const char *address, const char *form);
/** told() - a header of the answer, "" without it. */
const char *told(const struct fixture *f, const char *name);
/** enter() - log the user of @role in. */
void enter(struct fixture *f, enum ks_user_role role);
/** csrf_of() - the token of the session's forms, from a page that has one; malloc'd. */
char *csrf_of(struct fixture *f, const char *cookie);
/** post() - as @role, with the token; the status. */
int post(struct fixture *f, enum ks_user_role role, const char *path, const char *form);
/** must() - the same, which fails the test where it does not lead on. */
void must(struct fixture *f, enum ks_user_role role, const char *path, const char *form);
/** decide_first() - HR decides what waits on @page first; @act: "approve" or "reject". */
void decide_first(struct fixture *f, const char *page, const char *act, const char *reason);
/** post_file() - a form with the file @list called @name in it, with the token; the status. */
int post_file(struct fixture *f, enum ks_user_role role, const char *path, const char *name,
	      const char *list);
/** follow() - the first link with this text on the page last shown; the status. */
int follow(struct fixture *f, enum ks_user_role role, const char *word);
/**
 * press() - the first button with this value on the page last shown, as the browser sends its form: all that is hidden in
 * it, and what was @typed ("a=b&…"); the status.
 */
int press(struct fixture *f, enum ks_user_role role, const char *button, const char *typed);
/** is_said() - do these words stand on the page last shown? */
bool is_said(const struct fixture *f, const char *words);
/** must_say() - the same, which fails the test where they do not. */
void must_say(const struct fixture *f, const char *words);
/** value_of() - what stands behind @mark on the page last shown; malloc'd. */
char *value_of(const struct fixture *f, const char *mark);
/**
 * page_lines() - the page last shown, a line for each element, malloc'd
 * Without @is_whole what is the page's own: the frame around it is the same for all. A page without a frame is whole.
 */
char *page_lines(const struct fixture *f, bool is_whole);
/** put_lines() - the same without what is alike on every page: tags that close or only hold others, and what could be chosen but is not. */
void put_lines(struct ks_buf *out, const struct fixture *f, bool is_whole, bool has_options);

#endif
