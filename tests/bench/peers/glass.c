/* SPDX-License-Identifier: Apache-2.0 */
#include "stopwatch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The root window's pixels, read from the file in which Xvfb keeps its framebuffer. Asking the server for them
 * (XShmGetImage) would queue behind, and before, the very requests of the program that is measured; reading
 * shared memory disturbs nobody. Every fourth row is looked at: nothing on a screen is less than four pixels high.
 */

#define ROW_STEP 4
#define COLUMN_STEP 4 /* of kept frames */
#define FRAMES_MAX 500
#define POLL_US 250
#define INK_PERCENT 90
#define COLOURS (1u << 24)

struct frame {
	int64_t at_us;
	uint32_t *px;
};

static struct {
	const uint8_t *px;
	size_t stride;
	size_t width, height;
	uint8_t *before; /* the rows looked at, as last seen */
	struct frame frames[FRAMES_MAX];
	size_t n_frames;
} glass;

/* XWD headers are big-endian words. */
static uint32_t word(const uint8_t *file, size_t index)
{
	const uint8_t *at = file + index * 4;

	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

void glass_open(const char *file)
{
	struct stat status;
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	const uint8_t *map;

	if (fd < 0 || fstat(fd, &status) != 0)
		die("%s: cannot be read", file);
	map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		die("%s: cannot be mapped", file);
	glass.width = word(map, 4);
	glass.height = word(map, 5);
	glass.stride = word(map, 12);
	glass.px = map + word(map, 0) + (size_t)word(map, 19) * 12;
	if (word(map, 11) != 32 || glass.stride < glass.width * 4 ||
	    glass.px + glass.stride * glass.height > map + status.st_size)
		die("%s: not a 32 bit framebuffer", file);
	glass.before = calloc(glass.height / ROW_STEP + 1, glass.width * 4);
}

/* Compares and takes over; returns whether anything was different. */
static bool look(void)
{
	bool has_changed = false;
	uint8_t *before = glass.before;

	for (size_t y = 0; y < glass.height; y += ROW_STEP, before += glass.width * 4) {
		const uint8_t *row = glass.px + y * glass.stride;

		if (memcmp(before, row, glass.width * 4) == 0)
			continue;
		memcpy(before, row, glass.width * 4);
		has_changed = true;
	}
	return has_changed;
}

void glass_rest(void)
{
	look();
}

static size_t kept_pixels(void)
{
	return (glass.height / ROW_STEP) * (glass.width / COLUMN_STEP);
}

static void keep_frame(int64_t at_us)
{
	const uint32_t *before = (const uint32_t *)(const void *)glass.before;
	struct frame *frame = &glass.frames[glass.n_frames];
	size_t n = 0;

	if (glass.n_frames == FRAMES_MAX)
		die("more than %d frames until the glass was at rest", FRAMES_MAX);
	frame->at_us = at_us;
	frame->px = malloc(kept_pixels() * sizeof(uint32_t));
	for (size_t y = 0; y < glass.height / ROW_STEP; y++)
		for (size_t x = 0; x < glass.width / COLUMN_STEP; x++)
			frame->px[n++] = before[y * glass.width + x * COLUMN_STEP] & (COLOURS - 1);
	glass.n_frames++;
}

static uint32_t most_common(const struct frame *frame)
{
	uint32_t *counts = calloc(COLOURS, sizeof(*counts)), best = 0;

	for (size_t i = 0; i < kept_pixels(); i++)
		if (++counts[frame->px[i]] > counts[best])
			best = frame->px[i];
	free(counts);
	return best;
}

/* Ink is what the last frame has besides its ground; when was so much of it there for good? */
static int64_t find_ink(void)
{
	const struct frame *last = &glass.frames[glass.n_frames - 1];
	uint32_t ground = most_common(last);
	int64_t at_us = last->at_us;

	for (size_t f = glass.n_frames; f-- > 0;) {
		size_t n_ink = 0, n_there = 0;

		for (size_t i = 0; i < kept_pixels(); i++) {
			if (last->px[i] == ground)
				continue;
			n_ink++;
			n_there += glass.frames[f].px[i] == last->px[i];
		}
		if (n_there * 100 < n_ink * INK_PERCENT)
			break;
		at_us = glass.frames[f].at_us;
	}
	for (size_t f = 0; f < glass.n_frames; f++)
		free(glass.frames[f].px);
	glass.n_frames = 0;
	return at_us;
}

struct seen glass_watch(int64_t quiet_us, int64_t limit_us, bool wants_ink)
{
	struct seen seen = {.has_changed = false};
	int64_t began_us = now_us();

	for (;;) {
		int64_t at_us = now_us();

		if (look()) {
			if (!seen.has_changed)
				seen.first_us = at_us;
			seen.has_changed = true;
			seen.last_us = at_us;
			if (wants_ink)
				keep_frame(at_us);
		}
		if (seen.has_changed && at_us - seen.last_us >= quiet_us)
			break;
		if (at_us - began_us >= limit_us)
			break;
		sleep_us(POLL_US);
	}
	if (seen.has_changed && wants_ink)
		seen.ink_us = find_ink();
	return seen;
}

void glass_shot(const char *file)
{
	FILE *out = fopen(file, "we");

	if (!out)
		die("%s: cannot be written", file);
	fprintf(out, "P6\n%zu %zu\n255\n", glass.width, glass.height);
	for (size_t y = 0; y < glass.height; y++) {
		for (size_t x = 0; x < glass.width; x++) {
			const uint8_t *px = glass.px + y * glass.stride + x * 4;

			fputc(px[2], out);
			fputc(px[1], out);
			fputc(px[0], out);
		}
	}
	fclose(out);
}
