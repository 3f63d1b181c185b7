/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/stick.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "content/shelf.h"
#include "sync/courier.h"

/*
 * The folder lies on the stick and is made there by whoever prepares it: where it is not, no stick is in, and nothing is written
 * beside it onto the kiosk's own disk.
 */

static enum ks_word word_of(enum ks_rc rc, const struct ks_courier_sent *sent)
{
	switch (rc) {
	case KS_OK:
		break;
	case KS_NOT_FOUND:
		return KS_W_STICK_NO_KEY;
	case KS_FULL:
		return KS_W_STICK_FULL;
	default:
		return KS_W_STICK_FAILED;
	}
	if (!sent->path)
		return KS_W_STICK_NOTHING;
	return sent->n_statements > 0 ? KS_W_STICK_DONE : KS_W_STICK_ASKS;
}

/* By which the centre knows it the first time: behind the name in "k-01:secret". */
static const char *secret_of(const struct ks_options *options)
{
	const char *colon = options->credentials ? strchr(options->credentials, ':') : NULL;

	return colon ? colon + 1 : NULL;
}

static void take(struct ks_app *app, struct ks_stick_told *out)
{
	struct ks_courier_taken taken = {0};
	struct ks_shelf_told content;
	enum ks_rc rc = ks_courier_take(app->site.ledger, app->options->courier, &taken);

	if (rc != KS_OK)
		ks_log_warn("courier", "the stick could not be read: %s", ks_rc_name(rc));
	if (ks_shelf_take(app->options->state, app->options->courier, &content) == KS_OK)
		app->stick_version = out->content = content.version;
	out->is_content_refused = out->content == 0 && content.words[0];
	out->has_people = taken.n_people > 0;
	out->n_receipts = (int)taken.n_receipts;
	out->n_delivered = (int)taken.n_delivered;
	out->n_refused = (int)taken.n_refused;
}

void ks_stick_exchange(struct ks_app *app, struct ks_stick_told *out)
{
	struct ks_courier_wish wish = {.folder = app->options->courier,
				       .secret = secret_of(app->options)};
	struct ks_courier_sent sent = {0};
	char *plan;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	if (strcmp(ks_ledger_kiosk(app->site.ledger), "k-local") == 0) {
		out->word = KS_W_STICK_NO_KEY; /* no centre knows it by that name */
		return;
	}
	if (!ks_folder_exists(wish.folder)) {
		out->word = KS_W_STICK_NONE;
		return;
	}
	take(app, out);
	plan = ks_plans_to_json(app->content.plans, app->content.n_plans, ks_site_nendo(&app->site));
	wish.plan_json = plan;
	rc = ks_courier_export(app->site.ledger, &wish, &sent);
	if (rc != KS_OK)
		ks_log_warn("courier", "nothing was written to the stick: %s", ks_rc_name(rc));
	out->word = word_of(rc, &sent);
	out->is_good = rc == KS_OK;
	out->n_statements = (int)sent.n_statements;
	free(sent.path);
	free(plan);
}
