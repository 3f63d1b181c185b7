/* SPDX-License-Identifier: Apache-2.0 */
#include "record/backup.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

/* Half a megabyte that does not change, and a little that does. */
static void fill(struct fixture *f)
{
	char *text = ks_alloc_zero(1, 1001), name[16];

	assert_int_equal(ks_store_begin(f->store), KS_OK);
	memset(text, 'x', 1000);
	for (int i = 0; i < 500; i++) {
		(void)snprintf(name, sizeof(name), "fill%d", i);
		assert_int_equal(ks_store_set(f->store, name, text), KS_OK);
	}
	assert_int_equal(ks_store_commit(f->store), KS_OK);
	free(text);
}

static void a_step_is_small_and_gives_the_copy_to_the_byte(void **state)
{
	struct fixture *f = *state;
	char *step = ks_path_join(f->folder, "two.step"), *whole = ks_path_join(f->folder, "two.db");
	char *at = ks_path_join(f->folder, "three.step"), *db = ks_path_join(f->again, "kenshu.db");
	char *bytes[2], *part = ks_format("%s.part", whole);
	size_t lens[2];
	struct stat of_base, of_step;
	bool is_whole = true;

	fill(f);
	assert_int_equal(ks_backup_write(f->store, f->file), KS_OK);
	assert_int_equal(ks_store_set(f->store, "a", "2"), KS_OK);
	assert_int_equal(ks_backup_write_step(f->store, f->file, step, whole, &is_whole), KS_OK);
	assert_false(is_whole);
	assert_false(ks_file_exists(whole));
	assert_false(ks_file_exists(part));
	assert_int_equal(stat(f->file, &of_base), 0);
	assert_int_equal(stat(step, &of_step), 0);
	assert_int_equal(of_step.st_mode & 0777, 0600);
	assert_true(of_step.st_size * 10 < of_base.st_size);
	assert_int_equal(ks_backup_write(f->store, whole), KS_OK);
	assert_int_equal(ks_backup_restore(step, f->again), KS_OK);
	assert_int_equal(ks_file_read(whole, 1 << 24, &bytes[0], &lens[0]), KS_OK);
	assert_int_equal(ks_file_read(db, 1 << 24, &bytes[1], &lens[1]), KS_OK);
	assert_int_equal(lens[0], lens[1]);
	assert_memory_equal(bytes[0], bytes[1], lens[0]);
	assert_int_equal(number_in(f->again, "a"), 2);
	assert_int_equal(ks_backup_write_step(f->store, f->file, step, at, &is_whole), KS_CONFLICT);
	for (int i = 0; i < 2; i++)
		free(bytes[i]);
	free(part);
	free(step);
	free(whole);
	free(at);
	free(db);
}

/* Cut at many lengths, with a bit turned, or with another base: never a folder that is not what was copied. */
static void a_spoiled_step_makes_no_folder(void **state)
{
	struct fixture *f = *state;
	char *step = ks_path_join(f->folder, "two.step"), *whole = ks_path_join(f->folder, "two.db");
	char *target = ks_path_join(f->again, "kenshu.db"), *bytes;
	size_t len;
	bool is_whole;

	fill(f);
	assert_int_equal(ks_backup_write(f->store, f->file), KS_OK);
	assert_int_equal(ks_store_set(f->store, "a", "2"), KS_OK);
	assert_int_equal(ks_backup_write_step(f->store, f->file, step, whole, &is_whole), KS_OK);
	assert_int_equal(ks_file_read(step, 1 << 24, &bytes, &len), KS_OK);
	for (size_t i = 0; i < 40; i++) {
		size_t at = i * len / 40;

		bytes[at] ^= 4;
		assert_int_equal(ks_file_write(step, bytes, len, 0600), KS_OK);
		assert_int_not_equal(ks_backup_restore(step, f->again), KS_OK);
		assert_false(ks_file_exists(target));
		bytes[at] ^= 4;
		assert_int_equal(ks_file_write(step, bytes, at, 0600), KS_OK);
		assert_int_not_equal(ks_backup_restore(step, f->again), KS_OK);
		assert_false(ks_file_exists(target));
	}
	assert_int_equal(ks_file_write(step, bytes, len, 0600), KS_OK);
	assert_int_equal(ks_backup_restore(step, f->again), KS_OK);
	ks_folder_remove(f->again);
	assert_int_equal(unlink(f->file), 0);
	assert_int_equal(ks_backup_restore(step, f->again), KS_NOT_FOUND);
	for (int i = 0; i < 50; i++)
		assert_int_equal(ks_store_set(f->store, "b", i % 2 ? "odd" : "even"), KS_OK);
	assert_int_equal(ks_store_set(f->store, "fill7", "of another moment"), KS_OK);
	assert_int_equal(ks_backup_write(f->store, f->file), KS_OK);
	assert_int_equal(ks_backup_restore(step, f->again), KS_DAMAGED);
	assert_false(ks_file_exists(target));
	free(bytes);
	free(step);
	free(whole);
	free(target);
}

/* What has a name is whole, and what was there before stays, whenever the copying ends. */
static void killed_at_any_moment_it_harms_nothing(void **state)
{
	struct fixture *f = *state;
	char *step = ks_path_join(f->folder, "two.step"), *whole = ks_path_join(f->folder, "two.db");
	int n_cut = 0;

	fill(f);
	assert_int_equal(ks_store_set(f->store, "a", "1"), KS_OK);
	assert_int_equal(ks_backup_write(f->store, f->file), KS_OK);
	assert_int_equal(ks_store_set(f->store, "a", "2"), KS_OK);
	for (int i = 0; i < 40; i++) {
		pid_t child = fork();
		bool is_whole;

		assert_true(child >= 0);
		if (child == 0) {
			struct ks_store *reader = open_store(f->state, KS_ACCESS_READ);

			_exit(ks_backup_write_step(reader, f->file, step, whole, &is_whole) != KS_OK);
		}
		usleep((useconds_t)(i * 800));
		(void)kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		assert_int_equal(ks_backup_restore(f->file, f->again), KS_OK);
		assert_int_equal(number_in(f->again, "a"), 1);
		ks_folder_remove(f->again);
		assert_false(ks_file_exists(whole));
		n_cut += !ks_file_exists(step);
		if (ks_file_exists(step)) {
			assert_int_equal(ks_backup_restore(step, f->again), KS_OK);
			assert_int_equal(number_in(f->again, "a"), 2);
			ks_folder_remove(f->again);
			assert_int_equal(unlink(step), 0);
		}
	}
	assert_true(n_cut > 0);
	assert_int_equal(ks_store_set(f->store, "a", "3"), KS_OK);
	assert_int_equal(number_in(f->state, "a"), 3);
	free(step);
	free(whole);
}

static void much_that_differs_is_a_whole_copy(void **state)
{
	struct fixture *f = *state;
	char *step = ks_path_join(f->folder, "two.step"), *whole = ks_path_join(f->folder, "two.db");
	bool is_whole = false;

	assert_int_equal(ks_backup_write(f->store, f->file), KS_OK);
	fill(f);
	assert_int_equal(ks_backup_write_step(f->store, f->file, step, whole, &is_whole), KS_OK);
	assert_true(is_whole);
	assert_true(ks_file_exists(whole));
	assert_false(ks_file_exists(step));
	assert_int_equal(ks_backup_restore(whole, f->again), KS_OK);
	free(step);
	free(whole);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_under_load_is_one_moment_and_has_what_was_committed),
		TEST(nothing_is_overwritten_and_a_copy_is_ours_alone),
		TEST(a_step_is_small_and_gives_the_copy_to_the_byte),
		TEST(a_spoiled_step_makes_no_folder),
		TEST(killed_at_any_moment_it_harms_nothing),
		TEST(much_that_differs_is_a_whole_copy),
	};

	return ks_test_run(tests);
}
