/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tried.h"

#include <stdlib.h>

#include "base/mem.h"
#include "report/correction.h"

/* All tries stay, the failed ones too: that somebody needed three is what a 所属長 helps with. */

static void add_text(struct ks_table *table, char *text)
{
	ks_table_text(table, text);
	free(text);
}

void ks_tries_table(const struct ks_try *tries, size_t n, struct ks_table *out)
{
	static const struct ks_table_column columns[] = {
		{"日時", KS_CELL_MOMENT}, {"科目", KS_CELL_TEXT},     {"題", KS_CELL_TEXT},
		{"端末", KS_CELL_TEXT},   {"教材の版", KS_CELL_TEXT}, {"正解", KS_CELL_TEXT},
		{"合否", KS_CELL_TEXT},   {"所要", KS_CELL_TEXT},     {"訂正", KS_CELL_TEXT},
		{"備考", KS_CELL_TEXT},
	};

	ks_table_init(out, columns, KS_COUNT(columns));
	ks_table_title(out, "テストの記録");
	for (size_t i = 0; i < n; i++) {
		const struct ks_try *try = &tries[i];
		long long seconds = (long long)(try->duration_ms / 1000);

		ks_table_moment(out, try->at_ms);
		ks_table_text(out, try->lesson);
		ks_table_text(out, try->title);
		ks_table_text(out, try->kiosk);
		ks_table_text(out, try->revision);
		add_text(out, try->max ? ks_format("%d／%d", try->raw, try->max) : ks_strdup(""));
		ks_table_text(out, try->has_passed ? "合格" : "不合格");
		add_text(out, seconds ? ks_format("%lld分%02lld秒", seconds / 60, seconds % 60)
				      : ks_strdup(""));
		ks_table_text(out, try->is_credited ? KS_CREDITED_WORD : "");
		ks_table_text(out, try->is_from_paper ? KS_FROM_PAPER : "");
	}
}
