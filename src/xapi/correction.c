/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/correction.h"

#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "xapi/interaction.h"
#include "xapi/statement_put.h"
#include "xapi/told.h"

/*
 * The actor is who says it, a user of the pages ("u-hr1"), and the object is no lesson or gathering itself: this is nobody's
 * learning. All of it stands in one extension, so that the way back
 * reads one object, and a decision repeats nothing: it refers to what it decides.
 */

#define EXTENSION "/xapi/ext/correction"

static const struct {
	const char *id, *word;
} kinds[] = {
	[KS_CORRECTION_PRESENT] = {"present", "出席の記入"},
	[KS_CORRECTION_ABSENT] = {"absent", "出席の取消し"},
	[KS_CORRECTION_UNDONE] = {"undone", "修了の取消し"},
	[KS_CORRECTION_KEY] = {"key", "採点訂正"},
	[KS_CORRECTION_PLAN] = {"plan", "研修計画の承認"},
	[KS_CORRECTION_EXEMPT] = {"exempt", "届出の登録"},
	[KS_CORRECTION_EXEMPT_END] = {"exempt-end", "届出の終わり・取消し"},
};
_Static_assert(KS_COUNT(kinds) == KS_CORRECTION_KINDS, "one row a kind");

static const struct {
	const char *verb, *display, *other; /* of a correction, of anything else */
} steps[] = {
	[KS_CORRECTION_PROPOSED] = {"xapi/verbs/proposed", "訂正を申し出た", "申し出た"},
	[KS_CORRECTION_APPROVED] = {"xapi/verbs/approved", "訂正を認めた", "承認した"},
	[KS_CORRECTION_REJECTED] = {"xapi/verbs/rejected", "訂正を認めなかった", "承認しなかった"},
};

bool ks_correction_is_about(const struct ks_correction_fact *fact, const char *staff)
{
	return strcmp(staff, fact->staff) == 0 || strcmp(staff, fact->to_staff) == 0;
}

bool ks_correction_is_of_record(enum ks_correction_kind kind)
{
	return kind < KS_CORRECTION_PLAN;
}

const char *ks_correction_kind_word(enum ks_correction_kind kind)
{
	assert((size_t)kind < KS_COUNT(kinds));
	return kinds[kind].word;
}

const char *ks_correction_kind_id(enum ks_correction_kind kind)
{
	assert((size_t)kind < KS_COUNT(kinds));
	return kinds[kind].id;
}

enum ks_correction_kind ks_correction_kind_find(const char *id)
{
	for (int i = 0; i < KS_CORRECTION_KINDS; i++)
		if (strcmp(kinds[i].id, id) == 0)
			return (enum ks_correction_kind)i;
	return KS_CORRECTION_KINDS;
}

static void put_object(struct ks_buf *out, const struct ks_correction_fact *fact)
{
	const char *parts[4] = {"correction", "course", fact->plan, fact->lesson};
	char nendo[16];
	size_t n = 4;

	(void)snprintf(nendo, sizeof(nendo), "%d", fact->nendo);
	if (fact->refers[0]) {
		ks_buf_puts(out, "{\"objectType\":\"StatementRef\",\"id\":");
		ks_buf_json(out, fact->refers);
		ks_buf_putc(out, '}');
		return;
	}
	if (fact->gathering[0]) {
		parts[1] = "session";
		parts[2] = fact->gathering;
		n = 3;
	} else if (fact->kind == KS_CORRECTION_PLAN) {
		parts[1] = "program";
		parts[2] = nendo;
		n = 3;
	} else if (!ks_correction_is_of_record(fact->kind)) {
		parts[1] = "exemption";
		parts[2] = fact->staff;
		n = 3;
	} else if (!fact->plan[0]) {
		parts[1] = "question";
		parts[2] = fact->question;
		n = 3;
	}
	ks_buf_puts(out, "{\"objectType\":\"Activity\",\"id\":");
	ks_put_iri(out, fact->iri_base, parts, n);
	ks_buf_putc(out, '}');
}

static void put_member(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, ",\"%s\":", name);
	ks_buf_json(out, text);
}

static void put_extension(struct ks_buf *out, const struct ks_correction_fact *fact)
{
	ks_put_iri(out, fact->iri_base, (const char *[]){"xapi/ext/correction"}, 1);
	ks_buf_printf(out, ":{\"step\":%d,\"kind\":\"%s\",\"nendo\":%d", (int)fact->step,
		      kinds[fact->kind].id, fact->nendo);
	put_member(out, "staff", fact->staff);
	put_member(out, "to", fact->to_staff);
	put_member(out, "plan", fact->plan);
	put_member(out, "lesson", fact->lesson);
	put_member(out, "gathering", fact->gathering);
	put_member(out, "question", fact->question);
	put_member(out, "revision", fact->revision);
	put_member(out, "answer", fact->answer);
	ks_buf_printf(out, ",\"at\":%lld", (long long)fact->at_ms);
	put_member(out, "was", fact->was);
	put_member(out, "becomes", fact->becomes);
	put_member(out, "reason", fact->reason);
	put_member(out, "by", fact->by);
	put_member(out, "refers", fact->refers);
	put_member(out, "targets", fact->targets);
	ks_buf_putc(out, '}');
}

void ks_correction_build(const struct ks_correction_fact *fact, const struct ks_stamp *stamp,
			 struct ks_buf *out)
{
	char time[32], *name = ks_format("u-%s", fact->by);

	assert((size_t)fact->step < KS_COUNT(steps) && (size_t)fact->kind < KS_COUNT(kinds));
	ks_buf_puts(out, "{\"id\":");
	ks_buf_json(out, stamp->id);
	ks_buf_puts(out, ",\"actor\":{\"objectType\":\"Agent\",\"account\":{\"homePage\":");
	ks_put_iri(out, fact->iri_base, (const char *[]){"staff"}, 1);
	put_member(out, "name", name);
	free(name);
	ks_buf_puts(out, "}},\"verb\":{\"id\":");
	ks_put_iri(out, fact->iri_base, (const char *[]){steps[fact->step].verb}, 1);
	ks_buf_puts(out, ",\"display\":");
	ks_interaction_put_words(out, ks_correction_is_of_record(fact->kind)
					      ? steps[fact->step].display
					      : steps[fact->step].other);
	ks_buf_puts(out, "},\"object\":");
	put_object(out, fact);
	ks_buf_puts(out, ",\"context\":{");
	if (!fact->refers[0]) /* platform stands only where the object is an Activity */
		ks_buf_puts(out, "\"platform\":\"kenshu/" KENSHU_VERSION "\",");
	ks_buf_puts(out, "\"language\":\"ja-JP\",\"contextActivities\":{");
	ks_put_profile(out, fact->iri_base);
	ks_buf_puts(out, "},\"extensions\":{");
	put_extension(out, fact);
	ks_buf_putc(out, ',');
	ks_put_place(out, fact->iri_base, stamp);
	ks_time_format_utc(stamp->time.wall_ms, time);
	ks_buf_printf(out, "}},\"timestamp\":\"%s\"}", time);
}

/* ---- the way back ---- */

static bool read_all(const json_t *told, const char *base, struct ks_arena *arena, void *fact)
{
	struct ks_correction_fact *out = fact;
	json_int_t step = json_integer_value(json_object_get(told, "step"));

	if (step < 0 || step > KS_CORRECTION_REJECTED)
		return false;
	out->iri_base = base;
	out->step = (enum ks_correction_step)step;
	out->kind = ks_correction_kind_find(ks_told_text(arena, told, "kind"));
	out->nendo = (int)json_integer_value(json_object_get(told, "nendo"));
	out->staff = ks_told_text(arena, told, "staff");
	out->to_staff = ks_told_text(arena, told, "to");
	out->plan = ks_told_text(arena, told, "plan");
	out->lesson = ks_told_text(arena, told, "lesson");
	out->gathering = ks_told_text(arena, told, "gathering");
	out->question = ks_told_text(arena, told, "question");
	out->revision = ks_told_text(arena, told, "revision");
	out->answer = ks_told_text(arena, told, "answer");
	out->at_ms = json_integer_value(json_object_get(told, "at"));
	out->was = ks_told_text(arena, told, "was");
	out->becomes = ks_told_text(arena, told, "becomes");
	out->reason = ks_told_text(arena, told, "reason");
	out->by = ks_told_text(arena, told, "by");
	out->refers = ks_told_text(arena, told, "refers");
	out->targets = ks_told_text(arena, told, "targets");
	return out->kind != KS_CORRECTION_KINDS && out->by[0] &&
	       (out->step == KS_CORRECTION_PROPOSED) == !out->refers[0];
}

enum ks_rc ks_correction_read(const char *bytes, size_t len, struct ks_arena *arena,
			      struct ks_correction_fact *out, char id[KS_UUID_TEXT], int64_t *wall_ms)
{
	static const struct ks_told_reader reader = {EXTENSION, read_all};

	memset(out, 0, sizeof(*out));
	return ks_told_read(bytes, len, &reader, arena, out, id, wall_ms) ? KS_OK : KS_INVALID;
}
