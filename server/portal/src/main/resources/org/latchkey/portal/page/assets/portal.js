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

// Why the server refuses the name that was typed; empty where it doesn't.
const refusal = async form => {
  if (!form.dataset.check) {
    return '';
  }
  const answer = await fetch(form.dataset.check, {
    method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual'});
  return answer.status === 422 ? answer.text() : '';
};

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
      const refused = await refusal(form);
      if (refused) {
        problem.textContent = refused;
        problem.hidden = false;
        return;
      }
      const credential =
        await ceremonies[form.dataset.webauthn](JSON.parse(form.dataset.options));
      form.elements.response.value = JSON.stringify(credential.toJSON());
      form.requestSubmit();
    } catch {
      problem.textContent = form.dataset.failed;
      problem.hidden = false;
    }
  });
}
