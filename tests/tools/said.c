/* SPDX-License-Identifier: Apache-2.0 */
#include "said.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
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

/* Does @text fit @pattern? */
static bool fits(const char *pattern, const char *text)
{
	for (; *pattern && *pattern != '*'; pattern++, text++)
		if (*pattern != *text)
			return false;
	if (*pattern == '\0')
		return *text == '\0';
	for (;; text++) {
		if (fits(pattern + 1, text))
			return true;
		if (*text == '\0')
			return false;
	}
}

/* @words with the folder in place of each @; malloc'd */
static char *placed(const char *words, const char *folder)
{
	struct ks_buf out = {0};

	for (; *words; words++)
		if (*words == '@')
			ks_buf_puts(&out, folder);
		else
			ks_buf_append(&out, words, 1);
	return ks_buf_take(&out);
}

static void expect(const char *what, const char *pattern, const char *text, const char *folder)
{
	char *wanted = placed(pattern ? pattern : "", folder);

	if (!fits(wanted, text))
		fail_msg("%s: \"%s\" is not \"%s\"", what, text, wanted);
	free(wanted);
}

void said_take(const struct said_step *step, const char *folder)
{
	char *state = ks_path_join(folder, "C"), *words[KS_COUNT(step->words) + 2];
	struct said said;
	bool is_stated = false;
	int n = 0;

	for (; n < (int)KS_COUNT(step->words) && step->words[n]; n++) {
		is_stated |= strcmp(step->words[n], "--state") == 0 || !step->words[n][0];
		words[n] = placed(step->words[n], folder);
	}
	words[n] = ks_strdup("--state");
	words[n + 1] = state;
	if (n > 0 && !words[n - 1][0])
		said = said_by(step->command, n - 1, (const char **)words);
	else
		said = said_by(step->command, is_stated ? n : n + 2, (const char **)words);
	expect(step->words[0], step->out, said.out, folder);
	expect(step->words[0], step->err, said.err, folder);
	assert_int_equal(said.exit_code, step->exit_code);
	said_finish(&said);
	for (int i = 0; i < n + 2; i++)
		free(words[i]);
}

unsigned said_mode(const char *folder, const char *name)
{
	char *path = ks_path_join(folder, name);
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	free(path);
	return status.st_mode & 0777;
}
