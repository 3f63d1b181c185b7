/* SPDX-License-Identifier: Apache-2.0 */
#include "stopwatch.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A browser is a dozen processes, so costs are counted over the tree: whoever descends from the program or is of its
 * session. What ended before it was counted is not in the sum; neither is the X server.
 */

#define PROCESSES_MAX 4096

struct process {
	int pid, parent, session;
	double cpu_ms;
	bool is_ours;
};

static struct process processes[PROCESSES_MAX];
static size_t n_processes;

static bool read_process(int pid, struct process *process)
{
	char path[64], line[1024], *rest;
	unsigned long user, system;
	FILE *file;
	bool is_read;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	is_read = fgets(line, sizeof(line), file);
	fclose(file);
	rest = is_read ? strrchr(line, ')') : NULL;
	process->pid = pid;
	if (!rest || sscanf(rest, ") %*c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			    &process->parent, &process->session, &user, &system) != 4)
		return false;
	process->cpu_ms = (double)(user + system) * 1000 / (double)sysconf(_SC_CLK_TCK);
	return true;
}

static bool is_child_of_ours(const struct process *process)
{
	for (size_t i = 0; i < n_processes; i++)
		if (processes[i].is_ours && processes[i].pid == process->parent)
			return true;
	return false;
}

static void take_tree(pid_t root)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	bool has_more = true;

	n_processes = 0;
	while (folder && n_processes < PROCESSES_MAX && (entry = readdir(folder))) {
		struct process *process = &processes[n_processes];
		int pid = (int)strtol(entry->d_name, NULL, 10);

		if (pid <= 0 || !read_process(pid, process))
			continue;
		process->is_ours = pid == root || process->session == root;
		n_processes++;
	}
	if (folder)
		closedir(folder);
	while (has_more) {
		has_more = false;
		for (size_t i = 0; i < n_processes; i++) {
			if (processes[i].is_ours || !is_child_of_ours(&processes[i]))
				continue;
			processes[i].is_ours = has_more = true;
		}
	}
}

double tree_cpu_ms(pid_t root)
{
	double ms = 0;

	take_tree(root);
	for (size_t i = 0; i < n_processes; i++)
		if (processes[i].is_ours)
			ms += processes[i].cpu_ms;
	return ms;
}

/* The number behind @name in a file of "name: number" lines; 0 when it is not there. */
static long read_number(const char *path, const char *name)
{
	FILE *file = fopen(path, "re");
	char line[256];
	long number = 0;

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0)
			number = strtol(line + strlen(name), NULL, 10);
	if (file)
		fclose(file);
	return number;
}

long tree_pss_kib(pid_t root)
{
	char path[64];
	long kib = 0;

	take_tree(root);
	for (size_t i = 0; i < n_processes; i++) {
		if (!processes[i].is_ours)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", processes[i].pid);
		kib += read_number(path, "Pss:");
	}
	return kib;
}

long tree_switches(pid_t root)
{
	long sum = 0;

	take_tree(root);
	for (size_t i = 0; i < n_processes; i++) {
		char path[600];
		struct dirent *entry;
		DIR *folder;

		if (!processes[i].is_ours)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task", processes[i].pid);
		folder = opendir(path);
		while (folder && (entry = readdir(folder))) {
			snprintf(path, sizeof(path), "/proc/%d/task/%s/status", processes[i].pid,
				 entry->d_name);
			if (entry->d_name[0] != '.')
				sum += read_number(path, "voluntary_ctxt_switches:");
		}
		if (folder)
			closedir(folder);
	}
	return sum;
}

static size_t signal_tree(pid_t root, int number)
{
	size_t n = 0;

	take_tree(root);
	for (size_t i = 0; i < n_processes; i++) {
		if (!processes[i].is_ours)
			continue;
		kill(processes[i].pid, number);
		n++;
	}
	return n;
}

void tree_end(pid_t root)
{
	kill(root, SIGTERM);
	for (int i = 0; i < 50; i++) {
		waitpid(root, NULL, WNOHANG);
		if (signal_tree(root, 0) == 0)
			return;
		sleep_us(100000);
	}
	signal_tree(root, SIGKILL);
	waitpid(root, NULL, 0);
}
