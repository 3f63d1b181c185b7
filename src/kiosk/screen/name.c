/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/kana.h"
#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/attend.h"
#include "visit/who.h"

/*
 * 氏名から探す (design 44): whoever forgot their number finds themselves by the reading of the name. All 46 kana, where they
 * find room at this size, else row and sign; the candidates beside or above them, else behind a button.
 */

#define BESIDE_MM 100.0 /* what a candidate needs at least beside the keys */
#define COLUMN_GAP_MM 8.0
#define ROW_GAP_MM 4.0
#define TYPED_MAX 25 /* eight signs */

struct name {
	char typed[TYPED_MAX];
	int kana_row;
	bool is_list; /* the candidates are shown, not the keys */
};
KS_SCREEN_STATE(struct name, NAME)

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct name));
	view->part = 0;
	view->n_parts = 1;
}

/* ---- who it may be ---- */

/* "**環境**　総務課": no more of anybody; the 係員 sees the whole name. */
static void flow_person(struct ks_flow *flow, struct ks_app *app, size_t index)
{
	const struct ks_person *person = &app->visit.who.people[index];
	const struct ks_appointment *post = ks_person_appointment_on(person, app->visit.today);
	char *family = app->visit.purpose == KS_PURPOSE_DESK ? ks_strdup(person->name)
							     : ks_person_family_name(person);
	struct ks_span *span = ks_arena_alloc(ks_scene_arena(flow->scene), sizeof(*span));
	struct ks_rich rich =
		ks_rich_plain(ks_scene_format(flow->scene, "%s　%s", family, post ? post->unit : ""));
	struct ks_choice_row row = {
		.text = &rich, .action = {KS_ACT_CHOOSE, (int)index}, .is_name = true};

	*span = (struct ks_span){.to = (uint32_t)strlen(family), .mark = KS_MARK_STRONG};
	rich.spans = span;
	rich.n_spans = 1;
	ks_flow_choice(flow, &row);
	explicit_bzero(family, strlen(family));
	free(family);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	flow->gap_px = ks_mm(&app->ui.metrics, ROW_GAP_MM);
	for (size_t i = 0; i < app->visit.who.n_people; i++)
		flow_person(flow, app, i);
}

/* As many as there ever are, and these, in @column: so that nothing changes its place while somebody types. */
static bool has_room(struct ks_app *app, struct ks_scene *scene, struct ks_rect column)
{
	struct ks_rich rich = ks_rich_plain("あ");
	struct ks_choice_row row = {.text = &rich};
	struct ks_flow flow = ks_flow_begin(app, scene, column, -1);
	int gap = ks_mm(&app->ui.metrics, ROW_GAP_MM);

	if (column.w < ks_mm(&app->ui.metrics, BESIDE_MM) ||
	    column.h < KS_WHO_MAX * (ks_widget_choice_height(scene, column.w, &row) + gap) - gap)
		return false;
	fill(&flow, app);
	return ks_flow_n_parts(&flow) <= 1;
}

static const char *told(struct ks_app *app, struct ks_arena *arena)
{
	const struct ks_who_visit *who = &app->visit.who;
	const char *typed = state_in(&app->view)->typed;

	if (who->n_people > 0)
		return ks_say(arena, KS_W_NAME_FOUND, (int)who->n_people);
	if (who->n_found > 0)
		return ks_word(KS_W_NAME_MORE);
	return ks_word(ks_who_is_enough(typed) ? KS_W_NAME_NONE : KS_W_NAME_HINT);
}

/* ---- typing ---- */

/* Where the parts stand. */
struct plan {
	struct ks_kana_keys keys, signs; /* all of them; or a row and its signs */
	bool is_full, is_beside;         /* all of them; candidates left of the keys */
	bool has_candidates;
	int heading_h;
	struct ks_rect board, field, candidates;
};

/* Whoever looks for themselves, or the 係員 for somebody. */
static const char *heading_words(const struct ks_app *app)
{
	return ks_word(app->visit.purpose == KS_PURPOSE_DESK ? KS_W_NAME_ADMIT : KS_W_NAME_HEADING);
}

static int board_height(struct ks_scene *scene, const struct plan *plan, int gap)
{
	int h = ks_kana_keys_build(scene, plan->board, &plan->keys, true);

	return plan->is_full ? h
			     : h + gap + ks_kana_keys_build(scene, plan->board, &plan->signs, true);
}

static struct plan plan_typing(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_BODY);
	int gap = ks_mm(metrics, 5.0), field = ks_mm(metrics, KS_KANA_FIELD_MM);
	int beside = ks_mm(metrics, BESIDE_MM) + ks_mm(metrics, COLUMN_GAP_MM), top;
	bool is_tall = ks_metrics_is_portrait(metrics);
	struct plan plan = {.keys = ks_kana_board(), .board = body};

	plan.is_full = ks_kana_keys_width(scene, &plan.keys) <= (is_tall ? body.w : body.w - beside) &&
		       body.y + body.h - ks_kana_keys_height(scene, &plan.keys) >=
			       ks_metrics_reach_px(metrics);
	plan.is_beside = plan.is_full && !is_tall;
	if (!plan.is_full) {
		plan.keys = ks_kana_row_keys(state_in(&app->view)->kana_row);
		plan.signs = ks_kana_plain_keys(state_in(&app->view)->kana_row);
	}
	if (plan.is_beside) {
		plan.board.w = ks_kana_keys_width(scene, &plan.keys);
		plan.board.x = body.x + body.w - plan.board.w;
	}
	plan.board.h = board_height(scene, &plan, gap);
	plan.board.y = body.y + body.h - plan.board.h;
	plan.field = (struct ks_rect){plan.board.x, plan.board.y - gap - field, plan.board.w, field};
	plan.heading_h = ks_widget_words_height(scene, heading_words(app), &heading, body.w);
	if (body.y + plan.heading_h > plan.field.y)
		plan.heading_h = 0; /* the title says it too */
	top = body.y + plan.heading_h + (plan.heading_h > 0 ? gap : 0);
	plan.candidates =
		(struct ks_rect){body.x, top,
				 body.w - plan.board.w - (beside - ks_mm(metrics, BESIDE_MM)),
				 body.y + body.h - top};
	if (!plan.is_beside) { /* the field follows the heading, people the field, keys the people */
		plan.field.y = top;
		plan.candidates = (struct ks_rect){body.x, top + field + gap, body.w,
						   plan.board.y - top - field - 2 * gap};
	}
	plan.has_candidates = has_room(app, scene, plan.candidates);
	if (!plan.is_beside && !plan.has_candidates)
		plan.field.y = plan.board.y - gap - field;
	return plan;
}

static void build_board(struct ks_scene *scene, const struct plan *plan, int gap)
{
	struct ks_rect r = plan->board;

	r.y += ks_kana_keys_build(scene, r, &plan->keys, false) + gap;
	if (!plan->is_full)
		ks_kana_keys_build(scene, r, &plan->signs, false);
}

static void build_typing(struct ks_app *app, struct ks_scene *scene, struct ks_frame_head *head)
{
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_BODY);
	struct ks_arena *arena = ks_scene_arena(scene);
	struct ks_button erase = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_ERASE),
				  .action = {KS_ACT_ERASE, 0},
				  .is_disabled = state_in(&app->view)->typed[0] == '\0'};
	struct ks_button show = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_say(arena, KS_W_NAME_SHOW, (int)app->visit.who.n_people),
				 .action = {KS_ACT_FIND, 0},
				 .is_disabled = app->visit.who.n_people == 0};
	struct ks_frame frame = ks_frame_open(app, scene, head);
	struct plan plan = plan_typing(app, scene, frame.body);

	if (plan.heading_h > 0)
		ks_scene_words(scene, KS_ROLE_HEADING,
			       (struct ks_rect){frame.body.x, frame.body.y, frame.body.w, 0},
			       heading_words(app), &heading);
	ks_kana_field(scene, plan.field, state_in(&app->view)->typed, told(app, arena));
	if (plan.has_candidates) {
		struct ks_flow flow = ks_flow_begin(app, scene, plan.candidates, 0);

		fill(&flow, app);
	}
	build_board(scene, &plan, ks_mm(&app->ui.metrics, 5.0));
	ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &erase);
	if (!plan.has_candidates)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &show);
	if (app->visit.purpose != KS_PURPOSE_DESK)
		ks_frame_bottom_words(scene, &frame, ks_word(KS_W_NAME_HELP));
	app->view.n_parts = 1;
}

/* ---- the list by itself ---- */

static void build_list(struct ks_app *app, struct ks_scene *scene, struct ks_frame_head *head)
{
	struct ks_button again = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_NAME_AGAIN),
				  .action = {KS_ACT_UNDO, 0}};
	struct ks_frame frame = ks_parts_build(app, scene, head, fill);

	if (app->view.part == 0)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &again);
	ks_parts_words(app, scene, &frame);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	bool is_desk = app->visit.purpose == KS_PURPOSE_DESK;
	struct ks_frame_head head =
		is_desk ? ks_frame_person_head(ks_word(KS_W_ROLL_ADMIT_NAME),
					       ks_word(KS_W_ROLL_BACK), KS_ACT_HOME)
			: ks_frame_door_head(ks_say(ks_scene_arena(scene), KS_W_ATTEND_FOR,
						    ks_attend_gathering(&app->visit)->title),
					     ks_word(KS_W_QUIT_SIGNIN));

	head.has_bottom = true;
	if (!is_desk) {
		head.step_label = ks_word(KS_W_NAME_BACK);
		head.step = (struct ks_action){KS_ACT_HOME, 0};
	}
	if (state_in(&app->view)->is_list)
		build_list(app, scene, &head);
	else
		build_typing(app, scene, &head);
}

/* ---- taps ---- */

/* Something else stands in the field: who it may mean now. */
static enum ks_screen_id search(struct ks_app *app)
{
	enum ks_rc rc = ks_who_search(&app->site, &app->visit, state_in(&app->view)->typed);

	return rc == KS_OK ? KS_SCREEN_SAME : ks_app_trouble(app, rc);
}

static enum ks_screen_id choose(struct ks_app *app, size_t index)
{
	return index < app->visit.who.n_people
		       ? ks_app_where(app, ks_who_choose(&app->site, &app->visit, index))
		       : KS_SCREEN_SAME;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct name *name = state_of(&app->view);

	if (name->is_list && ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_KANA_ROW:
		name->kana_row = action.arg;
		return KS_SCREEN_SAME;
	case KS_ACT_KANA:
		ks_kana_type(name->typed, sizeof(name->typed), (uint32_t)action.arg);
		return search(app);
	case KS_ACT_ERASE:
		ks_kana_erase(name->typed);
		return search(app);
	case KS_ACT_FIND:
	case KS_ACT_UNDO:
		name->is_list = action.what == KS_ACT_FIND;
		app->view.part = 0;
		return KS_SCREEN_SAME;
	case KS_ACT_CHOOSE:
		return choose(app, (size_t)action.arg);
	case KS_ACT_HOME:
		ks_who_back(&app->visit);
		return ks_app_where(app, KS_OK);
	case KS_ACT_CLOSE:
		return ks_app_sign_out(app, false);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_name = {.name = "name", .enter = enter, .build = build, .tap = tap};
