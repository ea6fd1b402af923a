// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.directory.api.ldap.extras.extended.pwdModify.PasswordModifyRequest;
import org.apache.directory.api.ldap.extras.extended.pwdModify.PasswordModifyResponse;
import org.apache.directory.api.ldap.extras.extended.pwdModify.PasswordModifyResponseImpl;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapOperationException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.ldap.ExtendedOperationHandler;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.ldap.LdapSession;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.directory.rules.Refused;

/**
 * Password Modify (RFC 3062), which {@code ldappasswd} speaks: without a new password the server
 * generates one and returns it, once.
 */
final class PasswordModifyHandler
    implements ExtendedOperationHandler<PasswordModifyRequest, PasswordModifyResponse> {
  private final PasswordChange change;

  PasswordModifyHandler(PasswordChange change) {
    this.change = change;
  }

  @Override
  public String getOid() {
    return PasswordModifyRequest.EXTENSION_OID;
  }

  @Override
  public Set<String> getExtensionOids() {
    return Set.of(PasswordModifyRequest.EXTENSION_OID);
  }

  @Override
  public void setLdapServer(LdapServer server) {}

  @Override
  public void handleExtendedOperation(LdapSession session, PasswordModifyRequest request) {
    session.getIoSession().write(answer(session, request));
  }

  private PasswordModifyResponseImpl answer(LdapSession session, PasswordModifyRequest request) {
    int id = request.getMessageId();
    try {
      byte[] generated = changed(session, request);
      PasswordModifyResponseImpl done = new PasswordModifyResponseImpl(id, ResultCodeEnum.SUCCESS);
      if (generated.length > 0) {
        done.setGenPassword(generated);
      }
      return done;
    } catch (LdapOperationException e) {
      return new PasswordModifyResponseImpl(id, e.getResultCode(), e.getMessage());
    } catch (LdapException | CharacterCodingException e) {
      return new PasswordModifyResponseImpl(id, ResultCodeEnum.INVALID_DN_SYNTAX);
    } catch (DirectoryUnavailableException e) {
      return new PasswordModifyResponseImpl(id, ResultCodeEnum.UNAVAILABLE);
    } catch (DirectoryRefusalException e) {
      ResultCodeEnum code =
          switch (e.kind()) {
            case NOT_FOUND -> ResultCodeEnum.NO_SUCH_OBJECT;
            case ALREADY_EXISTS -> ResultCodeEnum.ENTRY_ALREADY_EXISTS;
            case LIMIT_REACHED -> ResultCodeEnum.ADMIN_LIMIT_EXCEEDED;
            case INVALID, LABEL_NOT_KEPT -> ResultCodeEnum.CONSTRAINT_VIOLATION;
          };
      return new PasswordModifyResponseImpl(id, code, e.getMessage());
    }
  }

  private byte[] changed(LdapSession session, PasswordModifyRequest request)
      throws LdapException, CharacterCodingException {
    if (session.getCoreSession().isAnonymous()) {
      throw new Refused(ResultCodeEnum.STRONG_AUTH_REQUIRED, "bind first");
    }
    byte @Nullable [] identity = request.getUserIdentity();
    if (identity == null || identity.length == 0) {
      throw new Refused(
          ResultCodeEnum.UNWILLING_TO_PERFORM, "name the entry whose password is to change");
    }
    String name =
        StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(identity)).toString();
    byte @Nullable [] typed = request.getNewPassword();
    return change.change(
        session.getCoreSession(),
        new Dn(change.schema(), name),
        typed == null ? new byte[0] : typed);
  }
}
