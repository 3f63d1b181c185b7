/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/shelf.h"
#include "lrs/centre.h"
#include "lrs/forward.h"
#include "record/copied.h"
#include "record/incident.h"
#include "record/roster_file.h"
#include "record/verify.h"
#include "tools/doctor.h"
#include "tools/tools.h"

/* The record under a state folder, a kiosk's or the centre's; `kenshu verify` names each fault, this says whether there is one. */

#define HOUR_MS INT64_C(3600000)
#define BACKUP_CARE_HOURS 48

static void count_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	size_t *n_faults = context;

	(void)kiosk;
	(void)seq;
	(void)fault;
	++*n_faults;
}

static void look_at_chain(struct ks_doctor *doctor, struct ks_store *store)
{
	const char *todo =
		"kenshu verify で場所を見て、フォルダーを書き換えずに、情報システム担当へ知らせてください。";
	struct ks_ledger_fault faults[1];
	size_t n_faults = 0;
	int64_t n_statements = 0;
	enum ks_rc rc =
		ks_store_role(store) == KS_ROLE_KIOSK
			? ks_ledger_verify(store, faults, KS_COUNT(faults), &n_faults, &n_statements)
			: ks_centre_verify(store, count_fault, &n_faults, &n_statements);

	if (n_faults > 0)
		ks_doctor_add(doctor, "record", "記録", KS_DOCTOR_BAD, todo,
			      "%lld件のうち、合わないところが %zu件", (long long)n_statements,
			      n_faults);
	else if (rc != KS_OK)
		ks_doctor_add(doctor, "record", "記録", KS_DOCTOR_BAD, todo, "読めません（%s）",
			      ks_rc_name(rc));
	else
		ks_doctor_add(doctor, "record", "記録", KS_DOCTOR_GOOD, NULL,
			      "%lld件、欠けも書き換えもありません", (long long)n_statements);
}

/* A signed file that was not taken: the list before it stays. */
static void look_at_roster(struct ks_doctor *doctor, struct ks_store *store)
{
	char *told = ks_roster_file_told(store);

	if (*told)
		ks_doctor_add(
			doctor, "roster", "名簿", KS_DOCTOR_CARE,
			"前の名簿を使い続けます。名簿を公開した人（kenshu roster publish）に知らせてください。",
			"%s", told);
	free(told);
}

static void look_at_kiosk(struct ks_doctor *doctor, const struct ks_doctor_case *at,
			  struct ks_store *store)
{
	struct ks_ledger_counts counts;
	struct ks_incident incident;
	enum ks_rc rc = ks_ledger_counts_in(store, &counts);
	int64_t n_waiting =
		rc == KS_OK ? counts.n_statements - counts.n_delivered - counts.n_quarantined : 0;

	if (rc != KS_OK)
		ks_doctor_add(doctor, "sending", "送信", KS_DOCTOR_BAD,
			      "記録のフォルダーを確かめてください。", "数えられません");
	else if (counts.n_quarantined > 0)
		ks_doctor_add(doctor, "sending", "送信", KS_DOCTOR_BAD,
			      "原因を直してから、kenshu kiosk resend で、もう一度送らせてください。",
			      "未送信 %lld件、断られて取り置き %lld件", (long long)n_waiting,
			      (long long)counts.n_quarantined);
	else
		ks_doctor_add(
			doctor, "sending", "送信", n_waiting > 0 ? KS_DOCTOR_CARE : KS_DOCTOR_GOOD,
			n_waiting > 0
				? "つながれば、ひとりでに送ります。減らないときは、ネットワークを確かめてください。"
				: NULL,
			"未送信 %lld件", (long long)n_waiting);
	if (rc == KS_OK)
		ks_copied_look(doctor, &counts, at->now_ms);
	if (ks_store_incident(store, &incident) == KS_OK && incident.kind != KS_INCIDENT_NONE)
		ks_doctor_add(doctor, "incident", "あったこと", KS_DOCTOR_CARE,
			      "確かめてから、kenshu kiosk settle で、確認済みにしてください。",
			      "%s", ks_incident_word(incident.kind));
}

/* What came to it, and what it did not take. */
static void look_at_content(struct ks_doctor *doctor, const char *state)
{
	struct ks_shelf shelf;
	struct ks_shelf_told told;

	ks_shelf_read(state, &shelf);
	ks_shelf_told(state, &told);
	if (told.words[0])
		ks_doctor_add(doctor, "content", "教材", KS_DOCTOR_CARE,
			      "それまでの教材を使い続けます。公開した人に知らせてください。", "%s",
			      told.words);
	else if (shelf.newest.version > 0)
		ks_doctor_add(doctor, "content", "教材", KS_DOCTOR_GOOD, NULL, "届いた版 %d",
			      shelf.newest.version);
	else
		ks_doctor_add(doctor, "content", "教材", KS_DOCTOR_GOOD, NULL,
			      "パッケージのもの（配られた版は、まだありません）");
}

static void look_at_centre(struct ks_doctor *doctor, struct ks_store *store)
{
	struct ks_kiosk_health *health = NULL;
	size_t n = 0, n_bad = 0;
	enum ks_rc rc = ks_centre_health(store, &health, &n);

	for (size_t i = 0; i < n; i++)
		n_bad += ks_centre_has_twin(&health[i]) || health[i].n_quarantined > 0 ||
			 health[i].n_claims > 0 || health[i].n_conflicts > 0 ||
			 health[i].has_key_alarm;
	free(health);
	if (rc != KS_OK)
		ks_doctor_add(doctor, "kiosks", "端末", KS_DOCTOR_BAD,
			      "記録のフォルダーを確かめてください。", "数えられません（%s）",
			      ks_rc_name(rc));
	else if (n == 0)
		ks_doctor_add(doctor, "kiosks", "端末", KS_DOCTOR_CARE,
			      "kenshu kiosk add で、端末を登録してください。",
			      "一台も登録されていません");
	else
		ks_doctor_add(doctor, "kiosks", "端末", n_bad > 0 ? KS_DOCTOR_CARE : KS_DOCTOR_GOOD,
			      n_bad > 0 ? "kenshu kiosk list と kenshu verify で、どの端末かを見てください。"
					: NULL,
			      "%zu台、うち注意のあるもの %zu台", n, n_bad);
}

static void look_at_forward(struct ks_doctor *doctor, struct ks_store *store)
{
	struct ks_forward_state *states = NULL;
	size_t n = 0;

	if (ks_forward_states(store, &states, &n) != KS_OK)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_bad;
		char *words = ks_forward_words(&states[i], &is_bad);

		ks_doctor_add(doctor, "forward", "転送", is_bad ? KS_DOCTOR_CARE : KS_DOCTOR_GOOD,
			      is_bad ? "転送先の管理者に、認証情報と、断られた訳を確かめてください。"
				     : NULL,
			      "%s", words);
		free(words);
	}
	free(states);
}

/* The centre's own copies; a kiosk's record is kept by its centre. */
static void look_at_backup(struct ks_doctor *doctor, const struct ks_doctor_case *at)
{
	const char *todo = "kenshu backup を、毎日動くようにしてください。";
	int64_t moment_ms;
	char *newest;

	if (!at->backup) {
		ks_doctor_add(
			doctor, "backup", "バックアップ", KS_DOCTOR_CARE,
			"写しのフォルダーを --backup で示してください。まだなければ、kenshu backup を毎日動くようにしてください。",
			"どこにあるか分かりません");
		return;
	}
	newest = ks_tools_newest_backup(at->backup, &moment_ms);
	if (!newest)
		ks_doctor_add(doctor, "backup", "バックアップ", KS_DOCTOR_BAD, todo,
			      "%s に一つもありません", at->backup);
	else {
		int64_t hours = (at->now_ms - moment_ms) / HOUR_MS;
		bool is_old = hours > BACKUP_CARE_HOURS;

		ks_doctor_add(doctor, "backup", "バックアップ",
			      is_old ? KS_DOCTOR_CARE : KS_DOCTOR_GOOD, is_old ? todo : NULL,
			      "%lld時間前のものがあります", (long long)(hours > 0 ? hours : 0));
	}
	free(newest);
}

void ks_doctor_record(struct ks_doctor *doctor, const struct ks_doctor_case *at)
{
	struct ks_store *store = NULL;
	char *why = NULL;
	enum ks_rc rc;

	if (!at->state)
		return;
	rc = ks_store_open(at->state, KS_ROLE_ANY, KS_ACCESS_READ, &store, &why);
	if (rc == KS_BUSY)
		ks_doctor_add(
			doctor, "record", "記録", KS_DOCTOR_NONE, NULL,
			"端末が動いているので、いまは見られません（止めてから、もう一度実行すると確かめます）");
	else if (rc != KS_OK)
		ks_doctor_add(
			doctor, "record", "記録", rc == KS_NOT_FOUND ? KS_DOCTOR_CARE : KS_DOCTOR_BAD,
			rc == KS_NOT_FOUND
				? "まだ一度も動かしていなければ、このままでかまいません。"
				: "フォルダーを書き換えずに、情報システム担当へ知らせてください。",
			"%s", why ? why : ks_rc_name(rc));
	free(why);
	if (rc != KS_OK)
		return;
	look_at_chain(doctor, store);
	if (ks_store_role(store) == KS_ROLE_KIOSK) {
		look_at_kiosk(doctor, at, store);
		look_at_roster(doctor, store);
		look_at_content(doctor, at->state);
	} else {
		look_at_centre(doctor, store);
		look_at_forward(doctor, store);
		look_at_backup(doctor, at);
	}
	ks_store_close(store);
}
