// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.latchkey.config.SettingProblem;

/** Why the server can't start, or go on with other settings; a line for each reason. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<SettingProblem> problems;

  public StartException(String message) {
    super(message);
    this.problems = List.of();
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
    this.problems = List.of();
  }

  /** What the settings are to blame for. */
  StartException(List<SettingProblem> problems) {
    super(problems.stream().map(SettingProblem::sentence).collect(Collectors.joining("\n")));
    this.problems = new ArrayList<>(problems);
  }

  StartException(SettingProblem problem, Throwable cause) {
    super(problem.sentence(), cause);
    this.problems = List.of(problem);
  }

  /** The settings that are to blame, where some are. */
  public List<SettingProblem> problems() {
    return Collections.unmodifiableList(problems);
  }
}
