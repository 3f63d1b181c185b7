/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "kiosk/card.h"
#include "kiosk/driver.h"
#include "kiosk/open.h"
#include "kiosk/screen/screen.h"
#include "support/soak.h"
#include "ui/text_private.h"

/*
 * The soak: somebody without a plan touches one kiosk for N days of a clock that is ours. No screen may keep them: by touches
 * each is left within so many, and left alone each ends where the kiosk rests. What the process holds (memory, descriptors),
 * what stands in SQLite's log and what was said on stderr stays bounded.
 *
 * flow_soak PEOPLE TOUCHES DAYS SEED then the options of kenshu-kiosk; PEOPLE: lines "NUMBER PIN".
 * $KENSHU_SOAK_PLANT: taps, idle, leak, descriptors or log: a fault of that kind, which must be found.
 */

#define PEOPLE_MAX 200
#define STAY_TOUCHES_MAX 2000  /* on one screen, none of which led away from it */
#define AWAY_TOUCHES_MAX 60000 /* without coming back to where the kiosk rests */
#define LEAVE_EVERY 700        /* then nobody touches any more */
#define LEAVE_STEP_MS 5000
#define SCAN_STEP_MS 1000                       /* the ring's quickest */
#define LEAVE_MS_MAX (INT64_C(6) * 3600 * 1000) /* a page that is shown to a room stays longest */
#define DAY_MS INT64_C(86400000)
#define WAL_BYTES_MAX ((size_t)16 << 20)
#define N_SAMPLES 40
/* Until every glyph and picture was wanted once, memory grows: a short soak is let grow so much. */
#define WARM_TOUCHES 200000
#define WARM_BYTES ((size_t)2 << 20)

static struct ks_app app;
static struct ks_shuffle dice;
static int64_t touch_ms = 1000;
static long n_touches;
static struct {
	char number[16], pin[16];
} people[PEOPLE_MAX];
static uint32_t n_people;
static const char *plant;
static long n_stays_most; /* touches on one screen without leaving it */

struct sample {
	size_t heap, atlas;
	int n_descriptors;
};

static bool is_planted(const char *what)
{
	return plant && strcmp(plant, what) == 0;
}

static void die(const char *why)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app.shown, &n);

	fprintf(stderr, "soak: touch %ld: %s; on screen %s:\n", n_touches, why,
		ks_scene_name(app.shown));
	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what != 0)
			fprintf(stderr, "  %d/%d %s\n", shown[i].action.what, shown[i].action.arg,
				shown[i].label);
	exit(1);
}

static size_t more(size_t one, size_t other)
{
	return one > other ? one : other;
}

static uint32_t below(uint32_t n)
{
	return ks_shuffle_below(&dice, n);
}

/* As many steps as a ring that goes round takes in it: in one it would take one, and stay where nobody meets it. */
static void pass(int64_t ms)
{
	do {
		int64_t step = app.scan > 0 && ms > SCAN_STEP_MS ? SCAN_STEP_MS : ms;

		ks_clock_advance(&app.clock, step);
		touch_ms += step;
		ms -= step;
		ks_app_pump(&app, 0);
	} while (ms > 0);
	if (is_planted("idle") && app.screen == KS_SCREEN_SETTINGS)
		app.input_mono_ms = ks_clock_mono_ms(&app.clock);
	if (app.is_quit)
		die("the program would end");
}

static void put(struct ks_input input)
{
	input.t_ms = touch_ms;
	if (is_planted("taps") && app.screen == KS_SCREEN_SIGNIN)
		app.input_mono_ms = ks_clock_mono_ms(&app.clock); /* it hears them, and goes nowhere */
	else
		ks_app_input(&app, &input);
	touch_ms += 20;
}

static void finger(enum ks_input_kind kind, int x, int y)
{
	put((struct ks_input){.kind = kind, .x = x, .y = y});
}

static void tap_at(int x, int y)
{
	finger(KS_INPUT_DOWN, x, y);
	finger(KS_INPUT_UP, x, y);
	touch_ms += 400; /* sooner it would be a finger that bounces */
}

/* ---- what would cost most ---- */

#define KNOWN_MAX 2048

/*
 * In front of libsodium's own: half of a sign-in's time under ASan is argon2, for which the same PIN of the same person gives
 * the same verdict each time. It is asked once.
 */
int crypto_pwhash_str_verify(const char *hash, const char *pin, unsigned long long len);
int crypto_pwhash_str_verify(const char *hash, const char *pin, unsigned long long len)
{
	static struct {
		char hash[128], pin[16];
		int verdict;
	} known[KNOWN_MAX];
	static int n, (*real)(const char *hash, const char *pin, unsigned long long len);
	int verdict;

	for (int i = 0; i < n; i++)
		if (strcmp(known[i].hash, hash) == 0 && strlen(known[i].pin) == len &&
		    memcmp(known[i].pin, pin, len) == 0)
			return known[i].verdict;
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash_str_verify");
	verdict = real(hash, pin, len);
	if (n < KNOWN_MAX && strlen(hash) < sizeof(known[n].hash) && len < sizeof(known[n].pin)) {
		snprintf(known[n].hash, sizeof(known[n].hash), "%s", hash);
		snprintf(known[n].pin, sizeof(known[n].pin), "%.*s", (int)len, pin);
		known[n++].verdict = verdict;
	}
	return verdict;
}

/* ---- what hands do ---- */

static void tap_something(void)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app.shown, &n);
	size_t first = n > 0 ? below((uint32_t)n) : 0;

	for (size_t i = 0; i < n; i++) {
		const struct ks_element *element = &shown[(first + i) % n];
		struct ks_rect r = element->rect;

		if (element->action.what == 0 || element->state & KS_STATE_DISABLED || r.w < 1 ||
		    r.h < 1)
			continue;
		tap_at(r.x + (int)below((uint32_t)r.w), r.y + (int)below((uint32_t)r.h));
		return;
	}
}

static bool tap_act(int what, int arg)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app.shown, &n);

	for (size_t i = 0; i < n; i++) {
		struct ks_rect r = shown[i].rect;

		if (shown[i].action.what != what || (arg >= 0 && shown[i].action.arg != arg))
			continue;
		tap_at(r.x + r.w / 2, r.y + r.h / 2);
		return true;
	}
	return false;
}

static void type(const char *digits)
{
	for (int i = 0; i < 12; i++)
		(void)tap_act(KS_ACT_ERASE, -1); /* what was touched before */
	for (; *digits; digits++)
		(void)tap_act(KS_ACT_DIGIT, *digits);
}

/* By chance alone nobody would ever come in. */
static void sign_in(void)
{
	uint32_t who = below(n_people);

	type(people[who].number);
	(void)tap_act(KS_ACT_NEXT, -1);
	pass(400);
	type(people[who].pin);
	(void)tap_act(KS_ACT_NEXT, -1);
	n_touches += 10;
}

/* What is meant to be tapped here: so that lessons are gone through, not only opened. */
static void tap_main(void)
{
	const struct ks_element *main_one = ks_scene_main(app.shown);

	if (main_one)
		(void)tap_act(main_one->action.what, main_one->action.arg);
}

static void tap_anywhere(void)
{
	tap_at((int)below((uint32_t)app.ui.metrics.width_px),
	       (int)below((uint32_t)app.ui.metrics.height_px));
}

/* From an edge inwards; with five fingers: the second one cancels the first, as the window tells it. */
static void swipe(void)
{
	int w = app.ui.metrics.width_px, h = app.ui.metrics.height_px;
	int x = below(2) ? 0 : w - 1, y = (int)below((uint32_t)h);
	bool is_many = below(2);

	finger(KS_INPUT_DOWN, x, y);
	if (is_many)
		finger(KS_INPUT_CANCEL, x, y);
	for (int i = 1; i <= 4; i++)
		finger(KS_INPUT_MOVE, x + (w / 2 - x) * i / 4, y + (h / 2 - y) * i / 4);
	finger(KS_INPUT_UP, w / 2, h / 2);
}

static void press_key(void)
{
	struct ks_input input = {.kind = KS_INPUT_KEY, .key = (enum ks_key)(1 + below(KS_KEY_HEX))};

	if (input.key == KS_KEY_DIGIT)
		input.digit = (char)('0' + below(10));
	else if (input.key == KS_KEY_HEX)
		input.digit = (char)('A' + below(6));
	put(input);
}

static void hold_card(void)
{
	uint8_t id[8] = {0};

	id[7] = (uint8_t)below(4);
	ks_cards_post(app.cards, id, sizeof(id));
	finger(KS_INPUT_WAKE, 0, 0);
}

static void turn_panel(void)
{
	static const int sizes[][2] = {{640, 360}, {360, 640}, {640, 400}};
	uint32_t i = below(KS_COUNT(sizes));

	finger(KS_INPUT_RESIZE, sizes[i][0], sizes[i][1]);
}

static void touch(void)
{
	uint32_t chance = below(1000);

	n_touches++;
	if (app.screen == KS_SCREEN_SIGNIN && app.visit.place == KS_VISIT_NUMBER && below(3) == 0)
		sign_in();
	else if (chance < 150)
		tap_main();
	else if (chance < 720)
		tap_something();
	else if (chance < 900)
		tap_anywhere();
	else if (chance < 940)
		swipe();
	else if (chance < 985)
		press_key();
	else if (chance < 990)
		hold_card();
	else if (chance < 993)
		finger(KS_INPUT_QUIT, 0, 0); /* Alt+F4 */
	else if (chance < 997)
		finger(KS_INPUT_EXPOSE, 0, 0);
	else
		turn_panel();
	if (is_planted("leak"))
		(void)!ks_format("%4096ld", n_touches);
	if (is_planted("descriptors") && n_touches % 200 == 0)
		(void)!open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (is_planted("log"))
		ks_log_warn("soak", "a touch at %lld", (long long)touch_ms);
}

/* ---- what must hold ---- */

static bool is_at_rest(void)
{
	return app.screen == ks_app_base_screen(&app) && !app.visit.is_signed_in;
}

/* Nobody is there any more. */
static void leave_alone(void)
{
	for (int64_t ms = 0; !is_at_rest(); ms += LEAVE_STEP_MS) {
		if (ms > LEAVE_MS_MAX)
			die("left alone, it does not come back to where it rests");
		pass(LEAVE_STEP_MS);
	}
}

/* By touches alone: that each screen goes away when nobody is there is leave_alone()'s. @from: where the last touch met. */
static void watch_screen(enum ks_screen_id from)
{
	static long n_stays[KS_SCREEN_COUNT], n_away;

	n_stays[from] = app.screen == from ? n_stays[from] + 1 : 0;
	n_stays_most = n_stays[from] > n_stays_most ? n_stays[from] : n_stays_most;
	n_away = is_at_rest() && from != app.screen ? 0 : n_away + 1;
	if (n_stays[from] > STAY_TOUCHES_MAX)
		die("a dead end: no touch leads away from this screen");
	if (n_away > AWAY_TOUCHES_MAX)
		die("a dead end: no way back to where it rests");
}

static int count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int n = 0;

	if (!folder)
		return -1;
	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

/* At rest, in one size and without anybody's choices, so that one sample is like another. */
static struct sample take_sample(void)
{
	struct sample sample;

	leave_alone();
	finger(KS_INPUT_RESIZE, 640, 360);
	pass(600000);
	sample.atlas =
		ks_atlas_bytes(app.ui.text->atlas); /* grows until each sign was wanted in each size */
	sample.heap = soak_heap() - sample.atlas;
	sample.n_descriptors = count_descriptors();
	return sample;
}

static void judge(const struct sample *samples, size_t wal_most)
{
	size_t early = 0, late = 0, atlas = 0;
	int n_faults = 0;

	for (int i = 0; i < N_SAMPLES / 4; i++) {
		early = more(early, samples[N_SAMPLES / 4 + i].heap);
		late = more(late, samples[N_SAMPLES - 1 - i].heap);
		atlas = more(atlas, samples[N_SAMPLES - 1 - i].atlas);
	}
	printf("heap at rest without glyphs: at most %zu KiB in the second quarter, %zu KiB in the last\n",
	       early >> 10, late >> 10);
	if (getenv("KENSHU_SOAK_SAMPLES"))
		for (int i = 0; i < N_SAMPLES; i++)
			fprintf(stderr, "sample %d: %zu KiB, %zu of glyphs, %d descriptors\n", i,
				samples[i].heap >> 10, samples[i].atlas >> 10,
				samples[i].n_descriptors);
	printf("glyphs: at most %zu KiB; write-ahead log: at most %zu KiB; descriptors: %d, then %d\n",
	       atlas >> 10, wal_most >> 10, samples[1].n_descriptors,
	       samples[N_SAMPLES - 1].n_descriptors);
	const struct {
		bool is_so;
		const char *words;
	} faults[] = {
		{late > early + early / 50 + (n_touches < WARM_TOUCHES ? WARM_BYTES : 0),
		 "memory grows"},
		{samples[N_SAMPLES - 1].n_descriptors > samples[1].n_descriptors,
		 "descriptors are left open"},
		{atlas > KS_ATLAS_BYTES_MAX, "glyphs have no ceiling"},
		{wal_most > WAL_BYTES_MAX, "the write-ahead log is not cut"},
	};

	for (size_t i = 0; i < KS_COUNT(faults); i++)
		if (faults[i].is_so && ++n_faults)
			fprintf(stderr, "soak: %s\n", faults[i].words);
	if (n_faults > 0)
		exit(1);
}

static size_t size_of(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 ? (size_t)status.st_size : 0;
}

static void soak(long n_wanted, int days)
{
	struct sample samples[N_SAMPLES] = {0};
	char *wal = ks_format("%s/kenshu.db-wal", app.options->state);
	int64_t next_day_ms = ks_clock_wall_ms(&app.clock) + DAY_MS;
	long by_day = n_wanted / days + 1;
	size_t wal_most = 0;
	long n_screens[KS_SCREEN_COUNT] = {0};
	int taken = 0;

	for (long day = 1; n_touches < n_wanted; day++) {
		while (n_touches < day * by_day && n_touches < n_wanted) {
			enum ks_screen_id before = app.screen;

			touch();
			watch_screen(before);
			/* by one switch one waits for the ring */
			pass(50 + below(app.scan > 0 || below(12) == 0 ? 40000 : 1200));
			n_screens[app.screen] += app.screen != before;
			if (below(LEAVE_EVERY) == 0)
				leave_alone();
			if (taken < N_SAMPLES &&
			    n_touches >= (taken + 1) * (n_wanted / (N_SAMPLES + 1)))
				samples[taken++] = take_sample();
		}
		leave_alone();
		if (n_touches / 50000 > (n_touches - by_day) / 50000) {
			printf("%ld touches\n", n_touches);
			fflush(stdout);
		}
		wal_most = more(wal_most, size_of(wal));
		if (next_day_ms > ks_clock_wall_ms(&app.clock))
			pass(next_day_ms - ks_clock_wall_ms(&app.clock));
		next_day_ms += DAY_MS;
	}
	printf("%ld touches, %d days; screens reached:", n_touches, days);
	for (int i = 1; i < KS_SCREEN_COUNT; i++)
		if (n_screens[i] > 0)
			printf(" %s %ld", ks_screen_get((enum ks_screen_id)i)->name, n_screens[i]);
	printf("\nat most %ld touches on one screen without leaving it\n", n_stays_most);
	free(wal);
	judge(samples, wal_most);
}

static void read_people(const char *path)
{
	FILE *file = fopen(path, "r");

	while (file && n_people < PEOPLE_MAX &&
	       fscanf(file, "%15s %15s", people[n_people].number, people[n_people].pin) == 2)
		n_people++;
	if (file)
		fclose(file);
}

int main(int argc, char **argv)
{
	struct ks_options options = {0};
	int code;

	if (argc < 6)
		return 2;
	plant = getenv("KENSHU_SOAK_PLANT");
	dice.state = strtoull(argv[4], NULL, 10);
	ks_log_from_env();
	ks_id_init();
	read_people(argv[1]);
	code = ks_options_read(&options, argc - 4, argv + 4);
	if (code < 0)
		code = ks_app_open(&app, &options);
	if (code < 0)
		code = ks_app_show(&app);
	if (code < 0 && n_people > 0) {
		options.mode = KS_WINDOW_FULLSCREEN; /* as on the wall: nothing of a window ends it */
		app.clock = ks_clock_fake(ks_clock_wall_ms(&app.clock));
		app.input_mono_ms = app.poster_mono_ms = ks_clock_mono_ms(&app.clock);
		printf("seed %s\n", argv[4]);
		fflush(stdout);
		soak(strtol(argv[2], NULL, 10), (int)strtol(argv[3], NULL, 10));
		code = 0;
	}
	ks_app_close(&app);
	ks_options_finish(&options);
	return code;
}
