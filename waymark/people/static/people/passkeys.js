/* Shows what needs JavaScript, and says so when a passkey could not be read. */
"use strict";
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.PublicKeyCredential) return;
    for (const part of document.querySelectorAll("[data-js]")) part.hidden = false;
  });
  document.addEventListener("allauth.error", (event) => {
    for (const message of document.querySelectorAll("[data-passkey-failed]")) {
      event.preventDefault();
      message.hidden = false;
    }
  });
})();
