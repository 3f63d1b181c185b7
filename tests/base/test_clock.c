/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/mem.h"
#include "support/calls.h"

/* The system clock with a `last` reading of our choice: the only way to see a jump without one. */

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
		cmocka_unit_test(trust_has_the_names_of_the_wire),
	};

	return ks_test_run(tests);
}
