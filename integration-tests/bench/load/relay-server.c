/* SPDX-FileCopyrightText: The Latchkey authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The floor of proxying: every accepted connection is joined to one upstream connection and bytes are passed on unread.
 * One shared buffer; a connection owns memory only while its peer's socket is full. */
#define _GNU_SOURCE
#include "signin-load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct end { int fd, pendlen, pendoff; char *pend; struct pair *pair; };     /* pend: bytes still to be written to fd */
struct pair { struct end e[2]; int dead; struct pair *next; };

static int ep;
static char buf[1 << 18];

static struct end *peer(struct end *e) { return &e->pair->e[e == &e->pair->e[0]]; }

static void arm(struct end *e)
{
    struct epoll_event ev = { (peer(e)->pend ? 0 : EPOLLIN) | (e->pend ? EPOLLOUT : 0), { .ptr = e } };
    epoll_ctl(ep, EPOLL_CTL_MOD, e->fd, &ev);
}

static void finish(struct pair *p, struct pair **grave)
{
    if (p->dead) return;
    p->dead = 1;
    for (int i = 0; i < 2; i++) { close(p->e[i].fd); free(p->e[i].pend); p->e[i].pend = NULL; }
    p->next = *grave;
    *grave = p;
}

static int on_event(struct end *e, unsigned events)
{
    struct end *to = peer(e);
    if (e->pend && events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) {
        ssize_t w = send(e->fd, e->pend + e->pendoff, e->pendlen - e->pendoff, MSG_NOSIGNAL);
        if (w < 0 && errno != EAGAIN) return -1;
        if (w > 0 && (e->pendoff += (int)w) == e->pendlen) { free(e->pend); e->pend = NULL; arm(e); arm(to); }
    }
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR) && !to->pend) {
        ssize_t r = read(e->fd, buf, sizeof buf), w;
        if (r == 0 || (r < 0 && errno != EAGAIN)) return -1;
        if (r < 0) return 0;
        w = send(to->fd, buf, r, MSG_NOSIGNAL);
        if (w < 0 && errno != EAGAIN) return -1;
        if (w < 0) w = 0;
        if (w < r) {
            to->pend = malloc(r - w);
            memcpy(to->pend, buf + w, r - w);
            to->pendlen = (int)(r - w); to->pendoff = 0;
            arm(to); arm(e);
        }
    }
    return 0;
}

void relay_worker(int lfd, int upstream_port)
{
    struct sockaddr_in up = { .sin_family = AF_INET, .sin_port = htons(upstream_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct epoll_event evs[256], ev = { EPOLLIN, { .ptr = NULL } };
    unsigned source = 0;
    ep = epoll_create1(0);
    epoll_ctl(ep, EPOLL_CTL_ADD, lfd, &ev);
    for (;;) {
        struct pair *grave = NULL;
        int n = epoll_wait(ep, evs, 256, -1);
        for (int i = 0; i < n; i++) {
            struct end *e = evs[i].data.ptr;
            if (e) { if (!e->pair->dead && on_event(e, evs[i].events) < 0) finish(e->pair, &grave); continue; }
            for (int k = 0, fd; k < 16 && (fd = accept4(lfd, NULL, NULL, SOCK_NONBLOCK)) >= 0; k++) {
                int u = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
                struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000201u + source++ % 64) };
                setsockopt(u, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
                setsockopt(u, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                bind(u, (struct sockaddr *)&a, sizeof a);
                connect(u, (struct sockaddr *)&up, sizeof up);
                struct pair *p = calloc(1, sizeof *p);
                p->e[0].fd = fd; p->e[1].fd = u; p->e[0].pair = p->e[1].pair = p;
                for (int j = 0; j < 2; j++) {
                    struct epoll_event ce = { EPOLLIN, { .ptr = &p->e[j] } };
                    epoll_ctl(ep, EPOLL_CTL_ADD, p->e[j].fd, &ce);
                }
            }
        }
        while (grave) { struct pair *next = grave->next; free(grave); grave = next; }
    }
}
