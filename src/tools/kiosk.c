/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/mem.h"
#include "lrs/care.h"
#include "lrs/centre.h"
#include "lrs/forward.h"
#include "report/table.h"
#include "tools/kiosk_adopt.h"
#include "tools/kiosk_enrol.h"
#include "tools/kiosk_resend.h"
#include "tools/kiosk_settle.h"
#include "tools/tools.h"

/* Which kiosks there are, and how much of what they recorded has arrived. */

static int add(int argc, char **argv)
{
	const char *state = NULL, *path = NULL, *kiosk = NULL, *key = NULL, *units = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー（なければ作ります）", &state, NULL,
		 true},
		{"--out", "FILE", "認証情報（名前:秘密）を書く、新しいファイル", &path, NULL, true},
		{"--key", "MARK",
		 "その端末の鍵の印（端末で kenshu kiosk key）。ほかの鍵では使えません", &key, NULL,
		 false},
		KS_TOOLS_UNIT(&units),
	};
	int exit_code;
	const struct ks_args args =
		KS_TOOLS_OF_NAME("kenshu kiosk add",
				 "端末を登録し、その認証情報をファイルに一度だけ書きます。", options);

	if (!ks_tools_parse(&args, argc, argv, &kiosk, &exit_code))
		return exit_code;
	return ks_tools_register(state, "kiosk.add", "kiosk", kiosk,
				 (const struct ks_member[]){{"key", key}, {"units", units}}, 2, path);
}

static int revoke(int argc, char **argv)
{
	const char *state = NULL, *kiosk = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
	};
	const struct ks_args args = KS_TOOLS_OF_NAME(
		"kenshu kiosk revoke",
		"端末の認証情報を取り消します。盗まれた、失くした、写しが出回ったときに使います。\n"
		"その端末を使い続けるときは、同じ名前で kenshu kiosk add をもう一度実行します。",
		options);
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &kiosk, &exit_code))
		return exit_code;
	return ks_tools_ask_for(state, "kiosk.revoke", (const struct ks_member[]){{"kiosk", kiosk}},
				1, NULL);
}

/* One cause, said once, and what to do. */
static void tell_twin(struct ks_buf *notes, const struct ks_kiosk_health *health)
{
	ks_buf_puts(notes, "同じ端末の写しが二台で動いている疑いがあります");
	if (health->twice_seq)
		ks_buf_printf(notes, "（通し番号 %lld から）", (long long)health->twice_seq);
	ks_buf_puts(notes, "。一台を止め、新しい端末として始め直してください"
			   "（kenshu kiosk invite）。済んだら kenshu kiosk settle --kiosk。");
}

/* Whoever had the file first; only a person can see that it was this machine. */
static void tell_key(struct ks_buf *notes, const struct ks_kiosk_health *health)
{
	char *mark = ks_code_grouped(health->key_mark);

	if (health->n_disowned) {
		ks_buf_printf(
			notes,
			"鍵（%s）を確かめずに取り消したので、届いていた %lld件は数えていません。その端末の"
			"鍵に間違いがなければ、kenshu kiosk confirm %s --key %s で、また数えます。",
			mark, (long long)health->n_disowned, health->kiosk, mark);
		free(mark);
		return;
	}
	ks_buf_printf(notes,
		      "鍵は未確認（%s）。それまで暗証番号は送りません。先に認証情報を使った機械の鍵なので、"
		      "届いた記録は数えていますが、別の機械のものかもしれません。端末の係員の画面と"
		      "同じなら、kenshu kiosk confirm %s --key %s を、違えば kenshu kiosk revoke を"
		      "実行してください（取り消すと、届いた記録を数えなくなります）。",
		      mark, health->kiosk, mark);
	free(mark);
}

static void describe(struct ks_table *table, const struct ks_kiosk_health *health)
{
	struct ks_buf notes = {0};

	if (health->taken_over_by[0])
		ks_buf_printf(&notes, "端末 %s が引き継ぎました。", health->taken_over_by);
	else if (health->is_revoked)
		ks_buf_puts(&notes, "認証情報を取り消しました。");
	if (health->is_rotating)
		ks_buf_puts(&notes, "新しい認証情報を、まだ使っていません。");
	if (health->is_key_unconfirmed)
		tell_key(&notes, health);
	if (health->n_units > 0)
		ks_buf_printf(&notes, "暗証番号を送るのは %d つの所属の職員だけです。",
			      health->n_units);
	if (health->first_gap_seq)
		ks_buf_printf(&notes, "通し番号 %lld から届いていません。",
			      (long long)health->first_gap_seq);
	if (ks_centre_has_twin(health)) { /* which is why the rest does not fit */
		tell_twin(&notes, health);
	} else if (health->n_chain_faults)
		ks_buf_printf(&notes, "つながらない記録が %lld件あります。",
			      (long long)health->n_chain_faults);
	if (health->n_conflicts)
		ks_buf_printf(&notes, "内容の食い違う再送が %lld件あります。",
			      (long long)health->n_conflicts);
	if (health->n_quarantined)
		ks_buf_printf(&notes, "受け取れず、端末で取り置いている記録が %lld件あります。",
			      (long long)health->n_quarantined);
	if (health->n_claims)
		ks_buf_printf(&notes,
			      "端末の署名で確かめられないか、決まりに合わない記録が"
			      " %lld件あります。",
			      (long long)health->n_claims);
	if (health->identity[0])
		ks_buf_printf(&notes, "端末 %s の新しい名前です。件数は %s の行にあります。",
			      health->identity, health->identity);
	if (health->has_key_alarm)
		ks_buf_puts(&notes, "別の鍵で署名した送信を断りました。");
	ks_table_text(table, strcmp(health->kiosk, KS_CENTRE_OWN) == 0 ? "センター（人事の登録）"
								       : health->kiosk);
	ks_table_number(table, (size_t)health->n_signed);
	ks_table_number(table, (size_t)health->n_statements);
	ks_table_moment(table, health->last_seen_ms);
	ks_table_text(table, ks_buf_text(&notes));
	ks_buf_finish(&notes);
}

/* Below the list, since whoever looks after the kiosks looks after their centre. */
static void tell_care(struct ks_store *store)
{
	struct ks_clock clock = ks_clock_system();
	char *room, *backup;
	bool is_late;

	if (ks_store_role(store) == KS_ROLE_KIOSK)
		return;
	room = ks_care_room(store);
	backup = ks_care_backup(store, ks_clock_wall_ms(&clock), &is_late);
	if (room)
		printf("注意: %s\n", room);
	printf("%s%s\n", is_late ? "注意: " : "", backup);
	free(room);
	free(backup);
}

/* What the centre sends on to other LRSs. */
static void tell_forward(struct ks_store *store)
{
	struct ks_forward_state *states = NULL;
	size_t n = 0;

	if (ks_store_role(store) == KS_ROLE_KIOSK || ks_forward_states(store, &states, &n) != KS_OK)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_bad;
		char *words = ks_forward_words(&states[i], &is_bad);

		printf("%s%s\n", is_bad ? "注意: " : "", words);
		free(words);
	}
	free(states);
}

static int list_kiosks(struct ks_store *store)
{
	static const struct ks_table_column columns[] = {
		{"端末", KS_CELL_TEXT},
		{"この端末（件）", KS_CELL_NUMBER},
		{"センター（件）", KS_CELL_NUMBER},
		{"最後の通信", KS_CELL_TEXT},
		{"気づいたこと", KS_CELL_TEXT},
	};
	struct ks_kiosk_health *health = NULL;
	struct ks_table table;
	struct ks_buf out = {0};
	size_t n = 0;
	enum ks_rc rc = ks_centre_health(store, &health, &n);

	if (rc != KS_OK)
		return ks_tools_failed(rc);
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n; i++)
		describe(&table, &health[i]);
	ks_table_print(&table, &out);
	fputs(ks_buf_text(&out), stdout);
	if (n == 0)
		printf("登録した端末はありません。\n");
	tell_forward(store);
	tell_care(store);
	ks_buf_finish(&out);
	ks_table_finish(&table);
	free(health);
	return KS_EXIT_DONE;
}

static int list(int argc, char **argv)
{
	return ks_tools_list("kenshu kiosk list", "登録した端末と、届いた記録の件数を示します。",
			     "センターの記録のフォルダー", list_kiosks, argc, argv);
}

int ks_tools_kiosk(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"invite", "端末の画面で一度だけ入れる、登録コードを作ります", ks_tools_kiosk_invite},
		{"enrol", "登録コードで、この端末の認証情報を作ります", ks_tools_kiosk_enrol},
		{"add", "端末を登録し、認証情報を書き出します", add},
		{"key", "端末で: この端末の鍵の印を示します", ks_tools_kiosk_key},
		{"units", "暗証番号を送る所属を決めます", ks_tools_kiosk_units},
		{"confirm", "端末の鍵を、人事が確かめたことにします", ks_tools_kiosk_confirm},
		{"rotate", "端末の秘密を新しくします", ks_tools_kiosk_rotate},
		{"revoke", "端末の認証情報を取り消します", revoke},
		{"adopt", "古いフォルダーにある記録を、センターに入れます", ks_tools_kiosk_adopt},
		{"resend", "受け取られなかった記録を、もう一度送らせます", ks_tools_kiosk_resend},
		{"settle", "記録が壊れて直されたことを、係員が確認済みにします",
		 ks_tools_kiosk_settle},
		{"list", "登録した端末と、届いた記録の件数を示します", list},
	};

	return ks_tools_choose("kenshu kiosk", "端末を扱います。", commands, KS_COUNT(commands),
			       argc, argv);
}
