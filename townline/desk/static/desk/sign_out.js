// Whoever signs out leaves no notes behind in a browser that others use as well.
import { forgetAll } from "./console_drafts.js";

document.querySelector("form[data-sign-out]")?.addEventListener("submit", forgetAll);
