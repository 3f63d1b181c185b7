/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/failing.h"
#include "ui/window_private.h"

/*
 * Which display is asked first, and a window on an X server without a window manager and with one (Xvfb, with the mark that a window
 * manager leaves; without Xvfb that part is left out).
 */

FAILING(void *, SDL_LoadObject, (const char *path), (path), NULL)
FAILING(void *, SDL_LoadFunction, (void *library, const char *name), (library, name), NULL)

/* ---- which display ---- */

static void set_or_unset(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* On the wall Wayland comes first, in a window X; what is not there is not asked, and who says which is obeyed. */
static void the_display_that_is_there_is_asked_first(void **state)
{
	static const struct {
		const char *driver, *wayland, *x11;
		enum ks_window_mode mode;
		const char *hint; /* that was "dummy" before */
	} cases[] = {
		{NULL, "none", NULL, KS_WINDOW_FULLSCREEN, "wayland,x11"},
		{NULL, "none", ":none", KS_WINDOW_FULLSCREEN, "wayland,x11"},
		{NULL, "none", NULL, KS_WINDOW_FLOATING, "wayland,x11"},
		{NULL, "none", "", KS_WINDOW_FLOATING, "wayland,x11"},
		{NULL, "none", ":none", KS_WINDOW_FLOATING, "x11,wayland"},
		{NULL, NULL, ":none", KS_WINDOW_FULLSCREEN, "x11,wayland"},
		{NULL, "", ":none", KS_WINDOW_FULLSCREEN, "x11,wayland"},
		{NULL, NULL, NULL, KS_WINDOW_FULLSCREEN, "dummy"},
		{NULL, "", "", KS_WINDOW_FLOATING, "dummy"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_window_options options = {
			.mode = cases[i].mode, .width_px = 32, .height_px = 32};
		struct ks_test_stream stream = ks_test_stream_begin(stderr);
		struct ks_window *window = NULL;
		enum ks_rc rc;
		char *log;

		set_or_unset("SDL_VIDEODRIVER", cases[i].driver);
		set_or_unset("WAYLAND_DISPLAY", cases[i].wayland);
		set_or_unset("DISPLAY", cases[i].x11);
		SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
		rc = ks_window_open(&options, &window);
		log = ks_test_stream_end(&stream);
		assert_string_equal(SDL_GetHint(SDL_HINT_VIDEODRIVER), cases[i].hint);
		assert_int_equal(rc, strcmp(cases[i].hint, "dummy") == 0 ? KS_OK : KS_IO);
		assert_int_equal(rc == KS_IO, !!strstr(log, "no display: "));
		free(log);
		ks_window_close(window);
	}
	set_or_unset("DISPLAY", ":none");
	for (int i = 0; i < 2; i++) {
		struct ks_window_options options = {
			.mode = KS_WINDOW_FLOATING, .width_px = 32, .height_px = 32};
		struct ks_window *window;

		set_or_unset("WAYLAND_DISPLAY", i ? "none" : NULL);
		SDL_SetHint(SDL_HINT_VIDEODRIVER, "");
		setenv("SDL_VIDEODRIVER", "dummy", 1); /* who says which */
		assert_int_equal(ks_window_open(&options, &window), KS_OK);
		assert_string_equal(SDL_GetCurrentVideoDriver(), "dummy");
		ks_window_close(window);
	}
	unsetenv("SDL_VIDEODRIVER");
	unsetenv("WAYLAND_DISPLAY");
	unsetenv("DISPLAY");
}

/* ---- an X server ---- */

struct server {
	pid_t pid;
	char display[32]; /* "": there is none */
};

static int start_server(void **state)
{
	static struct server server;
	int ends[2];
	FILE *answer;

	*state = &server;
	if (pipe(ends) != 0)
		return -1;
	server.pid = fork();
	if (server.pid == 0) {
		char fd[16];

		snprintf(fd, sizeof(fd), "%d", ends[1]);
		close(ends[0]);
		if (dup2(open("/dev/null", O_WRONLY), STDERR_FILENO) < 0)
			_exit(127);
		execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", "640x480x24", "-noreset",
		       "-nolisten", "tcp", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	server.display[0] = ':';
	answer = fdopen(ends[0], "r"); /* the number of its display, once it is ready */
	if (!answer || !fgets(server.display + 1, sizeof(server.display) - 1, answer))
		server.display[0] = '\0';
	fclose(answer);
	server.display[strcspn(server.display, "\n")] = '\0';
	setenv("DISPLAY", server.display, 1);
	return 0;
}

static int end_server(void **state)
{
	struct server *server = *state;

	kill(server->pid, SIGTERM);
	return waitpid(server->pid, NULL, 0) == server->pid ? 0 : -1;
}

static struct ks_window *open_on(struct server *server, enum ks_window_mode mode)
{
	struct ks_window_options options = {
		.mode = mode, .width_px = 320, .height_px = 200, .title = "t"};
	struct ks_window *window;

	if (!server->display[0])
		skip();
	assert_int_equal(ks_window_open(&options, &window), KS_OK);
	assert_string_equal(SDL_GetCurrentVideoDriver(), "x11");
	assert_string_equal(window->ops->name, "surface");
	return window;
}

/* Without one a borderless window of the whole screen is all there is to it. */
static void without_a_window_manager_the_whole_screen_is_borderless(void **state)
{
	struct ks_window *window = open_on(*state, KS_WINDOW_FULLSCREEN);

	assert_int_equal(ks_window_canvas(window)->w, 640);
	assert_int_equal(ks_window_canvas(window)->h, 480);
	assert_true(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_BORDERLESS);
	assert_false(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_FULLSCREEN_DESKTOP);
	ks_window_close(window);
}

/* Where it cannot be asked, there may be one; and where the library is another one, there is none. */
static void an_x_server_that_cannot_be_asked_counts_as_managed(void **state)
{
	struct ks_window *window;

	FAIL(SDL_LoadObject, 0);
	window = open_on(*state, KS_WINDOW_FULLSCREEN);
	FAIL_NONE();
	assert_true(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_FULLSCREEN);
	ks_window_close(window);
	for (int after = 0; after < 4; after++) {
		FAIL(SDL_LoadFunction, after);
		window = open_on(*state, KS_WINDOW_FULLSCREEN);
		FAIL_NONE();
		assert_false(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_FULLSCREEN);
		ks_window_close(window);
	}
}

/* What a window manager leaves on the root window to be known by. */
static void put_mark(const char *display_name)
{
	void *x11 = SDL_LoadObject("libX11.so.6");
	void *(*open_display)(const char *name);
	unsigned long (*root_of)(void *display),
		(*atom)(void *display, const char *name, int only_if);
	int (*change)(void *display, unsigned long window, unsigned long property,
		      unsigned long type, int format, int mode, const unsigned char *data, int n);
	int (*close_display)(void *display);
	void *display;
	unsigned long root;

	assert_non_null(x11);
	*(void **)&open_display = SDL_LoadFunction(x11, "XOpenDisplay");
	*(void **)&root_of = SDL_LoadFunction(x11, "XDefaultRootWindow");
	*(void **)&atom = SDL_LoadFunction(x11, "XInternAtom");
	*(void **)&change = SDL_LoadFunction(x11, "XChangeProperty");
	*(void **)&close_display = SDL_LoadFunction(x11, "XCloseDisplay");
	display = open_display(display_name);
	assert_non_null(display);
	root = root_of(display);
	change(display, root, atom(display, "_NET_SUPPORTING_WM_CHECK", 0), 33 /* XA_WINDOW */, 32,
	       0, (const unsigned char *)&root, 1);
	close_display(display);
	SDL_UnloadObject(x11);
}

/* Of which a panel could stay above it. The last of the program: the mark stays. */
static void under_a_window_manager_it_asks_for_the_whole_screen(void **state)
{
	struct server *server = *state;
	struct ks_window *window;

	if (!server->display[0])
		skip();
	put_mark(server->display);
	window = open_on(server, KS_WINDOW_FULLSCREEN);
	assert_true((SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_FULLSCREEN_DESKTOP) ==
		    SDL_WINDOW_FULLSCREEN_DESKTOP);
	ks_window_close(window);
	window = open_on(server, KS_WINDOW_FLOATING);
	assert_false(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_FULLSCREEN_DESKTOP);
	assert_int_equal(ks_window_canvas(window)->w, 320);
	ks_window_close(window);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_display_that_is_there_is_asked_first),
	};
	const struct CMUnitTest on_x11[] = {
		cmocka_unit_test(without_a_window_manager_the_whole_screen_is_borderless),
		cmocka_unit_test(an_x_server_that_cannot_be_asked_counts_as_managed),
		cmocka_unit_test(under_a_window_manager_it_asks_for_the_whole_screen),
	};

	return ks_test_run(tests) + ks_test_run_in(on_x11, start_server, end_server);
}
