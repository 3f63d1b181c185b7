/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "collector/control_private.h"

/*
 * The command's side. The lock of the state folder decides who writes: if nobody holds it, the command does the work
 * itself; if a collector holds it, the collector is asked.
 */

#define CONTROL_ANSWER_S 900 /* hashing the PINs of a large roster takes minutes */

static enum ks_rc ask_collector(const char *state, const char *request, int file, char **answer,
				char **why)
{
	struct timeval patience = {.tv_sec = CONTROL_ANSWER_S};
	int fd = ks_control_socket(state, false);
	struct ks_buf text = {0};
	int ignored = -1;
	enum ks_rc rc = KS_OK;

	if (fd < 0) {
		*why = ks_format("%s は、ほかのプログラム（研修端末など）が使っています。"
				 "そのプログラムを終えてから、もう一度実行してください。",
				 state);
		return KS_BUSY;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (file >= 0)
		rc = ks_control_send_file(fd, *request++, file);
	if (rc == KS_OK)
		rc = ks_control_write(fd, request, strlen(request));
	if (rc == KS_OK && shutdown(fd, SHUT_WR) != 0)
		rc = KS_IO;
	if (rc == KS_OK)
		rc = ks_control_read(fd, &text, &ignored);
	if (ignored >= 0)
		close(ignored);
	close(fd);
	if (rc == KS_OK && text.len > 0) {
		*answer = ks_buf_take(&text);
		return KS_OK;
	}
	ks_buf_finish(&text);
	*why = ks_format("%s で動いているセンター（kenshu-collector）から返事がありません。"
			 "少し待って、結果を確かめてからもう一度実行してください。",
			 state);
	return KS_BUSY;
}

enum ks_rc ks_control_ask(const char *state, const char *request, int file, char **answer, char **why)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_store *store = NULL;
	struct ks_centre *centre = NULL;
	enum ks_rc rc;

	*answer = *why = NULL;
	if (strlen(request) > KS_CONTROL_MAX_BYTES) {
		*why = ks_strdup("一度に送るには大きすぎます。ファイルを分けてください。");
		return KS_FULL;
	}
	rc = ks_store_open(state, ks_control_role(request), KS_ACCESS_WRITE, &store, why);
	if (rc == KS_BUSY) {
		free(*why);
		*why = NULL;
		return ask_collector(state, request, file, answer, why);
	}
	if (rc == KS_OK)
		rc = ks_centre_open(store, &clock, &centre);
	if (rc == KS_OK)
		*answer = ks_control_do(centre, request, strlen(request), file);
	else if (!*why)
		*why = ks_format("%s を開けません。", state);
	ks_centre_close(centre);
	ks_store_close(store);
	return rc;
}
