/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/*
 * A stopwatch inside the program costs two clock readings a tap and tells what no outside observer can: how
 * long one tap took from lifted finger to presented pixels, without the noise of the one who taps.
 */

static FILE *file, *scenes;

void ks_trace_open(void)
{
	const char *path = getenv("KENSHU_TRACE");

	if (path && *path)
		file = fopen(path, "we");
	if (file)
		setvbuf(file, NULL, _IOLBF, BUFSIZ); /* a kiosk under a script is ended by a signal */
	path = getenv("KENSHU_SCENES");
	if (path && *path)
		scenes = fopen(path, "we");
}

void ks_trace_scene(const struct ks_scene *scene)
{
	struct ks_buf json = {0};

	if (!scenes)
		return;
	ks_scene_dump(scene, &json);
	fputs(ks_buf_text(&json), scenes);
	ks_buf_finish(&json);
}

int64_t ks_trace_now(void)
{
	struct timespec now;

	if (!file)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

void ks_trace_at(const char *name)
{
	if (file)
		fprintf(file, "@%s %lld\n", name, (long long)ks_trace_now());
}

void ks_trace_since(const char *name, int64_t from_us)
{
	if (file)
		fprintf(file, "%s %lld\n", name, (long long)(ks_trace_now() - from_us));
}

void ks_trace_close(void)
{
	if (file)
		fclose(file);
	if (scenes)
		fclose(scenes);
	file = scenes = NULL;
}
