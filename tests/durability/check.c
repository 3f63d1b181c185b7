/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/bundle.h"
#include "record/db.h"
#include "record/roster.h"
#include "record/verify.h"

/*
 * The judge of a folder is the product's own way in: what a restarted kiosk makes of it is what counts, not what a
 * tool of ours could still find in the file. A tenth of a second cheaper than starting the kiosk, so that there can be
 * a hundred thousand of them.
 */

#define FAULTS_MAX 4

static void verify(struct ks_store *store, struct check *out)
{
	struct ks_ledger_fault faults[FAULTS_MAX];
	size_t n_faults = 0;

	out->verified = ks_ledger_verify(store, faults, FAULTS_MAX, &n_faults, &out->n_statements);
	if (n_faults > 0)
		snprintf(out->why, sizeof(out->why), "%lld: %s", (long long)faults[0].seq,
			 ks_chain_fault_word(faults[0].fault));
	if (ks_roster_count(store, &out->n_people) != KS_OK)
		out->n_people = 0;
}

/* The name the ledger was opened with, or that of a kiosk that nobody enrolled. */
static char *kiosk_of(struct ks_store *store)
{
	char *name = NULL;

	return ks_store_get(store, "kiosk", &name) == KS_OK ? name : ks_strdup("k-local");
}

/* The centre has no ledger of its own; what counts there is which kiosks it knows. */
static void check_centre(const char *folder, struct check *out)
{
	struct ks_store *store = NULL;
	char *why = NULL;
	int64_t n = 0;

	out->opened = ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why);
	if (out->opened == KS_OK) {
		verify(store, out);
		if (ks_db_number(store, &n, "SELECT count(*) FROM kiosk", "") != KS_OK)
			out->verified = KS_DAMAGED;
		out->n_people = (size_t)n;
	} else {
		snprintf(out->why, sizeof(out->why), "%s", why ? why : ks_rc_name(out->opened));
	}
	ks_store_close(store);
	free(why);
}

/* A published version: @n_people counts it; there and not whole is damage. */
static void check_bundle(const char *folder, struct check *out)
{
	char *path = ks_path_join(folder, "published");
	struct ks_diags diags = {0};
	struct ks_bundle bundle;

	out->opened = out->verified = KS_OK;
	if (ks_file_exists(path)) {
		out->opened = ks_bundle_load(path, &bundle, &diags);
		out->n_people = out->opened == KS_OK;
		ks_bundle_finish(&bundle);
	}
	if (out->opened != KS_OK)
		snprintf(out->why, sizeof(out->why), "%s", ks_rc_name(out->opened));
	ks_diags_finish(&diags);
	free(path);
}

void check_folder_with(const char *folder, struct check *out,
		       void (*look)(struct ks_ledger *ledger, void *context), void *context)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_store *store = NULL;
	struct ks_ledger *ledger = NULL;
	const char *role = getenv("DUR_ROLE");
	char *why = NULL, *kiosk = NULL;

	memset(out, 0, sizeof(*out));
	out->verified = KS_DAMAGED;
	if (role) {
		if (strcmp(role, "bundle") == 0)
			check_bundle(folder, out);
		else
			check_centre(folder, out);
		return;
	}
	out->opened = ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why);
	if (out->opened == KS_OK) {
		kiosk = kiosk_of(store);
		out->opened = ks_ledger_open(store, &clock, kiosk, &ledger);
	}
	if (out->opened == KS_OK) {
		verify(store, out);
		if (look)
			look(ledger, context);
	} else {
		snprintf(out->why, sizeof(out->why), "%s", why ? why : ks_rc_name(out->opened));
	}
	ks_ledger_close(ledger);
	ks_store_close(store);
	free(kiosk);
	free(why);
}

void check_folder(const char *folder, struct check *out)
{
	check_folder_with(folder, out, NULL, NULL);
}
