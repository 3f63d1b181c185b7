/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/decode.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/centre.h"
#include "lrs/roster_in.h"

/*
 * The list in, ahead, and back. Before anything changes it is told what would, and what looks like a mistake is asked:
 * by numbers only, for what is printed here is copied into mails.
 */

#define MOVES_MAX 20 /* lines on courses */

/* One request: what came with it, and what it led to. */
struct import {
	struct ks_centre *centre;
	const json_t *request;
	struct ks_roster_in in;
};

static const char *text_of(const struct import *import, const char *name)
{
	return ks_control_text(import->request, name);
}

static bool is_set(const struct import *import, const char *name)
{
	return json_is_true(json_object_get(import->request, name));
}

/* ---- reading ---- */

static enum ks_rc read_words(struct import *import)
{
	char *json = json_dumps(json_object_get(import->request, "plans"), JSON_COMPACT);

	const json_t *removals = json_object_get(import->request, "allow_removals");

	import->in.is_gone_told = json_is_integer(removals) && json_integer_value(removals) >= 0;
	if (import->in.is_gone_told)
		import->in.n_gone_told = (size_t)json_integer_value(removals);
	if (json && ks_plans_from_json(json, &import->in.plans) != KS_OK)
		ks_plans_finish(&import->in.plans);
	free(json);
	return ks_roster_in_words(import->centre, &import->in, text_of(import, "map_file"),
				  text_of(import, "map"));
}

/* {"file": …} is its name; it comes open beside the request, for only who runs the command may read it. NULL: good. */
static char *read_list(struct import *import)
{
	int file = (int)json_integer_value(json_object_get(import->request, KS_CONTROL_FILE));
	struct ks_bytes bytes;
	enum ks_rc rc = ks_bytes_from(file, KS_ROSTER_MAX_BYTES, &bytes);

	if (rc == KS_FULL)
		return ks_strdup("名簿が大きすぎます。");
	if (rc != KS_OK)
		return ks_strdup("名簿を受け取れませんでした。");
	rc = read_words(import);
	if (rc == KS_OK)
		rc = ks_roster_in_read(&import->in, text_of(import, "file"), &bytes, NULL, 0);
	if (rc == KS_OK && is_set(import, "once"))
		ks_roster_list_once(import->in.list);
	if (rc == KS_OK)
		return NULL;
	if (rc != KS_INVALID)
		return ks_control_failure(rc);
	return ks_format(
		"誤りが %zu件あります。名簿は取り込んでいません。直してから、もう一度実行してください。",
		import->in.diags.n_errors);
}

/* ---- words ---- */

static void put_numbers(struct ks_buf *out, const char *what, const struct ks_roster_numbers *numbers)
{
	if (numbers->n_items == 0)
		return;
	ks_buf_printf(out, "\n  %s %zu名: ", what, numbers->n_items);
	for (size_t i = 0; i < numbers->n_items && i < KS_ROSTER_NAMED_MAX; i++)
		ks_buf_printf(out, "%s%s", i > 0 ? "、" : "", numbers->items[i]);
	if (numbers->n_items > KS_ROSTER_NAMED_MAX)
		ks_buf_printf(out, " ほか %zu名", numbers->n_items - KS_ROSTER_NAMED_MAX);
}

static void put_moves(struct ks_buf *out, const struct import *import)
{
	struct ks_roster_moves moves;

	if (ks_roster_moves(import->in.list, import->in.plans.items, import->in.plans.n_items,
			    import->in.from, &moves) != KS_OK)
		ks_buf_puts(out, "\n  受けるコースがどう変わるかは、調べられませんでした。");
	for (size_t i = 0; i < moves.n_items && i < MOVES_MAX; i++)
		ks_buf_printf(out, "\n  受けるコース: %s → %s  %zu名",
			      moves.items[i].from[0] ? moves.items[i].from : "（なし）",
			      moves.items[i].to[0] ? moves.items[i].to : "（なし）",
			      moves.items[i].n_people);
	if (moves.n_items > MOVES_MAX)
		ks_buf_printf(out, "\n  受けるコース: ほかの変わり方が %zu通り",
			      moves.n_items - MOVES_MAX);
	ks_roster_moves_finish(&moves);
}

/* The difference, below a first line that says what was done with it. */
static void put_difference(struct ks_buf *out, const struct import *import)
{
	put_numbers(out, "追加", &import->in.diff.added);
	put_numbers(out, "変更", &import->in.diff.changed);
	put_numbers(out, "氏名が変わった人", &import->in.diff.renamed);
	put_numbers(out, "名簿から外れる人", &import->in.diff.gone);
	if (import->in.diff.n_before > 0)
		put_moves(out, import);
}

static void put_doubt(struct ks_buf *out, const struct ks_roster_doubt *doubt)
{
	switch (doubt->kind) {
	case KS_DOUBT_NUMBER_REUSED:
		ks_buf_printf(out,
			      "\n  職員番号 %s は、氏名も氏名カナも前の名簿と違います。同じ人なら --same %s、"
			      "別の人に付けた番号なら --other %s を付けてください。",
			      doubt->number, doubt->number, doubt->number);
		return;
	case KS_DOUBT_NUMBER_CHANGED:
		ks_buf_printf(
			out,
			"\n  新しい職員番号 %s の人は、名簿にいなくなった %s の人と、氏名と氏名カナが"
			"同じです。同じ人なら --same %s=%s、別の人なら --other %s を付けてください。",
			doubt->number, doubt->before, doubt->before, doubt->number, doubt->number);
		return;
	case KS_DOUBT_ZERO_LOST:
		ks_buf_printf(
			out,
			"\n  職員番号 %s は、%s の先頭の 0 が落ちたものと思われます。名簿を直してください"
			"（Excel では、列の書式を文字列にします）。番号を変えたなら --same %s=%s、"
			"別の人なら --other %s を付けてください。",
			doubt->number, doubt->before, doubt->before, doubt->number, doubt->number);
		return;
	}
}

/* ---- what stands in the way ---- */

/* Return: how many things are to be settled before the list can be taken. */
static size_t put_obstacles(struct ks_buf *out, const struct import *import)
{
	const struct ks_roster_diff *diff = &import->in.diff;
	size_t n = diff->n_doubts, allowed = ks_roster_in_gone_max(&import->in);

	for (size_t i = 0; i < n && i < KS_ROSTER_NAMED_MAX; i++)
		put_doubt(out, &diff->doubts[i]);
	if (n > KS_ROSTER_NAMED_MAX)
		ks_buf_printf(out, "\n  ほかに、確かめる職員番号が %zu件あります。",
			      n - KS_ROSTER_NAMED_MAX);
	if (diff->gone.n_items > allowed) {
		ks_buf_printf(out,
			      "\n  名簿から外れる人が %zu名と多すぎます（%zu名のうち。%zu名まで）。"
			      "名簿の行が抜けていないか確かめてください。よければ --allow-removals %zu を"
			      "付けてください。",
			      diff->gone.n_items, diff->n_before, allowed, diff->gone.n_items);
		n++;
	}
	return n;
}

/* ---- carrying out ---- */

/* A list that was ordered ahead replaces this one on its day: who corrects today's has to know. */
static void put_waiting(struct ks_buf *out, const struct import *import)
{
	struct ks_date day;
	char *words;

	if (ks_date_compare(import->in.from, import->in.today) > 0 ||
	    ks_roster_waiting(ks_centre_store(import->centre), &day) != KS_OK || !ks_date_is_set(day))
		return;
	words = ks_wareki_date(day);
	ks_buf_printf(out, "\n  %sからの名簿を預かっています。同じ直しが要るかを確かめてください。",
		      words);
	free(words);
}

static char *take(struct import *import, bool *ok)
{
	struct ks_roster_change change;
	struct ks_buf out = {0};
	enum ks_rc rc =
		ks_roster_in_take(import->centre, &import->in, text_of(import, "map"), &change);

	*ok = rc == KS_OK;
	if (rc != KS_OK)
		return ks_control_failure(rc);
	if (ks_date_compare(import->in.from, import->in.today) > 0) {
		char *day = ks_wareki_date_weekday(import->in.from);

		ks_buf_printf(&out, "名簿を預かりました。%s から、%zu名の名簿になります。", day,
			      ks_roster_list_count(import->in.list));
		free(day);
	} else {
		ks_buf_printf(&out,
			      "名簿を取り込みました。%zu名（新規 %zu名、変更 %zu名、"
			      "名簿から外れた人 %zu名）です。",
			      change.n_people, change.n_new, change.n_changed, change.n_unlisted);
	}
	put_difference(&out, import);
	put_waiting(&out, import);
	return ks_buf_take(&out);
}

static char *judge(struct import *import, bool *ok)
{
	struct ks_buf out = {0}, obstacles = {0};
	size_t n = put_obstacles(&obstacles, import);
	bool is_dry = is_set(import, "dry_run");

	*ok = n == 0;
	if (n == 0 && !is_dry) {
		ks_buf_finish(&obstacles);
		return take(import, ok);
	}
	ks_buf_puts(&out, is_dry ? "試しに読みました。名簿は変わっていません。"
				 : "確かめることがあります。名簿は取り込んでいません。");
	if (is_dry)
		ks_buf_printf(&out, "取り込むと、%zu名になります。",
			      ks_roster_list_count(import->in.list));
	ks_buf_puts(&out, ks_buf_text(&obstacles));
	put_difference(&out, import);
	ks_buf_finish(&obstacles);
	return ks_buf_take(&out);
}

static char *compare(struct import *import, bool *ok)
{
	const struct ks_roster_answers answers = {text_of(import, "same"), text_of(import, "other")};
	enum ks_rc rc = ks_roster_in_compare(import->centre, &import->in, &answers);

	*ok = false;
	return rc == KS_OK ? judge(import, ok) : ks_control_failure(rc);
}

static json_t *diags_to_json(const struct ks_diags *diags)
{
	json_t *list = json_array();

	for (size_t i = 0; i < diags->n_items; i++) {
		const struct ks_diag *diag = &diags->items[i];

		json_array_append_new(list, json_pack("{s:b, s:s, s:i, s:s}", "error",
						      (int)(diag->severity == KS_SEVERITY_ERROR),
						      "file", diag->file ? diag->file : "", "line",
						      diag->line, "message", diag->message));
	}
	return list;
}

json_t *ks_control_import_roster(struct ks_centre *centre, const json_t *request)
{
	struct import import = {.centre = centre, .request = request};
	bool ok = false;
	json_t *answer;
	char *words;

	ks_roster_in_begin(centre, &import.in);
	if (*text_of(&import, "from") && !ks_date_parse(text_of(&import, "from"), &import.in.from))
		words = ks_strdup("日付（--from）は 2027-04-01 の形で書いてください。");
	else
		words = read_list(&import);
	if (!words)
		words = compare(&import, &ok);
	answer = ks_control_say(ok, words);
	json_object_set_new(answer, "diags", diags_to_json(&import.in.diags));
	json_object_set_new(answer, "n_more", json_integer((json_int_t)import.in.diags.n_dropped));
	ks_roster_in_finish(&import.in);
	return answer;
}

static char *say_undone(const struct ks_roster_undone *undone)
{
	struct ks_buf out = {0};

	ks_buf_printf(&out, "最後の取込みを元に戻しました（%zu名）。", undone->n_people);
	if (undone->n_pins_back > 0)
		ks_buf_printf(&out, "\n  初期暗証番号を、前のものに戻しました: %zu名",
			      undone->n_pins_back);
	if (undone->n_pins_gone > 0)
		ks_buf_printf(&out,
			      "\n  前は暗証番号がなかったので、暗証番号を消しました: %zu名（もう端末に届いて"
			      "いた分は、名簿に載っている人では、その端末に残ります）",
			      undone->n_pins_gone);
	if (undone->n_own > 0)
		ks_buf_printf(&out, "\n  そのあとに本人が決めた暗証番号は、そのままです: %zu名",
			      undone->n_own);
	return ks_buf_take(&out);
}

json_t *ks_control_undo_roster(struct ks_centre *centre, const json_t *request)
{
	struct ks_roster_undone undone;
	enum ks_rc rc = ks_roster_undo(ks_centre_store(centre), &undone);

	(void)request;
	if (rc == KS_NOT_FOUND)
		return ks_control_say(false, ks_strdup("元に戻せる取込みがありません。"));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	ks_centre_touch(centre);
	return ks_control_say(true, say_undone(&undone));
}
