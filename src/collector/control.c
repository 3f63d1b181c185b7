/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "collector/control_private.h"

/*
 * The collector's side of the socket: one thread, one caller at a time. A caller writes its request and closes that
 * direction, reads the answer to its end, and is gone.
 */

#define CONTROL_CALLER_MS 10000

struct ks_control {
	struct ks_centre *centre;
	pthread_t thread;
	int listener, stopper; /* an eventfd */
	atomic_bool is_stopping;
};

/* A socket's address has 108 bytes and a state folder's path may be longer: so the name goes through an open folder. */
static bool socket_address(int folder, struct sockaddr_un *address)
{
	char *path = ks_format("/proc/self/fd/%d/" KS_CONTROL_SOCKET, folder);
	bool fits = strlen(path) < sizeof(address->sun_path);

	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	if (fits)
		memcpy(address->sun_path, path, strlen(path));
	free(path);
	return fits;
}

int ks_control_socket(const char *state, bool listens)
{
	int folder = open(state, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const struct sockaddr *address;
	struct sockaddr_un name;
	bool works = folder >= 0 && fd >= 0 && socket_address(folder, &name);

	address = (const struct sockaddr *)&name;
	if (works && listens) {
		unlinkat(folder, KS_CONTROL_SOCKET, 0); /* of a collector that died: we hold the lock */
		works = fchmod(fd, 0600) == 0 && bind(fd, address, sizeof(name)) == 0 &&
			fchmodat(folder, KS_CONTROL_SOCKET, 0600, 0) == 0 && listen(fd, 8) == 0;
	} else if (works) {
		works = connect(fd, address, sizeof(name)) == 0;
	}
	if (folder >= 0)
		close(folder);
	if (works)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Of what came beside the bytes the first file; any other is closed. */
static void take_file(struct msghdr *message, int *file)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		size_t n = c->cmsg_len >= CMSG_LEN(0) ? (c->cmsg_len - CMSG_LEN(0)) / sizeof(int) : 0;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(fd), sizeof(fd));
			if (*file < 0)
				*file = fd;
			else
				close(fd);
		}
	}
}

enum ks_rc ks_control_read(int fd, struct ks_buf *out, int *file)
{
	char piece[16384];
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(int))];
	} beside;
	ssize_t n;

	*file = -1;
	out->ceiling = KS_CONTROL_MAX_BYTES;
	do {
		struct iovec place = {piece, sizeof(piece)};
		struct msghdr message = {.msg_iov = &place,
					 .msg_iovlen = 1,
					 .msg_control = beside.bytes,
					 .msg_controllen = sizeof(beside.bytes)};

		n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return KS_IO;
		take_file(&message, file);
		ks_buf_append(out, piece, (size_t)n);
		if (out->is_over)
			return KS_FULL;
	} while (n != 0);
	return KS_OK;
}

enum ks_rc ks_control_send_file(int fd, char first, int file)
{
	struct iovec place = {&first, 1};
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(int))];
	} beside = {.bytes = ""};
	struct msghdr message = {.msg_iov = &place,
				 .msg_iovlen = 1,
				 .msg_control = beside.bytes,
				 .msg_controllen = sizeof(beside.bytes)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);
	ssize_t n;

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(file));
	memcpy(CMSG_DATA(c), &file, sizeof(file));
	do
		n = sendmsg(fd, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n == 1 ? KS_OK : KS_IO;
}

enum ks_rc ks_control_write(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return KS_IO;
		bytes += n;
		len -= (size_t)n;
	}
	return KS_OK;
}

static void serve(struct ks_control *control, int fd)
{
	struct timeval patience = {.tv_sec = CONTROL_CALLER_MS / 1000};
	struct ks_buf request = {0};
	char *reply = NULL;
	int file;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (ks_control_read(fd, &request, &file) == KS_OK)
		reply = ks_control_do(control->centre, ks_buf_text(&request), request.len, file);
	if (file >= 0)
		close(file);
	if (reply && ks_control_write(fd, reply, strlen(reply)) != KS_OK)
		ks_log_warn("control", "the caller went away before its answer");
	free(reply);
	ks_buf_finish(&request);
	close(fd);
}

static void *run(void *context)
{
	struct ks_control *control = context;
	struct pollfd wait[2] = {{.fd = control->listener, .events = POLLIN},
				 {.fd = control->stopper, .events = POLLIN}};

	while (!atomic_load(&control->is_stopping)) {
		int fd;

		if (poll(wait, 2, -1) <= 0 || !(wait[0].revents & POLLIN))
			continue;
		fd = accept4(control->listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			serve(control, fd);
	}
	return NULL;
}

enum ks_rc ks_control_start(struct ks_centre *centre, struct ks_control **out)
{
	struct ks_control *control = ks_alloc_zero(1, sizeof(*control));

	*out = NULL;
	control->centre = centre;
	control->listener = ks_control_socket(ks_store_folder(ks_centre_store(centre)), true);
	control->stopper = eventfd(0, EFD_CLOEXEC);
	if (control->listener >= 0 && control->stopper >= 0 &&
	    pthread_create(&control->thread, NULL, run, control) == 0) {
		*out = control;
		return KS_OK;
	}
	ks_log_error("control", "cannot open the control socket: %s", strerrorname_np(errno));
	if (control->listener >= 0)
		close(control->listener);
	if (control->stopper >= 0)
		close(control->stopper);
	free(control);
	return KS_IO;
}

void ks_control_stop(struct ks_control *control)
{
	const uint64_t one = 1;
	const char *state;
	int folder;

	if (!control)
		return;
	atomic_store(&control->is_stopping, true);
	if (write(control->stopper, &one, sizeof(one)) != sizeof(one))
		ks_log_error("control", "cannot wake the control thread");
	pthread_join(control->thread, NULL);
	state = ks_store_folder(ks_centre_store(control->centre));
	folder = open(state, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder >= 0) {
		unlinkat(folder, KS_CONTROL_SOCKET, 0);
		close(folder);
	}
	close(control->listener);
	close(control->stopper);
	free(control);
}
