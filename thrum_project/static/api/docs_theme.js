// Light or dark as the system is, from the first paint on: Swagger UI has a dark sheet, but waits for a class to wear it.
"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const wear = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
wear();
dark.addEventListener("change", wear);
