/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "kiosk/kana.h"
#include "kiosk/parts.h"
#include "kiosk/screen/policy.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * ことばで探す: kana by two taps (kana.h), or a suggested word by one; then the clauses with the word marked.
 */

#define HITS_MAX 64
#define BEFORE_SIGNS 10
#define BEHIND_SIGNS 26

struct search {
	char typed[KS_POLICY_QUERY_MAX];
	int kana_row;  /* of the table, whose signs are shown */
	bool is_found; /* the clauses are shown, not the keys */
};
KS_SCREEN_STATE(struct search, SEARCH)

/* A new search: what the last one found is no longer marked. */
static void begin(struct ks_view *view)
{
	view->part = 0;
	state_of(view)->is_found = false;
	ks_policy_reader_unmark(view);
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	begin(view);
}

static size_t find(struct ks_app *app, struct ks_policy_hit *hits)
{
	return ks_policy_search(&app->content.policy, state_of(&app->view)->typed, hits, HITS_MAX);
}

/* ---- typing ---- */

/* What was typed, with what it would find behind it. */
static int build_field(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_policy_hit hits[HITS_MAX];
	const char *typed = state_of(&app->view)->typed;
	size_t n = find(app, hits);
	const char *told = *typed == '\0' ? ks_word(KS_W_SEARCH_HINT)
			   : n == 0       ? ks_word(KS_W_SEARCH_NONE)
					  : ks_say(ks_scene_arena(scene), KS_W_SEARCH_HITS, (int)n);

	return ks_kana_field(scene, r, typed, told);
}

/* Suggested words in rows, as many as the room holds. */
static void build_suggested(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	const struct ks_policy *policy = &app->content.policy;
	int gap = ks_mm(metrics, KS_KANA_GAP_MM), h = ks_mm(metrics, 15.0), x = r.x, y = r.y;

	for (size_t i = 0; i < policy->n_words; i++) {
		struct ks_button button = {.kind = KS_BUTTON_STRONG,
					   .label = policy->words[i].word,
					   .label_mm = 6.4,
					   .action = {KS_ACT_WORD, (int)i}};
		int w;

		if (!policy->words[i].is_suggested)
			continue;
		w = ks_widget_button_width(scene, &button);
		if (x > r.x && x + w > r.x + r.w) {
			x = r.x;
			y += h + gap;
		}
		if (y + h > r.y + r.h || w > r.w)
			return;
		ks_widget_button(scene, (struct ks_rect){x, y, w, h}, &button);
		x += w + gap;
	}
}

static void build_typing(struct ks_app *app, struct ks_scene *scene, struct ks_frame_head *head)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_policy_hit hits[HITS_MAX];
	int kana_row = state_in(&app->view)->kana_row;
	struct ks_kana_keys above = ks_kana_row_keys(kana_row), below = ks_kana_sign_keys(kana_row);
	struct ks_button erase = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_ERASE),
				  .action = {KS_ACT_ERASE, 0},
				  .is_disabled = state_of(&app->view)->typed[0] == '\0'};
	struct ks_button go = {.kind = KS_BUTTON_PRIMARY,
			       .label = ks_word(KS_W_SEARCH_FIND),
			       .action = {KS_ACT_FIND, 0},
			       .is_disabled = find(app, hits) == 0};
	int gap = ks_mm(metrics, 5.0), reach = ks_metrics_reach_px(metrics), keys_h;
	struct ks_frame frame;
	struct ks_rect r;

	head->has_bottom = true;
	frame = ks_frame_open(app, scene, head);
	r = frame.body;
	if (r.y < reach - ks_mm(metrics, KS_KANA_FIELD_MM) - gap)
		r.y = reach - ks_mm(metrics, KS_KANA_FIELD_MM) - gap; /* right above what is touched */
	r.y += build_field(app, scene, r) + gap;
	keys_h = ks_kana_keys_build(scene, r, &above, true) + gap +
		 ks_kana_keys_build(scene, r, &below, true);
	if (r.y < reach)
		r.y = reach;
	r.h = frame.body.y + frame.body.h - keys_h - gap - r.y;
	build_suggested(app, scene, r);
	r.y = frame.body.y + frame.body.h - keys_h;
	r.y += ks_kana_keys_build(scene, r, &above, false) + gap;
	ks_kana_keys_build(scene, r, &below, false);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &erase);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &go);
}

/* ---- what was found ---- */

/* @at moved by @n signs back to @from or on to @to. */
static const char *move(const char *at, const char *from, const char *to, int n)
{
	for (; n < 0 && at > from; n++)
		do
			at--;
		while (at > from && (*at & 0xC0) == 0x80);
	for (; n > 0 && at < to; n--)
		ks_utf8_next(&at, to);
	return at;
}

/* "…情報資産の**無断持出し**、無許可…" below the clause's name. */
static struct ks_rich excerpt(struct ks_app *app, struct ks_scene *scene,
			      const struct ks_policy_hit *hit)
{
	const struct ks_clause *clause = &app->content.policy.clauses[hit->clause];
	const char *name = ks_scene_format(scene, "%s　%s\n", clause->id, clause->title);
	const char *in = hit->is_in_title ? clause->title : clause->text, *end = in + strlen(in);
	const char *at = in + hit->at, *from = move(at, in, end, -BEFORE_SIGNS);
	const char *to = move(at + hit->len, in, end, BEHIND_SIGNS), *lead = from > in ? "…" : "";
	struct ks_span *span = ks_arena_alloc(ks_scene_arena(scene), sizeof(*span));
	struct ks_rich rich = ks_rich_plain(ks_scene_format(
		scene, "%s%s%.*s%s", name, lead, (int)(to - from), from, to < end ? "…" : ""));

	span->from = (uint32_t)(strlen(name) + strlen(lead) + (size_t)(at - from));
	span->to = span->from + (uint32_t)hit->len;
	span->mark = KS_MARK_STRONG;
	rich.spans = span;
	rich.n_spans = 1;
	return rich;
}

static void fill_found(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_policy_hit hits[HITS_MAX];
	size_t n = find(app, hits);

	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	for (size_t i = 0; i < n; i++) {
		struct ks_rich rich = excerpt(app, flow->scene, &hits[i]);
		struct ks_choice_row row = {.text = &rich,
					    .action = {KS_ACT_HIT, (int)hits[i].clause}};

		ks_flow_choice(flow, &row);
	}
}

static void build_found(struct ks_app *app, struct ks_scene *scene, struct ks_frame_head *head)
{
	struct ks_button again = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_SEARCH_AGAIN),
				  .action = {KS_ACT_UNDO, 0}};
	struct ks_frame frame;

	head->has_bottom = true;
	head->title = ks_say(ks_scene_arena(scene), KS_W_SEARCH_FOUND, state_of(&app->view)->typed);
	frame = ks_parts_build(app, scene, head, fill_found);
	if (app->view.part == 0)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &again);
	ks_parts_words(app, scene, &frame);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_policy_reader_head(app, ks_word(KS_W_SEARCH));

	head.step_label = ks_word(KS_W_POLICY_TEXT);
	head.step = (struct ks_action){KS_ACT_POLICY, 0};
	if (state_of(&app->view)->is_found)
		build_found(app, scene, &head);
	else
		build_typing(app, scene, &head);
}

/* ---- taps ---- */

static void take_word(struct ks_app *app, size_t index)
{
	memset(state_of(&app->view)->typed, 0, KS_POLICY_QUERY_MAX);
	snprintf(state_of(&app->view)->typed, KS_POLICY_QUERY_MAX, "%s",
		 app->content.policy.words[index].word);
}

static enum ks_screen_id show_found(struct ks_app *app)
{
	state_of(&app->view)->is_found = true;
	app->view.part = 0;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (state_of(&app->view)->is_found && ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_KANA_ROW:
		state_of(&app->view)->kana_row = action.arg;
		return KS_SCREEN_SAME;
	case KS_ACT_KANA:
		ks_kana_type(state_of(&app->view)->typed, KS_POLICY_QUERY_MAX, (uint32_t)action.arg);
		return KS_SCREEN_SAME;
	case KS_ACT_ERASE:
		ks_kana_erase(state_of(&app->view)->typed);
		return KS_SCREEN_SAME;
	case KS_ACT_WORD:
		take_word(app, (size_t)action.arg);
		return show_found(app);
	case KS_ACT_FIND:
		return show_found(app);
	case KS_ACT_UNDO:
		begin(&app->view);
		return KS_SCREEN_SAME;
	case KS_ACT_HIT:
		ks_policy_reader_seek(&app->view, (size_t)action.arg, state_in(&app->view)->typed);
		return KS_SCREEN_POLICY;
	case KS_ACT_POLICY:
		return KS_SCREEN_POLICY;
	case KS_ACT_CLOSE:
		return ks_policy_reader_close(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_search = {
	.name = "search", .enter = enter, .build = build, .tap = tap};
