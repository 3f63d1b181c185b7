// SPDX-License-Identifier: Apache-2.0
#include "sync/peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/test.h"

/* A real peer, because what libcurl makes of a reset or a half closed connection no fake can tell. */

extern char **environ;

void ks_peer_start(struct ks_peer *peer)
{
	const char *argv[] = {"python3", "tests/support/lrs.py", "--stdin", NULL};
	posix_spawn_file_actions_t actions;
	int in[2], out[2];
	FILE *said;

	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	assert_int_equal(
		posix_spawnp(&peer->pid, "python3", &actions, NULL, (char *const *)argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(out[1]);
	peer->stdin_fd = in[1];
	said = fdopen(out[0], "r");
	assert_non_null(said);
	if (fscanf(said, "port %d", &peer->port) != 1)
		fail_msg("lrs.py did not start (tests run from the top folder and need python3)");
	fclose(said);
}

void ks_peer_stop(struct ks_peer *peer)
{
	if (peer->pid == 0)
		return;
	close(peer->stdin_fd);
	waitpid(peer->pid, NULL, 0);
	memset(peer, 0, sizeof(*peer));
}

char *ks_peer_url(const struct ks_peer *peer, const char *mode)
{
	if (!mode)
		return ks_format("http://127.0.0.1:%d/xAPI", peer->port);
	return ks_format("http://127.0.0.1:%d/mode/%s/xAPI", peer->port, mode);
}

int ks_peer_closed_port(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&at, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	close(fd);
	return ntohs(at.sin_port);
}
