// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.latchkey.adapters.dav.http.Answer;
import org.latchkey.adapters.fuzz.Cost;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;

/** An input is a method, a path and a depth on a line, and the body behind it. */
final class PropfindFuzzTest {
  private static final Set<Integer> STATUSES = Set.of(200, 207, 400, 403, 404, 405);

  /** What 256 unknown properties at 512 characters may come to, each escaped. */
  private static final int MOST_ANSWER = 4 << 20;

  private final DavXml xml = new DavXml();
  private final Methods methods = new Methods(xml);
  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
  private final Viewer bob =
      new Viewer(
          new Account(
              new AccountId(new UUID(0, 1)),
              "uid=bob,ou=people,dc=example,dc=org",
              Set.of("bob"),
              false,
              Optional.empty(),
              List.of(),
              List.of(),
              Map.of("cn", List.of("Bob & <Alice> \u0001\ud800")),
              1),
          "bob",
          EnumSet.allOf(Service.class));

  @FuzzTest(maxDuration = "1m")
  void answerIsWellFormedAndNamesWhatWasAskedFor(byte[] input) throws Exception {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String[] line = new String(input, 0, end, StandardCharsets.ISO_8859_1).split(" ", 3);
    if (line.length < 3) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    Methods.Call call = new Methods.Call(line[0], Place.of(line[1]), line[2]);
    Answer answer = Cost.bounded(body.length, () -> methods.answer(call, body, bob));
    assertTrue(STATUSES.contains(answer.status()));
    assertTrue(answer.body().length() <= MOST_ANSWER);
    if (answer.type().startsWith("application/xml")) {
      Set<PropertyName> named = elements(answer.body());
      if (call.method().equals("PROPFIND")
          && answer.status() == 207
          && xml.propfind(body).orElseThrow() instanceof Propfind.Named asked) {
        Set<PropertyName> missing = new HashSet<>(asked.unknown());
        missing.removeAll(named);
        assertEquals(Set.of(), missing);
      }
    }
  }

  /** The names of all elements in a document; it is well-formed, or this throws. */
  private Set<PropertyName> elements(String document) throws XMLStreamException {
    Set<PropertyName> names = new HashSet<>();
    byte[] octets = document.getBytes(StandardCharsets.UTF_8);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(octets));
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        String namespace = reader.getNamespaceURI();
        names.add(new PropertyName(namespace == null ? "" : namespace, reader.getLocalName()));
      }
    }
    return names;
  }
}
