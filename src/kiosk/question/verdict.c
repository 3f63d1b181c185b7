/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/question/question.h"

/*
 * The banner of 答えの説明 (design 49): right ○ green, partly right △ amber with so many of so many, wrong × red.
 */

#define ICON_MM 12.0
#define WORDS_MM 11.6
#define NOTE_MM 6.8
#define PAD_MM 3.0
#define SIDE_MM 6.0

struct verdict {
	enum ks_icon icon;
	enum ks_color color, ground;
	const char *words, *note; /* note NULL: none */
	int n_hit, n_missed;      /* discs: found, and still to find */
};

/* What is off, in words. */
static const char *note_words(struct ks_app *app, struct ks_scene *scene, const struct ks_tally *tally)
{
	struct ks_arena *arena = ks_scene_arena(scene);
	enum ks_question_kind kind = ks_question_present(app)->kind;

	if (kind == KS_QUESTION_CLASSIFY || kind == KS_QUESTION_ORDER)
		return ks_say(arena, KS_W_OFF_N, tally->n_wanted - tally->n_hit);
	if (tally->n_missed > 0 && tally->n_extra > 0)
		return ks_say(arena, KS_W_MISSED_AND_EXTRA, tally->n_missed, tally->n_extra);
	if (tally->n_missed > 0)
		return ks_say(arena, KS_W_MISSED_N, tally->n_missed);
	return ks_say(arena, KS_W_EXTRA_N, tally->n_extra);
}

static struct verdict verdict_of(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_attempt_item *item = ks_question_item(app);
	struct ks_tally tally = ks_answer_tally(ks_question_present(app), &item->answer);

	if (item->is_right)
		return (struct verdict){KS_ICON_CIRCLE,
					KS_COLOR_OK,
					KS_COLOR_OK_SOFT,
					ks_word(KS_W_RIGHT),
					NULL,
					0,
					0};
	if (tally.n_hit == 0)
		return (struct verdict){KS_ICON_CROSS,
					KS_COLOR_BAD,
					KS_COLOR_BAD_SOFT,
					ks_word(KS_W_WRONG),
					NULL,
					0,
					0};
	return (struct verdict){KS_ICON_TRIANGLE,
				KS_COLOR_WARN,
				KS_COLOR_WARN_SOFT,
				ks_say(ks_scene_arena(scene), KS_W_PARTLY, tally.n_wanted,
				       tally.n_hit),
				note_words(app, scene, &tally),
				tally.n_hit,
				tally.n_wanted - tally.n_hit};
}

/* Green circles and dashed ones from @x on; returns where they end, @x when they do not fit before @right. */
static int build_discs(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int right,
		       const struct verdict *verdict)
{
	int size = ks_mm(&app->ui.metrics, ICON_MM * 0.8), gap = size / 3;
	int n = verdict->n_hit + verdict->n_missed, x = r.x + gap;

	if (x + n * (size + gap) > right)
		return r.x;
	for (int i = 0; i < n; i++, x += size + gap)
		ks_scene_icon(scene, (struct ks_rect){x, r.y + (r.h - size) / 2, size, size},
			      i < verdict->n_hit ? KS_ICON_CIRCLE : KS_ICON_MISSED,
			      i < verdict->n_hit ? KS_COLOR_OK : KS_COLOR_WARN);
	return x;
}

int ks_verdict_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct verdict verdict = verdict_of(app, scene);
	struct ks_text_style words = ks_widget_heading_style(&app->ui, WORDS_MM);
	struct ks_text_style note = ks_widget_heading_style(&app->ui, NOTE_MM);
	int pad = ks_mm_fixed(metrics, PAD_MM), side = ks_mm_fixed(metrics, SIDE_MM);
	int icon = ks_mm(metrics, ICON_MM), words_w, note_w, line_h, right = r.x + r.w - side;
	struct ks_rect line = {r.x + side + icon + side / 2, r.y + pad, 0, 0}, below;
	bool is_below;

	words.color = note.color = verdict.color;
	line.w = right - line.x;
	line_h = ks_widget_words_height(scene, verdict.words, &words, line.w);
	line.h = line_h > icon ? line_h : icon;
	words_w = ks_widget_words_width(scene, verdict.words, &words);
	note_w = verdict.note ? ks_widget_words_width(scene, verdict.note, &note) : 0;
	is_below = verdict.note && words_w + side + note_w > line.w;
	below = (struct ks_rect){line.x, line.y + line.h, line.w, 0};
	r.h = line.h + 2 * pad;
	if (is_below)
		r.h += ks_widget_words_height(scene, verdict.note, &note, line.w);
	ks_scene_box(scene, r,
		     &(struct ks_box){.fill = verdict.ground,
				      .line = verdict.color,
				      .radius_px = ks_mm_fixed(metrics, 4.0),
				      .line_px = ks_mm_fixed(metrics, 1.0)});
	ks_scene_icon(scene, (struct ks_rect){r.x + side, line.y + (line.h - icon) / 2, icon, icon},
		      verdict.icon, verdict.color);
	ks_scene_words_in(scene, KS_ROLE_HEADING, line, verdict.words, &words);
	build_discs(app, scene, (struct ks_rect){line.x + words_w, line.y, 0, line.h},
		    is_below ? right : right - note_w - side, &verdict);
	if (is_below)
		ks_scene_words(scene, KS_ROLE_TEXT, below, verdict.note, &note);
	else if (verdict.note)
		ks_scene_words_in(scene, KS_ROLE_TEXT,
				  (struct ks_rect){right - note_w, line.y, note_w + 1, line.h},
				  verdict.note, &note);
	return r.h;
}
