/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/kiosk_settle.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/args.h"
#include "base/clock.h"
#include "record/incident.h"
#include "tools/tools.h"

/*
 * A loss stays on the glass until somebody has seen to it. That takes a person with a reason, not a timer: whoever settles
 * it says what was found, and the sentence stays in the record (`kenshu verify` tells it).
 */

static enum ks_rc settle(struct ks_store *store, const char *reason, struct ks_incident *incident)
{
	struct ks_clock clock = ks_clock_system();
	enum ks_rc rc = ks_store_incident(store, incident);

	return rc == KS_OK ? ks_store_settle_incident(store, ks_clock_wall_ms(&clock), reason) : rc;
}

static int tell(enum ks_rc rc, const struct ks_incident *incident)
{
	switch (rc) {
	case KS_OK:
		printf("確認済みにしました: %s\n", ks_incident_word(incident->kind));
		if (incident->aside[0])
			printf("別に保管したファイル（名前の終わりが .bad-%s）は、消さずに残しています。\n",
			       incident->aside);
		return KS_EXIT_DONE;
	case KS_NOT_FOUND:
		printf("確認を待っている記録の損傷はありません。\n");
		return KS_EXIT_DONE;
	case KS_INVALID:
		fprintf(stderr, "--reason には、確かめたことと、したことを、改行のない文で"
				"書いてください（およそ 130字まで）。\n");
		return KS_EXIT_USAGE;
	default:
		return ks_tools_failed(rc);
	}
}

static int settle_in(const char *state, const char *reason)
{
	struct ks_incident incident = {0};
	struct ks_store *store = NULL;
	char *why = NULL;
	enum ks_rc rc = ks_store_open(state, KS_ROLE_ANY, KS_ACCESS_READ, &store, &why);
	int exit_code;

	if (rc != KS_OK && rc != KS_BUSY && rc != KS_DAMAGED) { /* opened for writing it would be made */
		free(why);
		return ks_tools_open(state, &store);
	}
	ks_store_close(store);
	store = NULL;
	free(why);
	why = NULL;
	rc = ks_store_open(state, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why);
	if (rc == KS_OK)
		exit_code = tell(settle(store, reason, &incident), &incident);
	else if (why)
		exit_code = rc == KS_BUSY ? KS_EXIT_TRY_LATER : KS_EXIT_FAILED;
	else
		exit_code = ks_tools_failed(rc);
	if (why)
		fprintf(stderr, "%s\n", why);
	ks_store_close(store);
	free(why);
	return exit_code;
}

int ks_tools_kiosk_settle(int argc, char **argv)
{
	const char *state = NULL, *reason = NULL, *kiosk = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR",
		 "端末の記録のフォルダー（端末を止めてから）、--kiosk ならセンターのもの", &state,
		 NULL, true},
		{"--reason", "TEXT", "確かめたことと、したこと。記録に残ります", &reason, NULL, true},
		{"--kiosk", "NAME", "センターで: この端末の記録が二つに分かれたことを確認済みにします",
		 &kiosk, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu kiosk settle",
		.summary = "端末の記録が壊れて直されたことを、係員が確認済みにします。"
			   "待ち受けの画面の知らせが消え、確認済みと出ます。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (kiosk)
		return ks_tools_ask_for(
			state, "kiosk.settle",
			(const struct ks_member[]){{"kiosk", kiosk}, {"reason", reason}}, 2, NULL);
	return settle_in(state, reason);
}
