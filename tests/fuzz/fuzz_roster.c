/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "record/roster.h"

/*
 * The list as HR's CSV and as the collector's JSON (input that begins with a brace). What is taken keeps the
 * rules: numbers rise, periods lie apart, every text can be shown.
 */

static char folder[] = "/tmp/kenshu-fuzz-XXXXXX";
static struct ks_store *store;

static void remove_store(void)
{
	static const char *const names[] = {"kenshu.db", "kenshu.db-wal", "kenshu.db-shm", "lock"};

	ks_store_close(store);
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		char *path = ks_format("%s/%s", folder, names[i]);

		(void)unlink(path);
		free(path);
	}
	(void)rmdir(folder);
}

static void open_store(void)
{
	char *why = NULL;

	ks_id_init();
	ks_log_set(KS_LOG_ERROR);
	if (!mkdtemp(folder) ||
	    ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why) != KS_OK)
		abort();
	(void)atexit(remove_store);
}

static void check_person(const struct ks_person *person)
{
	assert(person->number[0] != '\0' && person->name[0] != '\0');
	assert(ks_utf8_is_valid(person->name, strlen(person->name), NULL));
	for (size_t i = 0; i < person->n_appointments; i++) {
		const struct ks_appointment *a = &person->appointments[i];

		assert(ks_employment_find(a->employment));
		assert(!ks_date_is_set(a->to) || ks_date_compare(a->from, a->to) <= 0);
		assert(i == 0 || ks_date_compare(a[-1].to, a->from) < 0);
	}
}

static void read_csv(const uint8_t *data, size_t size)
{
	struct ks_roster roster;
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_roster_parse("fuzz", (const char *)data, size, &roster, &diags);

	assert((rc == KS_OK) == (diags.n_errors == 0));
	for (size_t i = 0; i < roster.n_entries && rc == KS_OK; i++) {
		check_person(&roster.entries[i].person);
		assert(i == 0 || strcmp(roster.entries[i - 1].person.number,
					roster.entries[i].person.number) < 0);
	}
	for (size_t i = 0; i < diags.n_items; i++)
		assert(ks_utf8_is_valid(diags.items[i].message, strlen(diags.items[i].message), NULL));
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
}

static void read_json(const uint8_t *data, size_t size)
{
	struct ks_roster roster;
	enum ks_rc rc;

	if (!store)
		open_store();
	rc = ks_roster_store_json(store, (const char *)data, size);
	assert(rc == KS_OK || rc == KS_INVALID);
	if (rc != KS_OK)
		return;
	if (ks_roster_load(store, true, &roster) != KS_OK)
		abort();
	ks_roster_finish(&roster);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0 && data[0] == '{')
		read_json(data, size);
	else
		read_csv(data, size);
	return 0;
}
