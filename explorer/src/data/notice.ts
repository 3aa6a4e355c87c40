/** The wording of the data policy; it is the release's own, from the page that was loaded. */

export const NOTICE = document.querySelector("#notice")?.textContent?.trim() ?? "";
