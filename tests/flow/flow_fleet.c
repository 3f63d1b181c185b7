/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "collector/forward.h"
#include "lrs/enrol.h"
#include "lrs/forward.h"
#include "record/backup.h"
#include "record/db.h"
#include "support/wire.h"
#include "sync/enrol.h"

/*
 * Forty kiosks, the centre of their body, and the prefecture's centre that the first one sends on to: real ledgers, the real
 * sender and the real stores, with a wire in between that loses requests and answers by a seed (support/wire.h). The centre is out for
 * a while, is later put back from an older copy while the kiosks go on, and one kiosk is taken over under another name. At the
 * end each statement that a kiosk recorded must be in both centres once, and nothing else.
 *
 *     flow_fleet FOLDER SEED [drop|forge|deaf]     the word plants a fault, which has to be found (exit 1)
 */

#define KIOSKS 40
#define TICKS 300
#define TICK_MS 2000
#define LAST_RECORDED 220 /* ticks; the rest is for what is still under way */
#define OUT_FROM 40
#define OUT_TO 90
#define COPY_AT 100
#define RESTORE_AT 150
#define TAKE_OVER_AT 120
#define TAKEN_OVER 7
#define ENDPOINT "https://centre.example/xAPI"

struct kiosk {
	char name[16], *folder, *credentials;
	struct ks_clock clock;
	struct ks_store *store;
	struct ks_ledger *ledger;
	struct ks_sync_core *core;
	struct wire wire;
	int64_t due_ms;
};

struct centre {
	char *folder;
	struct ks_clock clock;
	struct ks_store *store;
	struct ks_centre *centre;
};

struct fleet {
	const char *root;
	struct ks_shuffle chance;
	struct ks_content content;
	struct kiosk kiosks[KIOSKS];
	struct centre body, prefecture;
	struct wire_end body_end, prefecture_end;
	/* what the body's centre sends on */
	struct ks_forward_context context;
	struct ks_sync_queue queue;
	struct ks_sync_core *forward;
	struct wire forward_wire;
	char *forward_credentials;
	int64_t forward_due_ms, now_ms;
	size_t n_recorded;
};

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fleet: %s\n", what);
	exit(2);
}

static char *folder_of(const struct fleet *fleet, const char *name)
{
	return ks_path_join(fleet->root, name);
}

/* --- the centres ------------------------------------------------------------------------------ */

static void open_centre(struct fleet *fleet, struct centre *centre, struct wire_end *end,
			const char *name)
{
	char *why = NULL;

	centre->folder = folder_of(fleet, name);
	must(ks_store_open(centre->folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &centre->store,
			   &why) == KS_OK,
	     "a centre's store");
	must(ks_centre_open(centre->store, &centre->clock, &centre->centre) == KS_OK, "a centre");
	end->centre = centre->centre;
}

static void close_centre(struct centre *centre)
{
	ks_centre_close(centre->centre);
	ks_store_close(centre->store);
	free(centre->folder);
	centre->folder = NULL;
}

static void open_forward(struct fleet *fleet)
{
	struct ks_sync_options options;

	must(ks_forward_begin(fleet->body.store, "prefecture") == KS_OK, "the way on");
	fleet->context =
		(struct ks_forward_context){fleet->body.store, "prefecture", &fleet->body.clock};
	fleet->queue = ks_forward_queue(&fleet->context);
	options = (struct ks_sync_options){.queue = &fleet->queue,
					   .clock = &fleet->body.clock,
					   .http = wire_http(&fleet->forward_wire),
					   .endpoint = "https://prefecture.example/xAPI",
					   .credentials = fleet->forward_credentials,
					   .seed = 41};
	fleet->forward = ks_sync_core_open(&options);
	fleet->forward_due_ms = 0;
}

static void open_centres(struct fleet *fleet)
{
	char *secret = NULL;

	fleet->body.clock = fleet->prefecture.clock = ks_clock_fake(INT64_C(1779064220000));
	open_centre(fleet, &fleet->body, &fleet->body_end, "body");
	open_centre(fleet, &fleet->prefecture, &fleet->prefecture_end, "prefecture");
	must(ks_centre_add_client(fleet->prefecture.centre, "body", KS_SCOPE_ALL, &secret) == KS_OK,
	     "the body's credentials");
	fleet->forward_credentials = ks_format("body:%s", secret);
	free(secret);
	fleet->forward_wire = (struct wire){&fleet->prefecture_end, &fleet->chance, 10};
	open_forward(fleet);
}

static void copy_body(struct fleet *fleet)
{
	char *copy = folder_of(fleet, "copy.db");

	must(ks_backup_write(fleet->body.store, copy) == KS_OK, "the copy");
	free(copy);
}

/* The disk dies; what comes back is the copy of before. */
static void restore_body(struct fleet *fleet)
{
	char *copy = folder_of(fleet, "copy.db"), *restored = folder_of(fleet, "restored");

	ks_sync_core_close(fleet->forward);
	close_centre(&fleet->body);
	must(ks_backup_restore(copy, restored) == KS_OK, "the restore");
	open_centre(fleet, &fleet->body, &fleet->body_end, "restored");
	open_forward(fleet);
	free(copy);
	free(restored);
}

/* --- the kiosks ------------------------------------------------------------------------------- */

static void open_sender(struct fleet *fleet, struct kiosk *kiosk)
{
	struct ks_sync_options options = {.ledger = kiosk->ledger,
					  .clock = &kiosk->clock,
					  .http = wire_http(&kiosk->wire),
					  .endpoint = ENDPOINT,
					  .credentials = kiosk->credentials,
					  .seed = (uint64_t)(kiosk - fleet->kiosks) + 1};

	kiosk->core = ks_sync_core_open(&options);
	kiosk->due_ms = 0;
}

static void open_kiosk(struct fleet *fleet, size_t i)
{
	struct kiosk *kiosk = &fleet->kiosks[i];
	char *why = NULL, *secret = NULL;

	(void)snprintf(kiosk->name, sizeof(kiosk->name), "k-%02zu", i);
	kiosk->folder = folder_of(fleet, kiosk->name);
	kiosk->clock = ks_clock_fake(INT64_C(1779064220000));
	kiosk->wire = (struct wire){&fleet->body_end, &fleet->chance, 10};
	must(ks_centre_add_kiosk(fleet->body.centre, kiosk->name, &secret) == KS_OK,
	     "a registration");
	kiosk->credentials = ks_format("%s:%s", kiosk->name, secret);
	free(secret);
	must(ks_store_open(kiosk->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &kiosk->store, &why) ==
		     KS_OK,
	     "a kiosk's store");
	must(ks_ledger_open(kiosk->store, &kiosk->clock, kiosk->name, &kiosk->ledger) == KS_OK,
	     "a ledger");
	open_sender(fleet, kiosk);
}

static void record(struct fleet *fleet, struct kiosk *kiosk, int n)
{
	must(ks_ledger_begin(kiosk->ledger) == KS_OK, "a transaction");
	for (int i = 0; i < n; i++) {
		char staff[16];
		struct ks_fact fact = {.kind = KS_FACT_CHECKED_IN,
				       .staff = staff,
				       .content = &fleet->content,
				       .gathering_id = "g-1",
				       .gathering_title = "集合研修"};

		(void)snprintf(staff, sizeof(staff), "%06zu", ++fleet->n_recorded);
		must(ks_ledger_append(kiosk->ledger, &fact, NULL) == KS_OK, "a fact");
	}
	must(ks_ledger_commit(kiosk->ledger) == KS_OK, "a commit");
}

/* Its disk in another machine, which gets a name of its own and ends the old one's credentials. */
static void take_over(struct fleet *fleet)
{
	struct kiosk *kiosk = &fleet->kiosks[TAKEN_OVER];
	char code[KS_CODE_CHARS + 1], *file = folder_of(fleet, "taken.txt"), *text = NULL;
	struct wire sure = {&fleet->body_end, &fleet->chance, 0};
	struct ks_http http = wire_http(&sure);
	struct ks_enrol_wish wish = {
		.endpoint = ENDPOINT, .code = code, .file = file, .store = kiosk->store};
	size_t len = 0;

	must(ks_centre_invite(fleet->body.centre, "k-47", kiosk->name, 24, code) == KS_OK,
	     "the code");
	must(ks_enrol(&http, &wish) == KS_ENROLLED, "the enrolment");
	must(ks_file_read(file, 4096, &text, &len) == KS_OK, "the new credentials");
	text[strcspn(text, "\r\n")] = '\0';
	ks_sync_core_close(kiosk->core);
	ks_ledger_close(kiosk->ledger);
	free(kiosk->credentials);
	kiosk->credentials = text;
	must(ks_ledger_open(kiosk->store, &kiosk->clock, "k-47", &kiosk->ledger) == KS_OK,
	     "the ledger under its new name");
	open_sender(fleet, kiosk);
	free(file);
}

/* --- time ------------------------------------------------------------------------------------- */

/* All that is due within this tick, and not much more: a sender that never waits is a fault. */
static int64_t step(struct ks_sync_core *core, int64_t due_ms, int64_t now_ms)
{
	for (int i = 0; i < 200 && due_ms <= now_ms; i++) {
		int64_t wait_ms = 0;

		ks_sync_core_step(core, &wait_ms);
		if (wait_ms != 0)
			due_ms = now_ms + (wait_ms < 0 ? TICK_MS : wait_ms);
	}
	return due_ms;
}

static void tick(struct fleet *fleet, int n)
{
	if (n == COPY_AT)
		copy_body(fleet);
	if (n == RESTORE_AT)
		restore_body(fleet);
	/* The copy is from before it, so what came back knows nothing of it: somebody gives out a code once more. */
	if (n == TAKE_OVER_AT || n == RESTORE_AT)
		take_over(fleet);
	fleet->body_end.is_out = n >= OUT_FROM && n < OUT_TO;
	fleet->prefecture_end.is_out = n >= OUT_TO && n < COPY_AT;
	fleet->now_ms += TICK_MS;
	ks_clock_advance(&fleet->body.clock, TICK_MS);
	ks_clock_advance(&fleet->prefecture.clock, TICK_MS);
	for (size_t i = 0; i < KIOSKS; i++) {
		struct kiosk *kiosk = &fleet->kiosks[i];

		ks_clock_advance(&kiosk->clock, TICK_MS);
		if (n < LAST_RECORDED && ks_shuffle_below(&fleet->chance, 8) == 0) {
			record(fleet, kiosk, 1 + (int)ks_shuffle_below(&fleet->chance, 3));
			kiosk->due_ms = 0; /* poked; what backs off stays so by the core's own word */
		}
		kiosk->due_ms = step(kiosk->core, kiosk->due_ms, fleet->now_ms);
	}
	if (n % 2 == 0) /* as ks_forward_tend() does */
		fleet->forward_due_ms = 0;
	fleet->forward_due_ms = step(fleet->forward, fleet->forward_due_ms, fleet->now_ms);
}

/* --- what came of it -------------------------------------------------------------------------- */

static int64_t count(struct ks_store *store, const char *sql)
{
	int64_t n = 0;

	must(ks_db_number(store, &n, sql, "") == KS_OK, sql);
	return n;
}

/* Every statement of every kiosk, by its id; what is found is struck off a list of the centre's own. */
static int64_t judge(struct fleet *fleet, const char *name, struct centre *centre)
{
	int64_t n_lost = 0, n_rows = count(centre->store, "SELECT count(*) FROM received");
	int64_t n_ids = count(centre->store,
			      "SELECT count(DISTINCT CASE WHEN instr(id, '@') > 0"
			      " THEN substr(id, 1, instr(id, '@') - 1) ELSE id END) FROM received");
	int64_t n_found = 0, n_bad;
	const char *wrong = NULL;

	for (size_t i = 0; i < KIOSKS; i++) {
		struct ks_ledger *ledger = fleet->kiosks[i].ledger;

		for (int64_t seq = 1; seq <= ks_ledger_last_seq(ledger); seq++) {
			struct ks_statement row = {0};
			char *bytes = NULL;
			size_t len = 0;
			int64_t stored_ms;
			bool is_there;

			must(ks_ledger_read(ledger, seq, &row) == KS_OK, "a kiosk's own row");
			is_there = ks_centre_read(centre->centre, row.id, &bytes, &len,
						  &stored_ms) == KS_OK &&
				   len == row.len && memcmp(bytes, row.bytes, len) == 0;
			n_found += is_there;
			n_lost += !is_there;
			free(bytes);
			ks_statement_finish(&row);
		}
	}
	must(ks_centre_check_summaries(centre->store, &wrong) == KS_OK, "the summaries");
	n_bad = n_lost + (n_rows - n_ids) + (n_ids - n_found) + (wrong ? 1 : 0);
	printf("%-10s recorded %zu, there %lld: lost %lld / duplicated %lld / false %lld%s\n", name,
	       fleet->n_recorded, (long long)n_found, (long long)n_lost, (long long)(n_rows - n_ids),
	       (long long)(n_ids - n_found), wrong ? ", summaries differ" : "");
	return n_bad;
}

static void finish(struct fleet *fleet)
{
	for (size_t i = 0; i < KIOSKS; i++) {
		ks_sync_core_close(fleet->kiosks[i].core);
		ks_ledger_close(fleet->kiosks[i].ledger);
		ks_store_close(fleet->kiosks[i].store);
		free(fleet->kiosks[i].folder);
		free(fleet->kiosks[i].credentials);
	}
	ks_sync_core_close(fleet->forward);
	close_centre(&fleet->body);
	close_centre(&fleet->prefecture);
	free(fleet->forward_credentials);
}

static void plant(struct fleet *fleet, const char *word)
{
	fleet->prefecture_end.drops = strcmp(word, "drop") == 0;
	fleet->prefecture_end.forges = strcmp(word, "forge") == 0;
	fleet->body_end.is_deaf = strcmp(word, "deaf") == 0;
}

int main(int argc, char **argv)
{
	struct fleet *fleet = ks_alloc_zero(1, sizeof(*fleet));
	int64_t n_bad;

	if (argc < 3) {
		fprintf(stderr, "flow_fleet FOLDER SEED [drop|forge|deaf]\n");
		return 2;
	}
	ks_id_init();
	ks_log_set(KS_LOG_ERROR);
	fleet->root = argv[1];
	fleet->chance.state = strtoull(argv[2], NULL, 10);
	fleet->content.organisation.iri_base = "https://kenshu.kuresaka.example";
	open_centres(fleet);
	if (argc > 3)
		plant(fleet, argv[3]);
	for (size_t i = 0; i < KIOSKS; i++)
		open_kiosk(fleet, i);
	for (int n = 0; n < TICKS; n++)
		tick(fleet, n);
	/* Quiet lines, and as long as the longest wait of anybody. */
	for (size_t i = 0; i < KIOSKS; i++)
		fleet->kiosks[i].wire.loss_percent = 0;
	fleet->forward_wire.loss_percent = 0;
	for (int n = TICKS; n < TICKS + 1000; n++)
		tick(fleet, n);
	n_bad = judge(fleet, "body", &fleet->body);
	n_bad += judge(fleet, "prefecture", &fleet->prefecture);
	printf("seed %s: requests lost %zu, answers lost %zu, refused by an outage %zu\n", argv[2],
	       fleet->body_end.n_requests_lost + fleet->prefecture_end.n_requests_lost,
	       fleet->body_end.n_answers_lost + fleet->prefecture_end.n_answers_lost,
	       fleet->body_end.n_out + fleet->prefecture_end.n_out);
	finish(fleet);
	free(fleet);
	return n_bad > 0;
}
