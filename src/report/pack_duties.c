/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/reminder.h"
#include "report/correction.h"
#include "report/exemption.h"
#include "report/measure.h"
#include "report/pack_private.h"
#include "report/question.h"

/*
 * The eight measures of 施行規則16条の3第1項, each with what this program can show for it: lists for whoever checks, and the
 * findings in the form in which auditors write them. What it cannot show is said too.
 */

#define LESSONS_MAX 3

static const struct measure {
	const char *folder, *word, *clause, *evidence;
	const char *lessons[LESSONS_MAX]; /* whose completion belongs here */
} measures[] = {
	{"1号_組織体制", "組織体制の整備", "方針6(1)", "所属長の役割の受講、研修計画", {"m1", "m10"}},
	{"2号_資産の分類と管理", "情報資産の分類と管理", "方針6(2)", "分類の演習を含む科目の受講", {"m2"}},
	{"3号_物理的な対策", "物理的な対策", "方針6(4)", "毎日の行動の受講、自己点検", {"m4", "m4g"}},
	{"4号_人的な対策",
	 "人的な対策（研修・訓練・報告・ID）",
	 "方針5、6(5)",
	 "受講状況、出席簿、督促、訂正、対象外の台帳",
	 {0}},
	{"5号_技術的な対策",
	 "技術的な対策",
	 "方針6(3)、6(6)",
	 "あやしいメール、ネットワークの科目の受講",
	 {"m3", "m5", "m7"}},
	{"6号_運用",
	 "運用（遵守の確認・事案への対応）",
	 "方針6(7)",
	 "報告の科目の受講、自己点検",
	 {"m6", "m12"}},
	{"7号_委託とクラウド",
	 "業務委託とクラウドの利用",
	 "方針6(8)",
	 "委託・クラウドの科目、委託で働く人の受講",
	 {"m8"}},
	{"8号_監査と見直し",
	 "監査・自己点検・見直し",
	 "方針6(9)",
	 "自己点検の集計、設問分析、この一式",
	 {"m11"}},
};

static void add_table(struct ks_pack *pack, const char *folder, const char *name,
		      struct ks_table *table)
{
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};
	char *path = ks_format("%s/%s.csv", folder, name);

	ks_table_csv(table, &out);
	ks_table_finish(table);
	ks_pack_add(pack, path, &out);
	free(path);
}

/* ---- lessons ---- */

static bool is_of(const struct measure *measure, const char *lesson)
{
	for (size_t i = 0; i < LESSONS_MAX && measure->lessons[i]; i++)
		if (strcmp(measure->lessons[i], lesson) == 0)
			return true;
	return false;
}

/* One duty is one person and lesson; who owes a lesson twice is in the list twice, and so it is said. */
static void add_lessons(struct ks_pack *pack, const struct measure *measure, struct ks_buf *findings)
{
	struct ks_duty_list some = pack->duties;
	size_t n_done = 0, n_late = 0;
	struct ks_table table;

	if (!measure->lessons[0])
		return;
	some.rows = ks_alloc_zero(pack->duties.n_rows + 1, sizeof(*some.rows));
	some.n_rows = some.n_waived = 0;
	for (size_t i = 0; i < pack->duties.n_rows; i++) {
		const struct ks_duty_row *row = &pack->duties.rows[i];

		if (!is_of(measure, row->duty.lesson->id))
			continue;
		some.rows[some.n_rows++] = *row;
		n_done += row->done_ms > 0;
		n_late += row->done_ms == 0 && ks_date_compare(row->duty.due, pack->today) < 0;
	}
	ks_duty_table(&some, pack->today, false, &table);
	ks_buf_printf(
		findings,
		"　受講: 対象 %zu件（人と科目）のうち、修了 %zu件、未修了 %zu件（期限を過ぎたもの %zu件）。\r\n",
		some.n_rows, n_done, some.n_rows - n_done, n_late);
	add_table(pack, measure->folder, "科目ごとの受講", &table);
	free(some.rows);
}

/* ---- 1: the plan ---- */

static void add_plans(struct ks_pack *pack, const char *folder)
{
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};
	char *json = ks_plans_to_json(pack->wish->plans, pack->wish->n_plans, pack->wish->nendo);
	char *path = ks_format("%s/研修計画.json", folder);
	static const struct ks_table_column columns[] = {
		{"コース", KS_CELL_TEXT}, {"コースの名前", KS_CELL_TEXT}, {"版", KS_CELL_TEXT},
		{"始まり", KS_CELL_DATE}, {"期限", KS_CELL_DATE},         {"科目", KS_CELL_TEXT},
		{"題", KS_CELL_TEXT},     {"分", KS_CELL_NUMBER},         {"合格", KS_CELL_TEXT},
	};
	struct ks_table table;

	ks_buf_puts(&out, json);
	ks_pack_add(pack, path, &out);
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < pack->wish->n_plans; i++) {
		const struct ks_plan *plan = &pack->wish->plans[i];

		for (size_t k = 0; k < plan->n_lessons; k++) {
			const struct ks_plan_lesson *lesson = &plan->lessons[k];
			char *pass =
				ks_format("%d問のうち%d問", lesson->n_questions, lesson->pass_right);

			ks_table_text(&table, plan->id);
			ks_table_text(&table, plan->title);
			ks_table_text(&table, plan->revision);
			ks_table_date(&table, plan->opens);
			ks_table_date(&table, plan->due);
			ks_table_text(&table, lesson->id);
			ks_table_text(&table, lesson->title);
			ks_table_number(&table, (size_t)lesson->minutes);
			ks_table_text(&table, pass);
			free(pass);
		}
	}
	add_table(pack, folder, "研修計画", &table);
	free(path);
	free(json);
}

/* Who proposed it, who approved it and when, and whether it is still what people were given. */
static void add_approval(struct ks_pack *pack, const char *folder, struct ks_buf *findings)
{
	struct ks_correction_list list = {0};
	struct ks_plan_standing standing = {0};
	struct ks_table table;
	char *word;

	if (pack->rc == KS_OK)
		pack->rc = ks_report_proposals(pack->store, pack->wish->nendo, KS_PROPOSALS_PLAN,
					       &list);
	if (pack->rc == KS_OK)
		pack->rc = ks_report_plan_standing(pack->store, pack->wish->nendo, &list, &standing);
	word = ks_plan_standing_word(&standing);
	ks_buf_printf(findings, "　%s\r\n", word);
	ks_correction_table(&list, &table);
	add_table(pack, folder, "研修計画の承認", &table);
	ks_correction_list_finish(&list);
	free(word);
}

/* ---- 4: who learned what ---- */

static void add_completion(struct ks_pack *pack, const char *folder, struct ks_buf *findings)
{
	const struct ks_completion *c = &pack->completion;
	struct ks_table table;

	ks_buf_printf(findings,
		      "　受講: 名簿 %zu名のうち対象 %zu名（対象外 %zu名）。対象 %zu名のうち、修了 %zu名、受講中 %zu名、"
		      "未受講 %zu名。期限切れ %zu名。\r\n",
		      c->n_listed, c->n_target, c->n_exempt, c->n_target, c->n_done, c->n_under_way,
		      c->n_not_started, c->n_overdue);
	ks_completion_table(c, &table);
	add_table(pack, folder, "受講状況", &table);
	ks_group_table(c, KS_GROUP_UNIT, true, &table);
	add_table(pack, folder, "受講状況_所属ごと", &table);
	ks_group_table(c, KS_GROUP_EMPLOYMENT, true, &table);
	add_table(pack, folder, "受講状況_任用区分ごと", &table);
	ks_duty_table(&pack->duties, pack->today, true, &table);
	add_table(pack, folder, "受ける科目の一覧", &table);
}

static void add_attendance(struct ks_pack *pack, const char *folder, struct ks_buf *findings)
{
	struct ks_attendance_list list = {0};
	struct ks_table table;
	size_t n_gatherings = 0;

	if (pack->rc == KS_OK)
		pack->rc = ks_report_attendance(pack->store, pack->wish->nendo, pack->wish->now_ms,
						&list);
	for (size_t i = 0; i < list.n_rows; i += ks_attendance_rows_of(&list, i))
		n_gatherings++;
	ks_buf_printf(findings, "　集合研修: %zu回、出席 のべ%zu名。\r\n", n_gatherings,
		      ks_attendance_present(list.rows, list.n_rows));
	ks_attendance_table(&list, &table);
	add_table(pack, folder, "出席簿", &table);
	ks_attendance_list_finish(&list);
}

static void add_reminders(struct ks_pack *pack, const char *folder, struct ks_buf *findings)
{
	static const struct ks_table_column columns[] = {
		{"職員番号", KS_CELL_TEXT}, {"日時", KS_CELL_MOMENT},   {"だれが", KS_CELL_TEXT},
		{"方法", KS_CELL_TEXT},     {"伝えた文", KS_CELL_TEXT},
	};
	struct ks_arena arena = {0};
	struct ks_reminder *list = NULL;
	struct ks_table table;
	size_t n = 0, n_people = 0;

	if (pack->rc == KS_OK)
		pack->rc = ks_reminder_list(pack->store, pack->wish->nendo, &arena, &list, &n);
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const struct ks_roster_entry *entry =
			ks_roster_entry(&pack->completion.roster, list[i].staff);

		n_people += i == 0 || strcmp(list[i].staff, list[i - 1].staff) != 0;
		ks_table_text(&table, entry ? ks_person_typed(&entry->person) : list[i].staff);
		ks_table_moment(&table, list[i].at_ms);
		ks_table_text(&table, list[i].by);
		ks_table_text(&table, list[i].how);
		ks_table_text(&table, list[i].text);
	}
	ks_buf_printf(findings, "　督促: %zu名に のべ%zu回。\r\n", n_people, n);
	add_table(pack, folder, "督促", &table);
	free(list);
	ks_arena_finish(&arena);
}

static void add_corrections(struct ks_pack *pack, const char *folder, struct ks_buf *findings)
{
	struct ks_correction_list list = {0};
	struct ks_exemption_list exemptions = {0};
	struct ks_table table;
	size_t n_approved = 0, n_waiting = 0;

	if (pack->rc == KS_OK)
		pack->rc = ks_report_corrections(pack->store, pack->wish->nendo, &list);
	if (pack->rc == KS_OK)
		pack->rc = ks_report_exemptions(pack->store, &exemptions);
	for (size_t i = 0; i < list.n_rows; i++) {
		n_approved += list.rows[i].what.step == KS_CORRECTION_APPROVED ||
			      list.rows[i].what.step == KS_CORRECTION_REPLACED;
		n_waiting += list.rows[i].what.step == KS_CORRECTION_PROPOSED;
	}
	ks_exemption_list_keep(&exemptions, pack->wish->nendo, "", pack->today);
	ks_buf_printf(
		findings,
		"　訂正: 申し出 %zu件のうち、承認 %zu件、承認待ち %zu件。届出（休み・対象外・みなし受講）%zu件。\r\n",
		list.n_rows, n_approved, n_waiting, exemptions.n_rows);
	ks_correction_table(&list, &table);
	add_table(pack, folder, "訂正の記録", &table);
	ks_exemption_table(&exemptions, pack->today, &table);
	add_table(pack, folder, "対象外の台帳", &table);
	ks_correction_list_finish(&list);
	ks_exemption_list_finish(&exemptions);
}

/* ---- 6, 8: self-inspection ---- */

static void add_inspection(struct ks_pack *pack, const char *folder)
{
	struct ks_inspection_tally tally = {0};
	struct ks_table table;

	if (pack->rc == KS_OK)
		pack->rc = ks_report_inspection(pack->store, pack->wish->nendo, pack->today,
						KS_GROUP_UNIT, &tally);
	ks_inspection_table(&tally, &table);
	add_table(pack, folder, "自己点検の集計", &table);
	ks_inspection_tally_finish(&tally);
}

/* What was decided about bad answers, and what came of it. */
static void add_measures(struct ks_pack *pack, const char *folder, struct ks_buf *findings)
{
	struct ks_arena arena = {0};
	struct ks_measure *list = NULL;
	size_t n = 0, n_done = 0, n_late = 0;
	struct ks_table table;

	if (pack->rc == KS_OK)
		pack->rc = ks_measure_list(pack->store, pack->wish->nendo, "", &arena, &list, &n);
	for (size_t i = 0; i < n; i++) {
		n_done += list[i].done_ms > 0;
		n_late += list[i].done_ms == 0 && ks_date_compare(list[i].due, pack->today) < 0;
	}
	ks_buf_printf(
		findings,
		"　自己点検の対応: %zu件のうち、済み %zu件、これから %zu件（期限を過ぎたもの %zu件）。\r\n",
		n, n_done, n - n_done, n_late);
	ks_measure_table(list, n, pack->today, &table);
	add_table(pack, folder, "自己点検の対応", &table);
	free(list);
	ks_arena_finish(&arena);
}

/* ---- 7: who works under a contract ---- */

static void add_contractors(struct ks_pack *pack, const char *folder, struct ks_buf *findings)
{
	struct ks_completion some = pack->completion;
	size_t n = 0, n_done = 0;
	struct ks_table table;

	some.rows = ks_alloc_zero(pack->completion.n_rows + 1, sizeof(*some.rows));
	some.n_unlisted = 0;
	for (size_t i = 0; i < pack->completion.n_rows; i++) {
		const struct ks_completion_row *row = &pack->completion.rows[i];
		const char *code = row->appointment && row->appointment->employment
					   ? row->appointment->employment
					   : "";

		if (strcmp(code, "12") != 0 && strcmp(code, "13") != 0)
			continue;
		some.rows[n++] = *row;
		n_done += row->standing == KS_STANDING_DONE;
	}
	some.n_rows = n;
	ks_buf_printf(findings,
		      "　労働者派遣・委託事業者の従事者: 名簿 %zu名のうち、修了 %zu名。\r\n", n,
		      n_done);
	ks_completion_table(&some, &table);
	add_table(pack, folder, "派遣と委託の受講", &table);
	free(some.rows);
}

/* ---- 8: the questions ---- */

static void put_choices(struct ks_buf *out, const json_t *definition)
{
	const json_t *choices = json_object_get(definition, "choices");
	const char *right = json_string_value(
		json_array_get(json_object_get(definition, "correctResponsesPattern"), 0));

	for (size_t i = 0; i < json_array_size(choices); i++) {
		const json_t *choice = json_array_get(choices, i);
		const char *id = json_string_value(json_object_get(choice, "id"));
		const char *text = json_string_value(
			json_object_get(json_object_get(choice, "description"), "ja-JP"));

		ks_buf_printf(out, "　　%s %s\r\n", id ? id : "", text ? text : "");
	}
	ks_buf_printf(out, "　　正解: %s\r\n\r\n", right ? right : "");
}

/* The questions as they stood on the glass: the wording is in each answer. */
static void add_wordings(struct ks_pack *pack, const char *folder)
{
	struct ks_buf lines = {.ceiling = KS_PACK_MAX_BYTES}, out = {.ceiling = KS_PACK_MAX_BYTES};
	char *path = ks_format("%s/設問の文.txt", folder);
	const char *at;

	if (pack->rc == KS_OK)
		pack->rc = ks_evidence_questions(pack->store, pack->wish->nendo, &lines);
	ks_buf_puts(&out,
		    "\xef\xbb\xbf画面に出たとおりの設問です。解答の記録から取り出しました。\r\n\r\n");
	for (at = ks_buf_text(&lines); *at; at += strcspn(at, "\n") + 1) {
		json_t *line = json_loadb(at, strcspn(at, "\n"), 0, NULL);
		const json_t *definition = json_object_get(line, "definition");
		const char *words = json_string_value(
			json_object_get(json_object_get(definition, "description"), "ja-JP"));

		ks_buf_printf(&out, "%s（科目 %s、版 %s）\r\n　%s\r\n",
			      json_string_value(json_object_get(line, "question")),
			      json_string_value(json_object_get(line, "lesson")),
			      json_string_value(json_object_get(line, "revision")),
			      words ? words : "（文は記録にありません）");
		put_choices(&out, definition);
		json_decref(line);
		if (!at[strcspn(at, "\n")])
			break;
	}
	ks_pack_add(pack, path, &out);
	ks_buf_finish(&lines);
	free(path);
}

static void add_questions(struct ks_pack *pack, const char *folder)
{
	struct ks_question_list list = {0};
	struct ks_table table;

	if (pack->rc == KS_OK)
		pack->rc = ks_report_questions(pack->store, pack->wish->plans, pack->wish->n_plans,
					       pack->wish->nendo, &list);
	if (pack->rc == KS_OK)
		pack->rc = ks_report_question_chosen(pack->store, pack->wish->nendo, &list, 0,
						     list.n_rows);
	if (pack->rc == KS_OK) { /* the marks of half a list are not all there */
		ks_question_table(&list, &table);
		add_table(pack, folder, "設問分析", &table);
	}
	ks_question_list_finish(&list);
	add_wordings(pack, folder);
}

/* ---- all of it ---- */

void ks_pack_duties(struct ks_pack *pack)
{
	struct ks_buf findings = {.ceiling = KS_PACK_MAX_BYTES};
	char *nendo = ks_wareki_nendo(pack->wish->nendo), *day = ks_wareki_date(pack->today);

	ks_buf_printf(&findings,
		      "\xef\xbb\xbf%s 監査用の一式（%s 現在）\r\n"
		      "施行規則16条の3第1項（令和9年7月1日施行）の八つの号ごとに並べています。\r\n"
		      "この一式で示せるのは、研修の記録で分かることだけです。\r\n\r\n",
		      nendo, day);
	for (size_t i = 0; i < KS_COUNT(measures); i++) {
		const struct measure *m = &measures[i];

		ks_buf_printf(&findings, "%zu号 %s（%s）\r\n　証跡: %s → フォルダー「%s」\r\n",
			      i + 1, m->word, m->clause, m->evidence, m->folder);
		add_lessons(pack, m, &findings);
		if (i == 0) {
			add_plans(pack, m->folder);
			add_approval(pack, m->folder, &findings);
		}
		if (i == 3) {
			add_completion(pack, m->folder, &findings);
			add_attendance(pack, m->folder, &findings);
			add_reminders(pack, m->folder, &findings);
			add_corrections(pack, m->folder, &findings);
		}
		if (i == 2 || i == 5 || i == 7)
			add_inspection(pack, m->folder);
		if (i == 5 || i == 7)
			add_measures(pack, m->folder, &findings);
		if (i == 6)
			add_contractors(pack, m->folder, &findings);
		if (i == 7)
			add_questions(pack, m->folder);
		ks_buf_puts(&findings, "\r\n");
	}
	ks_pack_add(pack, "目次.txt", &findings);
	free(nendo);
	free(day);
}

void ks_pack_guide(struct ks_pack *pack)
{
	struct ks_buf out = {0};

	ks_buf_puts(
		&out,
		"\xef\xbb\xbf確かめ方\r\n\r\n"
		"1. この zip を、研修記録のプログラムだけが入ったパソコンに移し、次を実行します。\r\n"
		"     kenshu verify 一式.zip\r\n"
		"   一つでも変わったファイルがあれば、その名前が出て、終了コードが 1 になります。\r\n\r\n"
		"2. プログラムがなくても、展開したフォルダーで次を実行すると、ファイルの中身を確かめられます。\r\n"
		"     sha256sum -c " KS_PACK_LIST "\r\n\r\n"
		"確かめていること\r\n"
		"・" KS_PACK_LIST " : すべてのファイルの SHA-256。\r\n"
		"・" KS_PACK_SIGNATURE
		" : その一覧への、センターの鍵の署名（Ed25519）。署名する文は\r\n"
		"  「kenshu-head-v1」「" KS_PACK_SIGNER
		"」ファイルの数、一覧の SHA-256 の四行です。\r\n"
		"・" KS_PACK_STATEMENTS " : 記録の原文。一件ごとのしるし（BLAKE2b 32バイト）と、\r\n"
		"  一つ前の記録のしるしが入っています。\r\n"
		"・" KS_PACK_HEADS " : 端末ごとの、最後の記録への端末の鍵の署名。\r\n"
		"・" KS_PACK_ACCESS
		" : だれが何を見て、書き出したか。これも一件ずつつながっています。\r\n\r\n"
		"鍵が本物かどうかは、この一式だけでは分かりません。kenshu verify が示す鍵が、\r\n"
		"前の年の一式の鍵や、センターの担当が控えた鍵と同じかを確かめてください。\r\n");
	ks_pack_add(pack, "検証手順.txt", &out);
}
