/* SPDX-FileCopyrightText: The Latchkey authors
 * SPDX-License-Identifier: Apache-2.0 */
/* signin-load: closed-loop sign-in load over IMAP, SMTP, LDAP and HTTP, with the server's CPU and memory cost.
 * Talks to loopback addresses only. See ../README.md. */
#define _GNU_SOURCE
#include "signin-load.h"
#include "proc.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { M_IMAP, M_IMAP_LOGIN, M_SMTP, M_LDAP, M_LDAP_REBIND, M_HTTP, M_HTTP_KA, M_COUNT };
static const char *const mode_names[] = { "imap", "imap-login", "smtp", "ldap", "ldap-rebind", "http", "http-ka" };
enum { RUN_LOAD, RUN_IDLE, RUN_RELAY };
enum { ST_CONNECT, ST_TLS, ST_GREETING, ST_STARTTLS, ST_EHLO, ST_AUTH, ST_BYE, ST_SIGNED_IN, ST_FETCH };

struct conn {
    int fd, state, wr, outlen, outoff, inlen, slot;
    unsigned msgid;
    uint64_t t0;
    int64_t literal;
    SSL *ssl;
    SSL_SESSION *session;
    char in[16384], out[4096];
};

static struct {
    const char *host, *method, *path, *label, *tsv, *userpat, *passpat;
    int run, mode, sec, resume, conns, users, sources, nroots, roots[64], nhelpers, helpers[64], bye;
    double secs, warm, settle;
    uint64_t max;
} o = { .host = "127.0.0.1", .method = "GET", .path = "/", .label = "-", .userpat = "user%d", .passpat = "pass%d",
        .conns = 32, .users = 1000, .sources = 64, .secs = 5, .warm = 1, .settle = 3, .bye = 1 };

static struct sockaddr_storage target;
static socklen_t target_len;
static SSL_CTX *ctx;
static char **file_user, **file_pass;
static int ep, port, stop, open_conns, signed_in;
static uint64_t next_user, next_source;
static uint64_t signins, errors, handshakes, resumed, bytes;
static uint32_t *lat;
static size_t nlat, caplat;

uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void die(const char *fmt, ...)
{
    va_list a;
    va_start(a, fmt);
    vfprintf(stderr, fmt, a);
    fputc('\n', stderr);
    exit(2);
}

int chan_read(int fd, SSL *ssl, void *buf, int n)
{
    if (!ssl) {
        ssize_t r = read(fd, buf, n);
        return r >= 0 ? (int)r : errno == EAGAIN || errno == EINTR ? -1 : -2;
    }
    ERR_clear_error();
    int r = SSL_read(ssl, buf, n);
    if (r > 0) return r;
    switch (SSL_get_error(ssl, r)) {
    case SSL_ERROR_WANT_READ: case SSL_ERROR_WANT_WRITE: return -1;
    case SSL_ERROR_ZERO_RETURN: return 0;
    default: return -2;
    }
}

int chan_write(int fd, SSL *ssl, const void *buf, int n)
{
    if (!ssl) {
        ssize_t r = send(fd, buf, n, MSG_NOSIGNAL);
        return r > 0 ? (int)r : r < 0 && (errno == EAGAIN || errno == EINTR) ? -1 : -2;
    }
    ERR_clear_error();
    int r = SSL_write(ssl, buf, n);
    if (r > 0) return r;
    int e = SSL_get_error(ssl, r);
    return e == SSL_ERROR_WANT_READ || e == SSL_ERROR_WANT_WRITE ? -1 : -2;
}

/* ---- one connection ---- */

static void conn_open(struct conn *c);

static void conn_close(struct conn *c)
{
    if (c->fd < 0) return;
    if (c->ssl) {
        SSL_set_shutdown(c->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);  /* keeps the session resumable */
        SSL_free(c->ssl);
    }
    c->ssl = NULL;
    close(c->fd);
    c->fd = -1;
    if (c->state >= ST_SIGNED_IN) signed_in--;
    open_conns--;
}

static void conn_again(struct conn *c)
{
    conn_close(c);
    if (!stop && o.run == RUN_LOAD) conn_open(c);
}

static void fail(struct conn *c, const char *what, const char *text, int n)
{
    static int shown;
    if (!stop) {
        errors++;
        if (shown++ < 5) fprintf(stderr, "  error in state %d: %s %.*s\n", c->state, what, n, text ? text : "");
        if (errors > 2000 && !signins) die("nothing but errors");
        if (errors % 64 == 0) usleep(10000);
    }
    conn_again(c);
}

static void put(struct conn *c, const void *data, int n)
{
    if (c->outlen + n > (int)sizeof c->out) die("output buffer too small");
    memcpy(c->out + c->outlen, data, n);
    c->outlen += n;
}

static int putf(struct conn *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int putf(struct conn *c, const char *fmt, ...)
{
    va_list a;
    va_start(a, fmt);
    int n = vsnprintf(c->out + c->outlen, sizeof c->out - c->outlen, fmt, a);
    va_end(a);
    if (n < 0 || c->outlen + n >= (int)sizeof c->out) die("output buffer too small");
    c->outlen += n;
    return n;
}

static void credentials(char *user, char *pass, size_t n)
{
    int i = (int)(next_user++ % (uint64_t)o.users);
    if (file_user) { snprintf(user, n, "%s", file_user[i]); snprintf(pass, n, "%s", file_pass[i]); }
    else {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(user, n, o.userpat, i); snprintf(pass, n, o.passpat, i);
#pragma GCC diagnostic pop
    }
}

static const char *plain_ir(void)
{
    static char b64[1400];
    char u[500], p[500], raw[1010];
    credentials(u, p, sizeof u);
    int n = snprintf(raw, sizeof raw, "%c%s%c%s", 0, u, 0, p);
    EVP_EncodeBlock((unsigned char *)b64, (unsigned char *)raw, n);
    return b64;
}

static int ber_len(unsigned char *p, int n)
{
    if (n < 128) { p[0] = (unsigned char)n; return 1; }
    p[0] = 0x82; p[1] = (unsigned char)(n >> 8); p[2] = (unsigned char)n;
    return 3;
}

static void put_bind(struct conn *c)
{
    char u[500], p[500];
    unsigned char body[1100], head[16], l[3];
    credentials(u, p, sizeof u);
    int n = 0, ul = (int)strlen(u), pl = (int)strlen(p);
    memcpy(body, "\x02\x01\x03\x04", 4); n = 4;
    n += ber_len(body + n, ul); memcpy(body + n, u, ul); n += ul;
    body[n++] = 0x80; n += ber_len(body + n, pl); memcpy(body + n, p, pl); n += pl;
    c->msgid = c->msgid % 30000 + 1;
    int ll = ber_len(l, n), inner = 4 + 1 + ll + n, h = 0;
    head[h++] = 0x30; h += ber_len(head + h, inner);
    head[h++] = 2; head[h++] = 2; head[h++] = (unsigned char)(c->msgid >> 8); head[h++] = (unsigned char)c->msgid;
    head[h++] = 0x60; memcpy(head + h, l, ll); h += ll;
    put(c, head, h);
    put(c, body, n);
}

static void put_auth(struct conn *c)
{
    char u[500], p[500], raw[1002], b64[1400];
    c->state = ST_AUTH;
    switch (o.mode) {
    case M_IMAP: putf(c, "a AUTHENTICATE PLAIN %s\r\n", plain_ir()); break;
    case M_IMAP_LOGIN: credentials(u, p, sizeof u); putf(c, "a LOGIN \"%s\" \"%s\"\r\n", u, p); break;
    case M_SMTP: putf(c, "AUTH PLAIN %s\r\n", plain_ir()); break;
    case M_LDAP: case M_LDAP_REBIND: put_bind(c); break;
    default:
        credentials(u, p, sizeof u);
        EVP_EncodeBlock((unsigned char *)b64, (unsigned char *)raw, snprintf(raw, sizeof raw, "%s:%s", u, p));
        putf(c, "%s %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Basic %s\r\n", o.method, o.path, b64);
        if (!strcmp(o.method, "PROPFIND")) putf(c, "Depth: 0\r\nContent-Length: 0\r\n");
        putf(c, "%s\r\n", o.mode == M_HTTP ? "Connection: close\r\n" : "");
    }
}

/* The transport is up (with TLS where implicit): say the first thing that is ours to say. */
static void begin(struct conn *c)
{
    c->state = ST_GREETING;
    if (o.mode >= M_LDAP) {
        if (o.sec == SEC_STARTTLS && !c->ssl && o.mode <= M_LDAP_REBIND) {
            put(c, "\x30\x1d\x02\x01\x01\x77\x18\x80\x16" "1.3.6.1.4.1.1466.20037", 31);
            c->state = ST_STARTTLS;
        } else put_auth(c);
    } else if (c->ssl && o.sec == SEC_STARTTLS) {
        if (o.mode == M_SMTP) { putf(c, "EHLO load.test\r\n"); c->state = ST_EHLO; }
        else put_auth(c);
    }
}

static void start_tls(struct conn *c)
{
    c->ssl = SSL_new(ctx);
    SSL_set_fd(c->ssl, c->fd);
    SSL_set_connect_state(c->ssl);
    SSL_set_app_data(c->ssl, (char *)c);
    if (o.resume && c->session) SSL_set_session(c->ssl, c->session);
    c->state = ST_TLS;
}

static void success(struct conn *c)
{
    if (nlat == caplat) lat = realloc(lat, (caplat = caplat ? caplat * 2 : 1 << 16) * sizeof *lat);
    lat[nlat++] = (uint32_t)(now_us() - c->t0);
    signins++;
    if (o.max && signins >= o.max) stop = 1;
}

/* 1: the connection is over and may be opened anew; 0: go on. */
static int authenticated(struct conn *c)
{
    success(c);
    if (o.run == RUN_IDLE) { c->state = ST_SIGNED_IN; signed_in++; return 0; }
    if (o.run == RUN_RELAY) { c->state = ST_FETCH; signed_in++; putf(c, "c FETCH 1 BODY.PEEK[]\r\n"); return 0; }
    c->state = ST_BYE;
    switch (o.mode) {
    case M_IMAP: case M_IMAP_LOGIN: if (!o.bye) return 1; putf(c, "b LOGOUT\r\n"); return 0;
    case M_SMTP: if (!o.bye) return 1; putf(c, "QUIT\r\n"); return 0;
    case M_LDAP: {
        unsigned char unbind[] = { 0x30, 6, 2, 2, (unsigned char)((c->msgid + 1) >> 8), (unsigned char)(c->msgid + 1), 0x42, 0 };
        chan_write(c->fd, c->ssl, unbind, sizeof unbind);
        return 1; }
    case M_HTTP: return 1;
    default: c->t0 = now_us(); put_auth(c); return 0;
    }
}

/* ---- replies; each takes what it can from c->in and returns the bytes used, or -1 when the connection was closed ---- */

static int line_reply(struct conn *c, char *line, int n)
{
    int smtp = o.mode == M_SMTP;
    if (smtp && n > 3 && line[3] == '-') return 0;
    switch (c->state) {
    case ST_GREETING:
        if (smtp ? memcmp(line, "220", 3) : memcmp(line, "* OK", 4)) { fail(c, "greeting", line, n); return -1; }
        if (o.sec == SEC_STARTTLS && !smtp) { putf(c, "s STARTTLS\r\n"); c->state = ST_STARTTLS; }
        else if (smtp) { putf(c, "EHLO load.test\r\n"); c->state = ST_EHLO; }
        else put_auth(c);
        return 0;
    case ST_EHLO:
        if (memcmp(line, "250", 3)) { fail(c, "EHLO", line, n); return -1; }
        if (o.sec == SEC_STARTTLS && !c->ssl) { putf(c, "STARTTLS\r\n"); c->state = ST_STARTTLS; }
        else put_auth(c);
        return 0;
    case ST_STARTTLS:
        if (!smtp && line[0] == '*') return 0;
        if (smtp ? memcmp(line, "220", 3) : memcmp(line, "s OK", 4)) { fail(c, "STARTTLS", line, n); return -1; }
        start_tls(c);
        return 0;
    case ST_AUTH:
        if (!smtp && line[0] == '*') return 0;
        if (smtp ? memcmp(line, "235", 3) : memcmp(line, "a OK", 4)) { fail(c, "sign-in", line, n); return -1; }
        if (authenticated(c)) { conn_again(c); return -1; }
        return 0;
    case ST_BYE:
        if (!smtp && line[0] == '*') return 0;
        conn_again(c);
        return -1;
    case ST_FETCH: {
        char *b = memrchr(line, '{', n);
        if (b && line[0] == '*') c->literal = atoll(b + 1);
        else if (line[0] == 'c') putf(c, "c FETCH 1 BODY.PEEK[]\r\n");
        return 0; }
    default: return 0;
    }
}

static int lines_reply(struct conn *c)
{
    int off = 0;
    while (off < c->inlen) {
        if (c->literal > 0) {
            int64_t n = c->inlen - off < c->literal ? c->inlen - off : c->literal;
            c->literal -= n; off += (int)n; bytes += n;
            continue;
        }
        char *line = c->in + off, *nl = memchr(line, '\n', c->inlen - off);
        if (!nl) break;
        off = (int)(nl + 1 - c->in);
        int n = (int)(nl - line);
        if (n > 0 && line[n - 1] == '\r') n--;
        if (n < 4 && c->state != ST_FETCH) { if (c->state == ST_AUTH) { fail(c, "short line", line, n); return -1; } continue; }
        if (line_reply(c, line, n) < 0) return -1;
        if (c->state == ST_TLS) break;
    }
    return off;
}

static int ldap_reply(struct conn *c)
{
    const unsigned char *p = (unsigned char *)c->in;
    if (c->inlen < 7) return 0;
    int hdr = 2, len = p[1];
    if (len & 0x80) { int k = len & 0x7f; len = 0; for (int i = 0; i < k; i++) len = len << 8 | p[2 + i]; hdr = 2 + k; }
    if (c->inlen < hdr + len) return 0;
    int q = hdr + 2 + p[hdr + 1], op = p[q++];
    q += p[q] & 0x80 ? 1 + (p[q] & 0x7f) : 1;
    int code = p[q] == 0x0a ? p[q + 2] : 255;
    if (code || (op != 0x61 && op != 0x78)) {
        char t[40];
        fail(c, "LDAP result", t, snprintf(t, sizeof t, "op %02x code %d", op, code));
        return -1;
    }
    if (c->state == ST_STARTTLS) { start_tls(c); return hdr + len; }
    if (authenticated(c)) { conn_again(c); return -1; }
    return hdr + len;
}

static int http_reply(struct conn *c)
{
    c->in[c->inlen] = 0;
    char *e = strstr(c->in, "\r\n\r\n");
    if (!e) return 0;
    char *cl = strcasestr(c->in, "\r\nContent-Length:"), *te = strcasestr(c->in, "\r\nTransfer-Encoding: chunked");
    int total;
    if (c->in[9] != '2') { fail(c, "HTTP", c->in, 40); return -1; }
    if (te && te < e) {
        char *z = strstr(e, "\r\n0\r\n\r\n");
        if (!z) return 0;
        total = (int)(z + 7 - c->in);
    } else if (cl && cl < e) total = (int)(e + 4 - c->in) + atoi(cl + 17);
    else total = (int)(e + 4 - c->in);
    if (c->inlen < total) return 0;
    if (authenticated(c)) { conn_again(c); return -1; }
    return total;
}

static void want_write(struct conn *c, int on)
{
    if (c->wr == on) return;
    struct epoll_event ev = { EPOLLIN | (on ? EPOLLOUT : 0), { .ptr = c } };
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
    c->wr = on;
}

static int flush(struct conn *c)
{
    while (c->outoff < c->outlen) {
        int r = chan_write(c->fd, c->ssl, c->out + c->outoff, c->outlen - c->outoff);
        if (r == -1) { want_write(c, 1); return 0; }
        if (r <= 0) return -1;
        c->outoff += r;
    }
    c->outoff = c->outlen = 0;
    want_write(c, 0);
    return 0;
}

static int handshake(struct conn *c)
{
    ERR_clear_error();
    int r = SSL_do_handshake(c->ssl);
    if (r == 1) {
        handshakes++;
        resumed += SSL_session_reused(c->ssl);
        begin(c);
        return 1;
    }
    int e = SSL_get_error(c->ssl, r);
    if (e != SSL_ERROR_WANT_READ && e != SSL_ERROR_WANT_WRITE) { fail(c, "TLS handshake", NULL, 0); return -1; }
    want_write(c, e == SSL_ERROR_WANT_WRITE);
    return 0;
}

static void on_event(struct conn *c)
{
    static char big[1 << 18];
    if (c->state == ST_CONNECT) {
        int err = 0; socklen_t l = sizeof err;
        getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &l);
        if (err) { fail(c, "connect", strerror(err), 60); return; }
        want_write(c, 0);
        if (o.sec == SEC_TLS) start_tls(c);
        else begin(c);
    }
    for (int spins = 0;; spins++) {
        if (c->state == ST_TLS && handshake(c) <= 0) return;
        if (flush(c) < 0) { fail(c, "write", NULL, 0); return; }
        int r;
        if (c->literal >= (int64_t)sizeof big) {           /* relay: straight to the bin */
            r = chan_read(c->fd, c->ssl, big, sizeof big);
            if (r > 0) { c->literal -= r; bytes += r; if (!c->ssl || (spins > 64 && !SSL_pending(c->ssl))) return; continue; }
        } else {
            if (c->inlen == (int)sizeof c->in - 1) { fail(c, "reply too long", c->in, 60); return; }
            r = chan_read(c->fd, c->ssl, c->in + c->inlen, (int)sizeof c->in - 1 - c->inlen);
        }
        if (r == -1) return;
        if (r <= 0) {
            if (c->state == ST_BYE) conn_again(c);
            else fail(c, "connection ended", NULL, 0);
            return;
        }
        c->inlen += r;
        int used = o.mode < M_LDAP ? lines_reply(c) : o.mode <= M_LDAP_REBIND ? ldap_reply(c) : http_reply(c);
        if (used < 0) return;
        memmove(c->in, c->in + used, c->inlen - used);
        c->inlen -= used;
        if (!c->ssl && !c->outlen) return;
    }
}

static void conn_open(struct conn *c)
{
    c->state = ST_CONNECT;
    c->wr = 1; c->outlen = c->outoff = c->inlen = 0; c->literal = 0; c->msgid = 0;
    c->t0 = now_us();
    c->fd = socket(target.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) die("socket: %s", strerror(errno));
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (target.ss_family == AF_INET && o.sources > 1) {    /* spread over 127.0.1.x so that ports in TIME_WAIT never run out */
        struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000101u + next_source++ % o.sources) };
        setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
        if (bind(c->fd, (struct sockaddr *)&a, sizeof a)) die("bind: %s", strerror(errno));
    }
    open_conns++;
    if (connect(c->fd, (struct sockaddr *)&target, target_len) && errno != EINPROGRESS) { fail(c, "connect", strerror(errno), 60); return; }
    struct epoll_event ev = { EPOLLIN | EPOLLOUT, { .ptr = c } };
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &ev);
}

static int accept_any(X509_STORE_CTX *s, void *arg)
{
    (void)s; (void)arg;
    return 1;                     /* no chain building: it would only cost the client time */
}

static int new_session(SSL *ssl, SSL_SESSION *s)
{
    struct conn *c = (struct conn *)SSL_get_app_data(ssl);
    if (c->session) SSL_SESSION_free(c->session);
    c->session = s;
    return 1;
}

/* ---- the runs ---- */

static int cmp32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static double pct(double q)
{
    return nlat ? lat[(size_t)((double)(nlat - 1) * q)] / 1000.0 : 0;
}

static void pump(double seconds)
{
    struct epoll_event ev[512];
    uint64_t end = now_us() + (uint64_t)(seconds * 1e6);
    for (uint64_t t; !stop && (t = now_us()) < end;) {
        int n = epoll_wait(ep, ev, 512, (int)((end - t) / 1000) + 1);
        for (int i = 0; i < n; i++) {
            struct conn *c = ev[i].data.ptr;
            if (c->fd >= 0) on_event(c);
        }
    }
}

struct marks { uint64_t t; struct tree_cpu srv, helpers; struct cpu_total all; double own; };

static struct marks take(void)
{
    struct marks m;
    m.srv = tree_cpu(o.roots, o.nroots);
    m.helpers = tree_cpu(o.helpers, o.nhelpers);
    m.all = machine_cpu();
    m.own = own_cpu();
    m.t = now_us();
    return m;
}

static void tsv(const char *fmt, ...)
{
    va_list a;
    FILE *f = o.tsv ? fopen(o.tsv, "a") : NULL;
    if (!f) return;
    va_start(a, fmt);
    vfprintf(f, fmt, a);
    va_end(a);
    fclose(f);
}

static const char *sec_name(void)
{
    static char b[20];
    snprintf(b, sizeof b, "%s%s", o.sec == SEC_TLS ? "tls" : o.sec == SEC_STARTTLS ? "starttls" : "plain", o.resume ? "+resume" : "");
    return b;
}

/* Lets the server finish what an earlier run left behind. */
static void wait_for_rest(void)
{
    double last = tree_cpu(o.roots, o.nroots).self_s;
    for (int i = 0; o.nroots && i < 60; i++) {
        usleep(250000);
        double t = tree_cpu(o.roots, o.nroots).self_s;
        if (t - last < 0.015) break;
        last = t;
    }
}

static void run_load(struct conn *cs)
{
    wait_for_rest();
    for (int i = 0; i < o.conns; i++) conn_open(&cs[i]);
    pump(o.warm);
    struct marks a = take();
    signins = errors = handshakes = resumed = bytes = 0; nlat = 0;
    pump(o.secs);
    struct marks b = take();
    stop = 1;
    double wall = (b.t - a.t) / 1e6, srv = b.srv.self_s - a.srv.self_s, own = b.own - a.own;
    double help = b.helpers.self_s - a.helpers.self_s, noise = (b.all.busy_s - a.all.busy_s) - srv - own - help, steal = b.all.steal_s - a.all.steal_s;
    if (noise < 0) noise = 0;
    if (o.run == RUN_RELAY) {
        double mb = bytes / 1e6;
        printf("%s relay %s c=%d: %.1f MB/s, server CPU %.3f s/GB, helpers %.3f, client CPU %.3f s/GB, errors %llu, other load %.0f%%\n", o.label,
               sec_name(), o.conns, mb / wall, srv / (mb / 1000), help / (mb / 1000), own / (mb / 1000), (unsigned long long)errors, 100 * (noise + steal) / wall);
        tsv("relay\t%s\t%s\t%s\t%d\t%.1f\t%.4f\t%.4f\t%.4f\t%llu\t%.1f\n", o.label, mode_names[o.mode], sec_name(), o.conns, mb / wall,
            srv / (mb / 1000), help / (mb / 1000), own / (mb / 1000), (unsigned long long)errors, 100 * (noise + steal) / wall);
        return;
    }
    qsort(lat, nlat, sizeof *lat, cmp32);
    double k = signins / 1000.0, re = handshakes ? 100.0 * resumed / handshakes : 0;
    printf("%s %s %s c=%d: %.0f sign-ins/s (%llu in %.1f s), p50 %.2f p99 %.2f p99.9 %.2f ms, errors %llu, "
           "server CPU %.3f s/1000, helpers %.3f, client CPU %.3f s/1000, resumed %.0f%%, other load %.0f%%\n",
           o.label, mode_names[o.mode], sec_name(), o.conns, signins / wall, (unsigned long long)signins, wall, pct(.5), pct(.99),
           pct(.999), (unsigned long long)errors, k > 0 ? srv / k : 0, k > 0 ? help / k : 0, k > 0 ? own / k : 0, re, 100 * (noise + steal) / wall);
    tsv("load\t%s\t%s\t%s\t%d\t%.1f\t%.3f\t%.3f\t%.3f\t%llu\t%.4f\t%.4f\t%.4f\t%.0f\t%.1f\n", o.label, mode_names[o.mode], sec_name(), o.conns,
        signins / wall, pct(.5), pct(.99), pct(.999), (unsigned long long)errors, k > 0 ? srv / k : 0, k > 0 ? help / k : 0, k > 0 ? own / k : 0, re,
        100 * (noise + steal) / wall);
}

static void run_idle(struct conn *cs)
{
    struct tree_mem m0 = tree_mem(o.roots, o.nroots);
    int next = 0, window = 32;
    uint64_t t0 = now_us(), limit = t0 + (uint64_t)(o.secs * 1e6);
    while (signed_in < o.conns && now_us() < limit && errors < (uint64_t)o.conns) {
        while (next < o.conns && open_conns - signed_in < window) conn_open(&cs[next++]);
        if (next == o.conns && open_conns == signed_in) break;
        pump(0.002);
    }
    double took = (now_us() - t0) / 1e6;
    pump(o.settle);
    int held = signed_in;
    struct tree_cpu c0 = tree_cpu(o.roots, o.nroots);
    struct tree_mem m1 = tree_mem(o.roots, o.nroots);
    pump(2);
    struct tree_cpu c1 = tree_cpu(o.roots, o.nroots);
    double rss = held ? (m1.rss_kb - m0.rss_kb) / held : 0, pss = held ? (m1.pss_kb - m0.pss_kb) / held : 0;
    printf("%s idle %s %s: %d of %d signed in after %.1f s, still %d; tree RSS %.0f -> %.0f kB, PSS %.0f -> %.0f kB (%d -> %d processes); "
           "per connection RSS %.2f kB, PSS %.2f kB; whole tree PSS/conn %.2f kB; idle CPU %.1f ms/s; errors %llu\n",
           o.label, mode_names[o.mode], sec_name(), held, o.conns, took, signed_in, m0.rss_kb, m1.rss_kb, m0.pss_kb, m1.pss_kb, m0.nproc, m1.nproc,
           rss, pss, held ? m1.pss_kb / held : 0, (c1.self_s - c0.self_s) / 2 * 1000, (unsigned long long)errors);
    tsv("idle\t%s\t%s\t%s\t%d\t%d\t%.0f\t%.0f\t%.2f\t%.2f\t%.2f\t%d\t%.1f\t%llu\n", o.label, mode_names[o.mode], sec_name(), o.conns, held,
        m1.rss_kb, m1.pss_kb, rss, pss, held ? m1.pss_kb / held : 0, m1.nproc, took, (unsigned long long)errors);
    stop = 1;
}

static void read_users(const char *file)
{
    FILE *f = fopen(file, "r");
    char line[1024];
    int n = 0, cap = 0;
    if (!f) die("%s: %s", file, strerror(errno));
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\r\n")] = 0;
        char *sep = strchr(line, ':');
        if (!sep) continue;
        *sep = 0;
        if (n == cap) {
            cap = cap ? 2 * cap : 1024;
            file_user = realloc(file_user, cap * sizeof *file_user);
            file_pass = realloc(file_pass, cap * sizeof *file_pass);
        }
        file_user[n] = strdup(line);
        file_pass[n++] = strdup(sep + 1);
    }
    fclose(f);
    if (!n) die("%s: no users", file);
    o.users = n;
}

static void set_target(void)
{
    struct sockaddr_in *a4 = (struct sockaddr_in *)&target;
    struct sockaddr_in6 *a6 = (struct sockaddr_in6 *)&target;
    if (inet_pton(AF_INET, o.host, &a4->sin_addr) == 1 && (ntohl(a4->sin_addr.s_addr) >> 24) == 127) {
        a4->sin_family = AF_INET; a4->sin_port = htons(port); target_len = sizeof *a4;
    } else if (inet_pton(AF_INET6, o.host, &a6->sin6_addr) == 1 && IN6_IS_ADDR_LOOPBACK(&a6->sin6_addr)) {
        a6->sin6_family = AF_INET6; a6->sin6_port = htons(port); target_len = sizeof *a6;
    } else die("%s is not a loopback address", o.host);
}

static int pids(char *list, int *v, int max)
{
    int n = 0;
    for (char *t = strtok(list, ","); t && n < max; t = strtok(NULL, ",")) v[n++] = atoi(t);
    return n;
}

static void usage(void)
{
    die("signin-load [load|idle|relay] -p PORT -m imap|imap-login|smtp|ldap|ldap-rebind|http|http-ka\n"
        "  -H loopback host   -s plain|tls|starttls  -r (resume TLS)  -c connections  -d seconds  -n sign-ins  -w warm-up s\n"
        "  -u user%%d -k pass%%d -N users | -U file of user:password    -M method -R path (http)   -b (close without LOGOUT/QUIT)\n"
        "  -P pid[,pid] of the server (its descendants count too)   -X pid[,pid] of its helpers (upstream, auth responder)\n  -l label  -o tsv to append to  -S source addresses  -z settle s (idle)\n"
        "signin-load serve -m imap|smtp|ldap|http|authhttp|relay -p PORT [-j workers] [-C cert -K key [-s tls]] [-L literal] [-A port]\n"
        "signin-load floor ... as load, against its own no-op server on PORT (TLS: add -C cert -K key)");
}

int main(int argc, char **argv)
{
    const char *cmd = argc > 1 && argv[1][0] != '-' ? argv[1] : "load", *cert = NULL, *key = NULL;
    int opt, floor_run = !strcmp(cmd, "floor");
    if (cmd == argv[1]) { argv++; argc--; }
    if (!strcmp(cmd, "serve")) return noop_server(argc, argv);
    o.run = !strcmp(cmd, "idle") ? RUN_IDLE : !strcmp(cmd, "relay") ? RUN_RELAY : RUN_LOAD;
    while ((opt = getopt(argc, argv, "H:p:m:s:rc:d:n:w:u:k:N:U:M:R:P:X:l:o:S:z:C:K:b")) != -1) switch (opt) {
        case 'H': o.host = optarg; break;
        case 'p': port = atoi(optarg); break;
        case 'm': for (o.mode = 0; o.mode < M_COUNT && strcmp(optarg, mode_names[o.mode]); o.mode++) { } break;
        case 's': o.sec = !strcmp(optarg, "tls") ? SEC_TLS : !strcmp(optarg, "starttls") ? SEC_STARTTLS : SEC_NONE; break;
        case 'r': o.resume = 1; break;
        case 'c': o.conns = atoi(optarg); break;
        case 'd': o.secs = atof(optarg); break;
        case 'n': o.max = strtoull(optarg, NULL, 10); break;
        case 'w': o.warm = atof(optarg); break;
        case 'u': o.userpat = optarg; break;
        case 'k': o.passpat = optarg; break;
        case 'N': o.users = atoi(optarg); break;
        case 'U': read_users(optarg); break;
        case 'M': o.method = optarg; break;
        case 'R': o.path = optarg; break;
        case 'P': o.nroots = pids(optarg, o.roots, 64); break;
        case 'X': o.nhelpers = pids(optarg, o.helpers, 64); break;
        case 'l': o.label = optarg; break;
        case 'o': o.tsv = optarg; break;
        case 'S': o.sources = atoi(optarg); break;
        case 'z': o.settle = atof(optarg); break;
        case 'C': cert = optarg; break;
        case 'K': key = optarg; break;
        case 'b': o.bye = 0; break;
        default: usage();
    }
    if (!port || o.mode == M_COUNT || o.conns < 1 || o.users < 1 || o.secs > 600) usage();
    set_target();
    signal(SIGPIPE, SIG_IGN);
    if (floor_run) {
        char pbuf[16], *av[16] = { "serve", "-m", o.mode <= M_IMAP_LOGIN ? "imap" : o.mode == M_SMTP ? "smtp" : o.mode <= M_LDAP_REBIND ? "ldap" : "http",
                                   "-p", pbuf, NULL };
        int ac = 5;
        snprintf(pbuf, sizeof pbuf, "%d", port);
        if (cert) { av[ac++] = "-C"; av[ac++] = (char *)cert; av[ac++] = "-K"; av[ac++] = (char *)(key ? key : cert); if (o.sec == SEC_TLS) { av[ac++] = "-s"; av[ac++] = "tls"; } }
        int pid = fork();
        if (pid == 0) { prctl(PR_SET_PDEATHSIG, SIGTERM); optind = 1; exit(noop_server(ac, av)); }
        o.roots[o.nroots++] = pid;
        usleep(200000);
    }
    ctx = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_cert_verify_callback(ctx, accept_any, NULL);
    if (o.resume) SSL_CTX_sess_set_new_cb(ctx, new_session);
    ep = epoll_create1(0);
    struct conn *cs = calloc(o.conns, sizeof *cs);
    for (int i = 0; i < o.conns; i++) { cs[i].fd = -1; cs[i].slot = i; }
    if (o.run == RUN_IDLE) run_idle(cs);
    else run_load(cs);
    for (int i = 0; i < o.conns; i++) conn_close(&cs[i]);
    if (floor_run) { kill(o.roots[o.nroots - 1], SIGTERM); waitpid(o.roots[o.nroots - 1], NULL, 0); }
    return signins || bytes ? 0 : 1;
}
