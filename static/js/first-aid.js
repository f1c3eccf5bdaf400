// Keeps this page for when there is no network. Without a script, or where that is not possible, the page is the same.
"use strict";

(() => {
  const { worker } = document.currentScript.dataset;
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(worker).catch(() => {});
})();
