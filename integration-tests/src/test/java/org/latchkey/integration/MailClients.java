// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** Angus Mail, the reference implementation of Jakarta Mail, and GreenMail's helpers on top. */
final class MailClients {
  private MailClients() {}

  static void addTo(Map<String, SignInClient> clients, TestServer server) {
    int imap = server.ports().imap();
    int imaps = server.ports().imaps();
    int submission = server.ports().submission();
    int submissions = server.ports().submissions();
    clients.put("Angus IMAP STARTTLS PLAIN", new Imap(server, imap, true, "PLAIN"));
    clients.put("Angus IMAP STARTTLS LOGIN", new Imap(server, imap, true, "LOGIN"));
    clients.put("Angus IMAPS PLAIN", new Imap(server, imaps, false, "PLAIN"));
    clients.put("Angus IMAPS LOGIN", new Imap(server, imaps, false, "LOGIN"));
    // A mechanism that isn't offered: it falls back to the command LOGIN.
    clients.put("Angus IMAPS LOGIN command", new Imap(server, imaps, false, "NTLM"));
    clients.put("Angus SMTP STARTTLS PLAIN", new Smtp(server, submission, true, "PLAIN"));
    clients.put("Angus SMTP STARTTLS LOGIN", new Smtp(server, submission, true, "LOGIN"));
    clients.put("Angus SMTPS PLAIN", new Smtp(server, submissions, false, "PLAIN"));
    clients.put("Angus SMTPS LOGIN", new Smtp(server, submissions, false, "LOGIN"));
    clients.put("GreenMail IMAP in clear", new GreenMailImap(imap));
    clients.put("GreenMail SMTP in clear", new GreenMailSmtp(submission));
  }

  private static Properties properties(
      TestServer server, String protocol, boolean startTls, String mechanism) {
    Properties properties = new Properties();
    String prefix = "mail." + protocol + ".";
    properties.put(prefix + "ssl.socketFactory", server.tls().getSocketFactory());
    properties.put(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "ssl.enable", Boolean.toString(!startTls));
    properties.put(prefix + "starttls.enable", Boolean.toString(startTls));
    properties.put(prefix + "starttls.required", Boolean.toString(startTls));
    properties.put(prefix + "auth.mechanisms", mechanism);
    properties.put(prefix + "connectiontimeout", "30000");
    properties.put(prefix + "timeout", "30000");
    return properties;
  }

  private static String words(MessagingException refused) {
    @Nullable String message = refused.getMessage();
    return message == null ? "" : message.strip();
  }

  private record Imap(TestServer server, int port, boolean startTls, String mechanism)
      implements SignInClient {
    @Override
    public String service() {
      return "imap";
    }

    @Override
    public Optional<String> signIn(String name, String password) throws MessagingException {
      Session session = Session.getInstance(properties(server, "imap", startTls, mechanism));
      return openInbox(session.getStore("imap"), port, name, password);
    }
  }

  private static Optional<String> openInbox(Store store, int port, String name, String password)
      throws MessagingException {
    try (store) {
      store.connect(TestServer.HOST, port, name, password);
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_WRITE);
        if (inbox.getMessageCount() != 0) {
          throw new AssertionError("the mailbox isn't empty");
        }
      }
      return Optional.empty();
    } catch (AuthenticationFailedException refused) {
      return Optional.of(words(refused));
    }
  }

  private record Smtp(TestServer server, int port, boolean startTls, String mechanism)
      implements SignInClient {
    @Override
    public String service() {
      return "smtp";
    }

    @Override
    public Optional<String> signIn(String name, String password) throws MessagingException {
      Properties properties = properties(server, "smtp", startTls, mechanism);
      properties.put("mail.smtp.auth", "true");
      try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
        transport.connect(TestServer.HOST, port, name, password);
        return Optional.empty();
      } catch (AuthenticationFailedException refused) {
        return Optional.of(words(refused));
      }
    }
  }

  /** What GreenMail's Retriever does, which itself only takes a GreenMail server's port. */
  private record GreenMailImap(int port) implements SignInClient {
    @Override
    public String service() {
      return "imap";
    }

    @Override
    public Optional<String> signIn(String name, String password) throws MessagingException {
      ServerSetup setup = new ServerSetup(port, TestServer.HOST, ServerSetup.PROTOCOL_IMAP);
      return openInbox(
          GreenMailUtil.getSession(setup).getStore(setup.getProtocol()), port, name, password);
    }
  }

  /** Sends a mail; once signed in it is told that there is nobody to take it yet. */
  private record GreenMailSmtp(int port) implements SignInClient {
    @Override
    public String service() {
      return "smtp";
    }

    @Override
    public Optional<String> signIn(String name, String password) throws MessagingException {
      ServerSetup setup =
          new ServerSetup(port, TestServer.HOST, ServerSetup.PROTOCOL_SMTP)
              .mailSessionProperty("mail.smtp.auth", "true");
      MimeMessage message =
          GreenMailUtil.createTextEmail("to@example.org", name, "subject", "text", setup);
      try {
        GreenMailUtil.sendMimeMessage(message, name, password);
        throw new AssertionError("nobody takes mail yet");
      } catch (IllegalStateException failed) {
        return switch (failed.getCause()) {
          case AuthenticationFailedException refused -> Optional.of(words(refused));
          case SMTPSendFailedException told when told.getReturnCode() == 451 -> Optional.empty();
          case null, default -> throw failed;
        };
      }
    }
  }
}
