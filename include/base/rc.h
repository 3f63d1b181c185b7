/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one set of outcomes that functions which can fail return.
 *
 * A parser of somebody's file fills a struct ks_diags beside its code (base/diag.h): the code says
 * what the program does next, the diagnosis says what the person does next.
 */
#ifndef KS_BASE_RC_H
#define KS_BASE_RC_H

#define KS_MUST_USE __attribute__((warn_unused_result))
#define KS_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

enum ks_rc {
	KS_OK = 0,
	KS_NOT_FOUND, /* what was asked for is not there; nothing is wrong */
	KS_INVALID,   /* input breaks a rule; a diagnosis says which */
	KS_DENIED,    /* wrong PIN, locked out, not allowed */
	KS_CONFLICT,  /* the same identity with different content */
	KS_BUSY,      /* somebody else holds it; later may work */
	KS_FULL,      /* no space left, or a ceiling reached */
	KS_IO,        /* reading, writing or sending failed */
	KS_DAMAGED,   /* stored data is not what was stored */
	KS_READ_ONLY, /* writing is not allowed: read-only place, or no rights */
};

/** ks_rc_name() - a short English word for logs ("ok", "not-found", …); never NULL. */
const char *ks_rc_name(enum ks_rc rc);

/** ks_rc_of_write() - what @error (of errno.h) of a file that is to be written comes to: KS_FULL, KS_READ_ONLY or KS_IO. */
enum ks_rc ks_rc_of_write(int error);

/* Exit codes of all programs (README "Exit codes"). */
enum ks_exit {
	KS_EXIT_DONE = 0,
	KS_EXIT_FAILED = 1,
	KS_EXIT_USAGE = 2,
	KS_EXIT_LEFT = 42, /* a 係員 ended the kiosk: kenshu-session.service does not start it again */
	KS_EXIT_TRY_LATER = 75,  /* EX_TEMPFAIL */
	KS_EXIT_BAD_CONFIG = 78, /* EX_CONFIG */
};

#endif
