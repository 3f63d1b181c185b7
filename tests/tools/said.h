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

/*
 * One command of several on one work folder, and what must come of it. In @words, @out and @err an @ stands for the folder,
 * in the latter * for whatever differs each time; NULL: nothing. Behind the words comes --state @/C, unless one is among
 * them or SAID_STATELESS is the last.
 */
#define SAID_STATELESS ""

struct said_step {
	int (*command)(int argc, char **argv);
	const char *words[20];
	int exit_code;
	const char *out, *err;
};
/** said_take() - run it in @folder; fails the test with what was said instead. */
void said_take(const struct said_step *step, const char *folder);
#define SAID_RUN(steps, folder)                         \
	for (size_t i_ = 0; i_ < KS_COUNT(steps); i_++) \
	said_take(&(steps)[i_], folder)

/** said_mode() - who may do what with the file @name of @folder, as in chmod. */
unsigned said_mode(const char *folder, const char *name);

#endif
