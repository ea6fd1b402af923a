/* SPDX-FileCopyrightText: The Latchkey authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Accounting of a server's whole process tree from /proc. */
#ifndef PROC_H
#define PROC_H
#include <stddef.h>

struct tree_cpu { double self_s; int nproc; };
struct tree_mem { double rss_kb, pss_kb; int nproc; };
struct cpu_total { double busy_s, steal_s; };

/* roots: the pids given by the user; all their descendants are included. */
struct tree_cpu tree_cpu(const int *roots, int nroots);
struct tree_mem tree_mem(const int *roots, int nroots);
struct cpu_total machine_cpu(void);
double own_cpu(void);
#endif
