/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "lrs/multipart.h"
#include "web/call.h"

/*
 * A file between being sent and being taken: HR's list has initial PINs in it, so it is kept in memory alone, of one user
 * each, and is wiped when it is taken, given up, or left lying.
 */

#define KEPT_MAX 8
#define NAME_MAX_BYTES 120

struct kept {
	char user[KS_USER_NAME_MAX + 1];
	int64_t at_ms;
	struct ks_upload upload;
};

struct ks_uploads {
	pthread_mutex_t mutex;
	struct kept kept[KEPT_MAX];
};

struct ks_uploads *ks_uploads_open(void)
{
	struct ks_uploads *uploads = ks_alloc_zero(1, sizeof(*uploads));

	ks_mutex_init(&uploads->mutex);
	return uploads;
}

void ks_upload_finish(struct ks_upload *upload)
{
	if (upload->bytes)
		sodium_memzero(upload->bytes, upload->len);
	free(upload->bytes);
	free(upload->name);
	free(upload->words);
	*upload = (struct ks_upload){0};
}

void ks_uploads_close(struct ks_uploads *uploads)
{
	if (!uploads)
		return;
	for (size_t i = 0; i < KEPT_MAX; i++)
		ks_upload_finish(&uploads->kept[i].upload);
	pthread_mutex_destroy(&uploads->mutex);
	free(uploads);
}

/* The user's, else an empty one, else the one that has been lying for longest. Under the mutex; old ones are wiped. */
static struct kept *place_of(struct ks_uploads *uploads, const char *user, int64_t now_ms)
{
	struct kept *place = &uploads->kept[0];

	for (size_t i = 0; i < KEPT_MAX; i++) {
		struct kept *kept = &uploads->kept[i];

		if (kept->at_ms && now_ms - kept->at_ms > KS_WEB_SESSION_MS) {
			ks_upload_finish(&kept->upload);
			*kept = (struct kept){0};
		}
		if (strcmp(kept->user, user) == 0)
			return kept;
		if (kept->at_ms < place->at_ms)
			place = kept;
	}
	return place;
}

void ks_uploads_keep(struct ks_uploads *uploads, const char *user, int64_t now_ms,
		     struct ks_upload *upload)
{
	struct kept *place;

	ks_lock(&uploads->mutex);
	place = place_of(uploads, user, now_ms);
	ks_upload_finish(&place->upload);
	*place = (struct kept){.at_ms = now_ms, .upload = *upload};
	memcpy(place->user, user, strlen(user) + 1);
	ks_unlock(&uploads->mutex);
	*upload = (struct ks_upload){0};
}

bool ks_uploads_copy(struct ks_uploads *uploads, const char *user, int64_t now_ms,
		     struct ks_upload *out)
{
	struct kept *place;
	bool is_there;

	*out = (struct ks_upload){0};
	ks_lock(&uploads->mutex);
	place = place_of(uploads, user, now_ms);
	is_there = strcmp(place->user, user) == 0 && place->upload.bytes;
	if (is_there) {
		out->name = ks_strdup(place->upload.name);
		out->words = ks_strdup(place->upload.words ? place->upload.words : "");
		out->len = place->upload.len;
		out->bytes = ks_alloc(out->len + 1);
		memcpy(out->bytes, place->upload.bytes, out->len);
	}
	ks_unlock(&uploads->mutex);
	return is_there;
}

void ks_uploads_drop(struct ks_uploads *uploads, const char *user, int64_t now_ms)
{
	struct kept *place;

	ks_lock(&uploads->mutex);
	place = place_of(uploads, user, now_ms);
	if (strcmp(place->user, user) == 0) {
		ks_upload_finish(&place->upload);
		*place = (struct kept){0};
	}
	ks_unlock(&uploads->mutex);
}

/* ---- a form with files in it ---- */

/* A file's name as it may be shown and logged. */
static char *name_of(char *told)
{
	size_t len = strlen(told);
	bool is_good = len > 0 && len <= NAME_MAX_BYTES && ks_utf8_is_valid(told, len, NULL);

	for (size_t i = 0; i < len && is_good; i++)
		is_good = (unsigned char)told[i] >= 0x20 && told[i] != 0x7f;
	if (is_good)
		return told;
	free(told);
	return ks_strdup("名簿");
}

static void take_part(struct ks_call *call, const struct ks_part *part)
{
	char *name = ks_part_word(part, "name"), *file = ks_part_word(part, "filename");
	char *text = ks_strndup(part->bytes, part->len);
	struct ks_upload *upload = &call->upload;

	if (name && file && strcmp(name, "list") == 0 && part->len > 0 && !upload->bytes) {
		upload->bytes = ks_alloc(part->len + 1);
		memcpy(upload->bytes, part->bytes, part->len);
		upload->len = part->len;
		upload->name = name_of(file);
		file = NULL;
	} else if (name && file && strcmp(name, "words") == 0 && !upload->words &&
		   strlen(text) == part->len && part->len <= KS_WEB_FORM_MAX_BYTES &&
		   ks_utf8_is_valid(text, part->len, NULL)) {
		upload->words = text;
		text = NULL;
	} else if (name && !file) {
		(void)ks_request_add(&call->form, name, text);
	}
	if (text)
		sodium_memzero(text, strlen(text));
	free(text);
	free(name);
	free(file);
}

enum ks_rc ks_call_read_parts(struct ks_call *call)
{
	struct ks_multipart parts;
	const char *why;
	enum ks_rc rc = ks_multipart_split(call->request, &parts, &why);

	for (size_t i = 0; rc == KS_OK && i < parts.n; i++)
		take_part(call, &parts.parts[i]);
	ks_multipart_finish(&parts);
	return rc;
}
