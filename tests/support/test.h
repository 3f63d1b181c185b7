/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one place that includes cmocka.h: it needs these four headers first, in this order, which
 * clang-format would sort away. Also what every test wants: a temp folder that removes itself and
 * the whole text of a stream.
 */
#ifndef KS_TESTS_SUPPORT_TEST_H
#define KS_TESTS_SUPPORT_TEST_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdbool.h>
#include <stdio.h>

#include "base/clock.h"

/* Monday 18 May 2026, 09:30:20 in Japan: where fake clocks stand. */
#define KS_TEST_WALL_MS INT64_C(1779064220000)

/** ks_test_folder() - make an empty temp folder; malloc'd path, release with ks_test_folder_finish(). */
char *ks_test_folder(void);
/** ks_test_folder_finish() - remove the folder with all it holds and free the path; NULL is fine. */
void ks_test_folder_finish(char *folder);

/** ks_test_write() - write @text to @folder/@name; malloc'd path of the file. */
char *ks_test_write(const char *folder, const char *name, const char *text);
/** ks_test_read() - the whole file as text, malloc'd; fails the test when it cannot be read. */
char *ks_test_read(const char *path);

/** ks_test_heap() - bytes in use on the heap; always 0 under a sanitizer, which looks for what is left itself. */
size_t ks_test_heap(void);

/** ks_test_threads() - false: none starts from here on (their stacks are larger than any machine); true: again. */
void ks_test_threads(bool may_start);

/*
 * What a function prints: `struct ks_test_stream s = ks_test_stream_begin(stderr); f(); char *text =
 * ks_test_stream_end(&s);` puts the real stream back and returns what was written (malloc'd).
 */
struct ks_test_stream {
	FILE *stream;
	FILE *kept;
	int saved_fd;
};
struct ks_test_stream ks_test_stream_begin(FILE *stream);
char *ks_test_stream_end(struct ks_test_stream *s);

/** ks_test_has_held() - was a mutex destroyed while somebody held it? Says so. */
bool ks_test_has_held(void);

/** ks_test_run() - cmocka's group runner over an array of tests; what they hold or opened and leave so fails it too. */
#define ks_test_run(tests) ks_test_run_in(tests, NULL, NULL)
/** ks_test_run_in() - the same with what is set up before the first and taken down behind the last. */
#define ks_test_run_in(tests, setup, teardown) \
	(ks_test_begin(),                      \
	 ks_test_end(cmocka_run_group_tests_name(__FILE__, tests, setup, teardown)))
void ks_test_begin(void);
int ks_test_end(int n_failed);

#endif
