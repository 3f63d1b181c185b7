/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "content/plan.h"

/*
 * The plan on the wire: the collector judges by the very rules the kiosk taught by. Written by hand in a
 * fixed order (the same plan is the same bytes), read with jansson, which is strict.
 */

#define FORMAT "kenshu-plan-1"
#define ITEMS_MAX 200

static void put_texts(struct ks_buf *out, const char *key, const char **texts, size_t n)
{
	ks_buf_printf(out, "\"%s\":[", key);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			ks_buf_putc(out, ',');
		ks_buf_json(out, texts[i]);
	}
	ks_buf_putc(out, ']');
}

static void put_text(struct ks_buf *out, const char *key, const char *text)
{
	ks_buf_printf(out, "\"%s\":", key);
	ks_buf_json(out, text);
	ks_buf_putc(out, ',');
}

static void put_audience(struct ks_buf *out, const struct ks_audience *audience)
{
	ks_buf_puts(out, "\"audience\":{");
	put_texts(out, "employment", audience->employment, audience->n_employment);
	ks_buf_putc(out, ',');
	put_texts(out, "roles", audience->roles, audience->n_roles);
	ks_buf_putc(out, ',');
	put_texts(out, "without_roles", audience->without_roles, audience->n_without_roles);
	ks_buf_putc(out, ',');
	put_texts(out, "facilities", audience->facilities, audience->n_facilities);
	ks_buf_printf(out, ",\"joining\":%s,\"transferred\":%s}",
		      audience->is_joining ? "true" : "false",
		      audience->is_transferred ? "true" : "false");
}

static void put_lesson(struct ks_buf *out, const struct ks_plan_lesson *lesson)
{
	ks_buf_putc(out, '{');
	put_text(out, "id", lesson->id);
	put_text(out, "title", lesson->title);
	ks_buf_printf(out, "\"minutes\":%d,\"ready\":%s,\"questions\":%d,\"pass\":%d,",
		      lesson->minutes, lesson->is_ready ? "true" : "false", lesson->n_questions,
		      lesson->pass_right);
	put_audience(out, &lesson->audience);
	ks_buf_puts(out, ",\"pools\":[");
	for (size_t i = 0; i < lesson->n_pools; i++) {
		ks_buf_printf(out, "%s{\"questions\":%d,", i > 0 ? "," : "",
			      lesson->pools[i].n_questions);
		put_texts(out, "clauses", lesson->pools[i].clauses, lesson->pools[i].n_clauses);
		ks_buf_putc(out, '}');
	}
	ks_buf_putc(out, ']');
	if (lesson->is_test) { /* only then, so that other plans stay the bytes they were */
		ks_buf_puts(out, ",\"test\":true,");
		put_texts(out, "must", lesson->must, lesson->n_must);
	}
	ks_buf_putc(out, '}');
}

static void put_plan(struct ks_buf *out, const struct ks_plan *plan)
{
	char date[16];

	ks_buf_puts(out, "{");
	put_text(out, "format", FORMAT);
	put_text(out, "id", plan->id);
	put_text(out, "title", plan->title);
	put_text(out, "revision", plan->revision);
	ks_buf_printf(out, "\"nendo\":%d,", plan->nendo);
	ks_date_format(plan->opens, date);
	put_text(out, "opens", date);
	ks_date_format(plan->due, date);
	put_text(out, "due", date);
	ks_buf_printf(out, "\"mid_year_days\":%d,\"max_repeats\":%d,", plan->mid_year_days,
		      plan->max_repeats);
	if (plan->min_days_left > 0) /* only then, so that other plans stay the bytes they were */
		ks_buf_printf(out, "\"min_days_left\":%d,", plan->min_days_left);
	if (plan->is_due_at_once)
		ks_buf_puts(out, "\"due_at_once\":true,");
	if (plan->acknowledges) { /* only then, so that other plans stay the bytes they were */
		ks_buf_puts(out, "\"acknowledge\":true,");
		put_text(out, "acknowledge_text", plan->acknowledge_text);
		put_text(out, "policy_sha256", plan->policy_sha256);
	}
	put_audience(out, &plan->audience);
	ks_buf_puts(out, ",\"lessons\":[");
	for (size_t i = 0; i < plan->n_lessons; i++) {
		if (i > 0)
			ks_buf_putc(out, ',');
		put_lesson(out, &plan->lessons[i]);
	}
	ks_buf_puts(out, "]}");
}

char *ks_plan_to_json(const struct ks_plan *plan)
{
	struct ks_buf out = {0};

	put_plan(&out, plan);
	return ks_buf_take(&out);
}

char *ks_plans_to_json(const struct ks_plan *plans, size_t n_plans, int nendo)
{
	struct ks_buf out = {0};

	ks_buf_putc(&out, '[');
	for (size_t i = 0; i < n_plans; i++) {
		if (plans[i].nendo != nendo)
			continue;
		if (out.len > 1)
			ks_buf_putc(&out, ',');
		put_plan(&out, &plans[i]);
	}
	ks_buf_putc(&out, ']');
	return ks_buf_take(&out);
}

struct reading {
	struct ks_arena *arena;
	bool is_bad;
};

static const char *get_text(struct reading *r, const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	if (!text || strlen(text) != json_string_length(json_object_get(object, key))) {
		r->is_bad = true;
		return "";
	}
	return ks_arena_strdup(r->arena, text);
}

static int get_number(struct reading *r, const json_t *object, const char *key, int max)
{
	const json_t *value = json_object_get(object, key);
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || number > max) {
		r->is_bad = true;
		return 0;
	}
	return (int)number;
}

static struct ks_date get_date(struct reading *r, const json_t *object, const char *key)
{
	struct ks_date date = {0};

	if (!ks_date_parse(get_text(r, object, key), &date))
		r->is_bad = true;
	return date;
}

static const json_t *get_array(struct reading *r, const json_t *object, const char *key)
{
	const json_t *array = json_object_get(object, key);

	if (!json_is_array(array) || json_array_size(array) > ITEMS_MAX) {
		r->is_bad = true;
		return NULL;
	}
	return array;
}

static const char **get_texts(struct reading *r, const json_t *object, const char *key, size_t *n)
{
	const json_t *array = get_array(r, object, key);
	size_t count = json_array_size(array);
	const char **texts = ks_arena_alloc(r->arena, (count + 1) * sizeof(*texts));

	for (*n = 0; *n < count; (*n)++) {
		const char *text = json_string_value(json_array_get(array, *n));

		r->is_bad = r->is_bad || !text;
		texts[*n] = ks_arena_strdup(r->arena, text ? text : "");
	}
	return texts;
}

static void get_audience(struct reading *r, const json_t *object, struct ks_audience *out)
{
	const json_t *audience = json_object_get(object, "audience");

	out->employment = get_texts(r, audience, "employment", &out->n_employment);
	out->roles = get_texts(r, audience, "roles", &out->n_roles);
	out->facilities = get_texts(r, audience, "facilities", &out->n_facilities);
	/* since courses for joining and for the field: older plans are without */
	if (json_object_get(audience, "without_roles"))
		out->without_roles = get_texts(r, audience, "without_roles", &out->n_without_roles);
	out->is_joining = json_is_true(json_object_get(audience, "joining"));
	out->is_transferred = json_is_true(json_object_get(audience, "transferred"));
}

static void get_lesson(struct reading *r, const json_t *object, struct ks_plan_lesson *out)
{
	const json_t *pools = get_array(r, object, "pools");

	out->id = get_text(r, object, "id");
	out->title = get_text(r, object, "title");
	out->minutes = get_number(r, object, "minutes", 1000);
	out->is_ready = json_is_true(json_object_get(object, "ready"));
	r->is_bad = r->is_bad || !json_is_boolean(json_object_get(object, "ready"));
	out->n_questions = get_number(r, object, "questions", 1000);
	out->pass_right = get_number(r, object, "pass", out->n_questions);
	get_audience(r, object, &out->audience);
	out->n_pools = json_array_size(pools);
	out->pools = ks_arena_alloc(r->arena, (out->n_pools + 1) * sizeof(*out->pools));
	for (size_t i = 0; i < out->n_pools; i++) {
		const json_t *pool = json_array_get(pools, i);

		out->pools[i].clauses = get_texts(r, pool, "clauses", &out->pools[i].n_clauses);
		out->pools[i].n_questions = get_number(r, pool, "questions", 1000);
	}
	out->is_test = json_is_true(json_object_get(object, "test"));
	if (out->is_test)
		out->must = get_texts(r, object, "must", &out->n_must);
}

static void get_plan(struct reading *r, const json_t *root, struct ks_plan *out)
{
	const json_t *lessons = get_array(r, root, "lessons");

	r->is_bad = r->is_bad || strcmp(get_text(r, root, "format"), FORMAT) != 0;
	out->id = get_text(r, root, "id");
	out->file = "";
	out->title = get_text(r, root, "title");
	out->revision = get_text(r, root, "revision");
	out->nendo = get_number(r, root, "nendo", 2200);
	out->opens = get_date(r, root, "opens");
	out->due = get_date(r, root, "due");
	out->mid_year_days = get_number(r, root, "mid_year_days", 366);
	if (json_object_get(root, "min_days_left"))
		out->min_days_left = get_number(r, root, "min_days_left", 366);
	out->is_due_at_once = json_is_true(json_object_get(root, "due_at_once"));
	out->max_repeats = get_number(r, root, "max_repeats", 1000);
	out->acknowledges = json_is_true(json_object_get(root, "acknowledge"));
	out->acknowledge_text = out->acknowledges ? get_text(r, root, "acknowledge_text") : "";
	out->policy_sha256 = out->acknowledges ? get_text(r, root, "policy_sha256") : "";
	get_audience(r, root, &out->audience);
	out->n_lessons = json_array_size(lessons);
	out->lessons = ks_arena_alloc(r->arena, (out->n_lessons + 1) * sizeof(*out->lessons));
	for (size_t i = 0; i < out->n_lessons; i++)
		get_lesson(r, json_array_get(lessons, i), &out->lessons[i]);
}

static enum ks_rc read_plan(const json_t *root, struct ks_plan *out)
{
	struct reading r = {.arena = &out->arena};

	memset(out, 0, sizeof(*out));
	if (!json_is_object(root))
		r.is_bad = true;
	else
		get_plan(&r, root, out);
	return r.is_bad ? KS_INVALID : KS_OK;
}

enum ks_rc ks_plan_from_json(const char *json, struct ks_plan *out)
{
	json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
	enum ks_rc rc = read_plan(root, out);

	json_decref(root);
	return rc;
}

static enum ks_rc add_plan(const json_t *root, struct ks_plans *out)
{
	ks_grow(&out->items, out->n_items, &out->capacity);
	return read_plan(root, &out->items[out->n_items++]);
}

enum ks_rc ks_plans_from_json(const char *json, struct ks_plans *out)
{
	json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
	enum ks_rc rc = KS_OK;

	memset(out, 0, sizeof(*out));
	if (!json_is_array(root))
		rc = add_plan(root, out);
	else if (json_array_size(root) > ITEMS_MAX)
		rc = KS_INVALID;
	for (size_t i = 0; rc == KS_OK && json_is_array(root) && i < json_array_size(root); i++)
		rc = add_plan(json_array_get(root, i), out);
	json_decref(root);
	return rc;
}
