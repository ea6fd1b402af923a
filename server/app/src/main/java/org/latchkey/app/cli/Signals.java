// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The process's signals. {@code sun.misc.Signal} is the one way to them, and the compiler warns of
 * it whatever it is told, so it is reached by reflection.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs {@code reaction}, in a thread of its own, each time the signal comes.
   *
   * @param name without its SIG
   */
  static void on(String name, Runnable reaction) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object reacting =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                reaction.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), reacting);
    } catch (InvocationTargetException e) {
      // Taken by the JVM itself, which java -Xrs does: the system's default holds.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
    }
  }
}
