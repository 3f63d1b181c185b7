/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk's folder that something happened to, and a new store beside it that what is left of it goes into. */
#ifndef KS_TESTS_RECORD_DAMAGED_H
#define KS_TESTS_RECORD_DAMAGED_H

#include "record/salvage.h"
#include "support/record_sample.h"

struct ks_damaged {
	struct ks_record_sample *sample; /* its folder is the damaged one, once it is closed */
	char *outside, *tail;
	struct ks_store *into;
	struct ks_salvage salvage;
};

int ks_damaged_setup(void **state);
int ks_damaged_teardown(void **state);
/** ks_damaged_run_sql() - in the sample's store, which is open. */
void ks_damaged_run_sql(struct ks_damaged *f, const char *sql);
/** ks_damaged_salvage() - the sample is closed, and its folder looked through. */
void ks_damaged_salvage(struct ks_damaged *f);
/** ks_damaged_leave() - nobody can open the damaged folder any more: the sample goes on in another. */
void ks_damaged_leave(struct ks_damaged *f);
/** ks_damaged_number_in() - what @sql says of the new store. */
int64_t ks_damaged_number_in(struct ks_damaged *f, const char *sql);
/** ks_damaged_setting_in() - of the new store, malloc'd; NULL: there is none. */
char *ks_damaged_setting_in(struct ks_damaged *f, const char *name);

#endif
