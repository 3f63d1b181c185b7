/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/exemption.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "xapi/interaction.h"
#include "xapi/statement_put.h"
#include "xapi/told.h"

/*
 * cmi5 has a verb for what need not be taken, or was taken in another way: waived. An absence has one of our own, what
 * was entered by mistake is voided, and what ends refers to what it ends. All of it stands in one extension, so that the
 * way back reads one object.
 */

#define WAIVED "https://w3id.org/xapi/adl/verbs/waived"
#define VOIDED "http://adlnet.gov/expapi/verbs/voided"
#define REASON "https://w3id.org/xapi/cmi5/result/extensions/reason"
#define ACTIVITY "http://adlnet.gov/expapi/activities/"

static void put_verb(struct ks_buf *out, const struct ks_exemption_fact *fact)
{
	bool is_absence = ks_exemption_is_absence(fact->what.kind);

	ks_buf_puts(out, ",\"verb\":{\"id\":");
	if (fact->refers[0] && fact->is_withdrawn)
		ks_buf_puts(out, "\"" VOIDED "\",\"display\":");
	else if (fact->refers[0]) {
		ks_put_iri(out, fact->iri_base, (const char *[]){"xapi/verbs/ended"}, 1);
		ks_buf_puts(out, ",\"display\":");
	} else if (is_absence) {
		ks_put_iri(out, fact->iri_base, (const char *[]){"xapi/verbs/absent"}, 1);
		ks_buf_puts(out, ",\"display\":");
	} else {
		ks_buf_puts(out, "\"" WAIVED "\",\"display\":");
	}
	ks_interaction_put_words(out, fact->refers[0] && fact->is_withdrawn ? "取り消した"
				      : fact->refers[0]                     ? "終えた"
							: fact->what.kind->word);
	ks_buf_putc(out, '}');
}

static void put_activity(struct ks_buf *out, const struct ks_exemption_fact *fact)
{
	const struct ks_exemption *e = &fact->what;
	bool is_absence = ks_exemption_is_absence(e->kind);
	const char *parts[3] = {"course", e->plan, e->lesson};
	const char *type = e->lesson[0] ? "module" : "course";
	char *nendo = ks_format("%d", e->nendo);
	size_t n = e->lesson[0] ? 3 : 2;

	if (is_absence || !e->plan[0]) {
		parts[0] = is_absence ? "absence" : "program";
		parts[1] = is_absence ? e->kind->id : nendo;
		n = 2;
	}
	ks_buf_puts(out, "{\"objectType\":\"Activity\",\"id\":");
	ks_put_iri(out, fact->iri_base, parts, n);
	ks_buf_puts(out, ",\"definition\":{\"type\":");
	if (is_absence)
		ks_put_iri(out, fact->iri_base, (const char *[]){"xapi/activity/absence"}, 1);
	else
		ks_buf_printf(out, "\"" ACTIVITY "%s\"", type);
	ks_buf_puts(out, "}}");
	free(nendo);
}

static void put_result(struct ks_buf *out, const struct ks_exemption_kind *kind)
{
	ks_buf_puts(out, ",\"result\":{");
	if (kind->rule == KS_EXEMPTION_CREDITS)
		ks_buf_puts(out, "\"success\":true,\"completion\":true,");
	ks_buf_puts(out, "\"extensions\":{\"" REASON "\":");
	ks_buf_json(out, kind->activity);
	ks_buf_puts(out, "}}");
}

static void put_member(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, ",\"%s\":", name);
	ks_buf_json(out, text ? text : "");
}

static void put_extension(struct ks_buf *out, const struct ks_exemption_fact *fact)
{
	const struct ks_exemption *e = &fact->what;
	char from[16], to[16];

	ks_date_format(e->from, from);
	ks_date_format(e->to, to);
	ks_put_iri(out, fact->iri_base, (const char *[]){"xapi/ext/exemption"}, 1);
	ks_buf_puts(out, ":{\"staff\":");
	ks_buf_json(out, fact->staff);
	put_member(out, "kind", e->kind->id);
	ks_buf_printf(out, ",\"nendo\":%d", e->nendo);
	put_member(out, "plan", e->plan);
	put_member(out, "lesson", e->lesson);
	put_member(out, "from", from);
	put_member(out, "to", to);
	put_member(out, "reason", e->reason);
	put_member(out, "by", fact->by);
	put_member(out, "approver", fact->approver);
	put_member(out, "refers", fact->refers);
	ks_buf_printf(out, ",\"withdrawn\":%s}", fact->is_withdrawn ? "true" : "false");
}

/* platform stands only where the object is an Activity. */
static void put_context(struct ks_buf *out, const struct ks_exemption_fact *fact,
			const struct ks_stamp *stamp)
{
	const struct ks_exemption *e = &fact->what;

	ks_buf_puts(out, ",\"context\":{\"instructor\":");
	ks_put_person(out, fact->iri_base, fact->approver);
	if (!fact->refers[0])
		ks_buf_puts(out, ",\"platform\":\"kenshu/" KENSHU_VERSION "\"");
	ks_buf_puts(out, ",\"language\":\"ja-JP\",\"contextActivities\":{");
	ks_put_profile(out, fact->iri_base);
	if (e->nendo != 0) {
		char *nendo = ks_format("%d", e->nendo);

		ks_buf_puts(out, ",\"grouping\":[{\"objectType\":\"Activity\",\"id\":");
		ks_put_iri(out, fact->iri_base, (const char *[]){"program", nendo}, 2);
		ks_buf_puts(out, "}]");
		free(nendo);
	}
	ks_buf_puts(out, "},\"extensions\":{");
	put_extension(out, fact);
	ks_buf_putc(out, ',');
	ks_put_place(out, fact->iri_base, stamp);
	ks_buf_puts(out, "}}");
}

void ks_exemption_build(const struct ks_exemption_fact *fact, const struct ks_stamp *stamp,
			struct ks_buf *out)
{
	char time[32];

	ks_buf_puts(out, "{\"id\":");
	ks_buf_json(out, stamp->id);
	ks_buf_puts(out, ",\"actor\":");
	ks_put_person(out, fact->iri_base,
		      fact->refers[0] && fact->is_withdrawn ? fact->by : fact->staff);
	put_verb(out, fact);
	ks_buf_puts(out, ",\"object\":");
	if (fact->refers[0]) {
		ks_buf_puts(out, "{\"objectType\":\"StatementRef\",\"id\":");
		ks_buf_json(out, fact->refers);
		ks_buf_putc(out, '}');
	} else {
		put_activity(out, fact);
		if (fact->what.kind->activity)
			put_result(out, fact->what.kind);
	}
	put_context(out, fact, stamp);
	ks_time_format_utc(stamp->time.wall_ms, time);
	ks_buf_printf(out, ",\"timestamp\":\"%s\"}", time);
}

/* ---- the way back ---- */

static bool read_day(const json_t *object, const char *name, struct ks_date *out)
{
	const char *text = json_string_value(json_object_get(object, name));

	*out = (struct ks_date){0};
	return !text || !text[0] || ks_date_parse(text, out);
}

static bool read_all(const json_t *told, const char *base, struct ks_arena *arena, void *fact)
{
	struct ks_exemption_fact *out = fact;
	struct ks_exemption *e = &out->what;

	out->iri_base = base;
	out->staff = ks_told_text(arena, told, "staff");
	e->kind = ks_exemption_kind_find(ks_told_text(arena, told, "kind"));
	e->nendo = (int)json_integer_value(json_object_get(told, "nendo"));
	e->plan = ks_told_text(arena, told, "plan");
	e->lesson = ks_told_text(arena, told, "lesson");
	e->reason = ks_told_text(arena, told, "reason");
	out->by = ks_told_text(arena, told, "by");
	out->approver = ks_told_text(arena, told, "approver");
	out->refers = ks_told_text(arena, told, "refers");
	out->is_withdrawn = json_is_true(json_object_get(told, "withdrawn"));
	return read_day(told, "from", &e->from) && read_day(told, "to", &e->to) && e->kind &&
	       out->staff[0] && out->by[0] && out->approver[0];
}

enum ks_rc ks_exemption_read(const char *bytes, size_t len, struct ks_arena *arena,
			     struct ks_exemption_fact *out, char id[KS_UUID_TEXT], int64_t *wall_ms)
{
	static const struct ks_told_reader reader = {"/xapi/ext/exemption", read_all};

	memset(out, 0, sizeof(*out));
	return ks_told_read(bytes, len, &reader, arena, out, id, wall_ms) ? KS_OK : KS_INVALID;
}
