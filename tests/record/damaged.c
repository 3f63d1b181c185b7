/* SPDX-License-Identifier: Apache-2.0 */
#include "record/damaged.h"

#include <stdlib.h>

#include "base/file.h"
#include "record/db.h"
#include "record/tail.h"

int ks_damaged_setup(void **state)
{
	struct ks_damaged *f = ks_alloc_zero(1, sizeof(*f));
	char *folder, *why = NULL;

	assert_int_equal(ks_record_sample_setup((void **)&f->sample), 0);
	f->outside = ks_test_folder();
	f->tail = ks_path_join(f->sample->folder, KS_TAIL_NAME);
	folder = ks_path_join(f->outside, "into");
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &f->into, &why),
			 KS_OK);
	free(folder);
	*state = f;
	return 0;
}

int ks_damaged_teardown(void **state)
{
	struct ks_damaged *f = *state;

	ks_salvage_finish(&f->salvage);
	ks_store_close(f->into);
	assert_int_equal(ks_record_sample_teardown((void **)&f->sample), 0);
	ks_test_folder_finish(f->outside);
	free(f->tail);
	free(f);
	return 0;
}

void ks_damaged_run_sql(struct ks_damaged *f, const char *sql)
{
	ks_record_sample_sql(f->sample, sql);
}

int64_t ks_damaged_number_in(struct ks_damaged *f, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(f->into, &n, sql, ""), KS_OK);
	return n;
}

char *ks_damaged_setting_in(struct ks_damaged *f, const char *name)
{
	char *value = NULL;

	(void)!ks_store_get(f->into, name, &value);
	return value;
}

void ks_damaged_salvage(struct ks_damaged *f)
{
	ks_record_sample_close(f->sample);
	assert_int_equal(ks_salvage_folder(f->sample->folder, f->into, &f->salvage), KS_OK);
}

void ks_damaged_leave(struct ks_damaged *f)
{
	ks_test_folder_finish(f->sample->folder);
	f->sample->folder = ks_test_folder();
	ks_record_sample_open(f->sample);
}
