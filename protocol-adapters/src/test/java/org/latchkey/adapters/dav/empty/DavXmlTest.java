// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DavXmlTest {
  private final DavXml xml = new DavXml();

  private Optional<Propfind> read(String body) {
    return xml.propfind(body.getBytes(UTF_8));
  }

  @Test
  void emptyBodyAsksForAll() {
    assertEquals(Optional.of(new Propfind.AllProperties()), read(""));
  }

  @Test
  void eachWayOfAskingIsRead() {
    assertEquals(
        Optional.of(new Propfind.AllProperties()),
        read("<propfind xmlns='DAV:'><allprop/><include><acl/></include></propfind>"));
    assertEquals(
        Optional.of(new Propfind.Names()),
        read("<D:propfind xmlns:D='DAV:'><D:propname/></D:propfind>"));
    assertEquals(
        Optional.of(
            new Propfind.Named(
                List.of(Property.RESOURCETYPE),
                List.of(new PropertyName("http://x/", "y"), new PropertyName("", "z")))),
        read(
            "<a:propfind xmlns:a='DAV:'><a:prop><a:resourcetype/><b:y xmlns:b='http://x/'/>"
                + "<z/><a:resourcetype/></a:prop></a:propfind>"));
  }

  @Test
  void valuesAndUnknownElementsArePassedOver() {
    assertEquals(
        Optional.of(new Propfind.Named(List.of(Property.DISPLAYNAME), List.of())),
        read(
            "<propfind xmlns='DAV:'><!-- --><x:other xmlns:x='x'><x:prop/></x:other>"
                + "<prop><displayname>text<b/></displayname></prop></propfind>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "<",
        "<propfind xmlns='DAV:'>",
        "<propfind/>",
        "<propfind xmlns='DAV:'/>",
        "<multistatus xmlns='DAV:'/>",
        "<propfind xmlns='DAV:'><prop/><allprop/></propfind>",
        "<propfind xmlns='DAV:'><prop><x:y/></prop></propfind>",
        "<propfind xmlns='DAV:'><prop><:y/></prop></propfind>",
        "<?xml version='1.1'?><propfind xmlns='DAV:'><allprop/></propfind>",
        "<propfind xmlns='DAV:'><prop>&nothing;</prop></propfind>",
        "<!DOCTYPE propfind><propfind xmlns='DAV:'><allprop/></propfind>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><propfind xmlns='DAV:'><prop>&b;</prop></propfind>"
      })
  void malformedIsRefused(String body) {
    assertEquals(Optional.empty(), read(body));
  }

  @Test
  void externalEntityIsNeverFetched(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "<displayname/>");
    for (String document :
        List.of(
            "<!DOCTYPE a [<!ENTITY x SYSTEM '%s'>]>",
            "<!DOCTYPE a SYSTEM '%s'>", "<!DOCTYPE a [<!ENTITY %% x SYSTEM '%s'> %%x;]>")) {
      String body =
          document.formatted(secret.toUri()) + "<propfind xmlns='DAV:'><prop>&x;</prop></propfind>";
      assertEquals(Optional.empty(), read(body));
    }
  }

  @Test
  void whatTheAnswerWouldEchoIsBounded() {
    String start = "<propfind xmlns='DAV:'><prop>";
    String end = "</prop></propfind>";
    assertEquals(Optional.empty(), read(start + "<a xmlns='" + "n".repeat(257) + "'/>" + end));
    assertEquals(Optional.empty(), read(start + "<" + "n".repeat(129) + "/>" + end));
    StringBuilder many = new StringBuilder(start);
    for (int i = 0; i < 257; i++) {
      many.append("<x").append(i).append("/>");
    }
    assertEquals(Optional.empty(), read(many + end));
  }

  @Test
  void sameQuestionIsParsedOnce() {
    String body = "<propfind xmlns='DAV:'><prop><displayname/></prop></propfind>";
    assertSame(read(body).orElseThrow(), read(body).orElseThrow());
    String large = body + " ".repeat(4096);
    assertNotSame(read(large).orElseThrow(), read(large).orElseThrow());
  }

  @Test
  void depthIsBounded() {
    assertTrue(xml.isWellFormed("<a>".repeat(32).concat("</a>".repeat(32)).getBytes(UTF_8)));
    assertEquals(
        false, xml.isWellFormed("<a>".repeat(33).concat("</a>".repeat(33)).getBytes(UTF_8)));
  }
}
