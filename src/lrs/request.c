/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "lrs/http.h"

/*
 * Parameters and headers of a request, wherever they stand: in the address and the head, or, in the alternate syntax
 * of 1.0.3 for clients that can send nothing but forms, all of them in the body.
 */

static const char *find(const struct ks_params *params, const char *name)
{
	for (size_t i = 0; i < params->n; i++)
		if (strcmp(params->items[i].name, name) == 0)
			return params->items[i].value;
	return NULL;
}

const char *ks_request_query(const struct ks_request *request, const char *name)
{
	return find(&request->query, name);
}

const char *ks_request_header(const struct ks_request *request, const char *name)
{
	for (size_t i = 0; i < request->told.n; i++)
		if (strcasecmp(request->told.items[i].name, name) == 0)
			return request->told.items[i].value;
	return request->header ? request->header(request, name) : NULL;
}

bool ks_request_add(struct ks_params *params, const char *name, const char *value)
{
	if (params->n == KS_PARAMS_MAX)
		return false;
	params->items[params->n++] =
		(struct ks_param){ks_strdup(name), ks_strdup(value ? value : "")};
	return true;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = memchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c, 16);

	return at ? (int)(at - digits) : -1;
}

/* %41 and +; NULL when an escape is cut or a NUL byte would come of it. */
static char *decode(const char *text, size_t len)
{
	char *out = ks_alloc(len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i] == '+' ? ' ' : text[i];

		if (c == '%') {
			int high = i + 2 < len ? hex_digit(text[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(text[i + 2]) : -1;

			if (low < 0 || (high == 0 && low == 0)) {
				free(out);
				return NULL;
			}
			c = (char)(high * 16 + low);
			i += 2;
		}
		out[n++] = c;
	}
	out[n] = '\0';
	return out;
}

static bool is_header(const char *name)
{
	static const char *const names[] = {"Authorization", "X-Experience-API-Version",
					    "Content-Type",  "Content-Length",
					    "If-Match",      "If-None-Match",
					    "Accept",        "Accept-Language"};

	for (size_t i = 0; i < KS_COUNT(names); i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

/* Both malloc'd; false when either cannot be read (then NULL, or to free() all the same). */
static bool split_field(const char *field, size_t len, char **name, char **value)
{
	const char *equals = memchr(field, '=', len);
	size_t name_len = equals ? (size_t)(equals - field) : len;

	*name = decode(field, name_len);
	*value = equals ? decode(equals + 1, len - name_len - 1) : ks_strdup("");
	return *name && *value;
}

static bool take_field(struct ks_request *request, const char *field, size_t len, char **body)
{
	char *name, *value;
	bool is_good = split_field(field, len, &name, &value);

	if (is_good && strcmp(name, "content") == 0) {
		free(*body);
		*body = ks_strdup(value);
	} else if (is_good) {
		is_good = ks_request_add(is_header(name) ? &request->told : &request->query, name,
					 value);
	}
	free(name);
	free(value);
	return is_good;
}

enum ks_rc ks_request_unfold(struct ks_request *request, const char *form, size_t len, char **body,
			     const char **why)
{
	const char *end = form + len;

	*body = NULL;
	for (const char *at = form; at < end;) {
		const char *next = memchr(at, '&', (size_t)(end - at));
		size_t field_len = (size_t)((next ? next : end) - at);

		if (field_len > 0 && !take_field(request, at, field_len, body)) {
			*why = "a field of the form cannot be read";
			return KS_INVALID;
		}
		at = next ? next + 1 : end;
	}
	if (!*body && (strcmp(request->method, "PUT") == 0 || strcmp(request->method, "POST") == 0)) {
		*why = "the form has no field named content";
		return KS_INVALID;
	}
	if (!*body)
		*body = ks_strdup("");
	return KS_OK;
}

void ks_request_drop(struct ks_params *params, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < params->n; i++) {
		if (strcmp(params->items[i].name, name) != 0) {
			params->items[n++] = params->items[i];
			continue;
		}
		free(params->items[i].name);
		free(params->items[i].value);
	}
	params->n = n;
}

enum ks_rc ks_form_read(const char *form, size_t len, struct ks_params *out)
{
	const char *end = form + len;
	enum ks_rc rc = KS_OK;

	out->n = 0;
	for (const char *at = form; at < end && rc == KS_OK;) {
		const char *next = memchr(at, '&', (size_t)(end - at));
		char *name, *value;

		if (!split_field(at, (size_t)((next ? next : end) - at), &name, &value))
			rc = KS_INVALID;
		else if (!ks_request_add(out, name, value))
			rc = KS_FULL;
		free(name);
		free(value);
		at = next ? next + 1 : end;
	}
	return rc;
}

void ks_form_finish(struct ks_params *params)
{
	for (size_t i = 0; i < params->n; i++) {
		free(params->items[i].name);
		free(params->items[i].value);
	}
	params->n = 0;
}

void ks_request_finish(struct ks_request *request)
{
	ks_form_finish(&request->query);
	ks_form_finish(&request->told);
}

void ks_reply_finish(struct ks_reply *reply)
{
	ks_buf_finish(&reply->body);
	ks_form_finish(&reply->headers);
}
