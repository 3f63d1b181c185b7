// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <dirent.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

/*
 * Helpers that every floor's tests share. They fail the running test themselves, so that a test
 * reads as its rule and not as error handling.
 */

char *ks_test_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	char *path = ks_format("%s/kenshu-test-XXXXXX", tmp ? tmp : "/tmp");

	assert_non_null(mkdtemp(path));
	return path;
}

void ks_test_folder_finish(char *folder)
{
	if (folder)
		ks_folder_remove(folder);
	free(folder);
}

size_t ks_test_heap(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

char *ks_test_write(const char *folder, const char *name, const char *text)
{
	char *path = ks_path_join(folder, name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

char *ks_test_read(const char *path)
{
	char *data = NULL;
	size_t len = 0;

	assert_int_equal(ks_file_read(path, (size_t)64 << 20, &data, &len), KS_OK);
	return data;
}

void ks_test_threads(bool may_start)
{
	static pthread_attr_t usual;
	static bool is_refused;
	pthread_attr_t huge;

	if (is_refused)
		assert_int_equal(pthread_setattr_default_np(&usual), 0);
	is_refused = !may_start;
	if (may_start)
		return;
	assert_int_equal(pthread_getattr_default_np(&usual), 0);
	assert_int_equal(pthread_attr_init(&huge), 0);
	assert_int_equal(pthread_attr_setstacksize(&huge, (size_t)1 << 47), 0);
	assert_int_equal(pthread_setattr_default_np(&huge), 0);
	pthread_attr_destroy(&huge);
}

struct ks_test_stream ks_test_stream_begin(FILE *stream)
{
	struct ks_test_stream s = {.stream = stream, .kept = tmpfile()};

	assert_non_null(s.kept);
	fflush(stream);
	s.saved_fd = dup(fileno(stream));
	assert_true(s.saved_fd >= 0);
	dup2(fileno(s.kept), fileno(stream));
	return s;
}

char *ks_test_stream_end(struct ks_test_stream *s)
{
	fflush(s->stream);
	dup2(s->saved_fd, fileno(s->stream));
	close(s->saved_fd);

	long len = lseek(fileno(s->kept), 0, SEEK_END);
	char *text = ks_alloc_zero((size_t)len + 1, 1);

	assert_int_equal(pread(fileno(s->kept), text, (size_t)len, 0), len);
	fclose(s->kept);
	return text;
}

/* ---- descriptors ---- */

static int n_open_before;

/* All that are open; those from @say_from on are named. */
static int count_open(int say_from)
{
	DIR *folder = opendir("/proc/self/fd");
	int n = 0;

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));) {
		char target[256] = "";
		int fd = (int)strtol(entry->d_name, NULL, 10);

		if (entry->d_name[0] == '.' || fd == dirfd(folder))
			continue;
		if (++n > say_from &&
		    readlinkat(dirfd(folder), entry->d_name, target, sizeof(target) - 1) > 0)
			print_error("left open: %d, %s\n", fd, target);
	}
	closedir(folder);
	return n;
}

void ks_test_begin(void)
{
	n_open_before = count_open(INT_MAX);
}

int ks_test_end(int n_failed)
{
	/* Whoever failed came to no end, let go of nothing and closed nothing. */
	return n_failed ? n_failed : ks_test_has_held() || count_open(n_open_before) > n_open_before;
}
