/** Where the reader is, and going elsewhere without loading the page anew. */

import { useEffect, useState } from "preact/hooks";
import { type Address, format, type PageName, parse } from "./address";

const START: Address = { page: "start", id: null, day: null, query: {} };

let here = parse(new URL(location.href)) ?? START;
const followers = new Set<() => void>();

/** Where the reader is. */
export function current(): Address {
  return here;
}

/** Go to an address: `replace` leaves no step to go back to, as while a filter is typed. */
export function go(address: Address, how: "push" | "replace" = "push"): void {
  const moved = address.page !== here.page || address.id !== here.id;
  history[how === "push" ? "pushState" : "replaceState"](null, "", format(address));
  here = address;
  for (const follow of followers) follow();
  if (moved) {
    scrollTo(0, 0);
    // A reader of the screen is told where they are, as after a page that loads.
    requestAnimationFrame(() => document.getElementById("main")?.focus({ preventScroll: true }));
  }
}

/** The link to a page of the site, on the day that the reader looks from. */
export function link(page: PageName, id: string | null = null, query: Address["query"] = {}) {
  return format({ page, id, day: here.day, query });
}

/** Where the reader is; the component is drawn anew when that changes. */
export function useHere(): Address {
  const [address, set] = useState(here);
  useEffect(() => {
    const follow = () => set(here);
    followers.add(follow);
    follow();
    return () => {
      followers.delete(follow);
    };
  }, []);
  return address;
}

/** Follow the links of the whole document, and the browser's back and forward. */
export function followLinks(): void {
  addEventListener("popstate", () => {
    here = parse(new URL(location.href)) ?? START;
    for (const follow of followers) follow();
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey) return;
    if (event.shiftKey || event.altKey || !(event.target instanceof Element)) return;
    const anchor = event.target.closest("a");
    if (!anchor || anchor.target || anchor.hasAttribute("download")) return;
    const url = new URL(anchor.href, location.href);
    const address = parse(url);
    if (!address || (url.hash && url.pathname === location.pathname)) return;
    event.preventDefault();
    // The links that stand in the document itself know no day: the reader's goes along.
    go(address.day ? address : { ...address, day: here.day });
  });
}
