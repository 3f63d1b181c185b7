/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "lrs/care.h"
#include "lrs/condition.h"
#include "web/call.h"

/* 端末: what each kiosk has and what has come of it. A silent kiosk's unsent records are not known, and not 0. */

#define SILENT_MS (30 * 60 * 1000)
#define SKEW_MS (60 * 1000)

static const struct ks_table_column columns[] = {
	{"端末", KS_CELL_TEXT},         {"状態", KS_CELL_TEXT},
	{"最後の連絡", KS_CELL_MOMENT}, {"未送信", KS_CELL_NUMBER},
	{"届いた記録", KS_CELL_NUMBER}, {"端末の記録", KS_CELL_NUMBER},
	{"時計のずれ", KS_CELL_TEXT},   {"教材の版", KS_CELL_TEXT},
	{"プログラム", KS_CELL_TEXT},   {"隔離中", KS_CELL_NUMBER},
	{"気づいたこと", KS_CELL_TEXT},
};

static bool is_silent(const struct ks_kiosk_health *kiosk, int64_t now_ms)
{
	return kiosk->last_seen_ms == 0 || now_ms - kiosk->last_seen_ms > SILENT_MS;
}

/* The header that says it has been on its way for a moment. */
static bool has_clock_trouble(const struct ks_kiosk_health *kiosk)
{
	return kiosk->program[0] && (kiosk->skew_ms > SKEW_MS || kiosk->skew_ms < -SKEW_MS);
}

static bool has_trouble(const struct ks_kiosk_health *kiosk)
{
	return has_clock_trouble(kiosk) || kiosk->first_gap_seq || kiosk->n_conflicts ||
	       kiosk->n_chain_faults || kiosk->has_key_alarm || kiosk->n_quarantined ||
	       ks_centre_has_twin(kiosk);
}

/* The worst that it told of itself (端末の具合, below the table). One that is not used any more says nothing. */
static enum ks_doctor_mark told_worst(struct ks_call *call, const struct ks_kiosk_health *kiosk)
{
	enum ks_doctor_mark worst = KS_DOCTOR_GOOD;
	struct ks_arena arena = {0};
	struct ks_doctor doctor = {0};
	int64_t told_ms;
	enum ks_rc rc = KS_NOT_FOUND;

	if (!kiosk->is_revoked)
		rc = ks_condition_read(call->store, kiosk->kiosk, &arena, &doctor, &told_ms);
	if (rc == KS_NOT_FOUND || !ks_call_read(call, rc))
		doctor.n = 0;
	for (size_t i = 0; i < doctor.n; i++)
		if (doctor.findings[i].mark != KS_DOCTOR_NONE && doctor.findings[i].mark > worst)
			worst = doctor.findings[i].mark;
	ks_doctor_finish(&doctor);
	ks_arena_finish(&arena);
	return worst;
}

enum state { WELL, CARE, SILENT, NEVER, TROUBLE, N_STATES };

static const char *const state_words[N_STATES] = {"正常", "注意", "連絡なし", "まだ", "要確認"};

static enum state state_of(struct ks_call *call, const struct ks_kiosk_health *kiosk)
{
	enum ks_doctor_mark worst = told_worst(call, kiosk);

	if (has_trouble(kiosk) || worst == KS_DOCTOR_BAD)
		return TROUBLE;
	if (kiosk->last_seen_ms == 0)
		return NEVER;
	if (is_silent(kiosk, call->now_ms))
		return SILENT;
	return worst == KS_DOCTOR_CARE ? CARE : WELL;
}

static void put_notes(struct ks_table *table, const struct ks_kiosk_health *kiosk)
{
	const struct {
		bool is_so;
		const char *words;
	} notes[] = {
		{has_clock_trouble(kiosk), "時計がずれています。"},
		{kiosk->is_revoked, "使えなくしてあります。"},
		{kiosk->first_gap_seq != 0, "番号の抜けがあります。"},
		{kiosk->n_chain_faults != 0, "つながらない記録があります。"},
		{kiosk->n_conflicts != 0, "内容の食い違う再送があります。"},
		{kiosk->n_quarantined != 0, "受け取れず、端末で取り置いている記録があります。"},
		{ks_centre_has_twin(kiosk), "同じ端末の記録が二つに分かれています（複製の疑い）。"},
		{kiosk->has_key_alarm, "別の鍵で署名した送信を断りました。"},
		{kiosk->identity[0] != '\0', "ほかの端末の新しい名前です。"},
		{kiosk->taken_over_by[0] != '\0', "ほかの端末が引き継ぎました。"},
		{kiosk->n_disowned != 0,
		 "鍵を確かめずに取り消したので、届いていた記録は数えていません。"},
		{kiosk->is_key_unconfirmed && !kiosk->n_disowned,
		 "鍵は未確認です。先に認証情報を使った機械の鍵で、届いた記録は数えていますが、暗証番号は"
		 "送りません。kenshu kiosk list の印を、端末の係員の画面と比べてください。"},
	};
	struct ks_buf text = {0};

	for (size_t i = 0; i < KS_COUNT(notes); i++)
		if (notes[i].is_so)
			ks_buf_puts(&text, notes[i].words);
	ks_table_text(table, ks_buf_text(&text));
	ks_buf_finish(&text);
}

/* 「+0.2秒」「−3分12秒」, as it was told last. */
static void put_skew(struct ks_table *table, const struct ks_kiosk_health *kiosk)
{
	double seconds = (double)(kiosk->skew_ms < 0 ? -kiosk->skew_ms : kiosk->skew_ms) / 1000;
	const char *sign = kiosk->skew_ms < 0 ? "−" : "+";
	char *text = !kiosk->program[0] ? ks_strdup("分かりません")
		     : seconds < 60     ? ks_format("%s%.1f秒", sign, seconds)
		     : seconds < 86400
			     ? ks_format("%s%d分%d秒", sign, (int)seconds / 60, (int)seconds % 60)
			     : ks_format("%s%.0f日", sign, seconds / 86400);

	ks_table_text(table, text);
	free(text);
}

/* "2026.1#7": 2026.1（版 7）, where it is a published one. */
static void put_revision(struct ks_table *table, const char *told)
{
	const char *mark = strchr(told, '#');
	char *text = mark ? ks_format("%.*s（版 %s）", (int)(mark - told), told, mark + 1) : NULL;

	ks_table_text(table, text ? text : told[0] ? told : "分かりません");
	free(text);
}

static void add_row(struct ks_table *table, const struct ks_kiosk_health *kiosk, enum state state,
		    int64_t now_ms)
{
	bool silent = is_silent(kiosk, now_ms);
	int64_t unsent =
		kiosk->n_signed > kiosk->n_statements ? kiosk->n_signed - kiosk->n_statements : 0;

	ks_table_text(table, kiosk->kiosk);
	ks_table_text(table, state_words[state]);
	ks_table_moment(table, kiosk->last_seen_ms);
	if (silent)
		ks_table_text(table, "分かりません");
	else
		ks_table_number(table, (size_t)unsent);
	ks_table_number(table, (size_t)kiosk->n_statements);
	ks_table_number(table, (size_t)kiosk->n_signed);
	put_skew(table, kiosk);
	put_revision(table, kiosk->revision);
	ks_table_text(table, kiosk->program[0] ? kiosk->program : "分かりません");
	ks_table_number(table, (size_t)kiosk->n_quarantined);
	put_notes(table, kiosk);
}

static void put_tile(struct ks_call *call, const char *class, const char *title, size_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", n);
	ks_page_tile(call, n > 0 ? class : "", title, text, " 台", "");
}

static void put_tiles(struct ks_call *call, const struct ks_kiosk_health *health,
		      const enum state *states, size_t n)
{
	size_t n_in[N_STATES] = {0};
	int64_t n_statements = 0;
	char text[24];

	for (size_t i = 0; i < n; i++) {
		n_in[states[i]]++;
		n_statements += health[i].n_statements;
	}
	ks_html_open(&call->html, "div", "tiles");
	put_tile(call, "ok", "正常", n_in[WELL]);
	put_tile(call, "", "注意（端末の具合に △）", n_in[CARE]);
	put_tile(call, "bad", "連絡なし（30分より長い）", n_in[SILENT] + n_in[NEVER]);
	put_tile(call, "bad", "要確認", n_in[TROUBLE]);
	snprintf(text, sizeof(text), "%lld", (long long)n_statements);
	ks_page_tile(call, "", "センターに届いた記録", text, " 件", "");
	ks_html_close(&call->html, "div");
}

/* What HR said at the centre itself is a record too, but no kiosk's. */
static size_t without_centre(struct ks_kiosk_health *health, size_t n)
{
	size_t n_kept = 0;

	for (size_t i = 0; i < n; i++)
		if (strcmp(health[i].kiosk, KS_CENTRE_OWN) != 0)
			health[n_kept++] = health[i];
	return n_kept;
}

static void put_backup(struct ks_call *call)
{
	bool is_late;
	char *words = ks_care_backup(call->store, call->now_ms, &is_late);

	ks_html_line(&call->html, "p", is_late ? "notice" : "small", words);
	free(words);
}

/* What each machine told of itself: what somebody should look at by itself, with what to do; the rest in one line. */
static void put_findings(struct ks_call *call, const struct ks_doctor *doctor)
{
	struct ks_buf well = {0};

	ks_html_open(&call->html, "ul", NULL);
	for (size_t i = 0; i < doctor->n; i++) {
		const struct ks_finding *finding = &doctor->findings[i];
		const char *sign = ks_doctor_sign(finding->mark);

		if (!finding->todo) {
			ks_buf_printf(&well, "%s%s %s", well.len > 0 ? "　" : "", sign,
				      finding->title);
			continue;
		}
		ks_html_open(&call->html, "li", NULL);
		ks_html_printf(&call->html, "%s %s: %s　→ %s", sign, finding->title, finding->seen,
			       finding->todo);
		ks_html_close(&call->html, "li");
	}
	if (well.len > 0)
		ks_html_line(&call->html, "li", NULL, ks_buf_text(&well));
	ks_html_close(&call->html, "ul");
	ks_buf_finish(&well);
}

static void put_conditions(struct ks_call *call, const struct ks_kiosk_health *health, size_t n)
{
	bool has_head = false;

	for (size_t i = 0; i < n; i++) {
		struct ks_arena arena = {0};
		struct ks_doctor doctor;
		int64_t told_ms;

		if (ks_condition_read(call->store, health[i].kiosk, &arena, &doctor, &told_ms) ==
			    KS_OK &&
		    !health[i].is_revoked) {
			if (!has_head)
				ks_html_line(&call->html, "h2", NULL, "端末の具合");
			has_head = true;
			struct ks_civil at = ks_civil_from_ms(told_ms);

			ks_html_open(&call->html, "h3", NULL);
			ks_html_printf(&call->html, "%s（%d月%d日 %d:%02d）", health[i].kiosk,
				       at.date.month, at.date.day, at.hour, at.minute);
			ks_html_close(&call->html, "h3");
			put_findings(call, &doctor);
		}
		ks_doctor_finish(&doctor);
		ks_arena_finish(&arena);
	}
}

void ks_page_kiosks(struct ks_call *call)
{
	static const enum ks_show shows[] = {KS_SHOW_STRONG, KS_SHOW_STATE, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN};
	struct ks_kiosk_health *health = NULL;
	enum state *states;
	struct ks_table table;
	size_t n = 0;
	enum ks_rc rc = ks_centre_health(call->store, &health, &n);

	n = without_centre(health, n);

	if (rc != KS_OK) {
		ks_call_failed(call, rc);
		return;
	}
	states = ks_alloc((n + 1) * sizeof(*states));
	ks_table_init(&table, columns, KS_COUNT(columns));
	ks_table_title(&table, "端末");
	for (size_t i = 0; i < n; i++) {
		states[i] = state_of(call, &health[i]);
		add_row(&table, &health[i], states[i], call->now_ms);
	}
	if (!ks_call_export(call, &table, "端末", -1)) {
		ks_page_begin(call, "端末");
		put_backup(call);
		if (n == 0) {
			ks_page_empty(call,
				      "登録した端末はありません。"
				      "kenshu kiosk add で登録し、認証情報を端末に移してください。");
		} else {
			put_tiles(call, health, states, n);
			ks_page_exports(call);
			ks_page_table(call,
				      &(struct ks_page_table){&table, shows, 0, n, "端末の一覧"});
			ks_html_line(
				&call->html, "p", "small",
				"届いていない記録も、端末には残っています。連絡が戻ると、続きから自動で送られます。");
			put_conditions(call, health, n);
		}
		ks_page_end(call);
	}
	ks_table_finish(&table);
	free(states);
	free(health);
}
