/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "xapi/statement.h"
#include "xapi/statement_view.h"

/*
 * The way back: what a statement's bytes say, for the collector's index, verification and screens. The
 * bytes come from a network or a disk that may be damaged, so everything is checked and a value
 * that does not fit is left empty, never cut.
 */

static bool copy(char *to, size_t room, const char *from, size_t len)
{
	if (len >= room)
		return false;
	memcpy(to, from, len);
	to[len] = '\0';
	return true;
}

static bool copy_member(char *to, size_t room, const struct ks_json *object, const char *name)
{
	const struct ks_json *value = ks_json_get(object, name);

	return ks_json_is(value, KS_JSON_TEXT) && copy(to, room, value->text, value->len);
}

static const char *text_of(const struct ks_json *object, const char *name)
{
	const char *text = ks_json_text(ks_json_get(object, name));

	return text ? text : "";
}

/* Our IRIs begin with what stands before "/staff" in the actor's homePage. */
static char *read_base(const struct ks_json *actor)
{
	static const char tail[] = "/staff";
	const char *home = text_of(ks_json_get(actor, "account"), "homePage");
	size_t len = strlen(home), tail_len = strlen(tail);

	if (len <= tail_len || strcmp(home + len - tail_len, tail) != 0)
		return NULL;
	return ks_strndup(home, len - tail_len);
}

/* What stands behind @base and @folder in @iri, NULL when it does not begin so. */
static const char *below(const char *iri, const char *base, const char *folder)
{
	size_t base_len = strlen(base), folder_len = strlen(folder);

	if (strncmp(iri, base, base_len) != 0 || strncmp(iri + base_len, folder, folder_len) != 0 ||
	    iri[base_len + folder_len] == '\0')
		return NULL;
	return iri + base_len + folder_len;
}

static int read_count(const struct ks_json *object, const char *name)
{
	int64_t n = ks_json_integer(ks_json_get(object, name));

	return n > 0 && n <= 1000000 ? (int)n : 0;
}

/* ".../quiz/m1-q03", and of which revision: "annual@2026.1+3f9c…" is the course's and, behind the +, the content's. */
static void read_question(const char *path, const struct ks_json *root, struct ks_statement_view *out)
{
	static const char folder[] = "/quiz/";
	const char *last = strrchr(path, '/');
	size_t folder_len = strlen(folder);
	const struct ks_json *definition = ks_json_get(ks_json_get(root, "object"), "definition");
	const char *revision = text_of(ks_json_get(root, "context"), "revision");
	const char *plus = strrchr(revision, '+');

	if (!last || last[1] == '\0' || (size_t)(last + 1 - path) < folder_len ||
	    strncmp(last + 1 - folder_len, folder, folder_len) != 0 ||
	    !copy(out->question, sizeof(out->question), last + 1, strlen(last + 1)))
		return;
	revision = plus ? plus + 1 : revision;
	(void)copy(out->revision, sizeof(out->revision), revision, strlen(revision));
	if (!copy_member(out->question_title, sizeof(out->question_title),
			 ks_json_get(definition, "name"), "ja-JP"))
		(void)copy_member(out->question_title, sizeof(out->question_title),
				  ks_json_get(definition, "description"), "ja-JP");
}

static void read_clauses(const struct ks_json *root, const char *base, struct ks_statement_view *out)
{
	char *name = ks_format("%s/xapi/ext/clauses", base);
	const struct ks_json *definition = ks_json_get(ks_json_get(root, "object"), "definition");
	const struct ks_json *list = ks_json_get(ks_json_get(definition, "extensions"), name);
	struct ks_buf all = {0};

	if (ks_json_is(list, KS_JSON_ARRAY))
		for (const struct ks_json *at = list + 1; at < list + list->span; at += at->span)
			if (ks_json_text(at))
				ks_buf_printf(&all, "%s%s", all.len ? "、" : "", at->text);
	if (out->question[0])
		(void)copy(out->clauses, sizeof(out->clauses), ks_buf_text(&all), all.len);
	ks_buf_finish(&all);
	free(name);
}

static void read_course(const char *path, struct ks_statement_view *out)
{
	size_t plan_len = strcspn(path, "/");
	const char *lesson = path + plan_len + (path[plan_len] == '/');
	size_t lesson_len = strcspn(lesson, "/");

	if (plan_len == 0 || (path[plan_len] == '/' && lesson_len == 0) ||
	    !copy(out->plan, sizeof(out->plan), path, plan_len))
		return;
	if (!copy(out->lesson, sizeof(out->lesson), lesson, lesson_len)) {
		out->plan[0] = '\0';
		return;
	}
	out->is_course = lesson_len == 0;
	if (strcmp(out->lesson, "test") == 0) { /* of the course: as its plan calls it */
		char *id = ks_format("%s-test", out->plan);

		if (!copy(out->lesson, sizeof(out->lesson), id, strlen(id)))
			out->plan[0] = out->lesson[0] = '\0';
		free(id);
	}
}

/* "self-inspection-2026/i03": the 年度 stands in the grouping as well and is left off here. */
static void read_checklist(const char *path, const struct ks_json *root, struct ks_statement_view *out)
{
	size_t sheet_len = strcspn(path, "/"), id_len = sheet_len;
	const char *item = path + sheet_len + (path[sheet_len] == '/');
	const struct ks_json *definition = ks_json_get(ks_json_get(root, "object"), "definition");

	if (sheet_len > 5 && path[sheet_len - 5] == '-')
		id_len = sheet_len - 5;
	if (id_len == sheet_len || !copy(out->checklist, sizeof(out->checklist), path, id_len))
		return;
	if (!copy(out->item, sizeof(out->item), item, strlen(item))) {
		out->checklist[0] = '\0';
		return;
	}
	(void)copy_member(out->item_text, sizeof(out->item_text),
			  ks_json_get(definition, "description"), "ja-JP");
	(void)copy_member(out->response, sizeof(out->response), ks_json_get(root, "result"),
			  "response");
}

/* An acknowledgement belongs to the course in its grouping and stands beside that course's lessons. */
static void read_policy(const struct ks_json *root, const char *base, struct ks_statement_view *out)
{
	char *name = ks_format("%s/xapi/ext/sha256", base);
	const struct ks_json *context = ks_json_get(root, "context");
	const struct ks_json *grouping =
		ks_json_get(ks_json_get(context, "contextActivities"), "grouping");
	const struct ks_json *definition = ks_json_get(ks_json_get(root, "object"), "definition");
	const char *sha256 = text_of(ks_json_get(definition, "extensions"), name);

	free(name);
	if (strcmp(out->verb, "agree") != 0 || strlen(sha256) != KS_HASH_HEX - 1)
		return;
	for (const struct ks_json *one =
		     ks_json_is(grouping, KS_JSON_ARRAY) ? ks_json_first(grouping) : NULL;
	     one && out->plan[0] == '\0'; one = ks_json_next(grouping, one)) {
		const char *course = below(text_of(one, "id"), base, "/course/");

		if (course && !strchr(course, '/'))
			(void)copy(out->plan, sizeof(out->plan), course, strlen(course));
	}
	if (out->plan[0] != '\0')
		ks_statement_policy_key(sha256, out->lesson);
}

static void read_object(const struct ks_json *root, const char *base, struct ks_statement_view *out)
{
	const char *path = below(out->object, base, "/course/");

	if (path)
		read_course(path, out);
	if (out->lesson[0] != '\0') /* of a course, then */
		read_question(path, root, out);
	path = below(out->object, base, "/session/");
	if (path && !strchr(path, '/')) {
		(void)copy(out->gathering, sizeof(out->gathering), path, strlen(path));
		(void)copy_member(
			out->gathering_title, sizeof(out->gathering_title),
			ks_json_get(ks_json_get(ks_json_get(root, "object"), "definition"), "name"),
			"ja-JP");
	}
	path = below(out->object, base, "/card/");
	if (path && strlen(path) == KS_HASH_HEX - 1 &&
	    strspn(path, "0123456789abcdef") == KS_HASH_HEX - 1)
		(void)copy(out->card, sizeof(out->card), path, strlen(path));
	path = below(out->object, base, "/checklist/");
	if (path)
		read_checklist(path, root, out);
	if (below(out->object, base, "/policy/"))
		read_policy(root, base, out);
}

static int read_nendo_of(const struct ks_json *activity, const char *base)
{
	const char *year = below(text_of(activity, "id"), base, "/program/");

	if (!year || strlen(year) != 4 || strspn(year, "0123456789") != 4)
		return 0;
	return (int)strtol(year, NULL, 10);
}

static void read_nendo(const struct ks_json *context, const char *base, struct ks_statement_view *out)
{
	const struct ks_json *grouping =
		ks_json_get(ks_json_get(context, "contextActivities"), "grouping");

	/* A single activity may stand without its array. */
	out->nendo = read_nendo_of(grouping, base);
	for (const struct ks_json *one =
		     ks_json_is(grouping, KS_JSON_ARRAY) ? ks_json_first(grouping) : NULL;
	     one && out->nendo == 0; one = ks_json_next(grouping, one))
		out->nendo = read_nendo_of(one, base);
}

static void read_kiosk(const struct ks_json *context, const char *base, struct ks_statement_view *out)
{
	char *name = ks_format("%s/xapi/ext/kiosk", base);
	const struct ks_json *kiosk = ks_json_get(ks_json_get(context, "extensions"), name);
	int64_t seq = ks_json_integer(ks_json_get(kiosk, "seq"));

	free(name);
	if (!ks_json_text(ks_json_get(kiosk, "id")))
		return;
	/* A longer id is only a name; number and chain stand without it. */
	(void)copy_member(out->kiosk, sizeof(out->kiosk), kiosk, "id");
	out->seq = seq > 0 ? (int64_t)seq : 0;
	(void)copy_member(out->prev, sizeof(out->prev), kiosk, "prev");
	(void)copy_member(out->clock, sizeof(out->clock), kiosk, "clock");
}

/* Which try it was, and how it went: what 採点訂正 counts again. */
static void read_score(const struct ks_json *root, const char *base, struct ks_statement_view *out)
{
	static const char mastery[] = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
	const struct ks_json *extensions = ks_json_get(ks_json_get(root, "context"), "extensions");
	const struct ks_json *result = ks_json_get(root, "result");
	const struct ks_json *score = ks_json_get(result, "score");
	const struct ks_json *needed = ks_json_get(extensions, mastery);
	int64_t max = ks_json_integer(ks_json_get(score, "max"));
	int64_t raw = ks_json_integer(ks_json_get(score, "raw"));
	char *name = ks_format("%s/xapi/ext/attempt", base);
	int64_t attempt = ks_json_integer(ks_json_get(extensions, name));
	double share = ks_json_number(needed);

	free(name);
	if (attempt > 0 && attempt < 1000000)
		out->attempt = (int)attempt;
	if (out->question[0] != '\0')
		(void)copy_member(out->answer, sizeof(out->answer), result, "response");
	else if (max > 0 && max < 1000 && raw >= 0 && raw <= max) {
		out->score_raw = (int)raw;
		out->score_max = (int)max;
		if (ks_json_is_number(needed) && share >= 0 && share <= 1)
			out->score_pass = (int)(share * (double)max + 0.5);
	}
	out->duration_ms = ks_duration_read(text_of(result, "duration"));
}

/* Of a gathering: how somebody was known, who said so and why; of a lesson: who keyed it in from paper. */
static void read_roll(const struct ks_json *context, const char *base, struct ks_statement_view *out)
{
	char *name = ks_format("%s/xapi/ext/roll", base);
	const struct ks_json *roll = ks_json_get(ks_json_get(context, "extensions"), name);

	free(name);
	if ((!out->gathering[0] && !out->plan[0] && strcmp(out->verb, "operated") != 0) ||
	    !ks_json_is(roll, KS_JSON_OBJECT))
		return;
	(void)copy_member(out->how, sizeof(out->how), roll, "how");
	(void)copy_member(out->by, sizeof(out->by), roll, "by");
	(void)copy_member(out->reason, sizeof(out->reason), roll, "reason");
	out->n_present = read_count(roll, "present");
	out->n_counted = read_count(roll, "counted");
}

static void read_verb(const struct ks_json *verb, struct ks_statement_view *out)
{
	const char *iri = text_of(verb, "id");
	const char *slash = strrchr(iri, '/');
	const char *name = slash ? slash + 1 : iri;

	(void)copy(out->verb, sizeof(out->verb), name, strlen(name));
}

static void read_staff(const struct ks_json *actor, struct ks_statement_view *out)
{
	const char *name = text_of(ks_json_get(actor, "account"), "name");

	if (strncmp(name, "s-", 2) == 0)
		(void)copy(out->staff, sizeof(out->staff), name + 2, strlen(name + 2));
	if (out->staff[0] == KS_PSEUDONYM_MARK)
		out->staff[0] = '\0';
}

/* Nothing but an answer to a self-inspection may be said under a pseudonym: nobody is credited with anything by one. */
static void read_pseudonym(const struct ks_json *actor, struct ks_statement_view *out)
{
	const char *name = text_of(ks_json_get(actor, "account"), "name");

	if (strncmp(name, "p-", 2) != 0 || !out->item[0] || strcmp(out->verb, "answered") != 0 ||
	    strlen(name + 2) != KS_PSEUDONYM_DIGITS)
		return;
	out->staff[0] = KS_PSEUDONYM_MARK;
	(void)copy(out->staff + 1, sizeof(out->staff) - 1, name + 2, KS_PSEUDONYM_DIGITS);
	if (!ks_statement_is_pseudonym(out->staff))
		memset(out->staff, 0, sizeof(out->staff));
}

static bool read_all(const struct ks_json *root, struct ks_statement_view *out)
{
	const struct ks_json *actor = ks_json_get(root, "actor");
	const struct ks_json *verb = ks_json_get(root, "verb");
	const struct ks_json *object = ks_json_get(root, "object");
	const struct ks_json *context = ks_json_get(root, "context");
	const struct ks_json *success = ks_json_get(ks_json_get(root, "result"), "success");

	if (!copy_member(out->id, sizeof(out->id), root, "id") || !ks_uuid_is_valid(out->id) ||
	    !ks_json_is(actor, KS_JSON_OBJECT) || text_of(verb, "id")[0] == '\0' ||
	    !ks_json_is(object, KS_JSON_OBJECT))
		return false;
	read_verb(verb, out);
	(void)copy_member(out->object, sizeof(out->object), object, "id");
	(void)copy_member(out->registration, sizeof(out->registration), context, "registration");
	if (!ks_time_parse(text_of(root, "timestamp"), &out->wall_ms))
		out->wall_ms = 0;
	out->has_success = ks_json_is_bool(success);
	out->success = ks_json_is(success, KS_JSON_TRUE);

	char *base = read_base(actor);

	if (base) {
		read_staff(actor, out);
		read_object(root, base, out);
		read_pseudonym(actor, out);
		read_nendo(context, base, out);
		read_kiosk(context, base, out);
		read_score(root, base, out);
		read_clauses(root, base, out);
		read_roll(context, base, out);
	}
	free(base);
	return true;
}

enum ks_rc ks_statement_view_of(const struct ks_json *root, struct ks_statement_view *out)
{
	bool is_read;

	memset(out, 0, sizeof(*out));
	is_read = ks_json_is(root, KS_JSON_OBJECT) && read_all(root, out);
	if (!is_read)
		memset(out, 0, sizeof(*out));
	return is_read ? KS_OK : KS_INVALID;
}

enum ks_rc ks_statement_read(const char *bytes, size_t len, struct ks_statement_view *out)
{
	struct ks_json_document document;
	enum ks_rc rc = ks_statement_view_of(ks_json_read(bytes, len, &document), out);

	ks_json_finish(&document);
	return rc;
}
