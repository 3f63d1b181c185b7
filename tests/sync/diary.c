/* SPDX-License-Identifier: Apache-2.0 */
#include "sync/diary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/golden.h"
#include "support/test.h"
#include "sync/sync_private.h"

static const char *const state_names[] = {
	[KS_SYNC_OFF] = "off",         [KS_SYNC_IDLE] = "idle",       [KS_SYNC_SENDING] = "sending",
	[KS_SYNC_WAITING] = "waiting", [KS_SYNC_REFUSED] = "refused",
};
static const char *const tally_names[] = {
	[KS_SYNC_TALLY_UNKNOWN] = "unknown",
	[KS_SYNC_TALLY_WAITING] = "some wait",
	[KS_SYNC_TALLY_QUARANTINED] = "some are set aside",
	[KS_SYNC_TALLY_CONFIRMED] = "all confirmed",
};
static const char *const job_names[KS_SYNC_JOB_COUNT] = {
	[KS_SYNC_JOB_PINS] = "pins",           [KS_SYNC_JOB_ROSTER] = "roster",
	[KS_SYNC_JOB_PLAN] = "plan",           [KS_SYNC_JOB_ABOUT] = "about",
	[KS_SYNC_JOB_SETTLE] = "settle",       [KS_SYNC_JOB_SEND] = "send",
	[KS_SYNC_JOB_CONDITION] = "condition", [KS_SYNC_JOB_CONTENT] = "content",
};

static int64_t since_start(int64_t wall_ms)
{
	return wall_ms ? wall_ms - KS_TEST_WALL_MS : -1;
}

void ks_diary_outcome(struct ks_buf *out, const struct ks_fixture *f)
{
	struct ks_sync_status s = ks_fixture_status(f);

	ks_buf_printf(out, "%s, %s: %" PRId64 ", aside %" PRId64 "; roster%s%s%s%s",
		      state_names[s.state], tally_names[s.tally], s.n_pending, s.n_quarantined,
		      s.has_roster ? " here" : "", s.is_roster_fresh ? " fresh" : "",
		      s.is_key_refused ? "; not our key" : "", s.is_twin ? "; twin" : "");
	if (s.content_version || s.content_refused)
		ks_buf_printf(out, "; content %d, not %d", s.content_version, s.content_refused);
}

/* What a screen shows, without the end of the line. */
static void put_status(struct ks_buf *out, const struct ks_fixture *f)
{
	struct ks_sync_status s = ks_fixture_status(f);

	ks_diary_outcome(out, f);
	ks_buf_printf(out, "; up to %" PRId64 "; HTTP %d", s.last_seq, s.last_http_status);
	if (s.fault)
		ks_buf_printf(out, " fault %d", s.fault);
	ks_buf_printf(out, "; well at %" PRId64, since_start(s.last_success_ms));
	if (s.is_centre_time_known)
		ks_buf_printf(out, "; centre's time %+" PRId64 " of %" PRId64, s.centre_offset_ms,
			      s.centre_mono_offset_ms);
	if (s.certificate_end_ms)
		ks_buf_printf(out, "; certificate to %" PRId64, s.certificate_end_ms);
}

void ks_diary_due(struct ks_buf *out, const struct ks_fixture *f)
{
	for (int i = 0; i < KS_SYNC_JOB_COUNT; i++) {
		const struct ks_sync_job *job = &f->core->jobs[i];

		if (job->due_ms > f->core->now_ms)
			ks_buf_printf(out, "; %s in %" PRId64, job_names[i],
				      job->due_ms - f->core->now_ms);
		if (job->n_failures > 0)
			ks_buf_printf(out, "; %s failed %d", job_names[i], job->n_failures);
	}
}

/* Its headers, one a line; the version of the program is another with each. */
static void put_headers(struct ks_buf *out, const char *headers)
{
	for (size_t n; (n = strcspn(headers, "\n")) > 0; headers += n + 1) {
		char *line = ks_strndup(headers, n), *version = strstr(line, " " KENSHU_VERSION " ");

		if (version)
			ks_buf_printf(out, "            %.*s VERSION%s\n", (int)(version - line),
				      line, version + strlen(" " KENSHU_VERSION));
		else
			ks_buf_printf(out, "            %s\n", line);
		free(line);
	}
}

static void put_request(struct ks_diary *diary, const struct ks_fake_request *request)
{
	const char *first = strstr(request->body, "\"seq\":");
	size_t n = ks_fixture_statements(request);

	ks_buf_printf(&diary->text, "%10" PRId64 "  %s %s", request->at_ms, request->method,
		      strstr(request->url, "example") + strlen("example"));
	if (n > 0)
		ks_buf_printf(&diary->text, " %zu from %ld", n, strtol(first + 6, NULL, 10));
	else if (request->body[0])
		ks_buf_printf(&diary->text, " %s", request->body);
	ks_buf_puts(&diary->text, "\n");
	if (diary->has_headers)
		put_headers(&diary->text, request->headers);
	if (diary->has_headers)
		ks_buf_printf(&diary->text, "            as %s\n",
			      request->credentials[0] ? request->credentials : "nobody");
}

static void tell_what_is_shown(struct ks_diary *diary)
{
	struct ks_buf shows = {0};

	put_status(&shows, diary->f);
	if (!diary->shown || strcmp(diary->shown, ks_buf_text(&shows)) != 0)
		ks_buf_printf(&diary->text, "      %s\n", ks_buf_text(&shows));
	free(diary->shown);
	diary->shown = ks_buf_take(&shows);
}

/* One step: what was asked, what was said of it, and what is shown now. */
static int64_t step(struct ks_diary *diary)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	int64_t wait_ms;
	char *said;

	ks_sync_core_step(diary->f->core, &wait_ms);
	said = ks_test_stream_end(&stream);
	while (diary->n_told < diary->f->n_requests)
		put_request(diary, &diary->f->requests[diary->n_told++]);
	for (char *line = said, *end; (end = strchr(line, '\n')); line = end + 1)
		ks_buf_printf(&diary->text, "            %.*s\n", (int)(end - line), line);
	free(said);
	tell_what_is_shown(diary);
	return wait_ms;
}

void ks_diary_live(struct ks_diary *diary, int64_t ms)
{
	struct ks_fixture *f = diary->f;
	int64_t end_ms = f->clock.last.mono_ms + ms;

	if (!f->core)
		ks_fixture_open(f);
	if (!diary->shown)
		tell_what_is_shown(diary);
	for (;;) {
		int64_t wait_ms = step(diary), left_ms = end_ms - f->clock.last.mono_ms;

		if (wait_ms != 0) {
			ks_buf_printf(&diary->text, "      … %" PRId64, wait_ms);
			ks_diary_due(&diary->text, f);
			ks_buf_puts(&diary->text, "\n");
		}
		if (wait_ms < 0 || wait_ms > left_ms) {
			ks_clock_advance(&f->clock, left_ms);
			return;
		}
		ks_clock_advance(&f->clock, wait_ms);
	}
}

void ks_diary_finish(struct ks_diary *diary, const char *name)
{
	char *path = ks_format("tests/data/golden/sync/%s", name);

	ks_test_golden(path, ks_buf_text(&diary->text));
	free(path);
	free(diary->shown);
	ks_buf_finish(&diary->text);
}
