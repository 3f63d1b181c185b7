/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rc.h"

#include <errno.h>

#include "support/test.h"

static void a_file_that_cannot_be_written_is_full_read_only_or_broken(void **state)
{
	(void)state;
	assert_int_equal(ks_rc_of_write(ENOSPC), KS_FULL);
	assert_int_equal(ks_rc_of_write(EDQUOT), KS_FULL);
	assert_int_equal(ks_rc_of_write(EROFS), KS_READ_ONLY);
	assert_int_equal(ks_rc_of_write(EACCES), KS_READ_ONLY);
	assert_int_equal(ks_rc_of_write(EPERM), KS_READ_ONLY);
	assert_int_equal(ks_rc_of_write(EIO), KS_IO);
	assert_int_equal(ks_rc_of_write(0), KS_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_cannot_be_written_is_full_read_only_or_broken),
	};

	return ks_test_run(tests);
}
