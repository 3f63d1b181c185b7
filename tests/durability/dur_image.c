/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "durability/check.h"
#include "durability/disk.h"

/*
 * dur_image JOURNAL ROOT ACKS FOLDER SECONDS SEED WORKERS [nosync]
 * dur_image JOURNAL ROOT ACKS FOLDER keep PASS POINT SEED [nosync]    that image, for study
 *
 * The power is cut after every record of a journal, again and again: each pass over the journal decides anew what of the
 * unsynced arrives. Each image that was not there yet is opened as a kiosk would, and must hold all that the glass had
 * said by then. ACKS has one line for each scene: `seq hash people gatherings`. Workers share no memory but a counter, so that one
 * that dies inside the product's code is seen and told.
 */

#define PASSES_MAX 100000
#define IMAGE_SECONDS 120 /* a busy machine is no hang */
#define SEEN_BITS 21

struct ack {
	int64_t seq;
	char hash[KS_HASH_HEX];
	size_t n_people;
};

struct task {
	const uint8_t *journal;
	size_t n;
	const char *root, *folder;
	struct ack *acks;
	size_t n_acks;
	uint64_t seed;
	bool is_synced;
	time_t deadline;
};

struct tally {
	long n_points, n_images, n_distinct;
	long n_lost, n_closed, n_broken, n_people;
};

/* Where a worker stands, for the one who waits for it. */
struct place {
	int pass;
	long point;
};

static enum disk_cut how_of(int pass)
{
	static const enum disk_cut first[] = {DISK_DROP, DISK_KEEP};

	if (pass < 2)
		return first[pass];
	return pass % 2 ? DISK_PREFIX : DISK_MIXED;
}

static uint64_t seed_of(const struct task *task, int pass, long point)
{
	return task->seed * UINT64_C(1000003) + (uint64_t)pass * UINT64_C(65537) + (uint64_t)point;
}

/* ---- one image ---- */

struct look {
	const struct ack *ack;
	bool is_kept;
};

static void look_for(struct ks_ledger *ledger, void *context)
{
	struct look *look = context;
	struct ks_statement row = {0};
	char hash[KS_HASH_HEX];

	look->is_kept = look->ack->seq == 0;
	if (look->is_kept || ks_ledger_read(ledger, look->ack->seq, &row) != KS_OK)
		return;
	ks_hex(row.hash, KS_HASH_BYTES, hash);
	look->is_kept = strcmp(hash, look->ack->hash) == 0;
	ks_statement_finish(&row);
}

static void judge(const struct task *task, const char *folder, const struct ack *ack,
		  struct tally *tally, const char *where)
{
	struct look look = {.ack = ack, .is_kept = ack->seq == 0};
	struct check check;
	const char *word = NULL;

	check_folder_with(folder, &check, look_for, &look);
	if (check.opened != KS_OK) {
		tally->n_closed++;
		word = "does not open";
	} else if (check.verified != KS_OK) {
		tally->n_broken++;
		word = "does not verify";
	} else if (!look.is_kept) {
		tally->n_lost++;
		word = "lost";
	} else if (check.n_people < ack->n_people) {
		tally->n_people++;
		word = "lost people";
	}
	if (word && task->is_synced)
		fprintf(stderr, "%s %s: acknowledged %lld, found %lld; %s\n", word, where,
			(long long)ack->seq, (long long)check.n_statements, check.why);
}

/* ---- a pass ---- */

static bool is_new(uint64_t *seen, uint64_t print)
{
	size_t mask = ((size_t)1 << SEEN_BITS) - 1;

	for (size_t i = print & mask, n = 0; n < 64; i = (i + 1) & mask, n++) {
		if (seen[i] == print)
			return false;
		if (seen[i] == 0) {
			seen[i] = print;
			return true;
		}
	}
	return true; /* full hereabouts: judged once more, no harm */
}

static void run_pass(const struct task *task, int pass, uint64_t *seen, struct tally *tally,
		     volatile struct place *place)
{
	struct disk *disk = disk_open(task->journal, task->n, task->root, task->is_synced);
	long point = 0;

	place->pass = pass;
	while (time(NULL) < task->deadline && disk_step(disk)) {
		size_t n_marks = disk_n_marks(disk);
		char where[96];

		if (!disk_is_point(disk))
			continue;
		place->point = ++point;
		tally->n_images++;
		if (!is_new(seen, disk_cut(disk, how_of(pass), seed_of(task, pass, point)) +
					  n_marks * UINT64_C(0x9e3779b97f4a7c15)))
			continue;
		tally->n_distinct++;
		alarm(IMAGE_SECONDS);
		if (!disk_write(disk, task->folder))
			abort();
		snprintf(where, sizeof(where), "at pass %d point %ld", pass, point);
		judge(task, task->folder,
		      &task->acks[n_marks < task->n_acks ? n_marks : task->n_acks - 1], tally, where);
	}
	alarm(0);
	tally->n_points = point > tally->n_points ? point : tally->n_points;
	disk_close(disk);
}

static void work(const struct task *all, int worker, int n_workers, struct place *place, int out)
{
	char *folder = ks_format("%s-%d", all->folder, worker);
	struct task task = *all;
	struct tally tally = {0};
	uint64_t *seen = ks_alloc_zero((size_t)1 << SEEN_BITS, sizeof(*seen));

	task.folder = folder;
	for (int pass = worker; pass < PASSES_MAX && time(NULL) < task.deadline; pass += n_workers)
		run_pass(&task, pass, seen, &tally, place);
	ks_folder_remove(folder);
	if (write(out, &tally, sizeof(tally)) != sizeof(tally))
		abort();
	free(seen);
	free(folder);
}

/* ---- all of it ---- */

static int wait_for(pid_t worker, int in, const struct place *place, struct tally *sum)
{
	struct tally one = {0};
	int status;

	while (waitpid(worker, &status, 0) < 0)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 ||
	    read(in, &one, sizeof(one)) != sizeof(one)) {
		fprintf(stderr, "died at pass %d point %ld: %s %d\n", place->pass, place->point,
			WIFSIGNALED(status) ? "signal" : "exit",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		return 1;
	}
	sum->n_points = one.n_points > sum->n_points ? one.n_points : sum->n_points;
	sum->n_images += one.n_images;
	sum->n_distinct += one.n_distinct;
	sum->n_lost += one.n_lost;
	sum->n_closed += one.n_closed;
	sum->n_broken += one.n_broken;
	sum->n_people += one.n_people;
	return 0;
}

static int run_workers(const struct task *task, int n)
{
	struct place *places = mmap(NULL, sizeof(*places) * (size_t)n, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct tally sum = {0};
	pid_t *workers = ks_alloc_zero((size_t)n, sizeof(*workers));
	int(*pipes)[2] = ks_alloc_zero((size_t)n, sizeof(*pipes)), n_died = 0;

	for (int i = 0; i < n; i++) {
		if (pipe(pipes[i]) != 0)
			abort();
		workers[i] = fork();
		if (workers[i] == 0) {
			work(task, i, n, &places[i], pipes[i][1]);
			_exit(0);
		}
		close(pipes[i][1]);
	}
	for (int i = 0; i < n; i++)
		n_died += wait_for(workers[i], pipes[i][0], &places[i], &sum);
	printf("points %ld images %ld distinct %ld lost %ld closed %ld broken %ld people %ld died %d\n",
	       sum.n_points, sum.n_images, sum.n_distinct, sum.n_lost, sum.n_closed, sum.n_broken,
	       sum.n_people, n_died);
	free(workers);
	free(pipes);
	return 0;
}

static int keep(const struct task *task, int pass, long wanted)
{
	struct disk *disk = disk_open(task->journal, task->n, task->root, task->is_synced);
	long point = 0;

	while (point < wanted && disk_step(disk))
		point += disk_is_point(disk);
	(void)disk_cut(disk, how_of(pass), seed_of(task, pass, point));
	if (!disk_write(disk, task->folder))
		return 1;
	printf("%s: pass %d point %ld, scene %zu\n", task->folder, pass, point, disk_n_marks(disk));
	disk_close(disk);
	return 0;
}

static void read_acks(struct task *task, const char *path)
{
	FILE *file = fopen(path, "re");
	size_t capacity = 0;
	struct ack ack;

	if (!file)
		abort();
	for (long long seq; fscanf(file, "%lld %64s %zu", &seq, ack.hash, &ack.n_people) == 3;) {
		ack.seq = seq;
		ks_grow(&task->acks, task->n_acks, &capacity);
		task->acks[task->n_acks++] = ack;
	}
	fclose(file);
	if (task->n_acks == 0)
		abort();
}

int main(int argc, char **argv)
{
	struct task task = {.is_synced = true};
	char *journal;

	if (argc > 1 && strcmp(argv[argc - 1], "nosync") == 0) {
		task.is_synced = false;
		argc--;
	}
	if (argc < 8 || ks_file_read(argv[1], SIZE_MAX / 2, &journal, &task.n) != KS_OK)
		return 2;
	(void)mallopt(M_TRIM_THRESHOLD, 1 << 30); /* what one image gave back the next one wants */
	(void)mallopt(M_MMAP_THRESHOLD, 1 << 30);
	task.journal = (const uint8_t *)journal;
	task.root = argv[2];
	read_acks(&task, argv[3]);
	task.folder = argv[4];
	if (strcmp(argv[5], "keep") == 0 && argc == 9) {
		task.seed = strtoull(argv[8], NULL, 10);
		return keep(&task, (int)strtol(argv[6], NULL, 10), strtol(argv[7], NULL, 10));
	}
	task.deadline = time(NULL) + strtol(argv[5], NULL, 10);
	task.seed = strtoull(argv[6], NULL, 10);
	return run_workers(&task, (int)strtol(argv[7], NULL, 10));
}
