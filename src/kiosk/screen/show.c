/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/parts.h"
#include "kiosk/screen/present.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/drill.h"
#include "visit/present.h"

/* Which lesson, or which drill, is shown to the room: what the gathering covers, else all there is. */

#define HEADING_MM 10.0

static void flow_row(struct ks_flow *flow, const char *words, struct ks_action action)
{
	struct ks_rich rich = ks_rich_plain(words);
	struct ks_choice_row row = {.text = &rich, .action = action};

	ks_flow_choice(flow, &row);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	const struct ks_lesson *lessons[KS_PRESENT_LESSONS_MAX];
	size_t n = ks_present_lessons(&app->site, &app->visit, lessons);

	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	if (n > 0)
		ks_flow_words(flow, KS_ROLE_HEADING, ks_word(KS_W_SHOW_LESSONS), HEADING_MM);
	for (size_t i = 0; i < n; i++)
		flow_row(flow,
			 ks_say(arena, KS_W_SHOW_LESSON_ROW, lessons[i]->title, lessons[i]->minutes,
				(int)lessons[i]->n_pages),
			 (struct ks_action){KS_ACT_SHOW, (int)i});
	if (app->content.n_drills > 0)
		ks_flow_words(flow, KS_ROLE_HEADING, ks_word(KS_W_SHOW_DRILLS), HEADING_MM);
	for (size_t i = 0; i < app->content.n_drills; i++) {
		const struct ks_drill *drill = &app->content.drills[i];

		flow_row(flow,
			 ks_say(arena, KS_W_SHOW_DRILL_ROW, drill->title, drill->minutes,
				(int)drill->n_scenes),
			 (struct ks_action){KS_ACT_DRILL, (int)i});
	}
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_ROLL_SHOW), ks_word(KS_W_ROLL_BACK), KS_ACT_HOME);

	head.has_bottom = false;
	ks_parts_build(app, scene, &head, fill);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	const struct ks_lesson *lessons[KS_PRESENT_LESSONS_MAX];
	size_t at = (size_t)action.arg;

	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_SHOW:
		if (at < ks_present_lessons(&app->site, &app->visit, lessons)) {
			ks_present_open(&app->visit, lessons[at]);
			ks_present_enlarge(app, true);
		}
		break;
	case KS_ACT_DRILL:
		if (at < app->content.n_drills)
			ks_drill_open(&app->visit, &app->content.drills[at]);
		break;
	case KS_ACT_HOME:
		ks_present_back(&app->visit);
		break;
	default:
		return KS_SCREEN_SAME;
	}
	return ks_app_where(app, KS_OK);
}

const struct ks_screen ks_screen_show = {
	.name = "show", .enter = ks_parts_enter, .build = build, .tap = tap, .is_read = true};
