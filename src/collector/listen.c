/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "collector/server_private.h"

/*
 * The socket is opened here and handed to the HTTP library, because only so can "the port is taken" be told apart
 * from "there is no such address", and port 0 be resolved for tests.
 */

#define LISTEN_BACKLOG 128

/* Splits at the last colon; brackets around an IPv6 address are taken off. */
static bool split_address(const char *listen, char **host, char **port)
{
	const char *colon = strrchr(listen, ':');
	size_t len;

	if (!colon || colon == listen || !colon[1] ||
	    strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return false;
	len = (size_t)(colon - listen);
	if (listen[0] == '[' && (len < 3 || listen[len - 1] != ']'))
		return false;
	if (listen[0] != '[' && memchr(listen, ':', len))
		return false;
	*host = listen[0] == '[' ? ks_strndup(listen + 1, len - 2) : ks_strndup(listen, len);
	*port = ks_strdup(colon + 1);
	return true;
}

static int port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		return 0;
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

static enum ks_rc open_at(const struct addrinfo *address, int *fd)
{
	static const struct {
		int error;
		enum ks_rc rc;
	} meanings[] = {{EADDRINUSE, KS_BUSY}, {EACCES, KS_DENIED}, {EADDRNOTAVAIL, KS_INVALID}};
	int one = 1, error;

	*fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		return KS_IO;
	setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(*fd, address->ai_addr, address->ai_addrlen) == 0 && listen(*fd, LISTEN_BACKLOG) == 0)
		return KS_OK;
	error = errno;
	close(*fd);
	*fd = -1;
	for (size_t i = 0; i < KS_COUNT(meanings); i++)
		if (meanings[i].error == error)
			return meanings[i].rc;
	return KS_IO;
}

enum ks_rc ks_listen_open(const char *listen, int *socket_out, int *port)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	char *host = NULL, *service = NULL;
	enum ks_rc rc = KS_INVALID;

	if (split_address(listen, &host, &service) && strlen(service) <= 5 &&
	    strtol(service, NULL, 10) <= 65535 && getaddrinfo(host, service, &hints, &found) == 0)
		rc = open_at(found, socket_out);
	if (rc == KS_OK)
		*port = port_of(*socket_out);
	if (found)
		freeaddrinfo(found);
	free(host);
	free(service);
	return rc;
}
