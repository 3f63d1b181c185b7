/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/state.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "kiosk/driver.h"
#include "kiosk/open.h"
#include "kiosk/words/words.h"
#include "support/test.h"

/*
 * A kiosk that starts on a disk that is full, read-only or failing, for the first time and again: it stays no dark
 * screen, and needs no restart when the disk is well. This program stands between SQLite and the C library.
 */

enum disk { WELL, FULL, READ_ONLY, FAILING };

static enum disk disk;

static bool refuses(enum disk what, int error)
{
	if (disk != what)
		return false;
	errno = error;
	return true;
}

#define REAL(type, name, ...)                                        \
	({                                                           \
		static type (*real)(__VA_ARGS__);                    \
		if (!real)                                           \
			*(void **)(&real) = dlsym(RTLD_NEXT, #name); \
		real;                                                \
	})

int open(const char *path, int flags, ...);
int open64(const char *path, int flags, ...);
ssize_t pwrite64(int fd, const void *from, size_t len, off64_t offset);
ssize_t pwrite(int fd, const void *from, size_t len, off_t offset);
int fdatasync(int fd);
int fsync(int fd);

static int open_badly(const char *path, int flags, mode_t mode)
{
	if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && strncmp(path, "/dev/null", 9) != 0 &&
	    refuses(READ_ONLY, EROFS))
		return -1;
	return REAL(int, open, const char *, int, ...)(path, flags, mode);
}

static mode_t mode_of(int flags, va_list more)
{
	return flags & O_CREAT ? va_arg(more, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list more;
	int fd;

	va_start(more, flags);
	fd = open_badly(path, flags, mode_of(flags, more));
	va_end(more);
	return fd;
}

int open64(const char *path, int flags, ...)
{
	va_list more;
	int fd;

	va_start(more, flags);
	fd = open_badly(path, flags, mode_of(flags, more));
	va_end(more);
	return fd;
}

ssize_t pwrite(int fd, const void *from, size_t len, off_t offset)
{
	if (refuses(FULL, ENOSPC))
		return -1;
	return REAL(ssize_t, pwrite, int, const void *, size_t, off_t)(fd, from, len, offset);
}

ssize_t pwrite64(int fd, const void *from, size_t len, off64_t offset)
{
	return pwrite(fd, from, len, offset);
}

int fdatasync(int fd)
{
	return refuses(FAILING, EIO) ? -1 : REAL(int, fdatasync, int)(fd);
}

int fsync(int fd)
{
	return refuses(FAILING, EIO) ? -1 : REAL(int, fsync, int)(fd);
}

/* ---- a start ---- */

struct start {
	struct ks_app app;
	struct ks_options options;
	char *folder;
};

static int begin(void **state)
{
	struct start *start = calloc(1, sizeof(*start));

	ks_id_init();
	disk = WELL;
	start->folder = ks_test_folder();
	start->options = (struct ks_options){.state = start->folder,
					     .content = "content",
					     .endpoint = "",
					     .kiosk = "k-test",
					     .mode = KS_WINDOW_OFFSCREEN,
					     .width_px = 1280,
					     .height_px = 720,
					     .display_long_mm = KS_DISPLAY_LONG_MM_DEFAULT,
					     .idle_s = 60,
					     .countdown_s = 20,
					     .step_percent = 100};
	*state = start;
	return 0;
}

static int end(void **state)
{
	struct start *start = *state;

	disk = WELL;
	ks_test_folder_finish(start->folder);
	free(start);
	return 0;
}

static void power_on(struct start *start)
{
	assert_int_equal(ks_app_open(&start->app, &start->options), -1);
	assert_int_equal(ks_app_show(&start->app), -1);
}

static void power_off(struct start *start)
{
	ks_app_close(&start->app);
	memset(&start->app, 0, sizeof(start->app));
}

static bool shows_text(struct start *start, const char *words)
{
	struct ks_buf dump = {0};
	bool is_there;

	ks_scene_dump(start->app.shown, &dump);
	is_there = strstr(ks_buf_text(&dump), words);
	ks_buf_finish(&dump);
	return is_there;
}

static bool shows(struct start *start, enum ks_word word)
{
	char words[64];

	snprintf(words, sizeof(words), "%.48s", ks_word(word)); /* 16 letters of its first line */
	return shows_text(start, words);
}

/* Says it on the glass, and serves without a restart when the disk is well. */
static void expect_trouble(struct start *start, enum disk what, enum ks_word word)
{
	disk = what;
	power_on(start);
	assert_int_equal(start->app.screen, KS_SCREEN_TROUBLE);
	assert_true(shows(start, KS_W_TROUBLE_RECORD));
	assert_true(shows(start, word));
	assert_false(shows_text(start, start->folder)); /* nobody here can follow a path; the log has it */
	/* how much waits to be sent nobody knows of a record that is not open */
	assert_int_equal(shows_text(start, "未送信"), start->app.site.ledger ? 1 : 0);
	start->app.trouble_mono_ms -= 60000;
	ks_app_pump(&start->app, 0);
	assert_int_equal(start->app.screen, KS_SCREEN_TROUBLE);
	disk = WELL;
	start->app.trouble_mono_ms -= 60000;
	ks_app_pump(&start->app, 0);
	assert_int_equal(start->app.screen, KS_SCREEN_ATTRACT);
	assert_non_null(start->app.site.ledger ? 1 : 0);
	power_off(start);
}

static const struct {
	enum disk disk;
	enum ks_word word;
} disks[] = {
	{FULL, KS_W_TROUBLE_FULL},
	{READ_ONLY, KS_W_TROUBLE_READ_ONLY},
	{FAILING, KS_W_TROUBLE_IO},
};

static void first_start_on_a_bad_disk_is_on_the_glass(void **state)
{
	for (size_t i = 0; i < KS_COUNT(disks); i++) {
		(void)end(state);
		(void)begin(state);
		expect_trouble(*state, disks[i].disk, disks[i].word);
	}
}

static void start_of_a_kiosk_on_a_bad_disk_is_on_the_glass(void **state)
{
	struct start *start = *state;

	power_on(start);
	assert_int_equal(start->app.screen, KS_SCREEN_ATTRACT);
	power_off(start);
	for (size_t i = 0; i < KS_COUNT(disks); i++)
		expect_trouble(start, disks[i].disk, disks[i].word);
}

/* Set aside, and served from the first frame on. */
static void damaged_folder_is_no_reason_not_to_serve(void **state)
{
	static const char noise[] = "this was a database";
	struct start *start = *state;
	char *path = ks_path_join(start->folder, "kenshu.db");

	assert_int_equal(ks_file_write(path, noise, sizeof(noise), 0600), KS_OK);
	power_on(start);
	assert_int_equal(start->app.screen, KS_SCREEN_ATTRACT);
	power_off(start);
	free(path);
}

/* What only the person at the keyboard can mend ends with a sentence. */
static void path_through_a_file_is_a_mistake_and_no_disk(void **state)
{
	struct start *start = *state;
	char *file = ks_path_join(start->folder, "file"), *path = ks_path_join(file, "K");

	assert_int_equal(ks_file_write(file, "", 0, 0600), KS_OK);
	start->options.state = path;
	assert_int_equal(ks_app_open(&start->app, &start->options), KS_EXIT_BAD_CONFIG);
	power_off(start);
	free(path);
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(first_start_on_a_bad_disk_is_on_the_glass, begin, end),
		cmocka_unit_test_setup_teardown(start_of_a_kiosk_on_a_bad_disk_is_on_the_glass,
						begin, end),
		cmocka_unit_test_setup_teardown(damaged_folder_is_no_reason_not_to_serve, begin, end),
		cmocka_unit_test_setup_teardown(path_through_a_file_is_a_mistake_and_no_disk, begin,
						end),
	};

	return ks_test_run(tests);
}
