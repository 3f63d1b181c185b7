/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/preview.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/id.h"
#include "content/preview.h"
#include "kiosk/driver.h"
#include "kiosk/frame.h"
#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/lesson.h"

/*
 * Files are looked at once a second: that works the same on every file system and for every way an editor saves. The
 * place in the lesson is carried over as a saved session is, which knows what to do when pages or questions changed.
 */

#define LOOK_MS 1000
#define FAULTS_MAX 30

/* Names, times and sizes of the lesson's files. */
static void take_mark(const struct ks_app *app, uint8_t mark[KS_HASH_BYTES])
{
	char *folder = ks_preview_folder(app->options->preview);
	struct ks_buf list = {0};
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(folder, NULL, &names, &n) != KS_OK)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		char *path = ks_path_join(folder, names[i]);
		struct stat st;

		if (stat(path, &st) == 0)
			ks_buf_printf(&list, "%s %lld.%09ld %lld\n", names[i],
				      (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
				      (long long)st.st_size);
		free(path);
	}
	ks_blake2b(ks_buf_text(&list), list.len, mark);
	ks_buf_finish(&list);
	ks_folder_list_finish(names, n);
	free(folder);
}

/* Warnings too go to the terminal the author started this from. */
static enum ks_rc load(struct ks_app *app, struct ks_content *out)
{
	enum ks_rc rc;

	ks_diags_finish(&app->content_faults);
	rc = ks_preview_load(app->options->preview, app->options->content, KS_QUIZ_MAX, out,
			     &app->content_faults);
	ks_diags_print(&app->content_faults, stderr);
	return rc;
}

static bool has_lesson(const struct ks_app *app)
{
	return app->content.n_lessons > 0 && app->content.n_plans > 0;
}

/* The one duty there is. */
static void set_rules(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	struct ks_plan *plan = &app->content.plans[0];

	plan->nendo = ks_nendo_of(ks_civil_from_ms(ks_clock_wall_ms(&app->clock)).date);
	visit->person.number = ""; /* nobody */
	visit->duties.target = KS_TARGET_YES;
	visit->duties.n_items = 1;
	visit->duties.items[0] = (struct ks_duty){.plan = plan, .lesson = &plan->lessons[0]};
}

static enum ks_screen_id begin(struct ks_app *app)
{
	set_rules(app);
	app->view.part = 0;
	if (ks_lesson_open(&app->site, &app->visit, 0) != KS_OK)
		return KS_SCREEN_PREVIEW;
	return ks_app_where(app, KS_OK);
}

void ks_preview_open(struct ks_app *app)
{
	struct ks_content content;

	app->is_preview = true;
	app->site.record = ks_site_record_nothing;
	take_mark(app, app->preview_mark);
	if (load(app, &content) == KS_OK)
		app->content = content;
	else
		ks_content_finish(&content);
	app->preview_mono_ms = ks_clock_mono_ms(&app->clock);
}

enum ks_screen_id ks_preview_screen(struct ks_app *app, enum ks_screen_id to)
{
	switch (to) {
	case KS_SCREEN_SAME:
	case KS_SCREEN_PAGE:
	case KS_SCREEN_QUESTION:
	case KS_SCREEN_REASON:
	case KS_SCREEN_RESULT:
	case KS_SCREEN_REVIEW:
	case KS_SCREEN_SETTINGS:
	case KS_SCREEN_OPENING:
	case KS_SCREEN_MAGNIFY:
	case KS_SCREEN_PREVIEW:
		return to;
	default:
		if (!has_lesson(app) || app->content_faults.n_errors > 0)
			return KS_SCREEN_PREVIEW;
		return begin(app);
	}
}

/* The lesson as saved now, at the page or question that was on the glass. */
static void swap_content(struct ks_app *app, struct ks_content *content)
{
	struct ks_visit *visit = &app->visit;
	struct ks_buf session = {0};
	int part = app->view.part;
	bool was_open = visit->lesson.is_open;

	if (was_open)
		ks_session_save(&visit->lesson.session, &session);
	ks_content_finish(&app->content);
	app->content = *content;
	app->screen = begin(app);
	if (was_open && ks_session_load(ks_buf_text(&session), &visit->lesson.rules,
					&visit->lesson.session) == KS_OK) {
		visit->place = ks_lesson_place(&visit->lesson.session);
		app->screen = ks_app_where(app, KS_OK);
		app->view.part = part;
	}
	ks_buf_finish(&session);
}

static void reload(struct ks_app *app)
{
	struct ks_content content;

	if (load(app, &content) == KS_OK) {
		swap_content(app, &content);
	} else {
		ks_content_finish(&content);
		app->screen = KS_SCREEN_PREVIEW;
	}
	ks_text_engine_trim(app->ui.text);
	ks_images_trim(app->ui.images);
	app->has_shown = false; /* what stands there refers to text that is gone */
	ks_app_draw(app);
	if (app->view.part > 0 && app->view.part >= app->view.n_parts) {
		app->view.part = app->view.n_parts - 1;
		ks_app_draw(app);
	}
}

int ks_preview_on_time(struct ks_app *app)
{
	int64_t past_ms = ks_clock_mono_ms(&app->clock) - app->preview_mono_ms;
	uint8_t mark[KS_HASH_BYTES];

	if (past_ms < LOOK_MS)
		return LOOK_MS - (int)past_ms;
	app->preview_mono_ms += past_ms;
	take_mark(app, mark);
	if (memcmp(mark, app->preview_mark, sizeof(mark)) != 0) {
		memcpy(app->preview_mark, mark, sizeof(mark));
		reload(app);
	}
	return LOOK_MS;
}

/* ---- what is wrong with it ---- */

static void flow_fault(struct ks_flow *flow, const struct ks_diag *fault)
{
	struct ks_rich text = ks_rich_plain(fault->message);
	const char *name = strrchr(fault->file, '/');
	struct ks_quote quote = {.ground = KS_COLOR_SURFACE,
				 .bar = KS_COLOR_WARN,
				 .text = &text,
				 .mm = 6.8,
				 .title = ks_scene_format(flow->scene, "%s:%d",
							  name ? name + 1 : fault->file, fault->line)};
	struct ks_rect r;

	if (ks_flow_room(flow, ks_widget_quote(flow->scene, flow->column, &quote, true), &r))
		ks_widget_quote(flow->scene, r, &quote, false);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_diags *faults = &app->content_faults;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 12.0);
	struct ks_text_style hint = ks_widget_style(&app->ui, 6.8);
	struct ks_rich title = ks_rich_plain(ks_word(KS_W_PREVIEW_FAULTS));
	struct ks_rich words = ks_rich_plain(ks_word(KS_W_PREVIEW_HINT)), more;
	int n_left = (int)faults->n_errors;

	hint.color = KS_COLOR_INK2;
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	ks_flow_text(flow, KS_ROLE_TEXT, &words, &hint, 0);
	for (size_t i = 0; i < faults->n_items && i < FAULTS_MAX; i++) {
		if (faults->items[i].severity != KS_SEVERITY_ERROR)
			continue;
		flow_fault(flow, &faults->items[i]);
		n_left--;
	}
	if (n_left == 0)
		return;
	more = ks_rich_plain(ks_say(ks_scene_arena(flow->scene), KS_W_PREVIEW_MORE, n_left));
	ks_flow_text(flow, KS_ROLE_TEXT, &more, &hint, 0);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = {.title = ks_say(ks_scene_arena(scene), KS_W_PREVIEW_TITLE,
						     app->options->preview),
				     .has_settings = true};

	ks_parts_build(app, scene, &head, fill);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	(void)ks_parts_tap(app, action);
	return KS_SCREEN_SAME;
}

const struct ks_screen ks_screen_preview = {
	.name = "preview", .build = build, .tap = tap, .never_idles = true};
