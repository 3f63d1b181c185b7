/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/home_bar.h"

#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"

/*
 * The lower bar of マイページ (design 52): the way on at the right; to the other pages and the other list at the left. How
 * many pages there are is said in any case.
 */

#define BAR_GAP_MM 6.0

static struct ks_button turn_to(enum ks_word label, int by)
{
	return (struct ks_button){
		.kind = KS_BUTTON_QUIET, .label = ks_word(label), .action = {KS_ACT_ROWS, by}};
}

struct ks_button ks_home_bar_other(struct ks_scene *scene, int n_done, bool is_done_shown)
{
	return (struct ks_button){.kind = KS_BUTTON_QUIET,
				  .label = is_done_shown ? ks_word(KS_W_ROWS_TO_DO)
							 : ks_say(ks_scene_arena(scene),
								  KS_W_ROWS_DONE, n_done),
				  .action = {KS_ACT_DONE_ROWS, !is_done_shown}};
}

/* Where one is in the list, and what leads on from there. */
struct turning {
	struct ks_button back, next, begin, other;
	bool is_first, is_last, has_other;
	int page, n_pages;
	const char *words; /* "2 ／ 5 ページ"; NULL: there is one page */
};

static struct turning describe(struct ks_scene *scene, const struct ks_home_bar *bar)
{
	struct turning turning = {.back = turn_to(KS_W_PREVIOUS_ROWS, -bar->per_page),
				  .next = turn_to(KS_W_NEXT_ROWS, bar->per_page),
				  .begin = turn_to(KS_W_FIRST_ROWS, -bar->first),
				  .other = ks_home_bar_other(scene, bar->n_done, bar->is_done_shown),
				  .is_first = bar->first == 0,
				  .is_last = bar->first + bar->per_page >= bar->n_rows,
				  .has_other = bar->has_other,
				  .page = bar->first / bar->per_page + 1,
				  .n_pages = (bar->n_rows + bar->per_page - 1) / bar->per_page};

	if (turning.n_pages > 1)
		turning.words =
			ks_say(ks_scene_arena(scene), KS_W_PAGE_OF, turning.page, turning.n_pages);
	return turning;
}

/* Where there is no room for the words the buttons that turn say it. */
static void tell_in_labels(struct ks_scene *scene, struct turning *turning)
{
	struct ks_button *turns[] = {&turning->back, &turning->next, &turning->begin};

	for (size_t i = 0; i < KS_COUNT(turns); i++)
		turns[i]->label = ks_scene_format(scene, "%s（%d／%d）", turns[i]->label,
						  turning->page, turning->n_pages);
	turning->words = NULL;
}

#define LEFT_MAX 3

static int width_of(struct ks_scene *scene, const struct ks_button *buttons, size_t n)
{
	int w = 0;

	for (size_t i = 0; i < n; i++)
		w += ks_widget_button_width(scene, &buttons[i]) +
		     (i > 0 ? ks_mm(&ks_scene_ui(scene)->metrics, BAR_GAP_MM) : 0);
	return w;
}

/* All of them at the left of the way on; where that is too much, one button that goes round the pages. */
static size_t choose_left(struct ks_scene *scene, const struct turning *turning, int room,
			  struct ks_button left[LEFT_MAX])
{
	size_t n = 0;

	if (!turning->is_first)
		left[n++] = turning->back;
	if (!turning->is_last)
		left[n++] = turning->next;
	if (turning->has_other)
		left[n++] = turning->other;
	if (n < 2 || width_of(scene, left, n) <= room)
		return n;
	left[0] = turning->is_last ? turning->begin : turning->next;
	return 1;
}

static void build_beside(struct ks_scene *scene, const struct ks_frame *frame,
			 struct turning *turning, const struct ks_button *go_on)
{
	int room = ks_frame_bottom_free(scene, frame, ks_widget_button_width(scene, go_on));
	int words = turning->words ? ks_frame_words_width(scene, turning->words) : 0;
	struct ks_button left[LEFT_MAX];
	size_t n = choose_left(scene, turning, room - words, left);

	if (turning->words && width_of(scene, left, n) > room - words) {
		tell_in_labels(scene, turning);
		n = choose_left(scene, turning, room, left);
	}
	for (size_t i = 0; i < n; i++)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &left[i]);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, go_on);
}

static const struct ks_button *left_end(const struct turning *turning)
{
	if (!turning->is_first)
		return &turning->back;
	return turning->has_other ? &turning->other : NULL;
}

static const struct ks_button *right_end(const struct turning *turning)
{
	if (!turning->is_last)
		return &turning->next;
	return !turning->is_first && turning->has_other ? &turning->other : NULL;
}

/* Without a way on in the bar: back at the left, on at the right. */
static void build_both_ends(struct ks_scene *scene, const struct ks_frame *frame,
			    struct turning *turning)
{
	const struct ks_button *left = left_end(turning), *right = right_end(turning);
	int room =
		ks_frame_bottom_free(scene, frame, right ? ks_widget_button_width(scene, right) : 0);

	room -= left ? ks_widget_button_width(scene, left) : 0;
	if (turning->words && ks_frame_words_width(scene, turning->words) > room)
		tell_in_labels(scene, turning);
	if (left)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, left);
	if (right)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, right);
}

/* Of what leads to other rows; @is_told: with the page in its label. */
static int widest_left(struct ks_scene *scene, int n_done, bool is_told)
{
	struct ks_home_bar bar = {.n_rows = 2, .per_page = 1, .n_done = n_done};
	struct turning turning = describe(scene, &bar);
	const struct ks_button *lefts[] = {&turning.back, &turning.next, &turning.begin,
					   &turning.other};
	int widest = 0;

	if (is_told)
		tell_in_labels(scene, &turning);
	for (size_t i = 0; i < KS_COUNT(lefts); i++) {
		int w = ks_widget_button_width(scene, lefts[i]);

		widest = w > widest ? w : widest;
	}
	return widest;
}

int ks_home_bar_least(struct ks_scene *scene, int n_done)
{
	return widest_left(scene, n_done, false) +
	       ks_frame_words_width(scene, ks_say(ks_scene_arena(scene), KS_W_PAGE_OF, 8, 8));
}

bool ks_home_bar_has_room(struct ks_scene *scene, const struct ks_frame *frame, int n_done,
			  const struct ks_button *go_on)
{
	int go_on_w = ks_widget_button_width(scene, go_on);
	int left_w = widest_left(scene, n_done, true);

	return left_w <= ks_frame_bottom_free(scene, frame, go_on_w) &&
	       left_w <= ks_frame_bottom_most(scene, frame, KS_SLOT_LEFT) &&
	       go_on_w <= ks_frame_bottom_most(scene, frame, KS_SLOT_RIGHT);
}

bool ks_home_bar_takes_other(struct ks_scene *scene, const struct ks_frame *frame, int n_done,
			     const struct ks_button *go_on)
{
	struct ks_arena *arena = ks_scene_arena(scene);
	struct ks_button done = ks_home_bar_other(scene, n_done, false),
			 to_do = ks_home_bar_other(scene, n_done, true);
	struct ks_button left[LEFT_MAX] = {turn_to(KS_W_PREVIOUS_ROWS, -1),
					   turn_to(KS_W_NEXT_ROWS, 1), done};
	int go_on_w = go_on ? ks_widget_button_width(scene, go_on) : 0;

	if (ks_widget_button_width(scene, &to_do) > ks_widget_button_width(scene, &done))
		left[LEFT_MAX - 1] = to_do; /* it stands in one place in both lists */
	return width_of(scene, left, LEFT_MAX) +
		       ks_frame_words_width(scene, ks_say(arena, KS_W_PAGE_OF, 88, 88)) <=
	       ks_frame_bottom_free(scene, frame, go_on_w);
}

void ks_home_bar_build(struct ks_scene *scene, const struct ks_frame *frame,
		       const struct ks_home_bar *bar, const struct ks_button *go_on)
{
	struct turning turning = describe(scene, bar);

	if (go_on)
		build_beside(scene, frame, &turning, go_on);
	else
		build_both_ends(scene, frame, &turning);
	if (turning.words)
		ks_frame_bottom_words(scene, frame, turning.words);
}
