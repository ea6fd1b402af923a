// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;

/**
 * Something that an admin is asked before it is done to an account.
 *
 * @param account the path of the account's page
 * @param action the path that its form is sent to
 * @param lead what it will do
 * @param labels of the app passwords that go; may be empty
 * @param own whether the account is the admin's
 * @param submit what the button says
 */
public record AdminActView(
    String account, String action, String lead, List<String> labels, boolean own, String submit) {
  public AdminActView {
    labels = List.copyOf(labels);
  }
}
