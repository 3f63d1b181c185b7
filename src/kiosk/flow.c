/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/flow.h"

#include <string.h>

#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * Measuring and painting are one walk, so a page cannot be counted one way and drawn another.
 */

#define KEEP_LINES 2

struct ks_flow ks_flow_begin(struct ks_app *app, struct ks_scene *scene, struct ks_rect column,
			     int wanted)
{
	return (struct ks_flow){.app = app,
				.scene = scene,
				.column = column,
				.wanted = wanted,
				.found_part = -1,
				.gap_px = ks_mm(&app->ui.metrics, 5.5)};
}

int ks_flow_n_parts(const struct ks_flow *flow)
{
	return flow->part + 1;
}

static bool is_aside(const struct ks_flow *flow)
{
	return flow->aside.h > 0 && flow->column.x == flow->aside.x;
}

static void next_part(struct ks_flow *flow)
{
	flow->part++;
	if (is_aside(flow))
		flow->column = flow->first;
	flow->y = 0;
}

/* The next thing is @height_px high in its column, @aside_px in the other one: begin that one, or a further part. */
static void step_aside(struct ks_flow *flow, int height_px, int aside_px)
{
	if (flow->y == 0 || flow->y + height_px <= flow->column.h)
		return;
	if (is_aside(flow)) {
		next_part(flow);
	} else if (aside_px <= flow->aside.h) {
		flow->first = flow->column;
		flow->column = flow->aside;
		flow->y = 0;
	}
}

void ks_flow_break(struct ks_flow *flow)
{
	if (flow->y > 0)
		next_part(flow);
}

bool ks_flow_room(struct ks_flow *flow, int height_px, struct ks_rect *r)
{
	if (flow->y > 0 && flow->y + height_px > flow->column.h)
		next_part(flow);
	*r = (struct ks_rect){flow->column.x, flow->column.y + flow->y, flow->column.w, height_px};
	flow->y += height_px + flow->gap_px;
	return flow->part == flow->wanted;
}

/* How far down a target of @height_px begins at the highest. */
static int reach_y(const struct ks_flow *flow, int height_px, int above_px)
{
	int from = ks_metrics_reach_px(&flow->app->ui.metrics) - flow->column.y - above_px;

	return from > flow->column.h - height_px
		       ? flow->column.h - height_px /* rather higher than cut off */
		       : from;
}

bool ks_flow_has_room(const struct ks_flow *flow, int height_px)
{
	int from = reach_y(flow, height_px, 0);

	return flow->y == 0 || (flow->y > from ? flow->y : from) + height_px <= flow->column.h;
}

bool ks_flow_target(struct ks_flow *flow, int height_px, int above_px, struct ks_rect *r)
{
	int from = reach_y(flow, height_px, above_px);

	if (flow->y > 0 && (flow->y > from ? flow->y : from) + height_px > flow->column.h)
		next_part(flow);
	if (flow->y < from)
		flow->y = from;
	return ks_flow_room(flow, height_px, r);
}

/* The part of a rich text from byte @from to @to, marks included. Lives as long as the scene. */
static struct ks_rich slice(struct ks_scene *scene, const struct ks_rich *rich, uint32_t from,
			    uint32_t to)
{
	struct ks_arena *arena = ks_scene_arena(scene);
	struct ks_span *spans = ks_arena_alloc(arena, rich->n_spans * sizeof(*spans) + 1);
	struct ks_rich part = {.text = ks_arena_strndup(arena, rich->text + from, to - from),
			       .len = to - from,
			       .spans = spans};

	for (size_t i = 0; i < rich->n_spans; i++) {
		struct ks_span span = rich->spans[i];

		if (span.to <= from || span.from >= to)
			continue;
		span.from = span.from > from ? span.from - from : 0;
		span.to = (span.to < to ? span.to : to) - from;
		spans[part.n_spans++] = span;
	}
	return part;
}

/* How many lines of @layout, beginning with @first, still fit; never leaves one line alone at an end. */
static size_t lines_that_fit(const struct ks_flow *flow, const struct ks_text_layout *layout,
			     size_t first)
{
	int pitch = layout->h / (int)layout->n_lines;
	int room = flow->column.h - flow->y;
	size_t left = layout->n_lines - first, n = room <= 0 ? 0 : (size_t)(room / pitch);

	if (n >= left)
		return left;
	if (left - n == 1 && n > 1)
		n--;
	if (n == 1 && left > 2)
		n = 0;
	if (n == 0 && flow->y == 0)
		n = 1; /* a part holds at least one line */
	return n;
}

static bool has_found(const struct ks_rich *rich, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < rich->n_spans; i++)
		if (rich->spans[i].mark == KS_MARK_FOUND && rich->spans[i].from >= from &&
		    rich->spans[i].from < to)
			return true;
	return false;
}

void ks_flow_text(struct ks_flow *flow, enum ks_role role, const struct ks_rich *rich,
		  const struct ks_text_style *style, int indent_px)
{
	const struct ks_text_layout *layout;
	int width, pitch;
	size_t first = 0;

	if (role == KS_ROLE_TEXT && indent_px == 0 && flow->aside.h > 0)
		step_aside(flow, ks_text_layout(flow->app->ui.text, rich, style, flow->column.w)->h,
			   ks_text_layout(flow->app->ui.text, rich, style, flow->aside.w)->h);
	width = flow->column.w - indent_px;
	layout = ks_text_layout(flow->app->ui.text, rich, style, width);
	pitch = layout->n_lines ? layout->h / (int)layout->n_lines : 0;
	if (role == KS_ROLE_HEADING && flow->y > 0 &&
	    flow->y + layout->h + flow->gap_px + KEEP_LINES * pitch * 5 / 4 > flow->column.h)
		next_part(flow); /* a heading stands with what it heads, whose lines are farther apart */
	while (first < layout->n_lines) {
		size_t n = lines_that_fit(flow, layout, first);

		if (n == 0) {
			next_part(flow);
			continue;
		}
		if (flow->found_part < 0 && has_found(&layout->rich, layout->lines[first].from,
						      layout->lines[first + n - 1].to))
			flow->found_part = flow->part;
		if (flow->part == flow->wanted) {
			struct ks_rect r = {flow->column.x + indent_px, flow->column.y + flow->y,
					    width, 0};
			struct ks_rich part = layout->rich;

			if (n < layout->n_lines)
				part = slice(flow->scene, &layout->rich, layout->lines[first].from,
					     layout->lines[first + n - 1].to);
			ks_scene_text(flow->scene, role, r, &part, style);
		}
		flow->y += (int)n * pitch;
		first += n;
		if (first < layout->n_lines)
			next_part(flow); /* lines were left for it, so that none stands alone */
	}
	flow->y += flow->gap_px;
}

const char *ks_flow_source(struct ks_app *app, struct ks_scene *scene, const char *clause_id)
{
	const struct ks_clause *clause = ks_policy_find(&ks_app_content(app)->policy, clause_id);

	if (clause && *clause->title)
		return ks_say(ks_scene_arena(scene), KS_W_POLICY_SOURCE_TITLED, clause_id,
			      clause->title);
	return ks_say(ks_scene_arena(scene), KS_W_POLICY_SOURCE, clause_id);
}

/* A mark in front of an item: its number in a circle, or a dot. */
static void build_mark(struct ks_flow *flow, struct ks_rect r, int number)
{
	struct ks_text_style style = ks_widget_heading_style(&flow->app->ui, 6.4);
	int size = r.h * 8 / 10, y = r.y + (r.h - size) / 2;

	if (number > 0) {
		struct ks_box disc = {.fill = KS_COLOR_KEY, .radius_px = size / 2};

		ks_scene_box(flow->scene, (struct ks_rect){r.x, y, size, size}, &disc);
		style.color = KS_COLOR_ON_KEY;
		style.align = KS_ALIGN_CENTRE;
		ks_scene_words_in(flow->scene, KS_ROLE_TEXT, (struct ks_rect){r.x, y, size, size},
				  ks_scene_format(flow->scene, "%d", number), &style);
	} else {
		int dot = r.h / 5;
		struct ks_box disc = {.fill = KS_COLOR_KEY, .radius_px = dot / 2};

		ks_scene_box(flow->scene,
			     (struct ks_rect){r.x + size / 4, r.y + (r.h - dot) / 2, dot, dot},
			     &disc);
	}
}

/* Items of a list or of steps, with a hanging indent. */
static void flow_items(struct ks_flow *flow, const struct ks_block *block)
{
	struct ks_text_style style = ks_widget_style(&flow->app->ui, KS_MM_BODY);
	bool has_numbers = block->kind == KS_BLOCK_STEPS || block->is_ordered;
	int gap = flow->gap_px, pitch, indent;

	style.pitch_percent = 155;
	pitch = style.em_px * style.pitch_percent / 100;
	indent = has_numbers ? style.em_px * 16 / 10 + style.em_px / 2 : style.em_px;
	flow->gap_px = style.em_px / 5;
	for (size_t i = 0; i < block->n_items; i++) {
		struct ks_rect mark;

		if (flow->y > 0 && flow->y + pitch > flow->column.h)
			next_part(flow);
		mark = (struct ks_rect){flow->column.x, flow->column.y + flow->y, indent, pitch};
		if (flow->part == flow->wanted)
			build_mark(flow, mark, has_numbers ? (int)i + 1 : 0);
		ks_flow_text(flow, KS_ROLE_TEXT, &block->items[i], &style, indent);
	}
	flow->gap_px = gap;
	flow->y += gap;
}

/* The most lines of @layout from @first on that one quote as high as a column can hold. */
static size_t quote_lines(struct ks_flow *flow, const struct ks_quote *quote,
			  const struct ks_text_layout *layout, size_t first, struct ks_quote *part,
			  struct ks_rich *text)
{
	size_t n = layout->n_lines - first;

	for (;; n--) {
		*text = slice(flow->scene, &layout->rich, layout->lines[first].from,
			      layout->lines[first + n - 1].to);
		*part = *quote;
		part->text = text;
		if (first > 0)
			part->title = NULL;
		if (first + n < layout->n_lines)
			part->source = NULL;
		if (n == 1 ||
		    ks_widget_quote(flow->scene, flow->column, part, true) <= flow->column.h)
			return n;
	}
}

void ks_flow_quote(struct ks_flow *flow, const struct ks_quote *quote)
{
	const struct ks_text_layout *layout;
	struct ks_rect r;
	int h;

	if (flow->aside.h > 0)
		step_aside(flow, ks_widget_quote(flow->scene, flow->column, quote, true),
			   ks_widget_quote(flow->scene, flow->aside, quote, true));
	h = ks_widget_quote(flow->scene, flow->column, quote, true);
	if (h <= flow->column.h || !quote->text) {
		if (ks_flow_room(flow, h, &r))
			ks_widget_quote(flow->scene, r, quote, false);
		return;
	}
	layout = ks_widget_quote_text(flow->scene, flow->column.w, quote);
	for (size_t first = 0; first < layout->n_lines;) {
		struct ks_quote part;
		struct ks_rich text;

		first += quote_lines(flow, quote, layout, first, &part, &text);
		if (ks_flow_room(flow, ks_widget_quote(flow->scene, flow->column, &part, true), &r))
			ks_widget_quote(flow->scene, r, &part, false);
	}
}

static void flow_policy(struct ks_flow *flow, const struct ks_block *block)
{
	struct ks_quote quote = {.ground = KS_COLOR_KEY_SOFT,
				 .bar = KS_COLOR_KEY,
				 .text = &block->text,
				 .mm = 7.4,
				 .source = ks_flow_source(flow->app, flow->scene, block->clause)};

	ks_flow_quote(flow, &quote);
	for (size_t i = 0; i < block->n_items; i++) {
		struct ks_quote note = {.ground = KS_COLOR_WARN_SOFT,
					.text = &block->items[i],
					.ink = KS_COLOR_WARN,
					.mm = KS_MM_NOTE};

		ks_flow_quote(flow, &note);
	}
}

/* The ask blocks of a page: which are open, and behind which the second thought was tapped. */
#define ASKS_MAX 15
#define REVEAL_MM 17.6
#define SECOND(index) (1u << (ASKS_MAX + (index)))

static struct ks_button reveal_button(const char *label, unsigned bits)
{
	return (struct ks_button){.kind = KS_BUTTON_STRONG,
				  .label = label,
				  .label_mm = 7.0,
				  .action = {KS_ACT_REVEAL, (int)bits}};
}

/* Without thoughts one button; else one for each, side by side where they fit. */
static void flow_reveal(struct ks_flow *flow, const struct ks_block *block, int index)
{
	const struct ks_metrics *metrics = &flow->app->ui.metrics;
	int h = ks_mm(metrics, REVEAL_MM), gap = ks_mm_fixed(metrics, 4.0), w = ks_mm(metrics, 60.0);
	int n = block->n_items > 2 ? 2 : 1;
	struct ks_button buttons[] = {
		reveal_button(n == 2 ? block->items[1].text : ks_word(KS_W_SHOW_ANSWER), 1u << index),
		reveal_button(n == 2 ? block->items[2].text : "", 1u << index | SECOND(index))};
	bool is_stacked;
	struct ks_rect r;

	for (int i = 0; i < n; i++) {
		int own = ks_widget_button_width(flow->scene, &buttons[i]);

		w = own > w ? own : w;
	}
	is_stacked = n * (w + gap) - gap > flow->column.w;
	if (!ks_flow_target(flow, is_stacked ? n * (h + gap) - gap : h, 0, &r))
		return;
	r.h = h;
	r.w = w < r.w ? w : r.w;
	for (int i = 0; i < n; i++) {
		ks_widget_button(flow->scene, r, &buttons[i]);
		r.x += is_stacked ? 0 : r.w + gap;
		r.y += is_stacked ? h + gap : 0;
	}
}

/* What is asked and what is tapped for it stand on one part. */
static void keep_with_button(struct ks_flow *flow, const struct ks_quote *ask)
{
	int h = ks_widget_quote(flow->scene, flow->column, ask, true) + flow->gap_px +
		ks_mm(&flow->app->ui.metrics, REVEAL_MM);

	if ((flow->aside.h == 0 || is_aside(flow)) && h <= flow->column.h &&
	    flow->y + h > flow->column.h)
		ks_flow_break(flow);
}

/* A question to think about first; the answer comes with a tap, beside what was thought. */
static void flow_ask(struct ks_flow *flow, const struct ks_block *block, int index)
{
	unsigned revealed = flow->app->view.revealed;
	bool is_open = index < ASKS_MAX && (revealed & 1u << index) != 0;
	struct ks_quote ask = {
		.ground = KS_COLOR_SURFACE, .bar = KS_COLOR_ACCENT, .text = &block->text, .mm = 7.8};
	struct ks_quote answer = {.ground = KS_COLOR_SURFACE,
				  .bar = KS_COLOR_KEY,
				  .text = block->n_items ? &block->items[0] : &block->text,
				  .mm = 7.8};

	if (!is_open)
		keep_with_button(flow, &ask);
	ks_flow_quote(flow, &ask);
	if (!is_open) {
		flow_reveal(flow, block, index);
		return;
	}
	if (block->n_items > 2)
		answer.title = ks_say(ks_scene_arena(flow->scene), KS_W_THOUGHT,
				      block->items[revealed & SECOND(index) ? 2 : 1].text);
	ks_flow_quote(flow, &answer);
}

static void flow_framed(struct ks_flow *flow, const struct ks_block *block)
{
	bool is_local = block->kind == KS_BLOCK_LOCAL;
	struct ks_quote quote = {.ground = is_local ? KS_COLOR_WARN_SOFT : KS_COLOR_NEUTRAL_SOFT,
				 .text = &block->text,
				 .mm = 7.2,
				 .title = ks_word(is_local ? KS_W_LOCAL_TITLE : KS_W_GENERAL_TITLE)};

	if (block->text.len > 0) /* else not decided yet: the author knows */
		ks_flow_quote(flow, &quote);
}

/* A note, a chat, a form, a log or a window on a page: its name and its parts in a panel. */
static void flow_parts(struct ks_flow *flow, const struct ks_block *block)
{
	struct ks_text_style style = ks_widget_heading_style(&flow->app->ui, 6.6);
	struct ks_rect r;

	if (block->heading.len > 0)
		ks_flow_text(flow, KS_ROLE_TEXT, &block->heading, &style, 0);
	if (ks_flow_room(flow, ks_mail_build(flow->app, flow->scene, flow->column, block, true), &r))
		ks_mail_build(flow->app, flow->scene, r, block, false);
}

void ks_flow_block(struct ks_flow *flow, const struct ks_block *block, int index)
{
	struct ks_text_style style = ks_widget_style(&flow->app->ui, KS_MM_BODY);

	switch (block->kind) {
	case KS_BLOCK_SUBHEADING:
		style = ks_widget_heading_style(&flow->app->ui, 9.4);
		style.color = KS_COLOR_KEY;
		ks_flow_text(flow, KS_ROLE_HEADING, &block->text, &style, 0);
		break;
	case KS_BLOCK_PARAGRAPH:
		ks_flow_text(flow, KS_ROLE_TEXT, &block->text, &style, 0);
		break;
	case KS_BLOCK_LIST:
	case KS_BLOCK_STEPS:
		flow_items(flow, block);
		break;
	case KS_BLOCK_POLICY:
		flow_policy(flow, block);
		break;
	case KS_BLOCK_ASK:
		flow_ask(flow, block, index);
		break;
	case KS_BLOCK_LOCAL:
	case KS_BLOCK_GENERAL:
		flow_framed(flow, block);
		break;
	case KS_BLOCK_MEMO:
	case KS_BLOCK_CHAT:
	case KS_BLOCK_FORM:
	case KS_BLOCK_LOG:
	case KS_BLOCK_SCREEN:
		flow_parts(flow, block);
		break;
	case KS_BLOCK_MAIL:
	case KS_BLOCK_FIGURE:
		break; /* beside the column: the page places them */
	}
}

void ks_flow_words(struct ks_flow *flow, enum ks_role role, const char *words, double mm)
{
	struct ks_ui *ui = &flow->app->ui;
	struct ks_text_style style =
		role == KS_ROLE_HEADING ? ks_widget_heading_style(ui, mm) : ks_widget_style(ui, mm);
	struct ks_rich rich = ks_rich_plain(words);

	ks_flow_text(flow, role, &rich, &style, 0);
}

void ks_flow_choice(struct ks_flow *flow, const struct ks_choice_row *row)
{
	struct ks_rect r = flow->column;

	if (ks_flow_target(flow, ks_widget_choice_height(flow->scene, r.w, row), 0, &r))
		ks_widget_choice(flow->scene, r, row);
}
