/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rich.h"
#include "content/texts.h"
#include "report/offered.h"
#include "report/pack_private.h"
#include "support/golden.h"
#include "support/packed.h"
#include "support/test.h"

/* The words of the content in the auditor's pack, file by file. Here the content is this file's own. */

static enum ks_rc unpacked = KS_OK;

enum ks_rc ks_report_unpack(const char *bytes, size_t len, struct ks_content *out)
{
	assert_int_equal(len, 6);
	assert_memory_equal(bytes, "bundle", 6);
	out->folder = "/x/content";
	return unpacked;
}

void ks_texts_each(const struct ks_content *content, ks_texts_fn each, void *to)
{
	static const struct {
		const char *file;
		int line;
		const char *text;
	} texts[] = {
		{"/x/content/lessons/m1/lesson.md", 1, "題"},
		{"/x/content/lessons/m1/lesson.md", 1, "同じ行の続き"},
		{"/x/content/lessons/m1/lesson.md", 3, "一行め\n二行め\n"},
		{"/x/content/lessons/m1/quiz.gift", 1, "問"},
		{"/x/content/lessons/m1/quiz.gift", 2, ""},
		{"/x/content/organisation.yaml", 0, "組合"},
		{"/x/content/lessons/m2/cases/c1/mail.md", 7, "件名"},
		{"/x/content/lessons/m1/lesson.md", 9, "あとから"},
		{"elsewhere.svg", 4, "絵"},
		{"posters/p.md", 4, "張り紙"},
	};

	(void)content;
	for (size_t i = 0; i < KS_COUNT(texts); i++) {
		struct ks_rich text = ks_rich_plain(texts[i].text);

		each(to, texts[i].file, texts[i].line, &text);
	}
}

static enum ks_rc make(const struct ks_pack_wish *wish, enum ks_rc before, struct ks_buf *out)
{
	struct ks_pack pack = {.wish = wish,
			       .list = {.ceiling = KS_PACK_MAX_BYTES},
			       .zip = ks_zip_begin(),
			       .rc = before};
	struct ks_buf zip = {.ceiling = KS_PACK_MAX_BYTES};

	ks_pack_texts(&pack);
	assert_int_equal(ks_zip_end(pack.zip, pack.n_files > 0 ? &zip : NULL), KS_OK);
	ks_buf_printf(out, "%lld files\n", (long long)pack.n_files);
	if (pack.n_files > 0)
		ks_test_unpacked(ks_buf_text(&zip), zip.len, "-", out);
	ks_buf_finish(&zip);
	ks_buf_finish(&pack.list);
	return pack.rc;
}

static void each_folder_is_a_file_of_its_words(void **state)
{
	const struct ks_pack_wish wish = {.texts = "bundle", .texts_len = 6}, none = {.nendo = 2026};
	struct ks_buf out = {0};

	(void)state;
	assert_int_equal(make(&wish, KS_OK, &out), KS_OK);
	ks_test_golden("tests/data/golden/pack-texts.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	assert_int_equal(make(&none, KS_OK, &out), KS_OK);
	assert_int_equal(make(&wish, KS_IO, &out), KS_IO); /* nothing behind what failed */
	assert_string_equal(ks_buf_text(&out), "0 files\n0 files\n");
	ks_buf_finish(&out);
	unpacked = KS_DAMAGED;
	assert_int_equal(make(&wish, KS_OK, &out), KS_DAMAGED);
	unpacked = KS_OK;
	assert_string_equal(ks_buf_text(&out), "1 files\n==== 教材/bundle.tar\nbundle");
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_folder_is_a_file_of_its_words)};

	return ks_test_run(tests);
}
