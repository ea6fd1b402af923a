/* SPDX-FileCopyrightText: The Latchkey authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The floor: accept, canned replies, no checks. Also serves as upstream for proxies and as auth_http responder. */
#define _GNU_SOURCE
#include "signin-load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { P_IMAP, P_SMTP, P_LDAP, P_HTTP, P_AUTHHTTP, P_RELAY };

struct sess {
    int fd, inlen, outlen, outoff, closing, want_tls, wr, cont;
    SSL *ssl;
    int64_t literal;              /* bytes of a FETCH literal still to stream */
    char tag[32];                 /* the FETCH command's tag */
    char in[4096], out[1024];
};

static int proto, auth_port, ep;
static int64_t literal_size = 256 << 20;
static SSL_CTX *ctx;
static char filler[262144];

static void put(struct sess *s, const char *text, int n)
{
    if (n < 0) n = (int)strlen(text);
    if (s->outlen + n > (int)sizeof s->out) { s->closing = 1; return; }
    memcpy(s->out + s->outlen, text, n);
    s->outlen += n;
}

static void greet(struct sess *s)
{
    if (proto == P_IMAP) put(s, "* OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ AUTH=PLAIN] ready\r\n", -1);
    if (proto == P_SMTP) put(s, "220 floor ESMTP\r\n", -1);
}

static void imap_line(struct sess *s, char *line)
{
    char buf[256], *sp = strchr(line, ' ');
    int n = (int)strlen(line);
    if (n && line[n - 1] == '}') {             /* LOGIN with literals, as nginx sends it */
        if (!s->cont && sp) snprintf(s->tag, sizeof s->tag, "%.*s", (int)(sp - line < 20 ? sp - line : 20), line);
        s->cont = 1;
        if (n > 1 && line[n - 2] != '+') put(s, "+ go\r\n", -1);
        return;
    }
    if (s->cont) { s->cont = 0; put(s, buf, snprintf(buf, sizeof buf, "%s OK done\r\n", s->tag)); return; }
    if (!sp) return;
    *sp++ = 0;
    if (!strncasecmp(sp, "STARTTLS", 8)) s->want_tls = 1;
    else if (!strncasecmp(sp, "LOGOUT", 6)) { put(s, "* BYE\r\n", -1); s->closing = 1; }
    else if (!strncasecmp(sp, "CAPABILITY", 10)) put(s, "* CAPABILITY IMAP4rev1 SASL-IR LITERAL+ AUTH=PLAIN\r\n", -1);
    else if (!strncasecmp(sp, "IDLE", 4)) { put(s, "+ idling\r\n", -1); return; }
    else if (!strncasecmp(sp, "FETCH", 5)) {
        snprintf(s->tag, sizeof s->tag, "%.20s", line);
        s->literal = literal_size;
        put(s, buf, snprintf(buf, sizeof buf, "* 1 FETCH (BODY[] {%lld}\r\n", (long long)literal_size));
        return;
    }
    put(s, buf, snprintf(buf, sizeof buf, "%.40s OK done\r\n", line));
}

static void smtp_line(struct sess *s, char *line)
{
    if (!strncasecmp(line, "EHLO", 4)) put(s, "250-floor\r\n250-XCLIENT NAME ADDR PROTO HELO PORT LOGIN\r\n250 AUTH PLAIN LOGIN\r\n", -1);
    else if (!strncasecmp(line, "AUTH", 4)) put(s, "235 2.7.0 ok\r\n", -1);
    else if (!strncasecmp(line, "QUIT", 4)) { put(s, "221 bye\r\n", -1); s->closing = 1; }
    else if (!strncasecmp(line, "STARTTLS", 8)) { put(s, "220 go\r\n", -1); s->want_tls = 1; }
    else if (!strncasecmp(line, "XCLIENT", 7)) put(s, "220 floor ESMTP\r\n", -1);
    else put(s, "250 ok\r\n", -1);
}

static void http_request(struct sess *s)
{
    char buf[256];
    int ka = !strcasestr(s->in, "\r\nConnection: close") && strstr(s->in, " HTTP/1.1\r\n");
    if (proto == P_AUTHHTTP)
        put(s, buf, snprintf(buf, sizeof buf, "HTTP/1.0 200 OK\r\nAuth-Status: OK\r\nAuth-Server: 127.0.0.1\r\n"
                             "Auth-Port: %d\r\nContent-Length: 0\r\nConnection: %s\r\n\r\n", auth_port, ka ? "keep-alive" : "close"));
    else if (!strncmp(s->in, "PROPFIND", 8))
        put(s, "HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\nContent-Length: 38\r\n\r\n"
               "<?xml version=\"1.0\"?><multistatus/>\r\n\n", -1);
    else
        put(s, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok", -1);
    if (!ka) s->closing = 1;
}

/* One LDAPMessage, starting at p, n bytes there; its length, or 0 when it is not complete. */
static int ldap_message(struct sess *s, unsigned char *p, int n)
{
    if (n < 7) return 0;
    int hdr = 2, len = p[1];
    if (len == 0x81) { len = p[2]; hdr = 3; }
    else if (len == 0x82) { len = p[2] << 8 | p[3]; hdr = 4; }
    if (n < hdr + len) return 0;
    int idlen = p[hdr + 1], op = p[hdr + 2 + idlen];
    if (op == 0x42) { s->closing = 1; return hdr + len; }
    unsigned char r[32] = { 0x30, (unsigned char)(9 + idlen), 0x02, (unsigned char)idlen };
    memcpy(r + 4, p + hdr + 2, idlen);
    const unsigned char tail[] = { op == 0x77 ? 0x78 : 0x61, 7, 0x0a, 1, 0, 4, 0, 4, 0 };
    memcpy(r + 4 + idlen, tail, sizeof tail);
    r[1] = (unsigned char)(2 + idlen + sizeof tail);
    put(s, (char *)r, 4 + idlen + (int)sizeof tail);
    if (op == 0x77) s->want_tls = 1;
    return hdr + len;
}

static void handle(struct sess *s)
{
    int off = 0;
    if (proto == P_LDAP) {
        for (int n; (n = ldap_message(s, (unsigned char *)s->in + off, s->inlen - off)) > 0;) off += n;
    } else if (proto >= P_HTTP) {
        s->in[s->inlen] = 0;
        char *e;
        while ((e = strstr(s->in + off, "\r\n\r\n"))) {
            if (off) { memmove(s->in, s->in + off, s->inlen - off + 1); s->inlen -= off; off = 0; continue; }
            http_request(s);
            off = (int)(e + 4 - s->in);
        }
    } else {
        char *nl;
        while ((nl = memchr(s->in + off, '\n', s->inlen - off))) {
            char *line = s->in + off;
            off = (int)(nl + 1 - s->in);
            *nl = 0;
            if (nl > line && nl[-1] == '\r') nl[-1] = 0;
            (proto == P_IMAP ? imap_line : smtp_line)(s, line);
        }
    }
    if (off) { memmove(s->in, s->in + off, s->inlen - off); s->inlen -= off; }
}

static void drop(struct sess *s)
{
    if (s->ssl) { SSL_shutdown(s->ssl); SSL_free(s->ssl); }
    close(s->fd);
    free(s);
}

/* 0: fine, or waits for the socket; -1: the connection is over. */
static int flush(struct sess *s)
{
    if (s->ssl && !SSL_is_init_finished(s->ssl)) return 0;      /* reading drives the handshake */
    for (;;) {
        int r;
        if (s->outoff < s->outlen) {
            if ((r = chan_write(s->fd, s->ssl, s->out + s->outoff, s->outlen - s->outoff)) > 0) {
                if ((s->outoff += r) == s->outlen) s->outoff = s->outlen = 0;
                continue;
            }
        } else if (s->literal > 0) {
            int64_t n = s->literal < (int64_t)sizeof filler ? s->literal : (int64_t)sizeof filler;
            if ((r = chan_write(s->fd, s->ssl, filler, (int)n)) > 0) {
                if ((s->literal -= r) == 0) {
                    char b[64];
                    put(s, b, snprintf(b, sizeof b, ")\r\n%s OK done\r\n", s->tag));
                }
                continue;
            }
        } else break;
        if (r != -1) return -1;
        if (!s->wr) {
            struct epoll_event ev = { EPOLLIN | EPOLLOUT, { .ptr = s } };
            epoll_ctl(ep, EPOLL_CTL_MOD, s->fd, &ev);
            s->wr = 1;
        }
        return 0;
    }
    if (s->wr) {
        struct epoll_event ev = { EPOLLIN, { .ptr = s } };
        epoll_ctl(ep, EPOLL_CTL_MOD, s->fd, &ev);
        s->wr = 0;
    }
    return s->closing ? -1 : 0;
}

static void start_tls(struct sess *s)
{
    s->ssl = SSL_new(ctx);
    SSL_set_fd(s->ssl, s->fd);
    SSL_set_accept_state(s->ssl);
}

static void on_event(struct sess *s, unsigned events)
{
    if (events & EPOLLIN) for (;;) {
        int r = chan_read(s->fd, s->ssl, s->in + s->inlen, (int)sizeof s->in - 1 - s->inlen);
        if (r == 0 || r == -2) { drop(s); return; }
        if (r < 0) break;
        s->inlen += r;
        handle(s);
        if (s->want_tls) {
            if (flush(s) < 0) { drop(s); return; }
            s->want_tls = 0;
            start_tls(s);
        }
        if (!s->ssl && s->inlen < (int)sizeof s->in / 2) break;
    }
    if (flush(s) < 0) drop(s);
}

static void worker(int lfd, int implicit_tls)
{
    if (proto == P_RELAY) relay_worker(lfd, auth_port);
    ep = epoll_create1(0);
    struct epoll_event ev = { EPOLLIN, { .ptr = NULL } }, evs[256];
    epoll_ctl(ep, EPOLL_CTL_ADD, lfd, &ev);
    for (;;) {
        int n = epoll_wait(ep, evs, 256, -1);
        for (int i = 0; i < n; i++) {
            if (evs[i].data.ptr) { on_event(evs[i].data.ptr, evs[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR) ? evs[i].events | EPOLLIN : evs[i].events); continue; }
            for (int k = 0, fd; k < 16 && (fd = accept4(lfd, NULL, NULL, SOCK_NONBLOCK)) >= 0; k++) {
                int one = 1;
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                struct sess *s = malloc(sizeof *s);
                memset(s, 0, offsetof(struct sess, in));
                s->fd = fd;
                if (implicit_tls) start_tls(s);
                greet(s);
                struct epoll_event ce = { EPOLLIN, { .ptr = s } };
                epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ce);
                if (!implicit_tls && flush(s) < 0) drop(s);
            }
        }
    }
}

int noop_server(int argc, char **argv)
{
    static const char *const names[] = { "imap", "smtp", "ldap", "http", "authhttp", "relay" };
    const char *cert = NULL, *key = NULL;
    int opt, port = 0, workers = 1, implicit_tls = 0;
    while ((opt = getopt(argc, argv, "m:p:j:C:K:s:L:A:")) != -1) switch (opt) {
        case 'm': for (proto = 0; proto < 6 && strcmp(optarg, names[proto]); proto++) { } break;
        case 'p': port = atoi(optarg); break;
        case 'j': workers = atoi(optarg); break;
        case 'C': cert = optarg; break;
        case 'K': key = optarg; break;
        case 's': implicit_tls = !strcmp(optarg, "tls"); break;
        case 'L': literal_size = atoll(optarg); break;
        case 'A': auth_port = atoi(optarg); break;
        default: return 2;
    }
    if (proto == 6 || !port) die("serve: -m imap|smtp|ldap|http|authhttp|relay -p PORT [-j workers] [-C cert -K key [-s tls]] [-L literal bytes] [-A port that authhttp names or relay connects to]");
    signal(SIGPIPE, SIG_IGN);
    memset(filler, 'x', sizeof filler);
    if (cert) {
        ctx = SSL_CTX_new(TLS_server_method());
        SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
        SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
        SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"floor", 5);
        if (SSL_CTX_use_certificate_chain_file(ctx, cert) != 1 || SSL_CTX_use_PrivateKey_file(ctx, key ? key : cert, SSL_FILETYPE_PEM) != 1)
            die("cannot load %s / %s", cert, key);
    }
    for (int i = workers; i-- > 0;) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (workers > 1) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
        struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 4096)) die("port %d: %s", port, strerror(errno));
        if (i == 0) worker(fd, implicit_tls);
        else if (fork() == 0) { prctl(PR_SET_PDEATHSIG, SIGTERM); worker(fd, implicit_tls); }
        else close(fd);
    }
    return 0;
}
