/* SPDX-FileCopyrightText: The Latchkey authors
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "proc.h"
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct pent { int pid, ppid, in; double ticks; };

static int by_pid(const void *a, const void *b)
{
    return ((const struct pent *)a)->pid - ((const struct pent *)b)->pid;
}

/* All processes with ppid and utime+stime+cutime+cstime. cutime/cstime hold the time of children
 * that have ended and were waited for, so short-lived children of a tree are not lost. */
static struct pent *scan(size_t *n)
{
    size_t cap = 512, len = 0;
    struct pent *v = malloc(cap * sizeof *v);
    DIR *d = opendir("/proc");
    struct dirent *e;
    while (d && (e = readdir(d))) {
        if (!isdigit((unsigned char)e->d_name[0])) continue;
        char path[64], buf[1024];
        snprintf(path, sizeof path, "/proc/%.20s/stat", e->d_name);
        FILE *f = fopen(path, "r");
        if (!f) continue;
        size_t r = fread(buf, 1, sizeof buf - 1, f);
        fclose(f);
        buf[r] = 0;
        char *p = strrchr(buf, ')');
        int ppid; unsigned long u, s; long cu, cs;
        if (!p || sscanf(p + 2, "%*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld",
                         &ppid, &u, &s, &cu, &cs) != 5) continue;
        if (len == cap) v = realloc(v, (cap *= 2) * sizeof *v);
        v[len++] = (struct pent){ atoi(e->d_name), ppid, 0, (double)u + s + cu + cs };
    }
    if (d) closedir(d);
    qsort(v, len, sizeof *v, by_pid);
    *n = len;
    return v;
}

static void mark(struct pent *v, size_t n, const int *roots, int nroots)
{
    for (int i = 0; i < nroots; i++) {
        struct pent key = { .pid = roots[i] }, *p = bsearch(&key, v, n, sizeof *v, by_pid);
        if (p) p->in = 1;
    }
    for (int changed = 1; changed;) {
        changed = 0;
        for (size_t i = 0; i < n; i++) {
            if (v[i].in) continue;
            struct pent key = { .pid = v[i].ppid }, *p = bsearch(&key, v, n, sizeof *v, by_pid);
            if (p && p->in) v[i].in = changed = 1;
        }
    }
}

struct tree_cpu tree_cpu(const int *roots, int nroots)
{
    struct tree_cpu t = { 0, 0 };
    if (!nroots) return t;
    size_t n;
    struct pent *v = scan(&n);
    mark(v, n, roots, nroots);
    for (size_t i = 0; i < n; i++)
        if (v[i].in) { t.self_s += v[i].ticks / sysconf(_SC_CLK_TCK); t.nproc++; }
    free(v);
    return t;
}

struct tree_mem tree_mem(const int *roots, int nroots)
{
    struct tree_mem t = { 0, 0, 0 };
    if (!nroots) return t;
    size_t n;
    struct pent *v = scan(&n);
    mark(v, n, roots, nroots);
    for (size_t i = 0; i < n; i++) {
        if (!v[i].in) continue;
        char path[64], line[256];
        double x;
        snprintf(path, sizeof path, "/proc/%d/smaps_rollup", v[i].pid);
        FILE *f = fopen(path, "r");
        if (!f) continue;
        while (fgets(line, sizeof line, f)) {
            if (sscanf(line, "Rss: %lf", &x) == 1) t.rss_kb += x;
            else if (sscanf(line, "Pss: %lf", &x) == 1) t.pss_kb += x;
        }
        fclose(f);
        t.nproc++;
    }
    free(v);
    return t;
}

struct cpu_total machine_cpu(void)
{
    struct cpu_total c = { 0, 0 };
    double u, n, s, id, io, irq, sirq, st;
    FILE *f = fopen("/proc/stat", "r");
    if (f && fscanf(f, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &u, &n, &s, &id, &io, &irq, &sirq, &st) == 8) {
        c.busy_s = (u + n + s + irq + sirq) / sysconf(_SC_CLK_TCK);
        c.steal_s = st / sysconf(_SC_CLK_TCK);
    }
    if (f) fclose(f);
    return c;
}

double own_cpu(void)
{
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}
