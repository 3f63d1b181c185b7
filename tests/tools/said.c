/* SPDX-License-Identifier: Apache-2.0 */
#include "said.h"

#include <stdlib.h>

#include "support/test.h"

struct said said_by(int (*command)(int argc, char **argv), int argc, const char **argv)
{
	struct ks_test_stream err = ks_test_stream_begin(stderr), out = ks_test_stream_begin(stdout);
	struct said said = {.exit_code = command(argc, (char **)argv)};

	said.out = ks_test_stream_end(&out);
	said.err = ks_test_stream_end(&err);
	return said;
}

void said_finish(struct said *said)
{
	free(said->out);
	free(said->err);
}
