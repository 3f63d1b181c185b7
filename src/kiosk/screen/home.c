/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/frame.h"
#include "kiosk/screen/home_bar.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/screen/home_say.h"
#include "kiosk/screen/policy.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/agree.h"
#include "visit/inspect.h"
#include "visit/lesson.h"
#include "visit/own.h"
#include "visit/recall.h"

/*
 * マイページ (design 03): what is due this 年度, by when, and one tap to go on where one stopped.
 */

#define RING_MM 30.0

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	ks_home_first_row(view, 0);
}

/* Of the same list. */
static void recount(struct ks_view *view)
{
	ks_home_turn(view, -(int)ks_home_first_shown(view));
}

/* The lesson one tap should lead to: under way first, then the first not begun. duties.n_items: none. */
static size_t next_row(const struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	size_t fresh = visit->duties.n_items;

	for (size_t i = 0; i < visit->duties.n_items; i++) {
		if (visit->progress[i].is_done || !ks_home_can_open(app, i))
			continue;
		if (visit->progress[i].session_json)
			return i;
		if (fresh == visit->duties.n_items)
			fresh = i;
	}
	return fresh;
}

static int minutes_left(const struct ks_visit *visit)
{
	int minutes = 0;

	for (size_t i = 0; i < visit->duties.n_items; i++)
		minutes += ks_home_minutes(visit, i);
	return minutes;
}

static const char *heading_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	size_t n_left = visit->duties.n_items - ks_visit_n_done(visit);

	if (visit->nendo == 0)
		return ks_word(KS_W_HOME_DOUBTFUL);
	if (!ks_site_plan(&app->site))
		return ks_word(KS_W_HOME_NO_PLAN);
	if (visit->duties.target != KS_TARGET_YES)
		return ks_word(KS_W_HOME_EXEMPT);
	if (n_left == 0)
		return ks_word(ks_agree_owed(visit) ? KS_W_AGREE_LEFT : KS_W_HOME_DONE);
	return ks_say(ks_scene_arena(scene), KS_W_HOME_LEFT, (int)n_left, minutes_left(visit));
}

/* The course; of several the name they have in common. */
static const char *course_title(const struct ks_app *app)
{
	const struct ks_duties *duties = &app->visit.duties;
	const struct ks_plan *plan =
		duties->n_items > 0 ? duties->items[0].plan : ks_site_plan(&app->site);

	for (size_t i = 1; i < duties->n_items; i++)
		if (duties->items[i].plan != plan)
			return app->content.organisation.system_name;
	return plan ? plan->title : "";
}

/* What stands beside the ring: the course (with 所属 and 任用 where they fit in the line), and how many are left. */
struct head {
	struct ks_text_style small, heading;
	const char *course, *left;
	int words_x, words_w, words_h;
	int gap; /* for readings above what is left */
};

static const char *course_words(struct ks_app *app, struct ks_scene *scene, const struct head *head)
{
	const struct ks_appointment *appointment = ks_visit_appointment(&app->visit);
	const struct ks_employment *employment =
		appointment ? ks_employment_find(appointment->employment) : NULL;
	char *nendo = app->visit.nendo ? ks_wareki_nendo(app->visit.nendo) : ks_strdup("");
	const char *words =
		ks_say(ks_scene_arena(scene), KS_W_HOME_COURSE, nendo, course_title(app),
		       appointment ? appointment->unit : "", employment ? employment->name : "");
	struct ks_rich rich = ks_rich_plain(words);

	if (ks_text_layout(app->ui.text, &rich, &head->small, 0)->w > head->words_w)
		words = ks_scene_format(scene, "%s　%s", nendo, course_title(app));
	free(nendo);
	return words;
}

/* To go on with one tap; false: there is nothing to go on with. */
static bool describe_button(const struct ks_app *app, struct ks_scene *scene, struct ks_button *button)
{
	const struct ks_visit *visit = &app->visit;
	size_t next = next_row(app);

	if (ks_own_is_complete(visit)) {
		*button = (struct ks_button){.kind = KS_BUTTON_PRIMARY,
					     .label = ks_word(KS_W_OWN_SHOW),
					     .action = {KS_ACT_OWN, 0}};
		return true;
	}
	if (next >= visit->duties.n_items)
		return false;
	*button = (struct ks_button){
		.kind = KS_BUTTON_PRIMARY,
		.label = ks_say(ks_scene_arena(scene),
				visit->progress[next].session_json ? KS_W_RESUME_IN : KS_W_START_IN,
				ks_home_minutes(visit, next)),
		.after = KS_ICON_ARROW_RIGHT,
		.action = {KS_ACT_RESUME, (int)next}};
	return true;
}

static struct head plan_head(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_visit *visit = &app->visit;
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct head head = {.small = ks_widget_style(&app->ui, 6.2),
			    .heading = ks_widget_heading_style(&app->ui, 11.6),
			    .left = heading_words(app, scene),
			    .words_w = r.w};

	head.small.color = KS_COLOR_INK2;
	head.small.pitch_percent = 150;
	if (visit->duties.n_items > 0)
		head.words_x = ks_mm(metrics, RING_MM) + ks_mm_fixed(metrics, 10.0);
	head.words_w = r.w - head.words_x;
	head.course = course_words(app, scene, &head);
	head.gap = app->ui.has_furigana ? head.heading.em_px / 8 : 0;
	head.words_h = ks_widget_words_height(scene, head.course, &head.small, head.words_w) +
		       head.gap +
		       ks_widget_words_height(scene, head.left, &head.heading, head.words_w);
	return head;
}

/* Returns its height. */
static int build_head(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct head head = plan_head(app, scene, r);
	size_t n_done = ks_visit_n_done(&app->visit), n = app->visit.duties.n_items;
	int ring = n > 0 ? ks_mm(metrics, RING_MM) : 0;
	int line_h = ring > head.words_h ? ring : head.words_h;
	struct ks_rect words = {r.x + head.words_x, 0, head.words_w, 0};

	words.y = r.y + (line_h - head.words_h) / 2;
	if (n > 0)
		ks_widget_ring(scene, (struct ks_rect){r.x, r.y + (line_h - ring) / 2, ring, ring},
			       (double)n_done / (double)n,
			       ks_scene_format(scene, "%zu/%zu", n_done, n));
	words.y += ks_scene_words(scene, KS_ROLE_TEXT, words, head.course, &head.small) + head.gap;
	ks_scene_words(scene, KS_ROLE_HEADING, words, head.left, &head.heading);
	return line_h;
}

/* Below the heading, where there is nothing to list. */
static const char *why_nothing(const struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;

	if (visit->nendo == 0)
		return ks_word(KS_W_HOME_DOUBTFUL_WHY);
	if (!ks_site_plan(&app->site))
		return ks_word(KS_W_HOME_NO_PLAN_WHY);
	return ks_say(ks_scene_arena(scene), KS_W_HOME_EXEMPT_WHY,
		      visit->duties.word && *visit->duties.word
			      ? visit->duties.word
			      : ks_target_word(visit->duties.target));
}

/* @has_other: the way to the other list has room in the bar; else it is one of the small buttons. */
static struct ks_frame open_frame(struct ks_app *app, struct ks_scene *scene,
				  const struct ks_button *go_on, bool *has_other)
{
	struct ks_frame_head bars = ks_frame_person_head(ks_word(KS_W_HOME_TITLE),
							 ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	int n_done = (int)ks_visit_n_done(&app->visit);
	struct ks_frame frame;

	bars.left_px = ks_home_bar_least(scene, n_done);
	bars.extra_label = ks_word(KS_W_OWN_TITLE);
	bars.extra = (struct ks_action){KS_ACT_OWN, 1}; /* 0 is the large button */
	frame = ks_frame_measure(app, scene, &bars);
	*has_other = ks_home_has_done_list(&app->visit);
	if (*has_other && !ks_home_bar_takes_other(scene, &frame, n_done, go_on)) {
		struct ks_button other = ks_home_bar_other(scene, n_done, ks_home_is_done_shown(app));

		bars.other_label = other.label;
		bars.other = other.action;
		*has_other = false;
	}
	return ks_frame_open(app, scene, &bars);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_visit *visit = &app->visit;
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_button go_on, read = {.kind = KS_BUTTON_STRONG,
					.label = ks_word(KS_W_READ_POLICY),
					.action = {KS_ACT_POLICY, 0}};
	bool is_turned, has_other, has_more = describe_button(app, scene, &go_on);
	struct ks_frame frame = open_frame(app, scene, has_more ? &go_on : NULL, &has_other);
	struct ks_rect head = frame.body, rows = frame.body;
	struct ks_text_style body = ks_widget_style(&app->ui, KS_MM_BODY);
	const struct ks_plan *plan = ks_site_plan(&app->site);
	int n_preparing = 0;

	head.h = build_head(app, scene, head);
	rows.y += head.h + ks_mm_fixed(metrics, 8.0);
	rows.h -= head.h + ks_mm_fixed(metrics, 8.0);
	if (visit->duties.target != KS_TARGET_YES) {
		ks_scene_words(scene, KS_ROLE_TEXT, rows, why_nothing(app, scene), &body);
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &read);
		return;
	}
	is_turned = ks_home_rows_build(app, scene, &frame, rows, has_more ? &go_on : NULL, has_other);
	for (size_t i = 0; plan && i < plan->n_lessons; i++)
		n_preparing += !plan->lessons[i].is_ready;
	if (n_preparing > 0 && !is_turned)
		ks_frame_bottom_words(scene, &frame,
				      ks_say(ks_scene_arena(scene), KS_W_HOME_PREPARING, n_preparing));
}

static enum ks_screen_id open_row(struct ks_app *app, size_t index)
{
	if (index >= app->visit.duties.n_items)
		return KS_SCREEN_SAME;
	return ks_app_where(app, ks_lesson_open(&app->site, &app->visit, index));
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_OPEN:
	case KS_ACT_RESUME:
		return open_row(app, (size_t)action.arg);
	case KS_ACT_INSPECT:
		return ks_app_where(app, ks_inspect_open(&app->site, &app->visit));
	case KS_ACT_RECALL:
		return ks_app_where(app, ks_recall_open(&app->site, &app->visit));
	case KS_ACT_AGREE:
		return ks_app_where(app, ks_agree_open(&app->site, &app->visit));
	case KS_ACT_ROWS:
		ks_home_turn(&app->view, action.arg);
		return KS_SCREEN_SAME;
	case KS_ACT_OWN:
		return ks_app_where(app, ks_own_open(&app->site, &app->visit));
	case KS_ACT_DONE_ROWS:
		ks_home_show_done(&app->view, action.arg);
		return KS_SCREEN_SAME;
	case KS_ACT_POLICY:
		ks_policy_reader_begin(&app->view);
		return KS_SCREEN_POLICY;
	default:
		return KS_SCREEN_SAME;
	}
}

/* Where the large button leads: the page or question to go on with. */
static enum ks_screen_id foresee(const struct ks_app *app, struct ks_visit *visit,
				 struct ks_view *view)
{
	size_t next = next_row(app);

	return next < visit->duties.n_items ? ks_app_foresee_lesson(app, visit, view, next)
					    : KS_SCREEN_SAME;
}

const struct ks_screen ks_screen_home = {.name = "home",
					 .enter = enter,
					 .build = build,
					 .tap = tap,
					 .foresee = foresee,
					 .recount = recount};
