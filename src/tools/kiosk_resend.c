/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/args.h"
#include "base/mem.h"
#include "record/ledger.h"
#include "tools/kiosk_resend.h"
#include "tools/tools.h"

/*
 * The way out of quarantine, by hand: on the kiosk's own folder while it stands still, or from the centre, which tells the
 * kiosk at its next contact. What the endpoint refuses again is set aside again, so it can be tried at any time.
 */

static enum ks_rc release(struct ks_store *store, int64_t *n_released)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_ledger *ledger = NULL;
	char *kiosk = NULL;
	enum ks_rc rc = ks_store_get(store, "kiosk", &kiosk);

	if (rc == KS_OK)
		rc = ks_ledger_open(store, &clock, kiosk, &ledger);
	if (rc == KS_OK)
		rc = ks_ledger_retry_quarantine(ledger, INT64_MAX, n_released);
	ks_ledger_close(ledger);
	free(kiosk);
	return rc == KS_NOT_FOUND
		       ? KS_OK
		       : rc; /* a folder in which no kiosk ever ran has nothing set aside */
}

static int release_here(const char *state)
{
	struct ks_store *store = NULL;
	int64_t n_released = 0;
	char *why = NULL;
	enum ks_rc rc = ks_store_open(state, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why);

	if (rc == KS_OK)
		rc = release(store, &n_released);
	ks_store_close(store);
	if (rc != KS_OK && !why)
		return ks_tools_failed(rc);
	if (rc != KS_OK)
		fprintf(stderr, "%s\n", why);
	else if (n_released == 0)
		printf("取り置いている記録はありません。\n");
	else
		printf("%lld件を、端末が次に動いたとき、もう一度送ります。\n", (long long)n_released);
	free(why);
	if (rc == KS_BUSY)
		return KS_EXIT_TRY_LATER;
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static int choose(const char *state, const char *kiosk)
{
	enum ks_store_role role = KS_ROLE_ANY;
	struct ks_store *store = NULL;
	char *why = NULL;
	enum ks_rc rc;

	if (kiosk)
		return ks_tools_ask_for(state, "kiosk.resend",
					(const struct ks_member[]){{"kiosk", kiosk}}, 1, NULL);
	rc = ks_store_open(state, KS_ROLE_ANY, KS_ACCESS_READ, &store, &why);
	free(why);
	if (rc == KS_NOT_FOUND) /* opened for writing it would be made */
		return ks_tools_open(state, &store);
	if (rc == KS_OK)
		role = ks_store_role(store);
	ks_store_close(store);
	if (role != KS_ROLE_COLLECTOR)
		return release_here(state); /* a kiosk that runs lets nobody read, and says so there */
	fprintf(stderr, "センターの記録のフォルダーです。どの端末かを --kiosk で選んでください。\n");
	return KS_EXIT_USAGE;
}

int ks_tools_kiosk_resend(int argc, char **argv)
{
	const char *state = NULL, *kiosk = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "端末の記録のフォルダー（端末を止めてから）、またはセンターのもの",
		 &state, NULL, true},
		{"--kiosk", "NAME", "センターのフォルダーのとき: どの端末に送らせるか", &kiosk,
		 NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu kiosk resend",
		.summary =
			"送り先が受け取らず、取り置いている記録を、もう一度送らせます。原因を直したあとに使います。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	return choose(state, kiosk);
}
