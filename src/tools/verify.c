/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/calendar.h"
#include "base/mem.h"
#include "lrs/access.h"
#include "lrs/centre.h"
#include "lrs/mark.h"
#include "lrs/replica.h"
#include "record/deed.h"
#include "record/incident.h"
#include "record/verify.h"
#include "tools/tools.h"

/*
 * For the auditor: that nothing is missing and nothing was altered, said in a way that can be read aloud. Exit 0 means
 * every statement was walked and fits.
 */

/* As many faults are told one by one; the number of all of them is told in any case. */
#define VERIFY_FAULTS_MAX 200

struct findings {
	size_t n_faults;
	size_t n_marks; /* of paper, that do not fit: the record itself may be whole */
};

static void tell(void *context, const char *kiosk, int64_t seq, int fault)
{
	struct findings *findings = context;

	if (findings->n_faults++ >= VERIFY_FAULTS_MAX)
		return;
	if (*kiosk == '\0')
		printf("全体: %s\n", ks_chain_fault_word((enum ks_chain_fault)fault));
	else
		printf("端末 %s 通し番号 %lld: %s\n", kiosk, (long long)seq,
		       ks_chain_fault_word((enum ks_chain_fault)fault));
}

static int conclude(size_t n_faults, int64_t n_statements)
{
	if (n_faults == 0) {
		printf("%lld件を確かめました。欠けも書き換えもありません。\n",
		       (long long)n_statements);
		return KS_EXIT_DONE;
	}
	if (n_faults > VERIFY_FAULTS_MAX)
		printf("ほかに %zu件あります。\n", n_faults - VERIFY_FAULTS_MAX);
	printf("%lld件を確かめ、誤りを %zu件見つけました。このフォルダーを書き換えずに保管し、"
	       "情報システム担当へ知らせてください。\n",
	       (long long)n_statements, n_faults);
	return KS_EXIT_FAILED;
}

static void describe(const struct ks_kiosk_health *health)
{
	if (health->identity[0]) {
		printf("端末 %s: 端末 %s の新しい名前です。\n", health->kiosk, health->identity);
		return;
	}
	printf("端末 %s: ", health->kiosk);
	if (health->head_seq > KS_EPOCH_SPAN) /* numbers no longer count the statements */
		printf("この端末 %lld件／センター %lld件（第%lld期）、", (long long)health->n_signed,
		       (long long)health->n_statements, (long long)ks_epoch_of(health->head_seq));
	else if (health->head_seq > 0)
		printf("この端末 %lld件／センター %lld件、", (long long)health->n_signed,
		       (long long)health->n_statements);
	else
		printf("センター %lld件（%s）、", (long long)health->n_statements,
		       health->has_key ? "届いた署名がなくなっています" : "署名はまだ届いていません");
	printf("通し番号 %lld まで\n", (long long)health->last_seq);
	if (ks_centre_has_twin(health)) {
		printf("  注意: 同じ端末の写しが二台で動いている疑いがあります");
		if (health->twice_seq > 0)
			printf("（通し番号 %lld から）", (long long)health->twice_seq);
		printf("。\n"
		       "    どちらの記録も届いていて、失われていません。一台を止め、記録がすべて送信済みになってから、\n"
		       "    その記録のフォルダーを片付け、kenshu kiosk add で新しい端末として始め直してください。\n");
	}
	if (!ks_centre_has_twin(health) && health->twin_settled_ms > 0)
		printf("  確認済み: 記録が二つに分かれたことがあり、人事が確かめました。\n");
	if (health->n_quarantined > 0)
		printf("  注意: 受け取れず、端末で取り置いている記録が %lld件あります。原因を直してから、\n"
		       "    kenshu kiosk resend --kiosk %s で、もう一度送らせてください。\n",
		       (long long)health->n_quarantined, health->kiosk);
	if (health->n_claims > 0)
		printf("  注意: 端末の署名で確かめられないか、決まりに合わない記録が"
		       " %lld件あります。\n",
		       (long long)health->n_claims);
	if (health->n_disowned > 0)
		printf("  注意: 鍵を確かめずに取り消した端末なので、%lld件は数えていません。\n",
		       (long long)health->n_disowned);
	else if (health->is_key_unconfirmed && health->n_statements > 0)
		printf("  注意: 鍵は未確認です。先に認証情報を使った機械の鍵なので、別の機械の記録かもしれません。\n"
		       "    kenshu kiosk list の印を、端末の係員の画面と比べてください。\n");
	if (health->n_conflicts > 0)
		printf("  注意: 同じ番号で内容の違う再送を %lld件断り、証拠として残しています。\n",
		       (long long)health->n_conflicts);
	if (health->has_key_alarm)
		printf("  注意: 別の鍵で署名した送信を断りました。端末のすり替えがないか確かめてください。\n");
}

/* Who looked at what, a chain of its own. Return: KS_OK, with one finding more where it breaks. */
static enum ks_rc verify_access(struct ks_store *store, struct findings *findings)
{
	char head[KS_HASH_HEX];
	int64_t n = 0, first_bad = 0;
	enum ks_rc rc = ks_access_verify(store, &n, &first_bad, head);

	if (rc == KS_OK && first_bad > 0)
		printf("閲覧と書き出しの記録: %lld番が、書いたときのままではないか、なくなっています。\n",
		       (long long)first_bad);
	else if (rc == KS_OK && n > 0)
		printf("閲覧と書き出しの記録: %lld件、最後のしるし %s\n", (long long)n, head);
	findings->n_faults += first_bad > 0;
	return rc;
}

/* What stands on a sheet of paper. Return: KS_OK, with one finding more where the record is another one. */
static enum ks_rc verify_mark(struct ks_store *store, const char *mark, struct findings *findings)
{
	struct ks_arena arena = {0};
	const char *found = "";
	enum ks_rc rc = ks_centre_mark(store, mark, &arena, &found);
	bool is_same = rc == KS_OK && strcmp(found, mark) == 0;

	if (rc == KS_OK || rc == KS_INVALID) {
		printf("紙のしるし %s: %s\n", mark,
		       is_same ? "記録は、紙を作ったときのままです。"
		       : rc == KS_INVALID
			       ? "紙のしるしの形ではないか、記録の件数がそこまでありません。"
				 "1234-83d10c5e77f2a94b のように、件数、「-」、16桁（0〜9 と a〜f）です。"
				 "書き写しを確かめて、もう一度実行してください。"
			       : "この記録とは合いません。1字の書きまちがいでも、こうなります。"
				 "まず書き写しを確かめ、同じなら、紙か記録のどちらかが変わっています。");
		findings->n_marks += !is_same;
		rc = KS_OK;
	}
	ks_arena_finish(&arena);
	return rc;
}

/* Nothing altered since it came says nothing of what came. */
static void tell_replica(struct ks_store *store)
{
	struct ks_replica replica;

	if (ks_replica_read(store, &replica) == KS_OK && *replica.from)
		printf("注意: %s の写しです。端末の署名は付いて来ないので、届いたあとに書き換えられていないことだけを"
		       "確かめます。\n",
		       replica.from);
	ks_replica_finish(&replica);
}

static int verify_centre(struct ks_store *store, const char *mark)
{
	struct ks_kiosk_health *health = NULL;
	struct findings findings = {0};
	int64_t n_statements = 0;
	size_t n_kiosks = 0;
	int exit_code;
	enum ks_rc rc = ks_centre_health(store, &health, &n_kiosks);

	for (size_t i = 0; i < n_kiosks; i++)
		describe(&health[i]);
	free(health);
	if (rc == KS_OK)
		rc = ks_centre_verify(store, tell, &findings, &n_statements);
	if (rc == KS_OK)
		rc = verify_access(store, &findings);
	if (rc == KS_OK)
		tell_replica(store);
	if (rc == KS_OK && mark)
		rc = verify_mark(store, mark, &findings);
	if (rc != KS_OK && (rc != KS_DAMAGED || findings.n_faults == 0))
		return ks_tools_failed(rc);
	exit_code = conclude(findings.n_faults, n_statements);
	return findings.n_marks > 0 ? KS_EXIT_FAILED : exit_code;
}

static void tell_settlement(struct ks_store *store)
{
	struct ks_settlement settled;
	struct ks_civil at;

	if (ks_store_settlement(store, &settled) == KS_OK) {
		at = ks_civil_from_ms(settled.wall_ms);
		printf("  確認済み（%d年%d月%d日、理由: %s）: %s\n", at.date.year, at.date.month,
		       at.date.day, settled.reason, ks_incident_word(settled.incident.kind));
	}
	ks_settlement_finish(&settled);
}

static void tell_deed(void *context, int64_t wall_ms, const char *words)
{
	char *when = ks_time_words(wall_ms);

	(void)context;
	printf("  命令で行ったこと（%s）: %s\n", when, words);
	free(when);
}

/* What is whole and nevertheless has to be known. */
static void tell_standing(struct ks_store *store, int64_t n_statements)
{
	struct ks_ledger_counts counts;
	struct ks_incident incident;

	if (ks_ledger_counts_in(store, &counts) == KS_OK && counts.n_quarantined > 0)
		printf("  注意: 送り先に断られ、取り置いている記録が %lld件あります。"
		       "送信済みではありません。\n"
		       "    原因を直してから、端末を止めて kenshu kiosk resend で、もう一度送らせてください。\n",
		       (long long)counts.n_quarantined);
	if (ks_store_incident(store, &incident) == KS_OK && incident.kind != KS_INCIDENT_NONE)
		printf("  注意: %s\n"
		       "    確かめてから、端末を止めて kenshu kiosk settle で、確認済みにしてください。\n",
		       ks_incident_word(incident.kind));
	tell_settlement(store);
	if (ks_deeds(store, tell_deed, NULL) != KS_OK)
		printf("  注意: 命令で行ったことの控えを読めません。\n");
	if (n_statements > 0 && ks_epoch_of(ks_ledger_last(store)) > 1)
		printf("  注意: 記録のファイルが壊れたか、古い写しに戻されたことがあり、いまは第%lld期です。"
		       "前の期の終わりは、この端末だけでは確かめられません。\n",
		       (long long)ks_epoch_of(ks_ledger_last(store)));
}

static int verify_kiosk(struct ks_store *store)
{
	struct ks_ledger_fault faults[VERIFY_FAULTS_MAX];
	struct findings findings = {0};
	int64_t n_statements = 0;
	size_t n_faults = 0;
	char *kiosk = NULL;
	enum ks_rc rc;

	if (ks_store_get(store, "kiosk", &kiosk) != KS_OK)
		kiosk = ks_strdup("k-local");
	rc = ks_ledger_verify(store, faults, KS_COUNT(faults), &n_faults, &n_statements);
	if (rc == KS_OK || n_faults > 0) {
		printf("端末 %s: %lld件\n", kiosk, (long long)n_statements);
		tell_standing(store, n_statements);
		for (size_t i = 0; i < n_faults && i < KS_COUNT(faults); i++)
			tell(&findings, kiosk, faults[i].seq, (int)faults[i].fault);
	}
	free(kiosk);
	if (rc != KS_OK && n_faults == 0)
		return ks_tools_failed(rc);
	return conclude(n_faults, n_statements);
}

int ks_tools_verify(int argc, char **argv)
{
	const char *state = NULL, *pack = NULL, *mark = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー（センターのものか、端末のもの）", &state, NULL,
		 false},
		{"--mark", "MARK",
		 "印刷した紙の「記録のしるし」。センターの記録が、そのときのままかを確かめます",
		 &mark, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu verify",
		.summary = "すべての記録について、通し番号が続いているか、内容が書き換えられていないか、"
			   "端末の署名に合うかを確かめます。監査用の一式（zip）では、どのファイルも"
			   "作ったときのままかを、ほかに何もなくても確かめられます。",
		.operands = "[一式.zip]",
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_store *store = NULL;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &pack, &exit_code))
		return exit_code;
	if (!state == !pack) {
		fprintf(stderr,
			"--state DIR か、監査用の一式（zip）の、どちらか一つを指定してください。\n");
		return KS_EXIT_USAGE;
	}
	if (mark && pack) {
		fprintf(stderr, "--mark は、--state DIR（センターのもの）と使います。\n");
		return KS_EXIT_USAGE;
	}
	if (pack)
		return ks_tools_verify_pack(pack);
	exit_code = ks_tools_open(state, &store);
	if (exit_code == KS_EXIT_DONE && mark && ks_store_role(store) == KS_ROLE_KIOSK) {
		fprintf(stderr, "--mark で確かめられるのは、センターの記録です。\n");
		exit_code = KS_EXIT_USAGE;
	} else if (exit_code == KS_EXIT_DONE) {
		exit_code = ks_store_role(store) == KS_ROLE_KIOSK ? verify_kiosk(store)
								  : verify_centre(store, mark);
	}
	ks_store_close(store);
	return exit_code;
}
