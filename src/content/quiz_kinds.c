/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "content/quiz_read.h"

/*
 * What stands between the braces, by kind. Moodle tells the kinds apart by their signs, in a fixed order of
 * tests; the same order is used here, and the kinds this project has no screen for are refused by name.
 */

struct answers {
	struct ks_gift_reader *reader;
	const struct ks_gift_block *block;
	struct ks_question *out;
	bool is_bad;
};

static void refuse(struct answers *a, const char *at, const char *message)
{
	ks_gift_error(a->reader, at, message);
	a->is_bad = true;
}

static struct ks_choice *add_choice(struct answers *a, const char *at)
{
	struct ks_question *out = a->out;
	struct ks_choice *choice;

	if (!out->choices)
		out->choices = ks_arena_alloc(a->reader->source->arena,
					      KS_CHOICES_MAX * sizeof(*out->choices));
	if (out->n_choices == KS_CHOICES_MAX) {
		if (!a->is_bad)
			refuse(a, at, "選択肢や項目は八つまでです。");
		return NULL;
	}
	choice = &out->choices[out->n_choices];
	choice->id = ks_arena_format(a->reader->source->arena, "%c", 'a' + (int)out->n_choices++);
	choice->box = -1;
	return choice;
}

static void check_distinct(struct answers *a)
{
	for (size_t i = 0; i < a->out->n_choices; i++) {
		for (size_t k = 0; k < i; k++)
			if (strcmp(a->out->choices[i].text.text, a->out->choices[k].text.text) == 0)
				refuse(a, a->block->answers.from, "同じ選択肢が二つあります。");
		if (a->out->choices[i].text.len == 0)
			refuse(a, a->block->answers.from, "空の選択肢があります。");
	}
	if (a->out->n_choices < 2)
		refuse(a, a->block->answers.from, "選択肢や項目が二つ以上要ります。");
}

/* ---- single and multiple choice, find ---- */

/* The fractions Moodle knows, in percent (a weight other than these is refused when it imports). */
static const double moodle_percent[] = {100,      90,       83.33333, 80,       75, 70, 66.66667,
					60,       50,       40,       33.33333, 30, 25, 20,
					16.66667, 14.28571, 12.5,     11.11111, 10, 5,  0};

static bool read_percent(const char **at, const char *to, double *out)
{
	double value = 0, unit = 1;
	bool is_negative = false, has_digit = false, is_fraction = false;
	const char *p = *at + 1;

	if (p < to && *p == '-') {
		is_negative = true;
		p++;
	}
	for (; p < to && ((*p >= '0' && *p <= '9') || (*p == '.' && !is_fraction)) && p - *at < 16;
	     p++) {
		if (*p == '.') {
			is_fraction = true;
			continue;
		}
		has_digit = true;
		if (is_fraction)
			unit /= 10;
		value = is_fraction ? value + unit * (*p - '0') : value * 10 + (*p - '0');
	}
	if (!has_digit || p >= to || *p != '%' || value > 100)
		return false;
	*at = p + 1;
	*out = is_negative ? -value : value;
	return true;
}

static void warn_percent(struct answers *a, const char *at, double percent)
{
	double best = 0;

	for (size_t i = 0; i < KS_COUNT(moodle_percent); i++)
		if (fabs(fabs(percent) - moodle_percent[i]) < fabs(fabs(percent) - best))
			best = moodle_percent[i];
	if (fabs(fabs(percent) - best) >= 0.001)
		ks_diags_warn(a->reader->source->diags, a->reader->source->file,
			      ks_gift_line(a->reader, at),
			      "Moodle はこの割合を受け付けません。%s%.7g%% と書いてください。",
			      percent < 0 ? "-" : "", best);
}

static void take_region(struct answers *a, struct ks_gift_text *text, struct ks_choice *choice)
{
	const char *stop = text->from;

	if (ks_gift_is_empty(*text) || *text->from != '@')
		return;
	while (stop < text->to && *stop != ' ' && *stop != '\t' && *stop != '\n')
		stop++;
	choice->region = ks_gift_plain(a->reader, (struct ks_gift_text){text->from + 1, stop});
	*text = ks_gift_trimmed(stop, text->to);
}

struct weights {
	size_t n_equal, n_percent, n_regions;
	double positive;
};

/* One choice: @from is its sign, @to the next sign or the end. */
static void read_choice(struct answers *a, const char *from, const char *to, struct weights *weights)
{
	struct ks_choice *choice = add_choice(a, from);
	const char *at = from + 1, *hash, *sign;
	struct ks_gift_text text;
	double percent = *from == '=' ? 100 : 0;

	if (!choice)
		return;
	while (at < to && *at == ' ')
		at++;
	sign = at;
	if (at < to && *at == '%') {
		if (!read_percent(&at, to, &percent))
			refuse(a, at,
			       "割合は %50% や %-50% の形で書いてください（文の始めの % は使えません）。");
		warn_percent(a, sign, percent);
		weights->n_percent++;
	}
	hash = ks_gift_find(at, to, "#");
	text = ks_gift_trimmed(at, hash ? hash : to);
	take_region(a, &text, choice);
	choice->text = ks_gift_rich(a->reader, text);
	choice->is_right = percent > 0;
	if (!hash && strstr(choice->text.text, "＃"))
		refuse(a, from, "理由の前の「＃」が全角です。半角の # にしてください。");
	weights->n_equal += *from == '=';
	weights->n_regions += choice->region ? 1 : 0;
	weights->positive += choice->is_right && *from == '~' ? percent : 0;
	if (!hash)
		return;
	if (ks_gift_find(hash + 1, to, "#"))
		refuse(a, hash,
		       "一つの選択肢に理由（#）が二つあります。文の中の # は \\# と書いてください。");
	choice->reason = ks_gift_rich(a->reader, ks_gift_trimmed(hash + 1, to));
}

static void judge_weights(struct answers *a, const struct weights *weights)
{
	const char *at = a->block->answers.from;
	size_t n_right = 0;

	for (size_t i = 0; i < a->out->n_choices; i++)
		n_right += a->out->choices[i].is_right;
	a->out->kind = weights->n_equal > 0 ? KS_QUESTION_SINGLE : KS_QUESTION_MULTIPLE;
	if (weights->n_equal > 1)
		refuse(a, at,
		       "正解（=）が二つ以上あります。一つを選ぶ問題では = を一つに、複数を選ぶ問題では ~%50% を使ってください。");
	else if (weights->n_equal == 1 && weights->n_percent > 0)
		refuse(a, at,
		       "= と %…% は一緒に使えません。正解が一つなら = だけ、複数なら ~%50% だけにしてください。");
	else if (n_right == 0)
		refuse(a, at,
		       "正解がありません。正解の前に = を（複数なら ~%50% を）書いてください。");
	else if (n_right == a->out->n_choices)
		refuse(a, at, "間違いの選択肢がありません。");
	else if (weights->n_equal == 0 && fabs(weights->positive - 100) > 0.5)
		refuse(a, at, "正解の割合を足して 100% になるようにしてください。");
	if (weights->n_regions == 0)
		return;
	if (weights->n_regions < a->out->n_choices)
		refuse(a, at, "@ で始まる選択肢と、そうでない選択肢が混ざっています。");
	a->out->kind = KS_QUESTION_FIND;
}

static void read_choices(struct answers *a)
{
	const char *from = a->block->answers.from, *to = a->block->answers.to;
	struct weights weights = {0};

	if (*from != '=' && *from != '~')
		refuse(a, from, "最初の選択肢の前に = か ~ がありません。");
	for (const char *at = ks_gift_find(from, to, "=~"); at;) {
		const char *next = ks_gift_find(at + 1, to, "=~");

		if (next && next[-1] != ' ' && next[-1] != '\t' && next[-1] != '\n')
			refuse(a, next,
			       "文の中の = と ~ は \\= と \\~ と書いてください（選択肢は行を分けます）。");
		read_choice(a, at, next ? next : to, &weights);
		at = next;
	}
	judge_weights(a, &weights);
	check_distinct(a);
}

/* ---- true or false ---- */

static bool is_word(struct ks_gift_text text, const char *word)
{
	return (size_t)(text.to - text.from) == strlen(word) &&
	       memcmp(text.from, word, strlen(word)) == 0;
}

/* TRUE, T, FALSE or F and nothing else before the first #: 1, 0, or -1 for another kind. */
static int truth_of(const struct ks_gift_block *block)
{
	const char *hash = ks_gift_find(block->answers.from, block->answers.to, "#");
	struct ks_gift_text word =
		ks_gift_trimmed(block->answers.from, hash ? hash : block->answers.to);

	if (is_word(word, "TRUE") || is_word(word, "T"))
		return 1;
	return is_word(word, "FALSE") || is_word(word, "F") ? 0 : -1;
}

/* Moodle's order: first what somebody reads who answered wrongly, then who answered rightly. */
static void read_truth(struct answers *a)
{
	const char *to = a->block->answers.to;
	const char *wrong = ks_gift_find(a->block->answers.from, to, "#");
	const char *right = wrong ? ks_gift_find(wrong + 1, to, "#") : NULL;
	struct ks_choice *yes = add_choice(a, to), *no = add_choice(a, to);
	bool is_true = truth_of(a->block) == 1;

	a->out->kind = KS_QUESTION_TRUE_FALSE;
	yes->id = "true";
	yes->text = ks_rich_plain("○");
	yes->is_right = is_true;
	no->id = "false";
	no->text = ks_rich_plain("×");
	no->is_right = !is_true;
	if (right && ks_gift_find(right + 1, to, "#=~"))
		refuse(a, right,
		       "○×の理由は {TRUE#誤答の理由#正答の理由} の二つです。文の中の # は \\# と書いてください。");
	if (wrong)
		(is_true ? no : yes)->reason =
			ks_gift_rich(a->reader, ks_gift_trimmed(wrong + 1, right ? right : to));
	if (right)
		(is_true ? yes : no)->reason =
			ks_gift_rich(a->reader, ks_gift_trimmed(right + 1, to));
}

/* ---- matching = classify ---- */

static int box_index(struct answers *a, struct ks_gift_text text)
{
	struct ks_question *out = a->out;
	struct ks_rich box = ks_gift_rich(a->reader, text);

	for (size_t i = 0; i < out->n_boxes; i++)
		if (strcmp(out->boxes[i].text, box.text) == 0)
			return (int)i;
	if (!out->boxes)
		out->boxes = ks_arena_alloc(a->reader->source->arena,
					    KS_CHOICES_MAX * sizeof(*out->boxes));
	if (out->n_boxes == KS_CHOICES_MAX || box.len == 0) {
		refuse(a, text.from, "分ける先が空か、八つを超えています。");
		return -1;
	}
	out->boxes[out->n_boxes] = box;
	return (int)out->n_boxes++;
}

static void read_pair(struct answers *a, const char *from, const char *to)
{
	const char *arrow = ks_gift_arrow(from, to);
	struct ks_gift_text item;
	struct ks_choice *choice;
	int box;

	if (!arrow) {
		refuse(a, from, "分類は「=項目 -> 分ける先」の形で一行に一つ書いてください。");
		return;
	}
	if (ks_gift_find(from + 1, to, "#"))
		refuse(a, from, "分類の理由は最後の #### に「- 項目\\: 理由」と書いてください。");
	item = ks_gift_trimmed(from + 1, arrow);
	box = box_index(a, ks_gift_trimmed(arrow + 2, to));
	if (ks_gift_is_empty(item) || !(choice = add_choice(a, from)))
		return; /* "= -> box": a box that nothing belongs in */
	choice->text = ks_gift_rich(a->reader, item);
	choice->box = box;
	choice->is_right = true;
}

static void read_pairs(struct answers *a)
{
	const char *to = a->block->answers.to;

	a->out->kind = KS_QUESTION_CLASSIFY;
	for (const char *at = ks_gift_find(a->block->answers.from, to, "="); at;) {
		const char *next = ks_gift_find(at + 1, to, "=");

		read_pair(a, at, next ? next : to);
		at = next;
	}
	check_distinct(a);
	if (a->out->n_boxes < 2)
		refuse(a, a->block->answers.from, "分ける先が二つ以上要ります。");
	ks_quiz_read_reasons(a->reader, a->block, a->out);
}

/* ---- order ---- */

/* ALL VERTICAL ABSOLUTE_POSITION SHOW none: Moodle's own words; numbering comes in small letters. */
static bool is_head_word(const char **at, const char *to)
{
	static const char *const numberings[] = {"none", "123", "abc", "iii", "0", "1"};
	const char *from, *end;

	while (*at < to && **at == ' ')
		(*at)++;
	from = end = *at;
	while (end < to && *end != ' ')
		end++;
	for (*at = from; *at < end; (*at)++)
		if (!(**at == '_' || (**at >= 'A' && **at <= 'Z')))
			break;
	if (*at == end)
		return true;
	*at = from;
	for (size_t i = 0; i < KS_COUNT(numberings); i++)
		if ((size_t)(end - from) == strlen(numberings[i]) &&
		    memcmp(from, numberings[i], (size_t)(end - from)) == 0)
			*at = end;
	return *at == end;
}

static void read_order_head(struct answers *a, struct ks_gift_text head)
{
	const char *at = head.from + 1;
	int count = 0;

	while (at < head.to && *at == ' ')
		at++;
	for (; at < head.to && *at >= '0' && *at <= '9' && count < 100; at++)
		count = count * 10 + (*at - '0');
	while (at < head.to && is_head_word(&at, head.to))
		;
	if (at < head.to)
		refuse(a, at, "並べ替えの項目は、{>5 ALL の次の行から一行に一つ書いてください。");
	if (count == 0)
		ks_diags_warn(a->reader->source->diags, a->reader->source->file,
			      ks_gift_line(a->reader, head.from),
			      "Moodle は項目の数を求めます。{>5 ALL のように数を書いてください。");
	if (!ks_gift_is_empty(a->block->feedback))
		ks_diags_warn(a->reader->source->diags, a->reader->source->file,
			      ks_gift_line(a->reader, a->block->feedback.from),
			      "Moodle は並べ替えの #### を項目として読み込みます。理由は問題の前の行に「// - 項目: 理由」と"
			      "書いてください。");
}

static void read_order(struct answers *a)
{
	const char *at = a->block->answers.from, *to = a->block->answers.to;
	const char *sign = ks_gift_find(at, to, "#=~");
	bool is_head = true;

	a->out->kind = KS_QUESTION_ORDER;
	if (sign)
		refuse(a, sign, "並べ替えの項目の中の =、~、# は \\=、\\~、\\# と書いてください。");
	while (at < to) {
		const char *stop = memchr(at, '\n', (size_t)(to - at));
		struct ks_gift_text line = ks_gift_trimmed(at, stop ? stop : to);
		struct ks_choice *choice = is_head ? NULL : add_choice(a, at);

		if (is_head)
			read_order_head(a, line);
		if (choice) {
			choice->text = ks_gift_rich(a->reader, line);
			choice->is_right = true;
		}
		is_head = false;
		at = stop ? stop + 1 : to;
	}
	check_distinct(a);
	ks_quiz_read_reasons(a->reader, a->block, a->out);
}

/* ---- which kind ---- */

enum ks_rc ks_quiz_read_answers(struct ks_gift_reader *reader, const struct ks_gift_block *block,
				struct ks_question *out)
{
	struct answers a = {.reader = reader, .block = block, .out = out};
	const char *from = block->answers.from, *to = block->answers.to;

	out->feedback = ks_gift_rich(reader, block->feedback);
	if (from == to)
		refuse(&a, from, "{ } の中が空です。記述式の問題は使えません。");
	else if (*from == '>')
		read_order(&a);
	else if (*from == '#')
		refuse(&a, from, "数を入れる問題は使えません。");
	else if (ks_gift_find(from, to, "~"))
		read_choices(&a);
	else if (ks_gift_find(from, to, "=") && ks_gift_arrow(from, to))
		read_pairs(&a);
	else if (truth_of(block) >= 0)
		read_truth(&a);
	else if (ks_gift_find(from, to, "=") &&
		 (ks_source_find(from, (size_t)(to - from), "→", 3) ||
		  ks_source_find(from, (size_t)(to - from), "－＞", 6)))
		refuse(&a, from, "仕分けの矢印は、半角の -> で書いてください。");
	else
		refuse(&a, from,
		       "文字を入れる問題は使えません。間違いの選択肢を ~ で書いてください。");
	return a.is_bad ? KS_INVALID : KS_OK;
}
