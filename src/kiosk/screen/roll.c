/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/parts.h"
#include "kiosk/screen/reception.h"
#include "kiosk/screen/roll_say.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/paper.h"
#include "visit/present.h"
#include "visit/who.h"

/*
 * 出席簿 at the kiosk (design 42): 対象 = 出席 + まだ来ていない, by 所属; each missing person has a reason or a button to give one,
 * and each one here can be corrected. Only for the 係員, signed in.
 */

#define COLUMNS 2 /* people beside each other in landscape */
#define COLUMN_GAP_MM 4.0
#define DEED_MM 18.0

/* One person's row: drawn at @r, or only measured for its width. Returns its height. */
static int person_row(struct ks_flow *flow, struct ks_app *app, size_t i, struct ks_rect r,
		      bool is_dry)
{
	const struct ks_roll_person *person = &app->visit.desk.roll.people[i];
	const char *name = ks_desk_name(&app->visit, person->staff);
	struct ks_rich rich = ks_rich_plain(ks_say(ks_scene_arena(flow->scene), KS_W_ROLL_PERSON,
						   name[0] ? name : person->staff,
						   ks_desk_unit(&app->visit, person->staff),
						   ks_roll_say_state(app, flow->scene, person)));
	struct ks_choice_row row = {.text = &rich, .action = {KS_ACT_PERSON, (int)i}};

	if (!is_dry)
		ks_widget_choice(flow->scene, r, &row);
	return ks_widget_choice_height(flow->scene, r.w, &row);
}

struct order {
	const char *unit;
	size_t index;
};

static int by_unit(const void *one, const void *other)
{
	const struct order *a = one, *b = other;
	int order = strcmp(a->unit, b->unit);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static size_t n_columns(const struct ks_app *app)
{
	return ks_metrics_is_portrait(&app->ui.metrics) ? 1 : COLUMNS;
}

/* As many of @n_left people as stand beside each other, each as high as the highest. */
static void flow_beside(struct ks_flow *flow, struct ks_app *app, const struct order *order,
			size_t n_left)
{
	size_t columns = n_columns(app), n = n_left < columns ? n_left : columns;
	int gap = ks_mm_fixed(&app->ui.metrics, COLUMN_GAP_MM), h = 0, w;
	struct ks_rect r = flow->column;

	r.w = (flow->column.w - (int)(columns - 1) * gap) / (int)columns;
	for (size_t i = 0; i < n; i++) {
		int need = person_row(flow, app, order[i].index, r, true);

		h = need > h ? need : h;
	}
	w = r.w;
	if (!ks_flow_target(flow, h, 0, &r))
		return;
	r.w = w;
	for (size_t i = 0; i < n; i++, r.x += w + gap)
		(void)person_row(flow, app, order[i].index, r, false);
}

/* How many of each 所属 are missing, before who they are. */
static void flow_units(struct ks_flow *flow, const struct order *order, size_t n)
{
	const char *said = NULL;

	for (size_t i = 0, k; i < n; i = k) {
		const char *word;

		for (k = i; k < n && strcmp(order[k].unit, order[i].unit) == 0;)
			k++;
		if (!order[i].unit[0])
			continue;
		word = ks_say(ks_scene_arena(flow->scene), KS_W_ROLL_NOTED, order[i].unit,
			      (int)(k - i));
		said = said ? ks_scene_format(flow->scene, "%s・%s", said, word) : word;
	}
	if (said)
		ks_flow_words(flow, KS_ROLE_TEXT, said, KS_MM_NOTE);
}

static void flow_people(struct ks_flow *flow, struct ks_app *app, bool is_present, enum ks_word title)
{
	const struct ks_roll *roll = &app->visit.desk.roll;
	struct order *order =
		ks_arena_alloc(ks_scene_arena(flow->scene), (roll->n_people + 1) * sizeof(*order));
	size_t n = 0;

	for (size_t i = 0; i < roll->n_people; i++)
		if (roll->people[i].is_present == is_present &&
		    (is_present || roll->people[i].is_expected || roll->people[i].is_corrected))
			order[n++] =
				(struct order){ks_desk_unit(&app->visit, roll->people[i].staff), i};
	if (n == 0)
		return;
	qsort(order, n, sizeof(*order), by_unit);
	ks_flow_words(flow, KS_ROLE_HEADING, ks_word(title), 8.8);
	if (!is_present)
		flow_units(flow, order, n);
	for (size_t i = 0; i < n; i += n_columns(app))
		flow_beside(flow, app, &order[i], n - i);
}

static void flow_counts(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_roll *roll = &app->visit.desk.roll;
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	const char *sum = roll->n_expected > 0
				  ? ks_say(arena, KS_W_ROLL_SUM, (int)roll->n_expected,
					   (int)roll->n_here, (int)roll->n_missing)
				  : ks_say(arena, KS_W_ROLL_ANYBODY, (int)roll->n_walk_ins),
		   *noted = ks_roll_say_sum(flow->scene, roll);

	ks_flow_words(flow, KS_ROLE_HEADING, sum, 10.0);
	if (roll->n_expected > 0)
		ks_flow_words(flow, KS_ROLE_TEXT,
			      ks_say(arena, KS_W_ROLL_EXTRA, (int)roll->n_walk_ins,
				     (int)(roll->n_here + roll->n_walk_ins)),
			      KS_MM_LABEL);
	if (roll->closing) {
		struct ks_civil at = ks_civil_from_ms(roll->closing->at_ms);
		const char *reason = roll->closing->reason;

		ks_flow_words(flow, KS_ROLE_TEXT,
			      ks_say(arena, KS_W_ROLL_CLOSED, at.hour, at.minute,
				     roll->closing->n_present, roll->closing->n_counted,
				     reason[0] ? reason : ks_word(KS_W_ROLL_MATCH)),
			      KS_MM_LABEL);
	}
	if (noted)
		ks_flow_words(flow, KS_ROLE_TEXT, noted, KS_MM_NOTE);
}

static void deed_row(struct ks_flow *flow, struct ks_rect r, enum ks_word word, enum ks_act act)
{
	struct ks_button button = {
		.kind = KS_BUTTON_QUIET, .label = ks_word(word), .action = {act, 0}};

	ks_widget_button(flow->scene, r, &button);
}

/* Somebody by name, what is shown to the room, answers on paper: beside each other, in portrait one below the other. */
static void flow_deeds(struct ks_flow *flow, struct ks_app *app)
{
	static const struct {
		enum ks_word word;
		enum ks_act act;
	} deeds[] = {{KS_W_ROLL_ADMIT_NAME, KS_ACT_NAME},
		     {KS_W_ROLL_SHOW, KS_ACT_SHOW},
		     {KS_W_ROLL_PAPER, KS_ACT_PAPER}};
	int gap = ks_mm_fixed(&app->ui.metrics, COLUMN_GAP_MM), h = ks_mm(&app->ui.metrics, DEED_MM);
	int n = KS_COUNT(deeds);
	bool is_beside = n_columns(app) > 1;
	struct ks_rect r;

	if (!ks_flow_target(flow, is_beside ? h : n * (h + gap) - gap, 0, &r))
		return;
	r.h = h;
	if (is_beside)
		r.w = (r.w - (n - 1) * gap) / n;
	for (int i = 0; i < n; i++) {
		deed_row(flow, r, deeds[i].word, deeds[i].act);
		if (is_beside)
			r.x += r.w + gap;
		else
			r.y += h + gap;
	}
}

/* What was corrected, when and by whom; the newest stands last, as it was said. */
static void flow_corrections(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_roll *roll = &app->visit.desk.roll;
	int n = 0;

	for (size_t i = 0; i < roll->n_facts; i++)
		n += ks_roll_say_correction(app, flow->scene, &roll->facts[i]) ? 1 : 0;
	if (n == 0)
		return;
	ks_flow_words(flow, KS_ROLE_HEADING,
		      ks_say(ks_scene_arena(flow->scene), KS_W_ROLL_CORRECTIONS, n), 8.8);
	for (size_t i = 0; i < roll->n_facts; i++) {
		const char *said = ks_roll_say_correction(app, flow->scene, &roll->facts[i]);

		if (said)
			ks_flow_words(flow, KS_ROLE_TEXT, said, KS_MM_LABEL);
	}
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	ks_flow_words(flow, KS_ROLE_TEXT, ks_attend_gathering(&app->visit)->title, KS_MM_LABEL);
	flow_counts(flow, app);
	flow_deeds(flow, app);
	flow_people(flow, app, false, KS_W_ROLL_MISSING);
	flow_people(flow, app, true, KS_W_ROLL_HERE);
	flow_corrections(flow, app);
}

/* On the first part the buttons of the desk, on further ones 戻る; 次へ where there is more. */
static void build_buttons(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	struct ks_button count = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_ROLL_CLOSE),
				  .action = {KS_ACT_COUNT, 0}};

	/* On two lines, with readings, it would not stay within the bar. */
	if (ks_widget_button_width(scene, &count) > ks_frame_bottom_most(scene, frame, KS_SLOT_LEFT))
		count.label = ks_word(KS_W_ROLL_CLOSE_BRIEF);
	if (app->view.part == 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &count);
	ks_parts_words(app, scene, frame);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_ROLL_TITLE), ks_word(KS_W_DESK_BACK), KS_ACT_DESK);
	bool is_open = ks_reception_is(app, ks_attend_gathering(&app->visit));
	struct ks_frame frame;

	head.extra_label = ks_word(is_open ? KS_W_ROLL_STOP : KS_W_ROLL_OPEN);
	head.extra = (struct ks_action){KS_ACT_RECEPTION, !is_open};
	head.other_label = ks_word(KS_W_ROLL_ADMIT);
	head.other = (struct ks_action){KS_ACT_ADMIT, 0};
	frame = ks_parts_build(app, scene, &head, fill);
	build_buttons(app, scene, &frame);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct ks_visit *visit = &app->visit;

	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_DESK:
		ks_desk_back(visit);
		break;
	case KS_ACT_PERSON:
		ks_desk_ask_why(visit, (size_t)action.arg);
		break;
	case KS_ACT_ADMIT:
		ks_desk_ask_number(visit, KS_DESK_ADMIT);
		break;
	case KS_ACT_COUNT:
		ks_desk_ask_number(visit, KS_DESK_CLOSE);
		break;
	case KS_ACT_NAME:
		ks_who_begin(visit);
		break;
	case KS_ACT_SHOW:
		ks_present_list(visit);
		break;
	case KS_ACT_PAPER:
		ks_paper_list(visit);
		break;
	case KS_ACT_RECEPTION:
		return ks_reception_switch(app, action.arg != 0);
	default:
		return KS_SCREEN_SAME;
	}
	return ks_app_where(app, KS_OK);
}

const struct ks_screen ks_screen_roll = {
	.name = "roll", .enter = ks_parts_enter, .build = build, .tap = tap, .is_read = true};
