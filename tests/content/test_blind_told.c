/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/mem.h"
#include "content/blind_private.h"
#include "content/check.h"
#include "content/tell.h"
#include "support/golden.h"

/*
 * Every figure of the blind test to the fourth digit, the words it names and what authors are told, of questions whose wording tells
 * more and less: tests/data/golden/blind-figures.txt.
 */

#define HOMES 6

struct fixture {
	struct ks_arena arena;
	struct ks_lesson lessons[HOMES];
	struct ks_content content;
	struct ks_diags diags;
};

/* How often in a hundred the right choice ends as right ones do, and of how many questions. */
static const struct home {
	const char *id;
	int n_single, n_true_false, share;
} homes[HOMES] = {
	{"m0", 14, 4, 80}, {"m1", 12, 8, 60}, {"m2", 5, 0, 95},
	{"m3", 40, 0, 95}, {"m4", 0, 7, 90},  {"annual-test", 16, 3, 20},
};

static const char *pick(struct ks_shuffle *chance, const char *const *words, size_t n)
{
	return words[ks_shuffle_below(chance, (uint32_t)n)];
}

static void put_choice(struct ks_shuffle *chance, struct ks_buf *out, size_t thing, bool is_right,
		       int share, bool is_easy)
{
	static const char *const things[] = {"紙の箱", "送られた添付", "机の上、棚", "鍵",
					     "古い　端末の画面"};
	static const char *const good[] = {"を見て相談する", "は係に聞く", "を鍵のある所へ"};
	static const char *const bad[] = {"を自分で片づける", "は後で見る", "をすぐ開く", "を捨てる"};
	bool is_usual = (int)ks_shuffle_below(chance, 100) < share;

	ks_buf_printf(out, "\t%c%s%s%s #理由\n", is_right ? '=' : '~', is_easy ? "この" : "",
		      things[thing % KS_COUNT(things)],
		      is_right == is_usual ? pick(chance, good, KS_COUNT(good))
					   : pick(chance, bad, KS_COUNT(bad)));
}

/* As an author writes it; in easy words the second half of a home says what the first did not. */
static void put_quiz(const struct home *home, bool is_easy, struct ks_buf *out)
{
	struct ks_shuffle chance = {.state = (uint64_t)home->share * 7919 + (uint64_t)home->n_single};

	for (int i = 0; i < home->n_single; i++) {
		int n_choices = 2 + (int)ks_shuffle_below(&chance, 3);
		int right = (int)ks_shuffle_below(&chance, (uint32_t)n_choices);

		ks_buf_printf(out, "// [id:%s-q%02d] [tag:1]\n::題%d::問い%d{\n", home->id, i, i, i);
		for (int k = 0; k < n_choices; k++)
			put_choice(&chance, out, (size_t)(i + k), k == right,
				   is_easy ? 100 - home->share : home->share, is_easy);
		ks_buf_puts(out, "}\n\n");
	}
	for (int i = 0; i < home->n_true_false; i++) {
		bool is_true = ks_shuffle_below(&chance, 2) == 1;
		bool is_usual = (int)ks_shuffle_below(&chance, 100) < home->share;

		ks_buf_printf(out, "// [id:%s-t%02d] [tag:1]\n::題::%s、%d の%s。{%s#理由#理由}\n\n",
			      home->id, i, is_true == is_usual ? "必ずしも要らない" : "必ず守る", i,
			      pick(&chance, (const char *const[]){"箱", "鍵"}, 2),
			      is_true ? "T" : "F");
	}
	ks_buf_printf(out,
		      "// [id:%s-m] [tag:1]\n::題::いくつか{\n\t~%%50%%を見て相談する #理由\n"
		      "\t~%%50%%は係に聞く #理由\n\t~%%-100%%をすぐ開く #理由\n}\n\n",
		      home->id);
}

static void read_quiz(struct fixture *f, const struct home *home, bool is_easy, struct ks_quiz *quiz)
{
	struct ks_buf text = {0};
	char *file = ks_format("lessons/%s/quiz.gift", home->id);

	put_quiz(home, is_easy, &text);
	if (ks_quiz_parse(ks_arena_strdup(&f->arena, file), text.data, text.len, &f->arena, quiz,
			  &f->diags) != KS_OK) {
		ks_diags_print(&f->diags, stderr);
		fail();
	}
	ks_buf_finish(&text);
	free(file);
}

static void set_up(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	for (size_t i = 0; i < HOMES; i++) {
		struct ks_lesson *lesson = &f->lessons[i];
		struct ks_quiz easy = {0};
		char *folder = ks_format("lessons/%s", homes[i].id);

		lesson->id = homes[i].id;
		lesson->folder = ks_arena_strdup(&f->arena, folder);
		read_quiz(f, &homes[i], false, &lesson->quiz);
		read_quiz(f, &homes[i], true, &easy);
		for (size_t k = 0; i != 1 && k < easy.n_questions; k++) /* m1 has none */
			lesson->quiz.questions[k].easy = &easy.questions[k];
		free(folder);
	}
	f->content = (struct ks_content){.folder = "/body",
					 .lessons = f->lessons,
					 .n_lessons = HOMES - 1,
					 .pools = &f->lessons[HOMES - 1],
					 .n_pools = 1};
}

static void tear_down(struct fixture *f)
{
	ks_diags_finish(&f->diags);
	ks_arena_finish(&f->arena);
}

static void put_score(const struct ks_blind_score *s, struct ks_buf *out)
{
	ks_buf_printf(out,
		      "single %zu: chance %.4f, words %.4f, longest %.4f; true/false %zu: words %.4f;"
		      " %.2f over %.2f%s\n",
		      s->n_single, s->chance_single, s->words_single, s->longest, s->n_true_false,
		      s->words_true_false, ks_blind_words(s), ks_blind_chance(s),
		      ks_blind_is_over(s) ? ", too much" : "");
}

static void put_measured(const struct ks_content *content, bool is_easy, struct ks_buf *out)
{
	struct ks_blind blind;

	ks_blind_measure(content, is_easy, &blind);
	put_score(&blind.all, out);
	for (size_t i = 0; i < blind.n_rows; i++) {
		const struct ks_blind_row *row = &blind.rows[i];

		ks_buf_printf(out, "  %s: ", row->home->id);
		put_score(&row->score, out);
		for (size_t k = 0; k < row->n_tells; k++)
			ks_buf_printf(out, "    「%s」 line %d: %.4f\n", row->tells[k].text,
				      row->tells[k].line, row->tells[k].weight);
	}
	for (size_t i = 0; i < blind.n_giveaways; i++)
		ks_buf_printf(out, "  「%s」 %s:%d: %zu of %zu\n", blind.giveaways[i].text,
			      blind.giveaways[i].file, blind.giveaways[i].line,
			      blind.giveaways[i].n_right, blind.giveaways[i].n);
	ks_blind_finish(&blind);
}

static void every_figure_and_word_of_it(void **state)
{
	struct ks_buf out = {0};
	struct fixture f;

	(void)state;
	set_up(&f);
	ks_buf_puts(&out, "== as written\n");
	put_measured(&f.content, false, &out);
	ks_buf_puts(&out, "== in easy words\n");
	put_measured(&f.content, true, &out);
	ks_buf_puts(&out, "== what authors are told\n");
	ks_check_blind(&f.content, &f.diags);
	tell_diags(&f.diags, f.content.folder, &out);
	for (size_t n = HOMES - 2; n > 0; n--) {
		ks_buf_printf(&out, "== of the first %zu\n", n);
		f.content.n_lessons = n;
		f.content.n_pools = 0;
		put_measured(&f.content, false, &out);
		ks_diags_finish(&f.diags);
		ks_check_blind(&f.content, &f.diags);
		tell_diags(&f.diags, f.content.folder, &out);
	}
	ks_test_golden("tests/data/golden/blind-figures.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	tear_down(&f);
}

static bool has(const struct ks_blind_grams *grams, const uint32_t *run, size_t n)
{
	for (size_t i = 0; i < grams->n; i++)
		if (grams->keys[i] == ks_blind_key(run, n))
			return true;
	return false;
}

/* How a choice begins and ends counts, blanks do not, and each run counts once. */
static void the_runs_of_a_choice(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} cases[] = {
		{"", 3},              /* ^ $ ^$ */
		{"あ", 6},            /* ^ あ $, ^あ あ$, ^あ$ */
		{"あい", 10},         /* all 4 + 3 + 2 + 1 differ */
		{" あ　\n\tい ", 10}, /* the same */
		{"ああ", 9},          /* あ twice */
		{"あああああ",
		 12}, /* ^ あ $; ^あ ああ あ$; ^ああ あああ ああ$; ^あああ ああああ あああ$ */
	};
	static const uint32_t end[] = {0x3044, '$'}, other_end[] = {0x3042, '$'},
			      begin[] = {'^', 0x3042};
	struct ks_blind_grams grams;
	char *text;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		if (ks_blind_grams(cases[i].text, &grams) != cases[i].n || grams.n != cases[i].n)
			fail_msg("%s: %zu", cases[i].text, grams.n);
	(void)ks_blind_grams("あい", &grams);
	assert_true(has(&grams, end, 2) && has(&grams, begin, 2) && !has(&grams, other_end, 2));
	text = ks_alloc_zero(2 * KS_BLIND_TEXT_MAX, 1); /* longer than what counts */
	memset(text, 'a', 2 * KS_BLIND_TEXT_MAX - 1);
	text[KS_BLIND_TEXT_MAX - 3] = 'b';
	assert_int_equal(ks_blind_grams(text, &grams), 4 + 4 + 4 + 4);
	text[KS_BLIND_TEXT_MAX - 2] = 'c'; /* the end is marked there */
	assert_int_equal(ks_blind_grams(text, &grams), 4 + 4 + 4 + 4);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_figure_and_word_of_it),
		cmocka_unit_test(the_runs_of_a_choice),
	};

	return ks_test_run(tests);
}
