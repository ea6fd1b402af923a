// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * nginx in front of Latchkey, with {@code proxy_pass} and nothing else: it speaks HTTP/1.0 to what
 * is behind it, and calls that by its own name.
 */
public final class Nginx implements AutoCloseable {
  private static final String NGINX = "/usr/sbin/nginx";

  private final ScratchFolder scratch;
  private final Program program;
  private final int port;

  private Nginx(ScratchFolder scratch, Program program, int port) {
    this.scratch = scratch;
    this.program = program;
    this.port = port;
  }

  /**
   * Starts one and waits for it. Fails or aborts the test where nginx isn't installed.
   *
   * @param behind the port of 127.0.0.1 that it passes everything on to, over TLS
   */
  public static Nginx start(int behind) throws IOException, InterruptedException {
    Installed.demand(NGINX);
    ScratchFolder scratch = ScratchFolder.make("nginx");
    Path folder = scratch.path();
    int port = Ports.free(1).getFirst();
    Path settings =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d;
                location / {
                  proxy_pass https://127.0.0.1:%3$d;
                }
              }
            }
            """
                .formatted(folder, port, behind));
    Program program =
        Program.start(folder, NGINX, "-p", folder.toString(), "-c", settings.toString());
    program.awaitPort(port);
    return new Nginx(scratch, program, port);
  }

  /** Where it listens on 127.0.0.1, in clear text. */
  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    program.close();
    scratch.close();
  }
}
