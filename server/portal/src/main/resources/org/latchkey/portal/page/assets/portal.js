// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
// Copies, and asks the browser for passkeys; everything else works without it.
'use strict';

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const shown = document.getElementById(button.dataset.copy);
    const text = shown.querySelector('li')
      ? Array.from(shown.querySelectorAll('li'), item => item.textContent.trim()).join('\n')
      : shown.textContent.trim();
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.copied;
  });
}

const ceremonies = {
  create: json => navigator.credentials.create(
    {publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json)}),
  get: json => navigator.credentials.get(
    {publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json)}),
};

for (const form of document.querySelectorAll('[data-webauthn]')) {
  form.addEventListener('submit', async event => {
    if (form.elements.response.value) {
      return; // the passkey is in it: let it go
    }
    event.preventDefault();
    const problem = form.querySelector('.problem');
    problem.hidden = true;
    try {
      const credential =
        await ceremonies[form.dataset.webauthn](JSON.parse(form.dataset.options));
      form.elements.response.value = JSON.stringify(credential.toJSON());
      form.requestSubmit();
    } catch (failure) {
      // Of a ceremony that creates: the authenticator holds one of the account's passkeys already.
      problem.textContent = failure.name === 'InvalidStateError' && form.dataset.known
        ? form.dataset.known : form.dataset.failed;
      problem.hidden = false;
    }
  });
}
