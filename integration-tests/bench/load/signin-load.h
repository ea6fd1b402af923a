/* SPDX-FileCopyrightText: The Latchkey authors
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SIGNIN_LOAD_H
#define SIGNIN_LOAD_H
#include <stddef.h>
#include <stdint.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

enum { SEC_NONE, SEC_TLS, SEC_STARTTLS };

uint64_t now_us(void);
void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

/* A socket with or without TLS. Both calls return >0 bytes, 0 at the end, -1 for "would block", -2 for an error. */
int chan_read(int fd, SSL *ssl, void *buf, int n);
int chan_write(int fd, SSL *ssl, const void *buf, int n);

/* The floor: a server that accepts, answers with canned replies and checks nothing. */
int noop_server(int argc, char **argv);
void relay_worker(int listening_fd, int upstream_port);
#endif
