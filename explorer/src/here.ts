/** Where the reader is, and going elsewhere without loading the page anew. */

import { useEffect, useState } from "preact/hooks";
import { type Address, DAY, format, type PageName, parse } from "./address";

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
  if (how === "push") {
    write();
    history.pushState(null, "", format(address));
  }
  here = address;
  if (how === "replace") writeSoon();
  for (const follow of followers) follow();
  if (moved) {
    scrollTo(0, 0);
    // A reader of the screen is told where they are, as after a page that loads.
    requestAnimationFrame(() => document.getElementById("main")?.focus({ preventScroll: true }));
  }
}

/** Go to a page of this site by its address as text. */
export function goTo(href: string): void {
  const address = parse(new URL(href));
  if (address) go(address);
}

/** Browsers refuse an address that changes too often, as while a slider is moved. */
const PAUSE = 300;

let written = 0;
let later: ReturnType<typeof setTimeout> | undefined;

function writeSoon(): void {
  if (later !== undefined) return;
  const wait = written + PAUSE - Date.now();
  later = setTimeout(write, Math.max(0, wait));
  if (wait <= 0) write();
}

/** Put the address into the browser's bar, where that is still to be done. */
function write(): void {
  if (later === undefined) return;
  clearTimeout(later);
  later = undefined;
  written = Date.now();
  history.replaceState(null, "", format(here));
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
  addEventListener("pagehide", write);
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
    go(url.searchParams.has(DAY) ? address : { ...address, day: here.day });
  });
}
