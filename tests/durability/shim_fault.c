/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/shim.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Which call fails, and how. DUR_FAULT is "WHAT:FROM:COUNT": from call FROM on (1 is the first), COUNT calls that could
 * fail so do. ":SECONDS" behind it: only until so much waiting was skipped (shim_time.c). WHAT is
 *   EIO       everything, reads included
 *   ENOSPC    whatever needs room: new names, writes, growing
 *   EROFS     whatever changes something
 *   SHORT     a write writes half of what it was given (and says so)
 *   PAGES=N   no call fails, but the disk has N pages of 4 KiB left; for COUNT calls, then it is empty again
 *   KILL      SIGKILL before the call
 *   TORN      SIGKILL in the middle of it: half of a write is done
 */

#define PAGE 4096

enum what { NOTHING, EIO_ALL, ENOSPC_ROOM, EROFS_CHANGE, SHORT_WRITE, PAGES, KILLED, TORN };

static struct {
	enum what what;
	unsigned from, count, until_s;
	unsigned call, n_hit;
	long pages_left;
} fault;

static const struct {
	const char *name;
	enum what what;
} names[] = {
	{"EIO", EIO_ALL}, {"ENOSPC", ENOSPC_ROOM}, {"EROFS", EROFS_CHANGE}, {"SHORT", SHORT_WRITE},
	{"PAGES", PAGES}, {"KILL", KILLED},        {"TORN", TORN},
};

void shim_fault_open(void)
{
	const char *text = getenv("DUR_FAULT");
	char name[16] = "";

	if (!text || sscanf(text, "%15[A-Z]", name) != 1)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i].name) == 0)
			fault.what = names[i].what;
	text += strlen(name);
	if (*text == '=')
		fault.pages_left = strtol(text + 1, (char **)(uintptr_t)&text, 10);
	if (sscanf(text, ":%u:%u:%u", &fault.from, &fault.count, &fault.until_s) < 2)
		fault.what = NOTHING;
}

uint32_t shim_fault_call(void)
{
	return fault.call;
}

static long pages_of(off_t size)
{
	return (long)((size + PAGE - 1) / PAGE);
}

void shim_fault_freed(off_t size)
{
	if (fault.what == PAGES)
		fault.pages_left += pages_of(size);
}

/* So much of a write as there is room for. */
static struct shim_fate on_full_disk(size_t n, off_t grows_to, off_t size)
{
	struct shim_fate fate = {.most = n};
	long wanted = pages_of(grows_to) - pages_of(size), least = pages_of(size);
	off_t room, from = grows_to - (off_t)n;

	if (grows_to <= size || wanted <= 0)
		return fate;
	if (wanted <= fault.pages_left) {
		fault.pages_left -= wanted;
		return fate;
	}
	room = (off_t)(least + fault.pages_left) * PAGE;
	fault.pages_left = 0;
	if (n == 0 || room <= from)
		fate.error = ENOSPC;
	else
		fate.most = (size_t)(room - from);
	return fate;
}

static bool needs_room(enum shim_kind kind)
{
	return strchr("CWAKRL", (int)kind);
}

static void die(void)
{
	(void)kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

static struct shim_fate hit(enum shim_kind kind, bool is_write, size_t n, off_t grows_to, off_t size)
{
	struct shim_fate fate = {.most = n};

	switch (fault.what) {
	case EIO_ALL:
		fate.error = EIO;
		break;
	case ENOSPC_ROOM:
		fate.error = needs_room(kind) ? ENOSPC : 0;
		break;
	case EROFS_CHANGE:
		fate.error = is_write ? EROFS : 0;
		break;
	case SHORT_WRITE:
		fate.most = kind == SHIM_WRITE && n > 1 ? n / 2 : n;
		break;
	case PAGES:
		return on_full_disk(n, grows_to, size);
	case KILLED:
		die();
		break;
	case TORN:
		fate.most = n / 2;
		fate.is_last = true;
		break;
	case NOTHING:
		break;
	}
	return fate;
}

struct shim_fate shim_fault_next(enum shim_kind kind, bool is_write, size_t n, off_t grows_to,
				 off_t size)
{
	struct shim_fate fate = {.most = n};

	fault.call++;
	if (fault.what == NOTHING || fault.call < fault.from || fault.n_hit >= fault.count ||
	    (fault.until_s > 0 && shim_time_skipped_s() >= fault.until_s))
		return fate;
	fate = hit(kind, is_write, n, grows_to, size);
	if (fate.error != 0 || fate.most != n || fault.what == PAGES || fault.what == TORN)
		fault.n_hit++;
	if (fault.what == TORN && fate.most == 0)
		die();
	return fate;
}
