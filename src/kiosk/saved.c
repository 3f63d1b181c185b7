/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/saved.h"

#include <stdlib.h>

#include "kiosk/screen.h"
#include "ui/widget.h"

/*
 * What a screen says about a record is read back from the ledger each time it is drawn: when it was written, its number,
 * and whether it has left this kiosk (DESIGN §5.6).
 */

#define NUMBER_LETTERS 4
#define LABEL_EM 6

/* "2026-0057-7K3D": 年度, ledger row, and letters of its hash, to name a record on the telephone. */
static const char *record_number(struct ks_app *app, struct ks_scene *scene,
				 const struct ks_statement *row)
{
	static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	char tail[NUMBER_LETTERS + 1] = "";

	for (int i = 0; i < NUMBER_LETTERS; i++)
		tail[i] = letters[row->hash[i] % (sizeof(letters) - 1)];
	return ks_scene_format(scene, "%d-%04lld-%s", app->plan->nendo, (long long)row->seq, tail);
}

static const char *when_words(struct ks_scene *scene, int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);
	char *date = ks_wareki_date(at.date);
	const char *words = ks_scene_format(scene, "%s %d:%02d", date, at.hour, at.minute);

	free(date);
	return words;
}

/* "修了日時  令和8年11月24日 9:58"; returns the height. */
static int build_line(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		      enum ks_word label, const char *words)
{
	struct ks_text_style plain = ks_widget_style(&app->ui, 7.2);
	struct ks_text_style bold = plain;
	int label_w = plain.em_px * LABEL_EM;

	bold.face = KS_FACE_BOLD;
	plain.color = KS_COLOR_INK2;
	ks_scene_words(scene, KS_ROLE_TEXT, (struct ks_rect){r.x, r.y, label_w, 0}, ks_word(label),
		       &plain);
	return ks_scene_words(scene, KS_ROLE_TEXT,
			      (struct ks_rect){r.x + label_w, r.y, r.w - label_w, 0}, words, &bold);
}

int ks_saved_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, enum ks_word when,
		   int64_t seq)
{
	struct ks_statement row = {0};
	int top = r.y;
	enum ks_word delivered = KS_W_WAITING;
	struct ks_rect badge;

	if (!app->ledger || seq == 0 || ks_ledger_read(app->ledger, seq, &row) != KS_OK)
		return 0; /* nothing can be claimed about it */
	r.y += build_line(app, scene, r, when, when_words(scene, row.wall_ms));
	r.y += build_line(app, scene, r, KS_W_DONE_NUMBER, record_number(app, scene, &row));
	r.y += build_line(app, scene, r, KS_W_RECORD, ks_word(KS_W_SAVED_HERE));
	if (!app->sync)
		delivered = KS_W_STAND_ALONE;
	else if (row.is_delivered)
		delivered = KS_W_DELIVERED;
	badge = (struct ks_rect){r.x + ks_em(&app->ui.metrics, 7.2) * LABEL_EM,
				 r.y + ks_mm_fixed(&app->ui.metrics, 1.0), 0, 0};
	badge = ks_widget_badge(scene, badge.x, badge.y, 6.0,
				row.is_delivered ? KS_TONE_OK : KS_TONE_NEUTRAL,
				row.is_delivered ? KS_ICON_CHECK : KS_ICON_CLOUD_WAIT,
				ks_word(delivered));
	ks_statement_finish(&row);
	return badge.y + badge.h - top;
}
