/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/saved.h"

#include <stdlib.h>

#include "kiosk/screen/screen.h"
#include "ui/widget.h"

/*
 * The one door to 「この端末に保存しました」: its words need a receipt, which only a row read back from the disk makes, so
 * a hoped sentence does not compile (DESIGN §5.6). Whether it has left this kiosk is read each time it is drawn.
 */

#define NUMBER_LETTERS 4
#define LABEL_EM 6
#define LINE_MM 7.2

/* "2026-0057-7K3D": 年度, ledger row, and letters of its hash, to name a record on the telephone. */
const char *ks_saved_number(struct ks_scene *scene, const struct ks_receipt *receipt)
{
	static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	const uint8_t *hash = ks_receipt_hash(receipt);
	char tail[NUMBER_LETTERS + 1] = "";

	for (int i = 0; i < NUMBER_LETTERS; i++)
		tail[i] = letters[hash[i] % (sizeof(letters) - 1)];
	return ks_scene_format(scene, "%d-%04lld-%s", ks_receipt_view(receipt)->nendo,
			       (long long)ks_receipt_seq(receipt), tail);
}

static const char *when_words(struct ks_scene *scene, int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);
	char *date = ks_wareki_date(at.date);
	const char *words = ks_scene_format(scene, "%s %d:%02d", date, at.hour, at.minute);

	free(date);
	return words;
}

/* All labels in one column, as wide as the widest of them needs. */
static int label_width(struct ks_flow *flow, enum ks_word when)
{
	const enum ks_word labels[] = {when, KS_W_DONE_NUMBER, KS_W_RECORD};
	struct ks_text_style style = ks_widget_style(&flow->app->ui, LINE_MM);
	int width = style.em_px * LABEL_EM;

	for (size_t i = 0; i < KS_COUNT(labels); i++) {
		int w = ks_widget_words_width(flow->scene, ks_word(labels[i]), &style) + style.em_px;

		width = w > width ? w : width;
	}
	return width;
}

/* "修了日時  令和8年11月24日 9:58" */
static void flow_line(struct ks_flow *flow, int label_w, enum ks_word label, const char *words)
{
	struct ks_app *app = flow->app;
	struct ks_text_style plain = ks_widget_style(&app->ui, LINE_MM);
	struct ks_text_style bold = plain;
	struct ks_rich rich = ks_rich_plain(words);
	struct ks_rect r;

	bold.face = KS_FACE_BOLD;
	plain.color = KS_COLOR_INK2;
	if (!ks_flow_room(flow,
			  ks_text_layout(app->ui.text, &rich, &bold, flow->column.w - label_w)->h, &r))
		return;
	ks_scene_words(flow->scene, KS_ROLE_TEXT, (struct ks_rect){r.x, r.y, label_w, 0},
		       ks_word(label), &plain);
	ks_scene_text(flow->scene, KS_ROLE_TEXT,
		      (struct ks_rect){r.x + label_w, r.y, r.w - label_w, 0}, &rich, &bold);
}

/* Has it left this kiosk? What cannot be read is not claimed. */
static void flow_whereabouts(struct ks_flow *flow, int label_w, const struct ks_receipt *receipt)
{
	struct ks_app *app = flow->app;
	bool has_left = false;
	enum ks_rc rc = ks_receipt_is_delivered(receipt, app->site.ledger, &has_left);
	enum ks_word delivered = !app->sync ? KS_W_STAND_ALONE
				 : has_left ? KS_W_DELIVERED
					    : KS_W_WAITING;
	enum ks_icon icon = has_left ? KS_ICON_CHECK : KS_ICON_CLOUD_WAIT;
	int above = ks_mm_fixed(&app->ui.metrics, 1.0);
	struct ks_rect badge = ks_widget_badge_size(flow->scene, 6.0, icon, ks_word(delivered)), r;
	int indent = flow->column.w - badge.w < label_w ? flow->column.w - badge.w : label_w;

	if (rc != KS_OK || !ks_flow_room(flow, badge.h + above, &r))
		return;
	ks_widget_badge(flow->scene, r.x + (indent > 0 ? indent : 0), r.y + above, 6.0,
			has_left ? KS_TONE_OK : KS_TONE_NEUTRAL, icon, ks_word(delivered));
}

/* Recorded for a 年度 that has ended meanwhile: said, since the person may look for it under the new one. */
static void flow_nendo(struct ks_flow *flow, int label_w, const struct ks_receipt *receipt)
{
	int nendo = ks_receipt_view(receipt)->nendo, now = ks_site_nendo(&flow->app->site);
	char *words;

	if (nendo == 0 || now == 0 || nendo == now)
		return;
	words = ks_wareki_nendo(nendo);
	flow_line(flow, label_w, KS_W_DONE_YEAR,
		  ks_say(ks_scene_arena(flow->scene), KS_W_DONE_FOR, words));
	free(words);
}

void ks_saved_flow(struct ks_flow *flow, enum ks_word when, const struct ks_receipt *receipt)
{
	int gap = flow->gap_px, label_w = label_width(flow, when);

	if (!receipt)
		return; /* nothing can be claimed: a preview records nothing */
	flow->gap_px = 0;
	flow_line(flow, label_w, when, when_words(flow->scene, ks_receipt_wall_ms(receipt)));
	flow_line(flow, label_w, KS_W_DONE_NUMBER, ks_saved_number(flow->scene, receipt));
	flow_line(flow, label_w, KS_W_RECORD, ks_word(KS_W_SAVED_HERE));
	flow_nendo(flow, label_w, receipt);
	flow->gap_px = gap;
	flow_whereabouts(flow, label_w, receipt);
}

int ks_saved_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, enum ks_word when,
		   const struct ks_receipt *receipt)
{
	struct ks_flow flow;

	r.h = app->ui.metrics.height_px; /* the caller has seen to the room */
	flow = ks_flow_begin(app, scene, r, 0);
	flow.gap_px = 0;
	ks_saved_flow(&flow, when, receipt);
	return flow.y;
}
