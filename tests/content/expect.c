/* SPDX-License-Identifier: Apache-2.0 */
#include "content/expect.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "support/test.h"

/*
 * A parser is only as good as its messages, so the tests look for file, line and words, not for a code.
 */

static bool ends_in(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

static void expect(const struct ks_diags *diags, enum ks_severity severity, const char *file,
		   int line, const char *words)
{
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct ks_diag *d = &diags->items[i];

		if (d->severity == severity && d->line == line && strstr(d->message, words) &&
		    ends_in(d->file, file))
			return;
	}
	for (size_t i = 0; i < diags->n_items; i++)
		print_message("  %s:%d: %s\n", diags->items[i].file, diags->items[i].line,
			      diags->items[i].message);
	fail_msg("nothing at %s:%d says \"%s\"", file, line, words);
}

void expect_error(const struct ks_diags *diags, int line, const char *words)
{
	expect(diags, KS_SEVERITY_ERROR, "", line, words);
}

void expect_error_in(const struct ks_diags *diags, const char *file, int line, const char *words)
{
	expect(diags, KS_SEVERITY_ERROR, file, line, words);
}

void expect_warning(const struct ks_diags *diags, int line, const char *words)
{
	expect(diags, KS_SEVERITY_WARNING, "", line, words);
}

void expect_none(struct ks_diags *diags)
{
	if (diags->n_items > 0)
		ks_diags_print(diags, stdout);
	assert_int_equal(diags->n_items, 0);
}

void sample_policy(const char *folder, struct ks_policy *out)
{
	struct ks_diags diags = {0};

	free(ks_test_write(
		folder, "policy.txt",
		"見本組合 情報セキュリティ基本方針\n\n令和8年3月策定\n\n1 目的\n\n"
		"情報資産の機密性、完全性及び可能性を維持する。\n\n2 脅威\n\n以下の脅威を想定する。\n\n"
		"- (1) 不正アクセス、ウィルス攻撃等\n- (2) 操作ミス等\n\n3 対策\n\n次の対策を講じる。\n\n"
		"(1) 組織体制\n\n組織体制を確立する。\n\n(2) 二つの系\n\n次の対策を講じる。\n\n"
		"① 持出しを防ぐ。\n\n② 無害化通信を導入する。"));
	free(ks_test_write(
		folder, "errata.yaml",
		"- {number: 1, clause: \"1\", original: 可能性, reading: 可用性, kind: 誤記, "
		"note: 可用性と読みます。, status: 照会中}\n"
		"- {number: 7, clause: \"2(1)\", original: ウィルス, reading: ウイルス, kind: 表記, "
		"note: ウイルスと書きます。, status: 照会中}\n"
		"- {number: 8, clause: \"3(2)②\", original: 無害化通信, reading: \"\", kind: 定義漏れ, "
		"note: 定めがありません。, status: 照会中}\n"));
	if (ks_policy_load(folder, out, &diags) != KS_OK)
		expect_none(&diags);
	ks_diags_finish(&diags);
}

void copied_init(struct copied *copy)
{
	memset(copy, 0, sizeof(*copy));
	copy->folder = ks_test_folder();
	copy_content(copy->folder);
}

void copied_finish(struct copied *copy)
{
	ks_content_finish(&copy->content);
	ks_diags_finish(&copy->diags);
	ks_test_folder_finish(copy->folder);
}

int copied_set_up(void **state)
{
	*state = ks_alloc(sizeof(struct copied));
	copied_init(*state);
	return 0;
}

int copied_tear_down(void **state)
{
	copied_finish(*state);
	free(*state);
	return 0;
}

int replace_in(const char *folder, const char *file, const char *what, const char *with)
{
	char *path = ks_path_join(folder, file), *text = ks_test_read(path);
	char *at = strstr(text, what);
	struct ks_buf out = {0};
	int line = 1;

	if (!at)
		fail_msg("%s does not hold \"%s\"", file, what);
	for (const char *p = text; p < at; p++)
		line += *p == '\n';
	ks_buf_append(&out, text, (size_t)(at - text));
	ks_buf_puts(&out, with);
	ks_buf_puts(&out, at + strlen(what));
	assert_int_equal(ks_file_write(path, out.data, out.len, 0600), KS_OK);
	ks_buf_finish(&out);
	free(text);
	free(path);
	return line;
}
