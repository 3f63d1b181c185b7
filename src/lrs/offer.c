/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/offer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/bundle.h"
#include "lrs/centre.h"
#include "lrs/http.h"

/*
 * A file and no row: it may be put there beside the running collector, and is as whole as a rename makes it. Kiosks fetch
 * it in pieces that fit any line, each for itself, so one that was cut off goes on where it stopped.
 */

#define PREFIX "offer-"
#define SUFFIX ".kenshu-content"

static bool read_name(const char *name, struct ks_offer *out)
{
	uint8_t hash[KS_HASH_BYTES];
	int n = 0;

	return sscanf(name, PREFIX "%7d-%64[0-9a-f]%n", &out->version, out->sha256, &n) == 2 &&
	       strcmp(name + n, SUFFIX) == 0 && out->version > 0 &&
	       ks_unhex(out->sha256, hash, sizeof(hash));
}

static char *path_of(const char *state, const struct ks_offer *offer)
{
	return ks_format("%s/" PREFIX "%d-%s" SUFFIX, state, offer->version, offer->sha256);
}

static bool measure(const char *state, struct ks_offer *offer)
{
	char *path = path_of(state, offer);
	struct stat st;
	bool is_there = stat(path, &st) == 0 && S_ISREG(st.st_mode);

	offer->bytes = is_there ? (size_t)st.st_size : 0;
	free(path);
	return is_there;
}

/* @is_sweeping: all but the newest go. */
static void look(const char *state, bool is_sweeping, struct ks_offer *out)
{
	char **names = NULL;
	size_t n = 0;

	memset(out, 0, sizeof(*out));
	if (ks_folder_list(state, SUFFIX, &names, &n) != KS_OK)
		return;
	for (size_t i = 0; i < n; i++) {
		struct ks_offer one;

		if (read_name(names[i], &one) && one.version > out->version && measure(state, &one))
			*out = one;
	}
	for (size_t i = 0; i < n && is_sweeping; i++) {
		struct ks_offer one;
		char *path = ks_path_join(state, names[i]);

		if (read_name(names[i], &one) && one.version < out->version)
			(void)!unlink(path);
		free(path);
	}
	ks_folder_list_finish(names, n);
}

void ks_offer_read(const char *state, struct ks_offer *out)
{
	look(state, false, out);
}

enum ks_rc ks_offer_load(const char *state, char **bytes, size_t *len)
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX], *path;
	struct ks_offer offer;
	enum ks_rc rc;

	*bytes = NULL;
	*len = 0;
	ks_offer_read(state, &offer);
	if (offer.version == 0)
		return KS_NOT_FOUND;
	path = path_of(state, &offer);
	rc = ks_file_read(path, KS_BUNDLE_BYTES_MAX, bytes, len);
	free(path);
	if (rc != KS_OK)
		return rc;
	ks_sha256(*bytes, *len, hash);
	ks_hex(hash, sizeof(hash), hex);
	if (strcmp(hex, offer.sha256) == 0)
		return KS_OK;
	free(*bytes);
	*bytes = NULL;
	return KS_DAMAGED;
}

/* KS_NOT_FOUND: that very file is offered already. */
static enum ks_rc judge(const struct ks_bundle *bundle, const char *path,
			const struct ks_offer *wanted, const struct ks_offer *now,
			struct ks_diags *diags)
{
	if (bundle->signer[0] == '\0') {
		ks_diags_error(
			diags, path, 0,
			"署名がありません。`kenshu content publish --key` で公開してください。");
		return KS_DENIED;
	}
	if (now->version == wanted->version && strcmp(now->sha256, wanted->sha256) == 0)
		return KS_NOT_FOUND;
	if (now->version < wanted->version)
		return KS_OK;
	ks_diags_error(
		diags, path, 0,
		"版 %d は配れません。版 %d を配っています。--counter を %d 以上にして公開し直してください。",
		wanted->version, now->version, now->version + 1);
	return KS_CONFLICT;
}

/* Whoever runs the collector must be able to read what somebody else put there; the folder itself is shut. */
static enum ks_rc write_offer(const char *state, const struct ks_offer *offer, const char *bytes,
			      struct ks_diags *diags)
{
	char *path = path_of(state, offer);
	enum ks_rc rc = ks_file_write(path, bytes, offer->bytes, 0444);

	if (rc != KS_OK)
		ks_diags_error(
			diags, path, 0,
			"書けません（%s）。センターのフォルダーの権限と空き容量を確かめてください。",
			ks_rc_name(rc));
	free(path);
	return rc;
}

enum ks_rc ks_offer_put(const char *state, const char *path, struct ks_offer *out,
			struct ks_diags *diags)
{
	struct ks_offer wanted = {0};
	struct ks_bundle bundle;
	uint8_t hash[KS_HASH_BYTES];
	char *bytes = NULL;
	enum ks_rc rc = ks_bundle_load(path, &bundle, diags);

	ks_offer_read(state, out);
	if (rc == KS_OK)
		rc = ks_file_read(path, KS_BUNDLE_BYTES_MAX, &bytes, &wanted.bytes);
	if (rc == KS_OK) {
		ks_sha256(bytes, wanted.bytes, hash);
		ks_hex(hash, sizeof(hash), wanted.sha256);
		wanted.version = bundle.version;
		rc = judge(&bundle, path, &wanted, out, diags);
	}
	if (rc == KS_OK)
		rc = write_offer(state, &wanted, bytes, diags);
	look(state, rc == KS_OK, out);
	free(bytes);
	ks_bundle_finish(&bundle);
	return rc == KS_NOT_FOUND && out->version > 0 && out->version == wanted.version ? KS_OK : rc;
}

/* ---- HTTP ---- */

void ks_kiosk_tell_offer(const struct ks_request *request, struct ks_reply *reply)
{
	struct ks_offer offer;
	char text[128];

	ks_offer_read(ks_store_folder(ks_centre_store(request->centre)), &offer);
	if (offer.version == 0)
		return;
	snprintf(text, sizeof(text), "%d %zu %s", offer.version, offer.bytes, offer.sha256);
	(void)!ks_request_add(&reply->headers, "X-Kenshu-Content", text);
}

static enum ks_rc read_piece(const char *path, size_t from, struct ks_buf *out)
{
	char *piece = ks_alloc(KS_OFFER_PIECE_BYTES);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : pread(fd, piece, KS_OFFER_PIECE_BYTES, (off_t)from);

	if (n > 0)
		ks_buf_append(out, piece, (size_t)n);
	if (fd >= 0)
		close(fd);
	free(piece);
	return n > 0 ? KS_OK : KS_IO;
}

void ks_kiosk_get_content(const struct ks_request *request, struct ks_reply *reply)
{
	const char *state = ks_store_folder(ks_centre_store(request->centre));
	const char *range = ks_request_header(request, "Range");
	const char *wanted = ks_request_header(request, "If-Match");
	struct ks_offer offer;
	size_t from = 0;
	char *path, text[64];
	int n = 0;

	ks_offer_read(state, &offer);
	if (offer.version == 0) {
		ks_reply_error(reply, 404, "nothing is offered");
		return;
	}
	snprintf(reply->etag, sizeof(reply->etag), "\"%s\"", offer.sha256);
	if (range && (sscanf(range, "bytes=%zu-%n", &from, &n) != 1 || n == 0)) {
		ks_reply_error(reply, 400, "Range must be bytes=N-");
	} else if (wanted && strcmp(wanted, reply->etag) != 0) {
		ks_reply_error(reply, 412, "another bundle is offered now");
	} else if (from >= offer.bytes) {
		ks_reply_error(reply, 416, "there are %zu bytes", offer.bytes);
	} else {
		path = path_of(state, &offer);
		if (read_piece(path, from, &reply->body) == KS_OK) {
			snprintf(text, sizeof(text), "bytes %zu-%zu/%zu", from,
				 from + reply->body.len - 1, offer.bytes);
			(void)!ks_request_add(&reply->headers, "Content-Range", text);
			reply->status = 206;
			reply->content_type = "application/octet-stream";
		} else {
			ks_reply_error(reply, 503, "the bundle cannot be read");
		}
		free(path);
	}
}
