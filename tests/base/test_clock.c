/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/mem.h"
#include "support/calls.h"
#include "support/real.h"

/* The system clock with a `last` reading of our choice: the only way to see a jump without one. */

/* What the kernel says while `is_ours`. */
static struct {
	bool is_ours;
	int result, status; /* of adjtimex() */
	struct timespec wall, boot;
} told;

int adjtimex(struct timex *state);
int clock_gettime(clockid_t which, struct timespec *out);

int adjtimex(struct timex *state)
{
	if (!told.is_ours)
		return KS_REAL(int, adjtimex, struct timex *)(state);
	state->status = told.status;
	return told.result;
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	if (!told.is_ours)
		return KS_REAL(int, clock_gettime, clockid_t, struct timespec *)(which, out);
	*out = which == CLOCK_REALTIME ? told.wall : told.boot;
	return 0;
}

static void fake_stands_until_advanced(void **state)
{
	struct ks_clock clock = ks_clock_fake(KS_TEST_WALL_MS);
	struct ks_time first = ks_clock_now(&clock), again = ks_clock_now(&clock);

	(void)state;
	assert_memory_equal(&first, &again, sizeof(first));
	assert_int_equal(first.wall_ms, KS_TEST_WALL_MS);
	assert_int_equal(first.trust, KS_CLOCK_SYNCED);
	ks_clock_advance(&clock, 2500);
	assert_int_equal(ks_clock_wall_ms(&clock), KS_TEST_WALL_MS + 2500);
	assert_int_equal(ks_clock_mono_ms(&clock), first.mono_ms + 2500);
	assert_true(ks_uuid_is_valid(first.boot));
}

static void system_reading_is_whole_and_never_runs_back(void **state)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_time a = ks_clock_now(&clock), b = ks_clock_now(&clock);

	(void)state;
	assert_true(b.mono_ms >= a.mono_ms);
	assert_string_equal(a.boot, b.boot);
	assert_true(ks_uuid_is_valid(a.boot));
	assert_int_not_equal(a.trust, KS_CLOCK_STEPPED); /* the first reading has nothing to compare */
	assert_in_range(ks_clock_wall_ms(&clock), b.wall_ms, b.wall_ms + 60000);
	assert_in_range(ks_clock_mono_ms(&clock), b.mono_ms, b.mono_ms + 60000);
}

static enum ks_clock_trust trust_after_wall_moved_by(int64_t ms)
{
	struct ks_clock clock = ks_clock_system();

	ks_clock_now(&clock);
	clock.last.wall_ms -= ms;
	return ks_clock_now(&clock).trust;
}

static void jump_in_either_direction_is_a_step(void **state)
{
	(void)state;
	assert_int_equal(trust_after_wall_moved_by(5000), KS_CLOCK_STEPPED);
	assert_int_equal(trust_after_wall_moved_by(-5000), KS_CLOCK_STEPPED);
	assert_int_not_equal(trust_after_wall_moved_by(500), KS_CLOCK_STEPPED);
}

static void step_is_told_once(void **state)
{
	struct ks_clock clock = ks_clock_system();

	(void)state;
	ks_clock_now(&clock);
	clock.last.wall_ms -= 3600000;
	assert_int_equal(ks_clock_now(&clock).trust, KS_CLOCK_STEPPED);
	assert_int_not_equal(ks_clock_now(&clock).trust, KS_CLOCK_STEPPED);
}

static void part_readings_do_not_swallow_a_step(void **state)
{
	struct ks_clock clock = ks_clock_system();

	(void)state;
	ks_clock_now(&clock);
	clock.last.wall_ms -= 3600000;
	ks_clock_wall_ms(&clock);
	ks_clock_mono_ms(&clock);
	assert_int_equal(ks_clock_now(&clock).trust, KS_CLOCK_STEPPED);
}

/* The start of the machine, and whether its time is kept by anybody, are the kernel's to say. */
static void what_the_kernel_says_is_what_is_told(void **state)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_time now = ks_clock_now(&clock);
	char *boot = ks_test_read("/proc/sys/kernel/random/boot_id");
	struct ntptimeval kernel;

	(void)state;
	boot[strcspn(boot, "\n")] = '\0';
	assert_string_equal(now.boot, boot);
	free(boot);
	assert_int_equal(now.trust,
			 ntp_gettime(&kernel) == TIME_ERROR ? KS_CLOCK_UNSYNCED : KS_CLOCK_SYNCED);
}

/* Where it does not say, no two starts are taken for different ones. */
static void a_start_that_the_kernel_does_not_name_has_a_name_of_its_own(void **state)
{
	static const unsigned kinds[] = {KS_CALLS_OPEN, KS_CALLS_READ};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		struct ks_clock clock = ks_clock_system();
		struct ks_time now;

		ks_calls_fail(kinds[i], 1, false, EIO);
		now = ks_clock_now(&clock);
		assert_in_range(ks_calls_end(), 1, 2);
		assert_string_equal(now.boot, "00000000-0000-0000-0000-000000000000");
	}
}

/* Two seconds are what a kernel that is put right by and by may be apart; one more millisecond is a jump. */
static void two_seconds_apart_are_no_step_and_more_are(void **state)
{
	static const struct {
		int64_t ms;
		bool is_step;
	} rows[] = {{2000, false}, {2001, true}, {-2000, false}, {-2001, true}, {0, false}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_clock clock = ks_clock_system();
		struct ks_time now;

		told.is_ours = true;
		told.wall = (struct timespec){1779064220, 123999999};
		told.boot = (struct timespec){1000, 999999999};
		now = ks_clock_now(&clock);
		assert_int_equal(now.wall_ms, INT64_C(1779064220123));
		assert_int_equal(now.mono_ms, 1000999);
		told.wall.tv_sec += 100;
		told.boot.tv_sec += 100;
		clock.last.wall_ms -= rows[i].ms;
		now = ks_clock_now(&clock);
		told.is_ours = false;
		assert_int_equal(now.trust == KS_CLOCK_STEPPED, rows[i].is_step);
	}
}

static void a_clock_is_kept_by_somebody_when_the_kernel_says_so(void **state)
{
	static const struct {
		int result, status;
		enum ks_clock_trust trust;
	} rows[] = {{TIME_OK, STA_PLL, KS_CLOCK_SYNCED},
		    {TIME_INS, STA_PLL, KS_CLOCK_SYNCED},
		    {TIME_OK, STA_UNSYNC, KS_CLOCK_UNSYNCED},
		    {TIME_ERROR, STA_PLL, KS_CLOCK_UNSYNCED},
		    {-1, 0, KS_CLOCK_UNSYNCED}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_clock clock = ks_clock_system();
		struct ks_time now;

		told.is_ours = true;
		told.result = rows[i].result;
		told.status = rows[i].status;
		now = ks_clock_now(&clock);
		told.is_ours = false;
		assert_int_equal(now.trust, rows[i].trust);
	}
}

static void trust_has_the_names_of_the_wire(void **state)
{
	(void)state;
	assert_string_equal(ks_clock_trust_name(KS_CLOCK_SYNCED), "synced");
	assert_string_equal(ks_clock_trust_name(KS_CLOCK_UNSYNCED), "unsynced");
	assert_string_equal(ks_clock_trust_name(KS_CLOCK_STEPPED), "stepped");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fake_stands_until_advanced),
		cmocka_unit_test(system_reading_is_whole_and_never_runs_back),
		cmocka_unit_test(jump_in_either_direction_is_a_step),
		cmocka_unit_test(step_is_told_once),
		cmocka_unit_test(part_readings_do_not_swallow_a_step),
		cmocka_unit_test(what_the_kernel_says_is_what_is_told),
		cmocka_unit_test(a_start_that_the_kernel_does_not_name_has_a_name_of_its_own),
		cmocka_unit_test(two_seconds_apart_are_no_step_and_more_are),
		cmocka_unit_test(a_clock_is_kept_by_somebody_when_the_kernel_says_so),
		cmocka_unit_test(trust_has_the_names_of_the_wire),
	};

	return ks_test_run(tests);
}
