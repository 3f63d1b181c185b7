/* SPDX-License-Identifier: Apache-2.0 */
#include "record/backup.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "support/test.h"

/* A copy is one moment of a record that somebody goes on writing; a folder made of it is as it was then. */

struct fixture {
	char *folder, *state, *file, *again;
	struct ks_store *store;
	atomic_bool is_over;
	atomic_int n_written;
};

static struct ks_store *open_store(const char *state, enum ks_store_access access)
{
	struct ks_store *store = NULL;
	char *why = NULL;

	assert_int_equal(ks_store_open(state, KS_ROLE_COLLECTOR, access, &store, &why), KS_OK);
	return store;
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_id_init();
	f->folder = ks_test_folder();
	f->state = ks_path_join(f->folder, "C");
	f->file = ks_path_join(f->folder, "one.db");
	f->again = ks_path_join(f->folder, "C2");
	f->store = open_store(f->state, KS_ACCESS_WRITE);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_store_close(f->store);
	ks_test_folder_finish(f->folder);
	free(f->state);
	free(f->file);
	free(f->again);
	free(f);
	return 0;
}

/* Two rows that are only ever equal. */
static void *write_on(void *context)
{
	struct fixture *f = context;

	while (!atomic_load(&f->is_over)) {
		char *text = ks_format("%d", atomic_load(&f->n_written) + 1);

		if (ks_store_begin(f->store) != KS_OK || ks_store_set(f->store, "a", text) != KS_OK ||
		    ks_store_set(f->store, "b", text) != KS_OK || ks_store_commit(f->store) != KS_OK)
			abort();
		atomic_fetch_add(&f->n_written, 1);
		free(text);
	}
	return NULL;
}

static int number_in(const char *state, const char *name)
{
	struct ks_store *store = open_store(state, KS_ACCESS_READ);
	char *value = NULL;
	int n;

	assert_int_equal(ks_store_get(store, name, &value), KS_OK);
	n = (int)strtol(value, NULL, 10);
	free(value);
	ks_store_close(store);
	return n;
}

static void a_copy_under_load_is_one_moment_and_has_what_was_committed(void **state)
{
	struct fixture *f = *state;
	struct ks_store *reader = open_store(f->state, KS_ACCESS_READ);
	pthread_t writer;
	int last = 0;

	assert_int_equal(pthread_create(&writer, NULL, write_on, f), 0);
	for (int i = 0; i < 5; i++) {
		int before, after, a;

		while (atomic_load(&f->n_written) < last + 3)
			usleep(1000);
		before = atomic_load(&f->n_written);
		assert_int_equal(ks_backup_write(reader, f->file), KS_OK);
		after = atomic_load(&f->n_written) + 1;
		assert_int_equal(ks_backup_restore(f->file, f->again), KS_OK);
		a = number_in(f->again, "a");
		assert_int_equal(a, number_in(f->again, "b"));
		assert_true(a >= before && a <= after);
		last = a;
		assert_int_equal(unlink(f->file), 0);
		ks_folder_remove(f->again);
	}
	atomic_store(&f->is_over, true);
	pthread_join(writer, NULL);
	ks_store_close(reader);
}

static void nothing_is_overwritten_and_a_copy_is_ours_alone(void **state)
{
	struct fixture *f = *state;
	char *part = ks_format("%s.part", f->file);
	struct stat st;

	assert_int_equal(ks_store_set(f->store, "a", "1"), KS_OK);
	assert_int_equal(ks_backup_write(f->store, f->file), KS_OK);
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(ks_file_exists(part));
	assert_int_equal(ks_backup_write(f->store, f->file), KS_CONFLICT);
	assert_int_equal(ks_backup_restore(f->file, f->state), KS_CONFLICT);
	assert_int_equal(ks_backup_restore(part, f->again), KS_NOT_FOUND);
	assert_int_equal(ks_backup_write(f->store, "/nowhere/x.db"), KS_IO);
	free(part);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_under_load_is_one_moment_and_has_what_was_committed),
		TEST(nothing_is_overwritten_and_a_copy_is_ours_alone),
	};

	return ks_test_run(tests);
}
