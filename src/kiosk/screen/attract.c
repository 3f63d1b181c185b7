/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/screen/doors.h"
#include "kiosk/screen/screen.h"
#include "kiosk/settings.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"

/*
 * 待受 (design 01): what everybody may see, and four doors. Posters are public content; nothing here
 * depends on a person.
 */

#define GOODBYE_MM 17.0
#define GOODBYE_MS 12000
#define POSTER_MS 20000 /* read slowly, once and a half */
#define MARGIN_MM 24.0
#define CLOCK_MM 18.0
#define POSTER_MM 23.0
#define BADGE_MM 6.6

/* Two names in one line, or in two where one is too short. */
static const char *in_a_line(struct ks_scene *scene, const char *one, const char *other,
			     const struct ks_text_style *style, int width_px)
{
	const char *words = ks_scene_format(scene, "%s　%s", one, other);

	return ks_widget_words_width(scene, words, style) <= width_px
		       ? words
		       : ks_scene_format(scene, "%s\n%s", one, other);
}

/* Name at the left; time, date and place at the right. Returns the height of both. */
static int build_header(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_civil now = ks_civil_from_ms(ks_clock_wall_ms(&app->clock));
	struct ks_text_style clock = ks_widget_heading_style(&app->ui, CLOCK_MM);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	char *date = ks_wareki_date_weekday(now.date);
	const char *place = app->options->place ? app->options->place : "";
	struct ks_rect left = r, right = r;
	int h;

	clock.em_px = ks_mm_fixed(&app->ui.metrics, CLOCK_MM) / 2 * 2; /* large enough at any step */
	clock.align = small.align = KS_ALIGN_RIGHT;
	clock.color = KS_COLOR_ON_STAGE;
	clock.pitch_percent = 110;
	small.color = KS_COLOR_ON_STAGE2;
	small.pitch_percent = 150;
	small.breaking = KS_BREAK_PHRASE;
	right.x += r.w * 45 / 100;
	right.w -= r.w * 45 / 100;
	left.w = r.w * 42 / 100;
	h = ks_scene_words(scene, KS_ROLE_TEXT, right,
			   ks_scene_format(scene, "%d:%02d", now.hour, now.minute), &clock);
	right.y += h;
	h += ks_scene_words(scene, KS_ROLE_TEXT, right,
			    in_a_line(scene, date, place, &small, right.w), &small);
	free(date);
	small.align = KS_ALIGN_LEFT;
	left.y += ks_mm_fixed(&app->ui.metrics, 3.0);
	left.h = ks_scene_words(scene, KS_ROLE_TEXT, left,
				in_a_line(scene, app->content.organisation.name,
					  app->content.organisation.system_name, &small, left.w),
				&small);
	return left.h > h ? left.h : h;
}

/* The words of a poster, and the sizes they are shown in. */
struct poster {
	const struct ks_rich *large, *below;
	struct ks_text_style text, small;
	int h, gap, badge_h;
	bool has_small;
};

static int poster_height(struct ks_app *app, struct poster *poster, int width_px)
{
	poster->h = poster->badge_h + poster->gap +
		    ks_text_layout(app->ui.text, poster->large, &poster->text, width_px)->h;
	if (poster->has_small)
		poster->h += poster->gap +
			     ks_text_layout(app->ui.text, poster->below, &poster->small, width_px)->h;
	return poster->h;
}

/*
 * A poster is display type: where the room is small it takes a smaller size, down to that of a heading, and only
 * then goes without its small words.
 */
static struct poster plan_poster(struct ks_app *app, struct ks_scene *scene,
				 const struct ks_poster *words, struct ks_rect room)
{
	struct poster poster = {.large = app->is_easy ? &words->easy_text : &words->text,
				.below = app->is_easy ? &words->easy_small : &words->small,
				.small = ks_widget_style(&app->ui, 8.0),
				.gap = ks_mm_fixed(&app->ui.metrics, 5.0),
				.has_small = true};

	poster.badge_h = ks_widget_badge_size(scene, BADGE_MM, KS_ICON_NONE, words->badge).h;
	poster.small.color = KS_COLOR_ON_STAGE2;
	poster.small.pitch_percent = 160;
	for (int i = 0; i < 2; i++) {
		for (double mm = POSTER_MM; mm >= KS_MM_HEADING; mm -= 1.0) {
			poster.text = ks_widget_heading_style(&app->ui, mm);
			poster.text.color = KS_COLOR_ON_STAGE;
			if (poster_height(app, &poster, room.w) <= room.h)
				return poster;
		}
		poster.has_small = false;
	}
	return poster;
}

static void build_poster(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_poster *poster =
		&app->content.posters[app->poster_index % app->content.n_posters];
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect words = r, figure = r;
	struct poster plan;

	if (ks_metrics_is_portrait(metrics)) {
		figure.h = r.h * 2 / 5;
		words.y += figure.h + ks_mm_fixed(metrics, 6.0);
		words.h -= figure.h + ks_mm_fixed(metrics, 6.0);
	} else {
		words.w = r.w * 64 / 100;
		figure.w = r.w * 30 / 100;
		figure.x = r.x + r.w - figure.w;
	}
	plan = plan_poster(app, scene, poster, words);
	if (plan.h > words.h)
		return; /* too small a display for any poster */
	words.y += (words.h - plan.h) / 3;
	ks_widget_badge(scene, words.x, words.y, BADGE_MM, KS_TONE_ACCENT, KS_ICON_NONE,
			poster->badge);
	words.y += plan.badge_h + plan.gap;
	words.y += ks_scene_text(scene, KS_ROLE_HEADING, words, plan.large, &plan.text) + plan.gap;
	if (plan.has_small)
		ks_scene_text(scene, KS_ROLE_TEXT, words, plan.below, &plan.small);
	if (poster->figure && *poster->figure)
		ks_scene_image(scene, figure, poster->figure, "");
}

/* Instead of the poster, for a while. */
static bool has_goodbye(struct ks_app *app)
{
	return app->has_goodbye && ks_clock_mono_ms(&app->clock) - app->goodbye_mono_ms < GOODBYE_MS;
}

static void build_goodbye(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_text_style style = ks_widget_heading_style(&app->ui, GOODBYE_MM);
	const char *words = ks_word(app->goodbye);

	for (double mm = GOODBYE_MM;
	     mm > KS_MM_BODY && ks_widget_words_height(scene, words, &style, r.w) > r.h; mm -= 1.0)
		style = ks_widget_heading_style(&app->ui, mm);
	style.color = KS_COLOR_ON_STAGE;
	ks_scene_words_in(scene, KS_ROLE_HEADING, r, words, &style);
}

static void step_poster(struct ks_app *app)
{
	int64_t now = ks_clock_mono_ms(&app->clock);

	if (now - app->poster_mono_ms < POSTER_MS)
		return;
	app->poster_index++;
	app->is_poster_turned = true;
	app->poster_mono_ms = now;
}

/* Waiting while the centre cannot be reached: how many, and since when. */
static const char *stuck_words(const struct ks_sync_status *status, struct ks_arena *arena,
			       bool is_short)
{
	static const enum ks_word faults[][2] = {
		[KS_HTTP_FAULT_CERTIFICATE] = {KS_W_SYNC_CERTIFICATE, KS_W_SYNC_CERTIFICATE_SHORT},
		[KS_HTTP_FAULT_PROXY] = {KS_W_SYNC_PROXY, KS_W_SYNC_PROXY_SHORT},
	};
	struct ks_civil at = ks_civil_from_ms(status->last_success_ms);

	if (status->fault != KS_HTTP_FAULT_NONE)
		return is_short ? ks_word(faults[status->fault][1])
				: ks_say(arena, faults[status->fault][0], (int)status->n_pending);
	if (is_short || status->last_success_ms == 0)
		return ks_say(arena, KS_W_SYNC_STUCK, (int)status->n_pending);
	return ks_say(arena, KS_W_SYNC_STUCK_SINCE, (int)status->n_pending, at.date.month,
		      at.date.day, at.hour, at.minute);
}

/* Whether what was recorded here has reached the centre: each sentence by the tally, which says what may be claimed. */
static const char *sync_words(struct ks_app *app, struct ks_scene *scene, bool is_short)
{
	struct ks_sync_status status = {.state = KS_SYNC_OFF};
	struct ks_arena *arena = ks_scene_arena(scene);

	if (app->incident >= KS_INCIDENT_GAPS)
		return is_short ? ks_word(KS_W_INCIDENT_SHORT) : ks_incident_word(app->incident);
	if (app->sync)
		ks_sync_status(app->sync, &status);
	if (status.state == KS_SYNC_OFF)
		return ks_word(KS_W_STAND_ALONE);
	if (status.is_key_refused)
		return ks_word(KS_W_KEY_REFUSED);
	if (status.is_twin)
		return ks_word(KS_W_TWIN);
	if (status.fault != KS_HTTP_FAULT_NONE && status.tally != KS_SYNC_TALLY_UNKNOWN)
		return stuck_words(&status, arena, is_short); /* nor does a roster come */
	switch (status.tally) {
	case KS_SYNC_TALLY_CONFIRMED:
		return ks_word(KS_W_SYNC_DONE);
	case KS_SYNC_TALLY_QUARANTINED:
		return ks_say(arena, KS_W_SYNC_QUARANTINED, (int)status.n_quarantined);
	case KS_SYNC_TALLY_WAITING:
		if (status.state == KS_SYNC_WAITING || status.state == KS_SYNC_REFUSED)
			return stuck_words(&status, arena, is_short);
		return ks_say(arena, KS_W_SYNC_PENDING, (int)status.n_pending);
	case KS_SYNC_TALLY_UNKNOWN:
		break;
	}
	return ks_word(KS_W_SYNC_UNKNOWN);
}

#define SETTLED_SHOWN_MS (INT64_C(7) * 24 * 60 * 60 * 1000)

/* For a week whoever saw the notice of a loss sees that somebody looked into it. */
static const char *settled_words(struct ks_app *app, struct ks_scene *scene, const char *words,
				 bool is_short)
{
	struct ks_date on = ks_civil_from_ms(app->settled_ms).date;
	int64_t age = ks_clock_wall_ms(&app->clock) - app->settled_ms;

	if (app->settled_ms == 0 || age < 0 || age > SETTLED_SHOWN_MS ||
	    app->incident >= KS_INCIDENT_GAPS)
		return words;
	if (is_short)
		return ks_say(ks_scene_arena(scene), KS_W_INCIDENT_SETTLED_SHORT, words);
	return ks_say(ks_scene_arena(scene), KS_W_INCIDENT_SETTLED, words, on.month, on.day);
}

/* At the right of the settings; a short form, or nothing, where there is no room. */
static void build_sync(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_text_style style = ks_widget_style(&app->ui, KS_MM_NOTE);
	const char *words = settled_words(app, scene, sync_words(app, scene, false), false);

	style.color = KS_COLOR_ON_STAGE2;
	style.align = KS_ALIGN_RIGHT;
	if (ks_widget_words_width(scene, words, &style) > r.w)
		words = settled_words(app, scene, sync_words(app, scene, true), true);
	if (ks_widget_words_width(scene, words, &style) > r.w)
		words = sync_words(app, scene, true);
	if (ks_widget_words_width(scene, words, &style) <= r.w)
		ks_scene_words_in(scene, KS_ROLE_TEXT, r, words, &style);
}

/* 見やすさ for whoever comes, small below the doors. */
static void build_foot(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_button settings = {.kind = KS_BUTTON_DOOR,
				     .label = ks_word(KS_W_SETTINGS),
				     .label_mm = 6.2,
				     .action = {KS_ACT_SETTINGS, 0}};
	int right = r.x + r.w;

	r.h = ks_mm(metrics, 15.0);
	r.y -= r.h;
	r.w = ks_widget_button_width(scene, &settings);
	ks_widget_button(scene, r, &settings);
	r.x += r.w + ks_mm(metrics, 3.2);
	r.w = right - r.x;
	build_sync(app, scene, r);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene);
	int margin = ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 14.0 : MARGIN_MM);
	struct ks_rect inner = {margin, ks_mm_fixed(metrics, 10.0), all.w - 2 * margin, 0};
	struct ks_rect doors = {margin, 0, inner.w, 0}, row = inner;
	int foot = ks_mm_fixed(metrics, 7.0);

	step_poster(app);
	ks_scene_fill(scene, all, KS_COLOR_STAGE);
	inner.y += build_header(app, scene, inner) + ks_mm_fixed(metrics, 5.0);
	row.y = all.h - foot;
	doors.h = ks_doors_height(app, scene, doors.w);
	doors.y = row.y - ks_mm(metrics, 15.0) - ks_mm_fixed(metrics, 6.0) - doors.h;
	inner.h = doors.y - inner.y - ks_mm_fixed(metrics, 6.0);
	if (has_goodbye(app))
		build_goodbye(app, scene, inner);
	else if (app->content.n_posters > 0)
		build_poster(app, scene, inner);
	ks_doors_build(app, scene, doors, true);
	build_foot(app, scene, row);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	return ks_doors_tap(app, action);
}

const struct ks_screen ks_screen_attract = {
	.name = "attract", .build = build, .tap = tap, .never_idles = true, .redraw_ms = POSTER_MS};
