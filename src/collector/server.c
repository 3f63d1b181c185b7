/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "collector/deadline.h"
#include "collector/framing.h"
#include "collector/guard.h"
#include "collector/packages.h"
#include "collector/routes.h"
#include "collector/server_private.h"
#include "collector/tls.h"
#include "web/web.h"

/*
 * The one file that knows libmicrohttpd. It collects a request within its limits, lets the routes answer it and sends
 * that. Handlers run on a few pool threads; the store serialises what they write.
 */

/* What is refused is still read and thrown away up to here, so that the sender gets to see the answer. */
#define SERVER_DRAIN_MAX_BYTES (4 * KS_SERVER_BODY_MAX_BYTES)
#define SERVER_SILENCE_S 15
#define TLS_PRIORITIES "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1"

const struct ks_server_limits ks_server_limits_default = {
	.request_ms = KS_SERVER_REQUEST_MS,
	.answer_ms = 60000,
	.n_connections = 256,
	.n_per_address = 128, /* behind a proxy all come from one */
	.n_threads = 4,
};

struct ks_server {
	struct ks_centre *centre;
	struct ks_web *web;
	struct ks_server_limits limits;
	struct MHD_Daemon *daemon;
	struct ks_deadlines *deadlines;
	struct ks_guard *guard;
	int port;
};

struct exchange {
	struct ks_server *server;
	struct ks_web *web; /* NULL: not a page */
	struct ks_request request;
	struct ks_reply reply;
	const struct ks_route *route; /* NULL: refused, reply says why */
	struct ks_buf body;
	size_t n_received;
	struct ks_packages_file file; /* fd -1: none */
	bool is_refused;              /* a page, before its body was read */
	bool is_last;                 /* answered at once, and the connection closed */
	const char *alternate;        /* the method meant by a POST in the alternate syntax; NULL */
};

static int socket_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	return info ? (int)info->connect_fd : -1;
}

static const struct sockaddr *address_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info ? info->client_addr : NULL;
}

static const char *header_of(const struct ks_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->context, MHD_HEADER_KIND, name);
}

static enum MHD_Result add_query(void *context, enum MHD_ValueKind kind, const char *name,
				 const char *value)
{
	struct exchange *exchange = context;

	(void)kind;
	return ks_request_add(&exchange->request.query, name, value) ? MHD_YES : MHD_NO;
}

/* Somebody who told a key and a secret that do not fit. */
static void meet_wrong(struct exchange *exchange)
{
	struct ks_server *server = exchange->server;

	if (exchange->reply.status != 401 || !ks_request_header(&exchange->request, "Authorization") ||
	    !ks_guard_wrong(server->guard, address_of(exchange->request.context),
			    ks_centre_now_ms(server->centre)))
		return;
	ks_reply_error(&exchange->reply, 429, "too many wrong credentials");
	exchange->reply.retry_after_s = KS_GUARD_MINUTE_MS / 1000;
	exchange->is_last = true;
}

static void admit(struct exchange *exchange)
{
	const char *allow;

	if (exchange->web) {
		exchange->is_refused =
			ks_web_admit(exchange->web, &exchange->request, &exchange->reply) != KS_OK;
		return;
	}
	exchange->route = ks_route_find(exchange->request.path, exchange->request.method, &allow);
	if (!exchange->route && allow) {
		ks_reply_error(&exchange->reply, 405, "not for this address");
		exchange->reply.allow = allow;
	} else if (!exchange->route) {
		ks_reply_error(&exchange->reply, 404, "there is no such address");
	} else if (ks_route_admit(exchange->route, &exchange->request, &exchange->reply) != KS_OK) {
		exchange->route = NULL;
		meet_wrong(exchange);
	}
}

/*
 * xAPI 1.0.3's alternate syntax: POST ?method=PUT, and everything else in the body. So who sends it is known only when
 * the body is there.
 */
static const char *alternate_method(const struct exchange *exchange)
{
	static const char *const methods[] = {"GET", "PUT", "POST", "DELETE", "HEAD"};
	const char *asked = ks_request_query(&exchange->request, "method");

	if (!asked || strcmp(exchange->request.method, "POST") != 0 ||
	    strncmp(exchange->request.path, "/xAPI/", strlen("/xAPI/")) != 0)
		return NULL;
	for (size_t i = 0; i < KS_COUNT(methods); i++)
		if (strcmp(methods[i], asked) == 0)
			return i == 4 ? methods[0] : methods[i];
	return NULL;
}

static bool is_2_0(const struct ks_request *request)
{
	const char *version = ks_request_header(request, "X-Experience-API-Version");

	return version && version[0] == '2';
}

static void unfold(struct exchange *exchange)
{
	struct ks_request *request = &exchange->request;
	const char *type = header_of(request, "Content-Type"), *why = NULL;
	const char *form = ks_buf_text(&exchange->body);
	char *body = NULL;
	bool has_more = request->query.n > 1;

	request->method = exchange->alternate;
	if (has_more)
		why = "everything but method belongs into the form";
	else if (!type || strncasecmp(type, "application/x-www-form-urlencoded", 33) != 0)
		why = "the body must be a form";
	else if (ks_request_unfold(request, form, exchange->body.len, &body, &why) == KS_OK)
		why = is_2_0(request) ? "xAPI 2.0 has no alternate syntax" : NULL;
	if (why) {
		exchange->reply.is_xapi = true;
		ks_reply_error(&exchange->reply, 400, "%s", why);
	} else {
		ks_buf_clear(&exchange->body);
		ks_buf_puts(&exchange->body, body);
		ks_request_drop(&request->query, "method");
		/* behind what the form told, which is found first; the head's is the form's own */
		(void)ks_request_add(&request->told, "Content-Type", "application/json");
		admit(exchange);
	}
	free(body);
}

static struct exchange *begin_exchange(struct ks_server *server, struct MHD_Connection *connection,
				       const char *path, const char *method)
{
	struct exchange *exchange = ks_alloc_zero(1, sizeof(*exchange));
	const char *fault;

	exchange->server = server;
	exchange->file.fd = -1;
	exchange->web = ks_web_owns(path) && !ks_packages_owns(path) ? server->web : NULL;
	exchange->body.ceiling = exchange->web ? ks_web_body_max(path) : KS_SERVER_BODY_MAX_BYTES;
	exchange->request = (struct ks_request){
		.method = strcmp(method, "HEAD") == 0 ? "GET" : method,
		.path = path,
		.version = ks_centre_version(server->centre),
		.header = header_of,
		.is_tls = server->limits.is_tls,
		.centre = server->centre,
		.context = connection,
	};
	fault = ks_framing_fault(connection);
	if (fault) {
		exchange->is_last = true;
		ks_reply_error(&exchange->reply, 400, "%s", fault);
		return exchange;
	}
	if (ks_packages_owns(path)) {
		exchange->file = ks_packages_open(&exchange->request, &exchange->reply);
		return exchange;
	}
	MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add_query, exchange);
	exchange->alternate = alternate_method(exchange);
	if (!exchange->alternate)
		admit(exchange);
	return exchange;
}

static void add_headers(struct MHD_Response *response, const struct exchange *exchange)
{
	const struct ks_reply *reply = &exchange->reply;
	char number[24], now[32];

	MHD_add_response_header(response, "Cache-Control", "no-store");
	if (exchange->is_last)
		MHD_add_response_header(response, "Connection", "close");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	if (reply->content_type)
		MHD_add_response_header(response, "Content-Type", reply->content_type);
	if (reply->etag[0])
		MHD_add_response_header(response, "ETag", reply->etag);
	if (reply->last_modified[0])
		MHD_add_response_header(response, "Last-Modified", reply->last_modified);
	if (reply->allow)
		MHD_add_response_header(response, "Allow", reply->allow);
	for (size_t i = 0; i < reply->headers.n; i++)
		MHD_add_response_header(response, reply->headers.items[i].name,
					reply->headers.items[i].value);
	if (reply->status == 401)
		MHD_add_response_header(response, "WWW-Authenticate", "Basic realm=\"kenshu\"");
	if (reply->retry_after_s > 0) {
		snprintf(number, sizeof(number), "%d", reply->retry_after_s);
		MHD_add_response_header(response, "Retry-After", number);
	}
	if (reply->tells_have) {
		snprintf(number, sizeof(number), "%" PRId64, reply->have);
		MHD_add_response_header(response, "X-Kenshu-Have", number);
	}
	if (reply->resend > 0) {
		snprintf(number, sizeof(number), "%" PRId64, reply->resend);
		MHD_add_response_header(response, "X-Kenshu-Resend", number);
	}
	if (reply->epoch > 0) {
		snprintf(number, sizeof(number), "%" PRId64, reply->epoch);
		MHD_add_response_header(response, "X-Kenshu-Epoch", number);
	}
	if (reply->is_twin)
		MHD_add_response_header(response, "X-Kenshu-Twin", "1");
	if (reply->is_xapi) {
		/* Answers come after the commit, so what is stored may be read at once. */
		struct timespec clock;

		clock_gettime(CLOCK_REALTIME, &clock);
		ks_time_format_utc((int64_t)clock.tv_sec * 1000 + clock.tv_nsec / 1000000, now);
		MHD_add_response_header(response, "X-Experience-API-Version",
					exchange->request.version);
		MHD_add_response_header(response, "X-Experience-API-Consistent-Through", now);
	}
}

/* The body, in memory or in a file: it is the response's from here on. */
static struct MHD_Response *make_response(struct exchange *exchange)
{
	int fd = exchange->file.fd;
	size_t len = exchange->reply.body.len;

	exchange->file.fd = -1;
	return fd >= 0 ? MHD_create_response_from_fd64(exchange->file.size, fd)
		       : MHD_create_response_from_buffer(len, ks_buf_take(&exchange->reply.body),
							 MHD_RESPMEM_MUST_FREE);
}

static enum MHD_Result send_reply(struct ks_server *server, struct exchange *exchange,
				  struct MHD_Connection *connection)
{
	struct MHD_Response *response = make_response(exchange);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	add_headers(response, exchange);
	ks_deadlines_watch(server->deadlines, socket_of(connection), server->limits.answer_ms,
			   KS_DOING_READING);
	result = MHD_queue_response(connection, (unsigned)exchange->reply.status, response);
	MHD_destroy_response(response);
	return result;
}

static void answer(struct exchange *exchange)
{
	if (exchange->body.is_over) {
		ks_reply_error(&exchange->reply, 413, "at most %zu bytes at a time",
			       exchange->body.ceiling);
		return;
	}
	if (exchange->web && !exchange->is_refused) {
		exchange->request.body = ks_buf_text(&exchange->body);
		exchange->request.body_len = exchange->body.len;
		ks_web_answer(exchange->web, &exchange->request, &exchange->reply);
		if (exchange->reply.body.is_over)
			ks_reply_rc(&exchange->reply, KS_IO);
		return;
	}
	if (exchange->alternate)
		unfold(exchange);
	if (!exchange->route)
		return;
	exchange->request.body = ks_buf_text(&exchange->body);
	exchange->request.body_len = exchange->body.len;
	exchange->route->handle(&exchange->request, &exchange->reply);
	if (exchange->reply.status == 0 || exchange->reply.body.is_over)
		ks_reply_rc(&exchange->reply, KS_IO);
}

/* libmicrohttpd calls this once with the head, then with pieces of the body, then once more at its end. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
				  const char *path, const char *method, const char *http_version,
				  const char *data, size_t *data_len, void **slot)
{
	struct ks_server *server = context;
	struct exchange *exchange = *slot;
	const char *expect;

	(void)http_version;
	if (!exchange) {
		*slot = exchange = begin_exchange(server, connection, path, method);
		ks_deadlines_watch(server->deadlines, socket_of(connection),
				   server->limits.request_ms, KS_DOING_SENDING);
		if (exchange->is_last)
			return send_reply(server, exchange, connection);
		expect = header_of(&exchange->request, "Expect");
		if ((exchange->web ? exchange->is_refused : !exchange->route && !exchange->alternate) &&
		    expect && strcasecmp(expect, "100-continue") == 0)
			return send_reply(server, exchange, connection);
		return MHD_YES;
	}
	if (*data_len > 0) {
		exchange->n_received += *data_len;
		if (exchange->n_received > SERVER_DRAIN_MAX_BYTES)
			return MHD_NO;
		if (exchange->route || exchange->alternate ||
		    (exchange->web && !exchange->is_refused))
			ks_buf_append(&exchange->body, data, *data_len);
		*data_len = 0;
		return MHD_YES;
	}
	answer(exchange);
	return send_reply(server, exchange, connection);
}

static void on_done(void *context, struct MHD_Connection *connection, void **slot,
		    enum MHD_RequestTerminationCode why)
{
	struct ks_server *server = context;
	struct exchange *exchange = *slot;

	(void)why;
	*slot = NULL;
	if (!exchange)
		return;
	if (exchange->file.fd >= 0)
		close(exchange->file.fd);
	ks_request_finish(&exchange->request);
	ks_buf_finish(&exchange->body);
	ks_reply_finish(&exchange->reply);
	free(exchange);
	ks_deadlines_watch(server->deadlines, socket_of(connection), server->limits.request_ms,
			   KS_DOING_NOTHING);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **slot,
			  enum MHD_ConnectionNotificationCode code)
{
	struct ks_server *server = context;
	int socket = socket_of(connection);

	(void)slot;
	if (socket < 0)
		return;
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		ks_deadlines_enter(server->deadlines, socket, address_of(connection),
				   server->limits.request_ms);
	else
		ks_deadlines_forget(server->deadlines, socket);
}

static struct MHD_Daemon *start_daemon(struct ks_server *server, int socket)
{
	const struct ks_server_limits *limits = &server->limits;
	const struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_CERT_CALLBACK, 0, ks_tls_callback()},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)TLS_PRIORITIES},
		{MHD_OPTION_END, 0, NULL},
	};
	unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD;

	return MHD_start_daemon(limits->is_tls ? flags | MHD_USE_TLS : flags, 0, NULL, NULL,
				on_request, server, MHD_OPTION_ARRAY, limits->is_tls ? tls : plain,
				MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_THREAD_POOL_SIZE,
				limits->n_threads, MHD_OPTION_CONNECTION_LIMIT,
				2 * limits->n_connections, MHD_OPTION_UNESCAPE_CALLBACK,
				ks_framing_unescape, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
				(unsigned)SERVER_SILENCE_S, MHD_OPTION_NOTIFY_COMPLETED, on_done,
				server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
				MHD_OPTION_END);
}

enum ks_rc ks_server_start_with(struct ks_centre *centre, const char *listen,
				const struct ks_server_limits *limits, struct ks_server **out)
{
	struct ks_server *server = ks_alloc_zero(1, sizeof(*server));
	int socket = -1;
	enum ks_rc rc = ks_listen_open(listen, &socket, &server->port);

	*out = NULL;
	server->centre = centre;
	server->web = ks_web_open(centre);
	server->guard = ks_guard_open();
	server->limits = *limits;
	if (rc == KS_OK)
		rc = ks_deadlines_start(limits->n_connections, limits->n_per_address,
					&server->deadlines);
	if (rc == KS_OK) {
		server->daemon = start_daemon(server, socket);
		rc = server->daemon ? KS_OK : KS_IO;
	}
	if (rc == KS_OK) {
		*out = server;
		return KS_OK;
	}
	if (socket >= 0)
		close(socket);
	ks_server_stop(server);
	return rc;
}

enum ks_rc ks_server_start(struct ks_centre *centre, const char *listen, bool is_tls,
			   struct ks_server **out)
{
	struct ks_server_limits limits = ks_server_limits_default;

	limits.is_tls = is_tls;
	return ks_server_start_with(centre, listen, &limits, out);
}

int ks_server_port(const struct ks_server *server)
{
	return server->port;
}

void ks_server_stop(struct ks_server *server)
{
	if (!server)
		return;
	if (server->daemon)
		MHD_stop_daemon(server->daemon);
	ks_deadlines_stop(server->deadlines);
	ks_web_close(server->web);
	ks_guard_close(server->guard);
	free(server);
}
