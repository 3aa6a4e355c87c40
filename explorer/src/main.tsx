/** Where the page begins: it takes over the parts of the document that follow the data. */

import { render } from "preact";
import { isKind } from "./address";
import { App } from "./app";
import { current, followLinks } from "./here";
import { keepProse } from "./pages/prose";
import { DIGEST, ROOT } from "./site";
import "./style.css";
import { DateLine } from "./ui/dateline";
import { SourcesPanel } from "./ui/sources";
import { followHeading } from "./ui/title";
import { nameUnseen } from "./ui/unseen";

const DRAWN = new Set(["start", "timeline", "search"]);

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the document has no part #${id}`);
  return found;
}

/** The document's own links are told from the page that was loaded; they outlast its address. */
function keepAddresses(): void {
  const links = document.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>(
    "nav a, .masthead, link[rel=icon]",
  );
  for (const element of links) element.setAttribute("href", element.href);
}

const main = part("main");
const { page } = current();
if (!isKind(page) && !DRAWN.has(page)) keepProse(page, main);
followHeading(main);
keepAddresses();
followLinks();
main.replaceChildren();
nameUnseen();
render(<App />, main);
render(<DateLine />, part("dateline"));
render(<SourcesPanel />, part("panel"));

// What was loaded stays at hand without a network, where the browser allows it; without, the site
// is the same, so nothing is said of a refusal.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => {
    setTimeout(() => {
      navigator.serviceWorker.register(`${ROOT}worker.js?${DIGEST}`).catch(() => undefined);
    }, 3000);
  });
}
