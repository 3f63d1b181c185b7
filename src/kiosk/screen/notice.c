/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <stdlib.h>

#include "base/file.h"
#include "kiosk/flow.h"
#include "kiosk/screen/doors.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * A calm screen that tells what is wrong (design 16).
 */

/* What the trouble screen says, by what is wrong. */
struct trouble {
	enum ks_word badge, heading, body;
};

/* Each in its own words; what is not here reads as a disk that fails. */
static const struct {
	enum ks_rc rc;
	enum ks_word words;
} bodies[] = {
	{KS_FULL, KS_W_TROUBLE_FULL},
	{KS_READ_ONLY, KS_W_TROUBLE_READ_ONLY},
	{KS_DAMAGED, KS_W_TROUBLE_DAMAGED},
};

static struct trouble present_trouble(const struct ks_app *app)
{
	static const struct trouble record = {KS_W_TROUBLE_BADGE_RECORD, KS_W_TROUBLE_RECORD,
					      KS_W_TROUBLE_IO};
	struct trouble trouble = record;

	for (size_t i = 0; i < KS_COUNT(bodies); i++)
		if (bodies[i].rc == app->trouble)
			trouble.body = bodies[i].words;
	if (app->trouble != KS_OK)
		return trouble;
	return (struct trouble){KS_W_TROUBLE_BADGE_CONTENT, KS_W_TROUBLE_CONTENT,
				app->content.n_lessons > 0 ? KS_W_TROUBLE_CONTENT_SOME
							   : KS_W_TROUBLE_CONTENT_ALL};
}

#define NAMES_SHOWN 4

/* The lesson a fault is in; NULL: another file. */
static const char *lesson_of(struct ks_scene *scene, const char *file)
{
	static const char folder[] = "lessons/";
	const char *at = strstr(file, folder);

	if (!at)
		return NULL;
	at += strlen(folder);
	return ks_scene_format(scene, "%.*s", (int)strcspn(at, "/"), at);
}

/*
 * "m1、m2": the lessons, else the files, each once, the first few. Not the paths: nobody here can follow one. A course that
 * misses a lesson is at fault too, and would only hide which it is.
 */
static const char *faulty_names(struct ks_app *app, struct ks_scene *scene, bool is_of_lessons)
{
	const struct ks_diags *faults = &app->content_faults;
	const char *shown[NAMES_SHOWN], *names = "";
	size_t n = 0, k;

	for (size_t i = 0; i < faults->n_items && n < NAMES_SHOWN; i++) {
		const char *file = faults->items[i].file, *base = strrchr(file, '/');
		const char *lesson = lesson_of(scene, file);

		if (faults->items[i].severity != KS_SEVERITY_ERROR || !lesson == is_of_lessons)
			continue;
		shown[n] = lesson ? lesson : base ? base + 1 : file;
		for (k = 0; k < n && strcmp(shown[k], shown[n]) != 0; k++)
			;
		if (k < n)
			continue;
		names = ks_scene_format(scene, "%s%s%s", names, n > 0 ? "、" : "", shown[n]);
		n++;
	}
	return n > 0 || !is_of_lessons ? names : faulty_names(app, scene, false);
}

/* For the one who can mend it: what to do, and what to say on the telephone. */
static const char *staff_words(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_ledger_counts counts = {0};

	if (app->trouble == KS_OK)
		return ks_say(ks_scene_arena(scene), KS_W_TROUBLE_CONTENT_STAFF,
			      (int)app->content_faults.n_errors, faulty_names(app, scene, true));
	if (!app->site.ledger || ks_ledger_counts(app->site.ledger, &counts) != KS_OK)
		return ks_say(ks_scene_arena(scene), KS_W_TROUBLE_CLOSED_STAFF,
			      ks_rc_name(app->trouble));
	return ks_say(ks_scene_arena(scene), KS_W_TROUBLE_RECORD_STAFF,
		      ks_file_free_mib(app->options->state),
		      (int)(counts.n_statements - counts.n_delivered), ks_rc_name(app->trouble));
}

static void fill_trouble(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_scene *scene = flow->scene;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, 8.0);
	struct trouble trouble = present_trouble(app);
	struct ks_rich title = ks_rich_plain(ks_word(trouble.heading));
	struct ks_rich words = ks_rich_plain(ks_word(trouble.body));
	struct ks_rich staff = ks_rich_plain(staff_words(app, scene));
	struct ks_quote note = {
		.ground = KS_COLOR_SURFACE, .text = &staff, .ink = KS_COLOR_INK2, .mm = KS_MM_NOTE};
	struct ks_rect r;

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 7.0);
	if (ks_flow_room(flow,
			 ks_widget_badge_size(scene, 7.2, KS_ICON_BANG, ks_word(trouble.badge)).h, &r))
		ks_widget_badge(scene, r.x, r.y, 7.2,
				app->trouble == KS_OK ? KS_TONE_WARN : KS_TONE_BAD, KS_ICON_BANG,
				ks_word(trouble.badge));
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	ks_flow_text(flow, KS_ROLE_TEXT, &words, &body, 0);
	ks_flow_quote(flow, &note);
}

/* The doors keep their place, 見やすさ below them; what is for 係員 gives way to them when the text is large. */
static void build_trouble(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene);
	struct ks_button settings = {.kind = KS_BUTTON_QUIET,
				     .label = ks_word(KS_W_SETTINGS),
				     .label_mm = 6.2,
				     .action = {KS_ACT_SETTINGS, 0}};
	int margin = ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 14.0 : 28.0);
	int top = ks_mm_fixed(metrics, metrics->step_percent <= 100 ? 26.0 : 12.0);
	int foot = ks_mm_fixed(metrics, 7.0), gap = ks_mm_fixed(metrics, 6.0);
	struct ks_rect doors = {margin, 0, all.w - 2 * margin, 0}, below = doors;
	struct ks_flow flow;

	ks_scene_fill(scene, all, KS_COLOR_BG);
	below.h = ks_mm(metrics, 15.0);
	below.y = all.h - foot - below.h;
	below.w = ks_widget_button_width(scene, &settings);
	doors.h = ks_doors_height(app, scene, doors.w);
	doors.y = below.y - gap - doors.h;
	flow = ks_flow_begin(app, scene,
			     (struct ks_rect){margin, top, doors.w, doors.y - gap - top}, 0);
	fill_trouble(&flow, app);
	ks_doors_build(app, scene, doors, false);
	ks_widget_button(scene, below, &settings);
}

static enum ks_screen_id tap_trouble(struct ks_app *app, struct ks_action action)
{
	return ks_doors_tap(app, action);
}

const struct ks_screen ks_screen_trouble = {.name = "trouble",
					    .build = build_trouble,
					    .tap = tap_trouble,
					    .never_idles = true,
					    .redraw_ms = 10000};
