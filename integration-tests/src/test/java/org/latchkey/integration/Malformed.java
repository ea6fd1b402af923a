// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * What no client should send, with passwords in it, right and wrong: a handful for each protocol,
 * and any number of others that are these with some octets changed, cut off, doubled or put in.
 */
final class Malformed {
  private static final String LONG = "x".repeat(200_000);
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String DEEP = "(".repeat(20_000);

  private final String name;
  private final String right;
  private final String wrong;

  Malformed(String name, String right, String wrong) {
    this.name = name;
    this.right = right;
    this.wrong = wrong;
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<byte[]> of(String... texts) {
    return Arrays.stream(texts).map(Malformed::octets).toList();
  }

  List<byte[]> imap() {
    String plain = LineClient.plain(name, wrong);
    return of(
        "\r\n\n\0\r\n",
        "a\r\n* OK\r\n+ \r\na FROB " + wrong + "\r\n",
        "a LOGIN\r\nb LOGIN x\r\nc LOGIN " + name + " " + wrong + " more\r\n",
        "a LOGIN \"" + name + "\" \"" + wrong,
        "a LOGIN \"" + name + "\\x\" \"" + right + "\"\r\n",
        "a LOGIN {4294967296}\r\nb LOGIN {-1}\r\nc LOGIN {x}\r\n",
        "a LOGIN {70000+}\r\n" + LONG,
        "a LOGIN {" + name.length() + "}\r\n" + name + " {40}\r\n" + right,
        "a LOGIN " + name + "\0 " + wrong + "\r\n",
        "a AUTHENTICATE PLAIN !!" + plain + "\r\n",
        "a AUTHENTICATE PLAIN\r\n" + plain.substring(1) + "\r\n*\r\n" + plain + "\r\n",
        "a AUTHENTICATE PLAIN =\r\nb AUTHENTICATE\r\nc AUTHENTICATE GSSAPI " + plain + "\r\n",
        "a AUTHENTICATE LOGIN\r\n" + LineClient.base64(name) + "\r\n" + LineClient.base64(wrong),
        "a SELECT INBOX\r\nb IDLE\r\nDONE\r\nc FETCH 1 BODY[]\r\n",
        "a LOGIN "
            + name
            + " "
            + wrong
            + "\r\nb LOGIN "
            + name
            + " "
            + right
            + "\r\nc LOGIN x y\r\n",
        "a NOOP " + LONG + "\r\n",
        "a ID " + DEEP + "\r\n",
        "a STARTTLS\r\nb LOGIN " + name + " " + wrong + "\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + right,
        "\u00ff\u00fe\u00fd LOGIN \u00c0\u0080 " + wrong + "\r\n");
  }

  List<byte[]> smtp() {
    String plain = LineClient.plain(name, wrong);
    String good = LineClient.plain(name, right);
    return of(
        "\r\n\n\0\r\n",
        "AUTH PLAIN " + plain + "\r\nMAIL FROM:<>\r\nDATA\r\n.\r\n",
        "EHLO\r\nEHLO " + LONG + "\r\n",
        "EHLO x\r\nAUTH PLAIN\r\n" + plain.substring(1) + "\r\nAUTH PLAIN\r\n*\r\n",
        "EHLO x\r\nAUTH PLAIN !" + good + "\r\nAUTH PLAIN =\r\nAUTH\r\nAUTH CRAM-MD5\r\n",
        "EHLO x\r\nAUTH PLAIN " + plain + " " + wrong + "\r\n",
        "EHLO x\r\nAUTH LOGIN\r\n" + LineClient.base64(name) + "\r\n" + LineClient.base64(wrong),
        "EHLO x\r\nAUTH LOGIN " + LineClient.base64(name) + "\r\n" + wrong + "\r\n",
        "EHLO x\nAUTH PLAIN " + good + "\n",
        "EHLO x\r\nAUTH PLAIN "
            + plain
            + "\r\nAUTH PLAIN "
            + good
            + "\r\nAUTH PLAIN "
            + good
            + "\r\n",
        "EHLO x\r\nSTARTTLS\r\nAUTH PLAIN " + good + "\r\n",
        "EHLO x\r\nAUTH PLAIN\r\n" + LONG + "\r\n",
        "DATA\r\nRCPT TO:<" + wrong + ">\r\nBDAT 5 LAST\r\nhello\r\n.\r\n",
        "FROB " + wrong + "\r\n\u00ff\u00fe\r\nHELO \0\r\nVRFY " + right + "\r\n");
  }

  List<byte[]> http() {
    String fields = "Host: localhost\r\nDepth: 0\r\nAuthorization: ";
    String propfind = "PROPFIND /carddav/ HTTP/1.1\r\n" + fields;
    String good = DavClients.basic(name, right) + "\r\n";
    String bad = DavClients.basic(name, wrong) + "\r\n";
    return of(
        "\r\n\r\nGET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        propfind + "Basic " + wrong + "\r\n\r\n",
        propfind + "Basic " + LineClient.base64(wrong) + "\r\n\r\n",
        propfind + "Bearer " + wrong + "\r\n\r\n",
        propfind + bad + "Content-Length: -1\r\n\r\n",
        propfind + bad + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        propfind + bad + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + right,
        propfind + good + "Content-Length: 8\r\n\r\n<a><b></" + propfind + bad + "\r\n",
        propfind
            + good
            + "Content-Length: 62\r\n\r\n<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;",
        propfind + good + "Content-Length: 200000\r\n\r\n" + "<a>".repeat(66_000),
        propfind + good + "X-Long: " + LONG + "\r\n\r\n",
        "PROPFIND /carddav/%zz/../\u00ff HTTP/1.1\r\n" + fields + good + "\r\n",
        "PUT /caldav/" + wrong + " HTTP/1.1\r\n" + fields + bad + "Content-Length: 9999\r\n\r\nx",
        "POST /portal/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + FORM
            + "\r\nContent-Length: 64000\r\n\r\nlogin="
            + wrong,
        "POST /portal/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + FORM
            + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nlogin\r\nzz\r\n",
        "POST /portal/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + FORM
            + "\r\nContent-Length: 9\r\n\r\nlogin=%zz",
        "POST /portal/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data"
            + "\r\nContent-Length: 9\r\n\r\nlogin=%zz",
        "POST /portal/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data;"
            + " boundary=x\r\nContent-Length: 30\r\n\r\n--x\r\nContent-Disposition: y\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u0004\u0008\0\0\0\0\0\u00ff\u00ff\u00ff\u00ff"
            + good);
  }

  /** What begins a body and doesn't end it, and what no frame of HTTP/2 may be. */
  List<byte[]> http2() {
    String[] good = {"authorization", DavClients.basic(name, right)};
    String[] bad = {"authorization", DavClients.basic(name, wrong), "content-length", "5"};
    byte[] data = octets("a=" + "x".repeat(16_000));
    Http2Frames open = Http2Frames.connection();
    Http2Frames reset = Http2Frames.connection();
    for (int stream = 1; stream < 120; stream += 2) {
      byte[] post = Http2Frames.fields("POST", "/portal/sign-in", "content-type", FORM);
      open.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, stream, post);
      open.frame(Http2Frames.DATA, 0, stream, octets("login="));
      reset.request("PUT", "/carddav/x", stream, 0);
      reset.frame(Http2Frames.DATA, 0, stream, data);
      reset.frame(Http2Frames.RST_STREAM, 0, stream, Http2Frames.number(8));
    }
    return List.of(
        open.toBytes(),
        reset.toBytes(),
        headers(Http2Frames.fields("PROPFIND", "/carddav/", good)).toBytes(),
        headers(Http2Frames.fields("PUT", "/caldav/x", bad))
            .frame(Http2Frames.DATA, 1, 1, octets("x"))
            .toBytes(),
        headers(Http2Frames.fields("POST", "/portal/sign-in", "transfer-encoding", "chunked"))
            .toBytes(),
        headers(octets(wrong)).toBytes(),
        headers(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}).toBytes(),
        Http2Frames.connection().frame(Http2Frames.DATA, 0, 5, data).toBytes(),
        Http2Frames.connection().frame(Http2Frames.WINDOW_UPDATE, 0, 0, new byte[4]).toBytes(),
        Http2Frames.connection().frame(Http2Frames.GOAWAY, 0, 0, new byte[8]).toBytes(),
        Http2Frames.connection().frame(Http2Frames.PING, 0, 0, new byte[3]).toBytes(),
        Http2Frames.connection().frame(0x42, 0xff, 7, octets(right)).toBytes(),
        Http2Frames.connection().raw(octets(LONG)).toBytes(),
        new Http2Frames().frame(Http2Frames.HEADERS, 5, 1, octets(wrong)).toBytes(),
        octets("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        octets("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  }

  private static Http2Frames headers(byte[] block) {
    return Http2Frames.connection().frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, block);
  }

  /**
   * @param dn what to bind as
   */
  List<byte[]> ldap(String dn) {
    byte[] good = bind(dn, right);
    byte[] bad = bind(dn, wrong);
    List<byte[]> all = new ArrayList<>();
    all.add(Arrays.copyOf(bad, bad.length - 3));
    all.add(joined(bad, good, good, bad));
    all.add(bind(dn + ",".repeat(100), right));
    all.add(bind("uid=" + "x".repeat(5000), wrong));
    all.add(bind(("a=" + wrong + ",").repeat(2000) + dn, wrong));
    all.add(bind("\0" + dn, wrong));
    all.add(bind(dn, ""));
    all.add(joined(hex("30847fffffff"), bad));
    all.add(joined(hex("3080020101"), bad));
    all.add(joined(hex("30050201014200"), bad)); // unbind, then a bind
    all.add(joined(hex("30050201017e00"), good)); // no such operation
    all.add(hex("3003020101".repeat(500)));
    all.add(hex("3080".repeat(30_000)));
    all.add(search("(!".repeat(60) + "(cn=" + wrong + ")" + ")".repeat(60)));
    all.add(
        octets("GET / HTTP/1.1\r\nAuthorization: " + DavClients.basic(name, wrong) + "\r\n\r\n"));
    return all;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] bind(String dn, String password) {
    return new LDAPMessage(1, new BindRequestProtocolOp(dn, password)).encode().encode();
  }

  private static byte[] search(String filter) {
    try {
      return new LDAPMessage(
              2,
              new SearchRequestProtocolOp(
                  TestSettings.BASE,
                  SearchScope.SUB,
                  DereferencePolicy.NEVER,
                  0,
                  0,
                  false,
                  Filter.create(filter),
                  List.of()))
          .encode()
          .encode();
    } catch (LDAPException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The same with up to four changes. */
  static byte[] changed(byte[] input, Random random) {
    byte[] octets = input.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      octets = changedOnce(octets, random);
    }
    return octets;
  }

  private static byte[] changedOnce(byte[] octets, Random random) {
    int at = octets.length == 0 ? 0 : random.nextInt(Math.min(octets.length, 400));
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(octets, at);
      case 1 -> joined(Arrays.copyOf(octets, at), octets);
      case 2 -> {
        byte[] some = new byte[1 + random.nextInt(8)];
        random.nextBytes(some);
        yield joined(
            Arrays.copyOf(octets, at), some, Arrays.copyOfRange(octets, at, octets.length));
      }
      default -> {
        if (octets.length > 0) {
          octets[at] ^= (byte) (1 << random.nextInt(8));
        }
        yield octets;
      }
    };
  }
}
