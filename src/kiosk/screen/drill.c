/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/drill.h"

#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/present.h"

/*
 * 緊急時対応訓練: a scene, what is to be decided, and a clock that runs above. The decision that is touched is recorded at once; then
 * the policy is compared with it. Behind the last scene stands what was decided when.
 */

#define STAYS_S 3600
#define CLOCK_MS 1000
#define TEXT_MM 8.8
#define ASK_MM 9.6
#define BADGE_MM 6.6

struct drill {
	bool is_again; /* something was decided, and the room thinks again */
};
KS_SCREEN_STATE(struct drill, DRILL)

static const struct ks_drill_scene *present_scene(const struct ks_app *app)
{
	return &app->visit.drill.drill->scenes[app->visit.drill.scene];
}

static const struct ks_drill_words *worded(const struct ks_app *app)
{
	return app->is_easy ? &present_scene(app)->easy : &present_scene(app)->words;
}

static int decided(const struct ks_app *app)
{
	return app->visit.drill.decided[app->visit.drill.scene];
}

static bool has_decided(const struct ks_app *app)
{
	return app->visit.drill.is_begun && !app->visit.drill.is_over && decided(app) >= 0 &&
	       !state_in(&app->view)->is_again;
}

static void flow_rich(struct ks_flow *flow, enum ks_role role, const struct ks_rich *rich, double mm)
{
	struct ks_text_style style = role == KS_ROLE_HEADING
					     ? ks_widget_heading_style(&flow->app->ui, mm)
					     : ks_widget_style(&flow->app->ui, mm);

	ks_flow_text(flow, role, rich, &style, 0);
}

static void flow_intro(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_drill *drill = app->visit.drill.drill;

	ks_flow_words(flow, KS_ROLE_HEADING, drill->title, KS_MM_HEADING);
	flow_rich(flow, KS_ROLE_TEXT, app->is_easy ? &drill->easy_intro : &drill->intro, TEXT_MM);
}

static void flow_badge(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_drill_visit *drill = &app->visit.drill;
	const char *words =
		ks_say(ks_scene_arena(flow->scene), KS_W_DRILL_SCENE, (int)drill->scene + 1,
		       (int)drill->drill->n_scenes, present_scene(app)->clock);
	struct ks_rect size = ks_widget_badge_size(flow->scene, BADGE_MM, KS_ICON_HOURGLASS, words),
		       r;

	if (ks_flow_room(flow, size.h, &r))
		ks_widget_badge(flow->scene, r.x, r.y, BADGE_MM, KS_TONE_ACCENT, KS_ICON_HOURGLASS,
				words);
}

static bool begins_part(struct ks_flow flow, const struct ks_choice_row *row)
{
	int part = flow.part;

	flow.wanted = -1; /* only measured */
	ks_flow_choice(&flow, row);
	return flow.part != part;
}

/* On a further part what is asked stands above it again. */
static void flow_decision(struct ks_flow *flow, struct ks_app *app, int i, const struct ks_rich *text)
{
	struct ks_choice_row row = {.text = text,
				    .state = decided(app) == i ? KS_STATE_SELECTED : 0,
				    .action = {KS_ACT_DECIDE, i}};

	if (begins_part(*flow, &row)) {
		ks_flow_break(flow);
		flow_rich(flow, KS_ROLE_HEADING, &worded(app)->ask, ASK_MM);
	}
	ks_flow_choice(flow, &row);
}

static void flow_note(struct ks_flow *flow, struct ks_app *app)
{
	int64_t s = app->visit.drill.decided_ms[app->visit.drill.scene] / 1000;
	struct ks_quote quote = {.ground = KS_COLOR_KEY_SOFT,
				 .bar = KS_COLOR_KEY,
				 .text = &worded(app)->note,
				 .mm = 7.4,
				 .title = ks_say(ks_scene_arena(flow->scene), KS_W_DRILL_DECIDED,
						 (int)(s / 60), (int)(s % 60))};

	ks_flow_quote(flow, &quote);
}

static void flow_scene(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_drill_words *words = worded(app);
	struct ks_rich other = ks_rich_plain(ks_word(KS_W_DRILL_OTHER));
	size_t n = present_scene(app)->n_decisions;

	flow_badge(flow, app);
	flow_rich(flow, KS_ROLE_TEXT, &words->text, TEXT_MM);
	flow_rich(flow, KS_ROLE_HEADING, &words->ask, ASK_MM);
	for (size_t i = 0; i < n; i++)
		if (!has_decided(app) || decided(app) == (int)i)
			flow_decision(flow, app, (int)i, &words->decisions[i]);
	if (!has_decided(app) || decided(app) == (int)n)
		flow_decision(flow, app, (int)n, &other);
	if (has_decided(app) && app->visit.drill.kept)
		flow_note(flow, app);
}

/* What was decided when. */
static void flow_over(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_drill_visit *drill = &app->visit.drill;
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	int64_t s = drill->over_ms / 1000;

	ks_flow_words(flow, KS_ROLE_HEADING,
		      ks_say(arena, KS_W_DRILL_OVER, (int)(s / 60), (int)(s % 60)), KS_MM_HEADING);
	if (drill->kept)
		ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_DRILL_OVER_NOTE), 7.0);
	for (size_t i = 0; i < drill->drill->n_scenes; i++) {
		const struct ks_drill_scene *scene = &drill->drill->scenes[i];
		const struct ks_drill_words *words = app->is_easy ? &scene->easy : &scene->words;
		int which = drill->decided[i];

		s = drill->decided_ms[i] / 1000;
		ks_flow_words(flow, KS_ROLE_TEXT,
			      which < 0 ? ks_say(arena, KS_W_DRILL_PASSED, (int)i + 1)
					: ks_say(arena, KS_W_DRILL_SUM, (int)i + 1, (int)(s / 60),
						 (int)(s % 60),
						 which < (int)scene->n_decisions
							 ? words->decisions[which].text
							 : ks_word(KS_W_DRILL_OTHER)),
			      7.4);
	}
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_drill_visit *drill = &app->visit.drill;

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 3.6);
	if (drill->is_over)
		flow_over(flow, app);
	else if (drill->is_begun)
		flow_scene(flow, app);
	else
		flow_intro(flow, app);
}

static const char *next_label(const struct ks_app *app)
{
	const struct ks_drill_visit *drill = &app->visit.drill;

	if (drill->is_over)
		return ks_word(KS_W_DRILL_CLOSE);
	if (!drill->is_begun)
		return ks_word(KS_W_DRILL_BEGIN);
	return ks_word(drill->scene + 1 < drill->drill->n_scenes ? KS_W_DRILL_NEXT : KS_W_DRILL_END);
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	bool is_last_part = app->view.part + 1 >= app->view.n_parts;
	struct ks_button back = ks_frame_back();
	struct ks_button again = {.kind = KS_BUTTON_QUIET,
				  .label = ks_word(KS_W_DRILL_AGAIN),
				  .action = {KS_ACT_UNDO, 0}};
	struct ks_button next = ks_frame_next(is_last_part ? next_label(app) : ks_word(KS_W_NEXT));

	if (app->view.part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	else if (has_decided(app))
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &again);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
	ks_parts_words(app, scene, frame);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	int64_t s = ks_drill_elapsed_ms(&app->site, &app->visit) / 1000;
	struct ks_frame_head head = ks_frame_person_head(
		ks_say(ks_scene_arena(scene), KS_W_DRILL_TITLE, app->visit.drill.drill->title,
		       (int)(s / 60), (int)(s % 60)),
		ks_word(KS_W_SHOW_AGAIN), KS_ACT_SHOW);
	struct ks_frame frame;
	struct ks_flow flow;

	head.has_person = false;
	head.has_bottom = true;
	frame = ks_frame_open(app, scene, &head);
	flow = ks_flow_begin(app, scene, frame.body, -1);
	fill(&flow, app);
	app->view.n_parts = ks_flow_n_parts(&flow);
	if (app->view.part >= app->view.n_parts)
		app->view.part = app->view.n_parts - 1;
	flow = ks_flow_begin(app, scene, frame.body, app->view.part);
	fill(&flow, app);
	build_bottom(app, scene, &frame);
}

/* On the last part the button leads on in the drill. */
static enum ks_screen_id go_on(struct ks_app *app)
{
	struct ks_drill_visit *drill = &app->visit.drill;
	enum ks_rc rc;

	if (drill->is_over) {
		ks_present_back(&app->visit);
		ks_present_back(&app->visit);
		return ks_app_where(app, KS_OK);
	}
	rc = drill->is_begun ? ks_drill_next(&app->site, &app->visit)
			     : ks_drill_begin(&app->site, &app->visit);
	if (rc != KS_OK)
		return ks_app_trouble(app, rc);
	app->view.part = 0;
	state_of(&app->view)->is_again = false;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	enum ks_rc rc;

	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_NEXT:
		return go_on(app);
	case KS_ACT_DECIDE:
		rc = ks_drill_decide(&app->site, &app->visit, action.arg);
		if (rc != KS_OK)
			return ks_app_trouble(app, rc);
		app->view.part = 0; /* where the comparison stands */
		state_of(&app->view)->is_again = false;
		return KS_SCREEN_SAME;
	case KS_ACT_UNDO:
		state_of(&app->view)->is_again = true;
		app->view.part = 0;
		return KS_SCREEN_SAME;
	case KS_ACT_SHOW:
		ks_present_back(&app->visit);
		return ks_app_where(app, KS_OK);
	default:
		return KS_SCREEN_SAME;
	}
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
	state_of(view)->is_again = false;
}

static int due_ms(struct ks_app *app)
{
	return app->visit.drill.is_begun && !app->visit.drill.is_over ? CLOCK_MS : -1;
}

const struct ks_screen ks_screen_drill = {.name = "drill",
					  .enter = enter,
					  .build = build,
					  .tap = tap,
					  .due_ms = due_ms,
					  .stays_s = STAYS_S,
					  .is_read = true};
