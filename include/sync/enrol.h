/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk that has nothing but a code becomes one that the centre knows. */
#ifndef KS_SYNC_ENROL_H
#define KS_SYNC_ENROL_H

#include "record/store.h"
#include "sync/http.h"

enum ks_enrolled {
	KS_ENROLLED,
	KS_ENROL_WRONG_CODE,  /* no such code, or used, or too old */
	KS_ENROL_OTHER_KEY,   /* the name that it is for belongs to another kiosk */
	KS_ENROL_WAIT,        /* too many wrong ones: later */
	KS_ENROL_NO_CENTRE,   /* nobody answers there */
	KS_ENROL_NOT_OURS,    /* what answers there is something else: another page, a portal */
	KS_ENROL_CERTIFICATE, /* who answers there cannot prove who it is */
	KS_ENROL_PROXY,       /* the proxy does not let us through */
	KS_ENROL_NOT_WRITTEN, /* the credentials cannot be kept: nothing was asked, or the same code is to be used again */
};

/* Whence and whither; the texts are the caller's. */
struct ks_enrol_wish {
	const char *endpoint; /* "https://…/xAPI" */
	const char *code;     /* as ks_code_read() gives it */
	const char *file;     /* where the credentials are to be, in place of what is there */
	struct ks_store *store; /* whose key is told; NULL: none is, and the centre takes the first that comes */
};

/**
 * ks_enrol() - ask, and write "name:secret" and the endpoint into the file (0600): whole, or not at all
 * After a power cut in between the same code is good for the same kiosk. Waits for the network up to KS_HTTP_TOTAL_MS.
 */
enum ks_enrolled ks_enrol(struct ks_http *http, const struct ks_enrol_wish *wish);

/** ks_enrol_is_writable() - the credentials file can be made, or replaced. */
bool ks_enrol_is_writable(const char *file);

#endif
