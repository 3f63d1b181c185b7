/* SPDX-License-Identifier: Apache-2.0 */
#include "stick.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "said.h"
#include "support/record_sample.h"
#include "support/test.h"
#include "tools/tools.h"

int stick_setup(void **state)
{
	void *sample_state;
	struct ks_record_sample *s;
	char *folder = ks_test_folder();

	ks_record_sample_setup(&sample_state);
	s = sample_state;
	ks_record_sample_close(s);
	ks_test_folder_finish(s->folder);
	s->folder = ks_path_join(folder, "K");
	ks_record_sample_open(s);
	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_INITIALIZED);
	ks_record_sample_close(s);
	free(s->folder);
	free(s);
	*state = folder;
	return 0;
}

int stick_teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

void stick_write_key(const char *folder, const char *state, const char *name)
{
	char *centre = ks_path_join(folder, state), *path = ks_path_join(folder, name);
	const char *words[] = {"key", "--state", centre};
	struct said said = said_by(ks_tools_courier, 3, words);

	assert_int_equal(said.exit_code, 0);
	assert_string_equal(said.err, "");
	assert_int_equal(ks_file_write(path, said.out, strlen(said.out), 0600), KS_OK);
	said_finish(&said);
	free(path);
	free(centre);
}
