// What shows that a request is ours. Whoever signs in or out in another tab has a new one from then on, in the cookie
// alone; the one that came with the page serves where the cookie cannot be read.
"use strict";

function csrfToken() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : document.querySelector(".phone").dataset.csrf;
}
