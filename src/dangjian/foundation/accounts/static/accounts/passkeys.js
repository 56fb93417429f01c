/* Starts the passkey forms of the sign-in library from data attributes: pages hold no scripts of their own.
   What is said when it fails stands on the page, in a template element. */
(() => {
  const start = () => {
    for (const form of document.querySelectorAll("[data-passkey]")) {
      const { passkey, button, credential, passwordless } = form.dataset;
      const ids = { add: button, login: button, authenticate: button, credential, passwordless, data: "js_data" };
      window.allauth.webauthn.forms[`${passkey}Form`]({ ids });
      document.getElementById(button).hidden = !window.PublicKeyCredential;
    }
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      const words = document.getElementById("passkey-failed")?.content.firstElementChild;
      if (words && !document.querySelector("#main [data-passkey-failed]")) {
        const note = words.cloneNode(true);
        note.setAttribute("data-passkey-failed", "");
        document.getElementById("main").prepend(note);
      }
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
