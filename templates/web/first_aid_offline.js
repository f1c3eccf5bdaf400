{% load static %}// Keeps the page of first aid for when there is no network. Nothing else is ever kept: other pages hold health data.
"use strict";

const KEPT = "first-aid-{{ version }}";
const FILES = ["{% url 'web:first-aid' %}", "{% static 'css/nutriplan.css' %}", "{% static 'img/favicon.svg' %}"];

self.addEventListener("install", (event) => {
  // Without cookies, so that what is kept is nobody's.
  const asked = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(asked)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => names.filter((name) => name.startsWith("first-aid-") && name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(drop(names).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !FILES.includes(pathname)) return;
  event.respondWith(fetch(event.request).catch(() => caches.match(pathname, { ignoreVary: true })));
});
