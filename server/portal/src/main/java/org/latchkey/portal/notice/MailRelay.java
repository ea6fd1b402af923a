// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.latchkey.config.NoticesSettings;
import org.latchkey.config.UpstreamTls;

/** The SMTP server that notices are handed to (RFC 5321). */
public final class MailRelay {
  private static final String TIMEOUT_MILLIS = "30000";

  private final NoticesSettings settings;
  private final Session session;

  /**
   * @param settings with a host
   * @param ownName what this server calls itself in EHLO
   * @throws IOException when the authorities or the password can't be read
   */
  public MailRelay(NoticesSettings settings, String ownName) throws IOException {
    this.settings = settings;
    Properties properties = new Properties();
    SSLSocketFactory sockets = RelayTls.sockets(settings.ca());
    properties.put("mail.smtp.ssl.socketFactory", sockets);
    set(properties, "ssl.checkserveridentity", "true");
    set(properties, "ssl.protocols", "TLSv1.3 TLSv1.2");
    set(properties, "ssl.enable", Boolean.toString(settings.tls() == UpstreamTls.IMPLICIT));
    String startTls = Boolean.toString(settings.tls() == UpstreamTls.STARTTLS);
    set(properties, "starttls.enable", startTls);
    set(properties, "starttls.required", startTls);
    set(properties, "auth", Boolean.toString(settings.user().isPresent()));
    set(properties, "auth.mechanisms", "PLAIN LOGIN");
    set(properties, "localhost", ownName);
    set(properties, "connectiontimeout", TIMEOUT_MILLIS);
    set(properties, "timeout", TIMEOUT_MILLIS);
    set(properties, "writetimeout", TIMEOUT_MILLIS);
    session = Session.getInstance(properties);
    boolean _ = password().isPresent(); // a file that can't be read stops the start
  }

  private static void set(Properties properties, String key, String value) {
    properties.setProperty("mail.smtp." + key, value);
  }

  /** Read each time, so that it may be changed under the running server. */
  private Optional<String> password() throws IOException {
    Optional<Path> file = settings.passwordFile();
    return file.isPresent()
        ? Optional.of(Files.readString(file.get(), StandardCharsets.UTF_8).strip())
        : Optional.empty();
  }

  /** Mails are sent over it until the relay fails. It belongs to one thread. */
  final class Connection implements AutoCloseable {
    private @Nullable Transport transport;

    /** Sends a mail; connects first where that hasn't been done. */
    Delivery send(NoticeMail mail) {
      Transport open;
      try {
        open = connected();
      } catch (MessagingException e) {
        return new Delivery.RelayFailed(why(e));
      } catch (IOException e) {
        return new Delivery.RelayFailed("its password can't be read: " + e.getMessage());
      }
      try {
        open.sendMessage(mail, mail.getAllRecipients());
        return new Delivery.Sent();
      } catch (MessagingException e) {
        return failed(e);
      }
    }

    private Transport connected() throws MessagingException, IOException {
      Transport open = transport;
      if (open == null || !open.isConnected()) {
        close();
        open = session.getTransport("smtp");
        transport = open;
        open.connect(
            settings.host().orElseThrow(),
            settings.port(),
            settings.user().orElse(null),
            password().orElse(null));
      }
      return open;
    }

    @Override
    public void close() {
      Transport open = transport;
      transport = null;
      if (open != null) {
        try {
          open.close();
        } catch (MessagingException alreadyGone) {
          // Whatever was sent has been answered before.
        }
      }
    }
  }

  Connection connection() {
    return new Connection();
  }

  /** What the relay's replies say of the mail: the reply to its recipient goes before others. */
  private static Delivery failed(MessagingException failure) {
    String why = why(failure);
    for (Exception each = failure; each != null; each = next(each)) {
      int code =
          switch (each) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> 0;
          };
      boolean refused = code / 100 == 5;
      boolean deferred = code / 100 == 4 && code != 421; // RFC 5321 §3.8: 421 ends the connection
      if ((refused || deferred) && isOfSender(each)) {
        return new Delivery.RelayFailed(why);
      }
      if (refused) {
        return new Delivery.Refused(why);
      }
      if (deferred) {
        return new Delivery.Deferred(why);
      }
    }
    return new Delivery.ConnectionLost(why);
  }

  /** A sender that isn't welcome is no fault of the mail's: it is the same in all of them. */
  private static boolean isOfSender(Exception each) {
    return each instanceof SMTPSendFailedException send && send.getCommand().startsWith("MAIL");
  }

  private static String why(MessagingException failure) {
    return String.valueOf(failure.getMessage()).strip();
  }

  private static @Nullable Exception next(Exception each) {
    return each instanceof MessagingException messaging ? messaging.getNextException() : null;
  }
}
