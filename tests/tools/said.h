/* SPDX-License-Identifier: Apache-2.0 */
/* What a subcommand of `kenshu` said, and how it ended. */
#ifndef KS_TESTS_TOOLS_SAID_H
#define KS_TESTS_TOOLS_SAID_H

struct said {
	int exit_code;
	char *out, *err;
};

/** said_by() - run it with the words behind its own name; said_finish() */
struct said said_by(int (*command)(int argc, char **argv), int argc, const char **argv);
void said_finish(struct said *said);

#endif
