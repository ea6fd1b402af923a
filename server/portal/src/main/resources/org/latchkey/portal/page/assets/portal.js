// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
// Copies, asks the browser for passkeys, and keeps forms from being sent twice; everything else
// works without it.
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

// What the server says to the name that was typed, before a passkey is made for it: 204 for yes,
// 422 with why not, and anything else where it wants something else first.
const check = form => fetch(form.dataset.check, {
  method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual'});

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
      const answer = form.dataset.check ? await check(form) : {status: 204};
      if (answer.status === 422) {
        problem.textContent = await answer.text();
        problem.hidden = false;
        return;
      }
      if (answer.status !== 204) {
        form.submit(); // without a passkey: the server says what it wants first
        return;
      }
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

// A form that is on its way isn't sent again, or its first answer would never be seen. One that
// seems lost may be, and so may one on a page that the browser has kept and shows again.
const onTheirWay = new Set();
const LOST_MILLIS = 10_000;

document.addEventListener('submit', event => {
  if (event.defaultPrevented) {
    return;
  }
  const form = event.target;
  if (onTheirWay.has(form)) {
    event.preventDefault();
    return;
  }
  onTheirWay.add(form);
  setTimeout(() => onTheirWay.delete(form), LOST_MILLIS);
});

addEventListener('pageshow', event => {
  if (event.persisted) {
    onTheirWay.clear();
  }
});
