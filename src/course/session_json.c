// SPDX-License-Identifier: Apache-2.0
#include "course/session.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/mem.h"
#include "course/attempt_private.h"

/*
 * A session as text in the progress table, so that somebody can go on after a power cut, another day, or
 * under newer content. Read as strictly as input from outside: what does not fit in every member is no
 * session, and the lesson begins at its first page; answers already recorded are in the ledger all the same.
 */

#define FORMAT_VERSION 1
#define JSON_MAX_BYTES ((size_t)64 << 10)
#define ATTEMPTS_MAX 1000000

static const char *const place_names[] = {
	[KS_PLACE_PAGE] = "page",
	[KS_PLACE_QUESTION] = "question",
	[KS_PLACE_REASON] = "reason",
	[KS_PLACE_RESULT] = "result",
};

/* order[] is a permutation of 0 … n-1 with zeros behind it. */
static size_t order_len(const uint8_t order[KS_CHOICES_MAX])
{
	size_t n = 1;

	for (size_t i = 0; i < KS_CHOICES_MAX; i++)
		if (order[i] + 1u > n)
			n = order[i] + 1u;
	return n < KS_CHOICES_MAX ? n : KS_CHOICES_MAX;
}

static void put_values(struct ks_buf *out, const char *name, const uint8_t *values, size_t n)
{
	ks_buf_printf(out, ",\"%s\":[", name);
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(out, "%s%d", i > 0 ? "," : "", values[i]);
	ks_buf_putc(out, ']');
}

static void put_attempt(struct ks_buf *out, const char *name, const struct ks_attempt *attempt)
{
	ks_buf_printf(out, ",\"%s\":{\"number\":%d,\"seed\":\"%016" PRIx64 "\",\"items\":[", name,
		      attempt->number, attempt->seed);
	for (int i = 0; i < attempt->n_items; i++) {
		const struct ks_attempt_item *item = &attempt->items[i];
		size_t n = order_len(item->order);

		ks_buf_puts(out, i > 0 ? ",{\"question\":" : "{\"question\":");
		ks_buf_json(out, item->question);
		put_values(out, "order", item->order, n);
		if (item->is_answered) {
			put_values(out, "answer", item->answer.value, n);
			ks_buf_puts(out, item->is_right ? ",\"right\":true" : ",\"right\":false");
		}
		ks_buf_putc(out, '}');
	}
	ks_buf_puts(out, "]}");
}

void ks_session_save(const struct ks_session *session, struct ks_buf *out)
{
	ks_buf_printf(out, "{\"version\":%d,\"lesson\":", FORMAT_VERSION);
	ks_buf_json(out, session->lesson);
	ks_buf_printf(out, ",\"digest\":\"%s\",\"place\":\"%s\"", session->digest,
		      place_names[session->place]);
	ks_buf_printf(out, ",\"page\":%d,\"pages_seen\":%d,\"item\":%d", session->page_index,
		      session->n_pages_seen, session->item_index);
	ks_buf_printf(out, ",\"passed\":%s,\"review\":%s", session->has_passed ? "true" : "false",
		      session->is_review ? "true" : "false");
	if (session->opening > 0)
		ks_buf_printf(out, ",\"opening\":%d", session->opening);
	put_attempt(out, "attempt", &session->attempt);
	put_attempt(out, "last_attempt", &session->last_attempt);
	ks_buf_putc(out, '}');
}

static bool read_int(const json_t *object, const char *name, int max, int *out)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    json_integer_value(value) > max)
		return false;
	*out = (int)json_integer_value(value);
	return true;
}

static bool read_bool(const json_t *object, const char *name, bool *out)
{
	const json_t *value = json_object_get(object, name);

	*out = json_is_true(value);
	return json_is_boolean(value);
}

static bool read_text(const json_t *object, const char *name, char *out, size_t size)
{
	const char *text = json_string_value(json_object_get(object, name));

	if (!text || strlen(text) >= size)
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

static bool read_values(const json_t *array, int max, uint8_t out[KS_CHOICES_MAX], size_t *n)
{
	*n = json_array_size(array);
	if (!json_is_array(array) || *n < 1 || *n > KS_CHOICES_MAX)
		return false;
	for (size_t i = 0; i < *n; i++) {
		const json_t *value = json_array_get(array, i);

		if (!json_is_integer(value) || json_integer_value(value) < 0 ||
		    json_integer_value(value) > max)
			return false;
		out[i] = (uint8_t)json_integer_value(value);
	}
	return true;
}

static bool is_permutation(const uint8_t *order, size_t n)
{
	unsigned seen = 0;

	for (size_t i = 0; i < n; i++)
		seen |= 1u << order[i];
	return seen == (1u << n) - 1;
}

static bool read_item(const json_t *json, struct ks_attempt_item *out)
{
	const json_t *answer = json_object_get(json, "answer");
	size_t n_order, n_answer;

	if (!read_text(json, "question", out->question, sizeof(out->question)) ||
	    !read_values(json_object_get(json, "order"), KS_CHOICES_MAX - 1, out->order, &n_order) ||
	    !is_permutation(out->order, n_order))
		return false;
	if (!answer)
		return json_object_size(json) == 2;
	out->is_answered = true;
	return json_object_size(json) == 4 &&
	       read_values(answer, KS_CHOICES_MAX, out->answer.value, &n_answer) &&
	       n_answer == n_order && read_bool(json, "right", &out->is_right);
}

static bool read_seed(const json_t *object, uint64_t *out)
{
	char text[17];
	uint8_t bytes[8];

	if (!read_text(object, "seed", text, sizeof(text)) || !ks_unhex(text, bytes, sizeof(bytes)))
		return false;
	*out = 0;
	for (size_t i = 0; i < sizeof(bytes); i++)
		*out = *out << 8 | bytes[i];
	return true;
}

static bool read_attempt(const json_t *json, struct ks_attempt *out)
{
	const json_t *items = json_object_get(json, "items");

	if (json_object_size(json) != 3 || !json_is_array(items) ||
	    json_array_size(items) > KS_QUIZ_MAX || !read_seed(json, &out->seed) ||
	    !read_int(json, "number", ATTEMPTS_MAX, &out->number))
		return false;
	out->n_items = (int)json_array_size(items);
	for (int i = 0; i < out->n_items; i++) {
		if (!read_item(json_array_get(items, (size_t)i), &out->items[i]))
			return false;
		if (i > 0 && out->items[i].is_answered && !out->items[i - 1].is_answered)
			return false;
	}
	return (out->number > 0) == (out->n_items > 0);
}

static bool read_place(const json_t *json, enum ks_place *out)
{
	char name[16];

	if (!read_text(json, "place", name, sizeof(name)))
		return false;
	for (size_t i = 0; i < KS_COUNT(place_names); i++) {
		if (strcmp(name, place_names[i]) != 0)
			continue;
		*out = (enum ks_place)i;
		return true;
	}
	return false;
}

/* There only where the question before the lesson was answered; states saved before there was one have none. */
static bool read_opening(const json_t *json, struct ks_session *out)
{
	int opening;

	if (!json_object_get(json, "opening"))
		return json_object_size(json) == 11;
	if (json_object_size(json) != 12 || !read_int(json, "opening", KS_CHOICES_MAX, &opening))
		return false;
	out->opening = (uint8_t)opening;
	return opening > 0;
}

/* The number of members is checked too: a file with more is not one of ours. */
static bool read_session(const json_t *json, struct ks_session *out)
{
	int version;

	return read_opening(json, out) && read_int(json, "version", FORMAT_VERSION, &version) &&
	       version == FORMAT_VERSION && read_place(json, &out->place) &&
	       read_text(json, "lesson", out->lesson, sizeof(out->lesson)) &&
	       read_text(json, "digest", out->digest, sizeof(out->digest)) &&
	       read_int(json, "page", 1000, &out->page_index) &&
	       read_int(json, "pages_seen", 1000, &out->n_pages_seen) &&
	       read_int(json, "item", KS_QUIZ_MAX - 1, &out->item_index) &&
	       read_bool(json, "passed", &out->has_passed) &&
	       read_bool(json, "review", &out->is_review) &&
	       read_attempt(json_object_get(json, "attempt"), &out->attempt) &&
	       read_attempt(json_object_get(json, "last_attempt"), &out->last_attempt);
}

static bool is_consistent(const struct ks_session *session)
{
	int n_items = session->attempt.n_items;
	int n_answered = ks_attempt_n_answered(&session->attempt);

	switch (session->place) {
	case KS_PLACE_PAGE:
		return true;
	case KS_PLACE_QUESTION:
		return n_answered < n_items && session->item_index == n_answered;
	case KS_PLACE_REASON:
		return session->item_index == n_answered - 1;
	case KS_PLACE_RESULT:
		break;
	}
	return n_answered == n_items && session->item_index == 0 &&
	       (n_items > 0 || session->has_passed);
}

/* Left blank on paper: nothing of it is set, and it was not right. */
static bool is_blank(const struct ks_attempt_item *item)
{
	static const struct ks_answer nothing;

	return !item->is_right && memcmp(&item->answer, &nothing, sizeof(nothing)) == 0;
}

static bool fits_content(const struct ks_attempt *attempt, const struct ks_session_rules *rules)
{
	for (int i = 0; i < attempt->n_items; i++) {
		const struct ks_attempt_item *item = &attempt->items[i];
		const struct ks_question *question =
			ks_quiz_find(&rules->lesson->quiz, item->question);

		if (!question || !ks_attempt_is_usable(question) ||
		    order_len(item->order) != question->n_choices ||
		    (item->is_answered && !is_blank(item) &&
		     !ks_answer_is_complete(question, &item->answer)))
			return false;
	}
	return true;
}

/* Recorded answers keep their attempt's number, so an attempt that begins anew behind them takes the next. */
static void begin_anew(struct ks_session *session, const struct ks_session_rules *rules)
{
	struct ks_attempt *attempt = &session->attempt;
	int number = attempt->number + (ks_attempt_n_answered(attempt) > 0);
	bool is_judged = session->place == KS_PLACE_RESULT;

	if (is_judged)
		session->last_attempt = *attempt;
	if (is_judged || ks_attempt_size(rules) == 0) {
		memset(attempt, 0, sizeof(*attempt));
		session->place = KS_PLACE_PAGE;
	} else {
		ks_attempt_draw_with(rules, attempt->seed, number, &session->last_attempt,
				     ks_attempt_wanted(session, rules, number), attempt);
		if (session->place == KS_PLACE_REASON)
			session->place = KS_PLACE_QUESTION;
	}
	session->item_index = 0;
}

static void clamp_pages(struct ks_session *session, const struct ks_session_rules *rules)
{
	int n_pages = (int)rules->lesson->n_pages;
	int last = n_pages > 0 ? n_pages - 1 : 0;

	if (session->page_index > last)
		session->page_index = last;
	if (session->n_pages_seen > n_pages)
		session->n_pages_seen = n_pages;
}

/* An answer to what is not asked any more says nothing. */
static void forget_opening(struct ks_session *session, const struct ks_session_rules *rules)
{
	const struct ks_question *question = ks_session_opening(rules);

	if (!question || session->opening > question->n_choices)
		session->opening = 0;
}

bool ks_session_begun_in(const char *json, char digest[KS_HASH_HEX])
{
	size_t len = strnlen(json, JSON_MAX_BYTES + 1);
	struct ks_session session = {0};
	json_t *root =
		len > JSON_MAX_BYTES ? NULL : json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	bool is_begun = root && read_session(root, &session) && is_consistent(&session) &&
			session.place != KS_PLACE_RESULT;

	json_decref(root);
	memcpy(digest, session.digest, KS_HASH_HEX);
	return is_begun;
}

enum ks_rc ks_session_load(const char *json, const struct ks_session_rules *rules,
			   struct ks_session *out)
{
	size_t len = strnlen(json, JSON_MAX_BYTES + 1);
	struct ks_session session;
	json_t *root;
	bool is_good;

	memset(&session, 0, sizeof(session)); /* padding too: states are compared as bytes */
	if (len > JSON_MAX_BYTES)
		return KS_INVALID;
	root = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	is_good = root && read_session(root, &session) && is_consistent(&session) &&
		  strcmp(session.lesson, rules->lesson->id) == 0;
	json_decref(root);
	if (!is_good)
		return KS_INVALID;
	clamp_pages(&session, rules);
	forget_opening(&session, rules);
	if (!fits_content(&session.attempt, rules))
		begin_anew(&session, rules);
	memcpy(session.digest, rules->content->digest, sizeof(session.digest));
	*out = session;
	return KS_OK;
}
