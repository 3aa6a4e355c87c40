/** What the page's own document says of the site: where it begins, and which release it shows. */

const page = document.documentElement.dataset;

/** The address of the site's folder, ending in a slash. */
export const ROOT = new URL(page.root ?? "./", location.href).href;

/** The data's version. */
export const VERSION = page.version ?? "";

/** Changes with any byte of the data, so that no stale copy is mixed with a fresh one. */
export const DIGEST = page.digest ?? "";

/** The first and the last day on which something in the data became known. */
export const FIRST_DAY = page.first ?? "2009-01-01";
export const LAST_DAY = page.last ?? "2099-12-31";
