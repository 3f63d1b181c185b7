/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/calendar.h"
#include "base/id.h"
#include "base/mem.h"
#include "xapi/validate_private.h"

/*
 * The formats of single values. xAPI names the RFCs; what is checked of them is what can be checked by looking: nobody
 * resolves an IRI or looks a language up.
 */

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define HEX DIGITS "abcdefABCDEF"

bool ks_validate_text(struct ks_validate *v, const struct ks_json *value)
{
	return ks_json_is(value, KS_JSON_TEXT) || ks_validate_fail(v, "must be a string");
}

bool ks_validate_bool(struct ks_validate *v, const struct ks_json *value)
{
	return ks_json_is_bool(value) || ks_validate_fail(v, "must be true or false");
}

bool ks_validate_number(struct ks_validate *v, const struct ks_json *value)
{
	return ks_json_is_number(value) || ks_validate_fail(v, "must be a number");
}

bool ks_validate_count(struct ks_validate *v, const struct ks_json *value)
{
	return (ks_json_is(value, KS_JSON_INTEGER) && ks_json_integer(value) >= 0) ||
	       ks_validate_fail(v, "must be a whole number");
}

bool ks_validate_uuid(struct ks_validate *v, const struct ks_json *value)
{
	return (ks_json_is(value, KS_JSON_TEXT) && ks_uuid_is_valid(ks_json_text(value))) ||
	       ks_validate_fail(v, "must be a UUID");
}

bool ks_validate_is_iri(const char *text)
{
	size_t scheme = strspn(text, DIGITS LETTERS "+.-");

	return scheme > 0 && strspn(text, LETTERS) > 0 && text[scheme] == ':' && text[scheme + 1] &&
	       !strpbrk(text, " \t\r\n<>\"{}|\\^`");
}

bool ks_validate_iri(struct ks_validate *v, const struct ks_json *value)
{
	return (ks_json_is(value, KS_JSON_TEXT) && ks_validate_is_iri(ks_json_text(value))) ||
	       ks_validate_fail(v, "must be an IRI");
}

bool ks_validate_mbox(struct ks_validate *v, const struct ks_json *value)
{
	const char *text = ks_json_text(value), *at;

	if (!text || strncmp(text, "mailto:", 7) != 0)
		return ks_validate_fail(v, "must be a mailto: IRI");
	at = strrchr(text, '@');
	return (at && at > text + 7 && at[1] && !strpbrk(text, " \t\r\n<>")) ||
	       ks_validate_fail(v, "must be a mailto: IRI with an address");
}

bool ks_validate_sha1(struct ks_validate *v, const struct ks_json *value)
{
	const char *text = ks_json_text(value);

	return (text && strlen(text) == 40 && strspn(text, HEX) == 40) ||
	       ks_validate_fail(v, "must be 40 hexadecimal digits");
}

/* SHA-224 to SHA-512. */
bool ks_validate_sha2(struct ks_validate *v, const struct ks_json *value)
{
	const char *text = ks_json_text(value);
	size_t len = text ? strspn(text, HEX) : 0;

	return (text && !text[len] && (len == 56 || len == 64 || len == 96 || len == 128)) ||
	       ks_validate_fail(v, "must be a SHA-2 in hexadecimal digits");
}

/* type/subtype, parameters behind it are not looked at. */
bool ks_validate_media_type(struct ks_validate *v, const struct ks_json *value)
{
	const char *text = ks_json_text(value), *slash = text ? strchr(text, '/') : NULL;

	return (slash && slash > text && slash[1] && !strpbrk(text, "\r\n")) ||
	       ks_validate_fail(v, "must be a media type");
}

/* RFC 5646 as to form: a language of 2 to 3 letters (x and i: a private or old one), then subtags of 1 to 8. */
static bool is_language(const char *text)
{
	size_t first = strspn(text, LETTERS);
	bool is_private = first == 1 && strchr("xXiI", text[0]) && text[1] == '-';

	if (!is_private && (first < 2 || first > 8 || first == 4))
		return false;
	for (text += first; *text == '-'; text += first) {
		text++;
		first = strspn(text, LETTERS DIGITS);
		if (first < 1 || first > 8)
			return false;
	}
	return !*text;
}

bool ks_validate_language(struct ks_validate *v, const struct ks_json *value)
{
	return (ks_json_is(value, KS_JSON_TEXT) && is_language(ks_json_text(value))) ||
	       ks_validate_fail(v, "must be a language tag of RFC 5646");
}

/* "-00:00" would say that the offset is not known, which ISO 8601 does not allow. */
bool ks_validate_timestamp(struct ks_validate *v, const struct ks_json *value)
{
	const char *text = ks_json_text(value), *sign = text ? strrchr(text, '-') : NULL;
	int64_t wall_ms;

	if (!text || !ks_time_parse(text, &wall_ms))
		return ks_validate_fail(v, "must be an ISO 8601 instant");
	return !strchr(text, 'T') || sign < strchr(text, 'T') ||
	       strspn(sign + 1, "0:") != strlen(sign + 1) ||
	       ks_validate_fail(v, "an offset of -00:00 says nothing");
}

/* One run of "12.5H": digits, perhaps a fraction, and a designator out of @order, in that order. */
static const char *skip_parts(const char *text, const char *order, bool *has_any)
{
	while (*order) {
		size_t n = strspn(text, DIGITS);
		size_t fraction = n > 0 && (text[n] == '.' || text[n] == ',')
					  ? 1 + strspn(text + n + 1, DIGITS)
					  : 0;
		const char *designator =
			n > 0 && fraction != 1 ? strchr(order, text[n + fraction]) : NULL;

		if (!designator || !*designator)
			return text;
		*has_any = true;
		text += n + fraction + 1;
		order = designator + 1;
		if (fraction)
			return text; /* only the last may have one */
	}
	return text;
}

static bool is_duration(const char *text)
{
	bool has_date = false, has_week = false, has_time = false;
	const char *weeks;

	if (*text++ != 'P')
		return false;
	weeks = skip_parts(text, "W", &has_week);
	if (has_week)
		return !*weeks;
	text = skip_parts(text, "YMD", &has_date);
	if (*text == 'T') {
		text = skip_parts(text + 1, "HMS", &has_time);
		return has_time && !*text;
	}
	return has_date && !*text;
}

bool ks_validate_duration(struct ks_validate *v, const struct ks_json *value)
{
	return (ks_json_is(value, KS_JSON_TEXT) && is_duration(ks_json_text(value))) ||
	       ks_validate_fail(v, "must be an ISO 8601 duration");
}

bool ks_validate_version(struct ks_validate *v, const struct ks_json *value)
{
	static const char *const prefixes[] = {"1.0", "2.0"};
	const char *text = ks_json_text(value);

	for (size_t i = 0; text && i <= v->is_2_0; i++) {
		const char *rest = text + 3;

		if (strncmp(text, prefixes[i], 3) == 0 &&
		    (!*rest ||
		     (*rest == '.' && rest[1] && strspn(rest + 1, DIGITS) == strlen(rest + 1))))
			return true;
	}
	return ks_validate_fail(v, "must be a version of xAPI that is spoken here");
}

bool ks_validate_words(struct ks_validate *v, const struct ks_json *value)
{
	if (!ks_json_is(value, KS_JSON_OBJECT))
		return ks_validate_fail(v, "must be a map of languages");
	for (const struct ks_json *words = ks_json_first(value); words;
	     words = ks_json_next(value, words)) {
		if (!is_language(words->key))
			return ks_validate_fail(v, "has a key that is no language tag of RFC 5646");
		if (!ks_json_is(words, KS_JSON_TEXT))
			return ks_validate_fail(v, "has words that are no string");
	}
	return true;
}

bool ks_validate_extensions(struct ks_validate *v, const struct ks_json *value)
{
	if (!ks_json_is(value, KS_JSON_OBJECT))
		return ks_validate_fail(v, "must be an object");
	for (const struct ks_json *one = ks_json_first(value); one; one = ks_json_next(value, one)) {
		if (!ks_validate_is_iri(one->key))
			return ks_validate_fail(v, "has a key that is no IRI");
	}
	return true;
}
