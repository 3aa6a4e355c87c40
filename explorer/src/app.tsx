/** The page for an address. */

import { useLayoutEffect } from "preact/hooks";
import { isKind } from "./address";
import { useHere } from "./here";
import { List } from "./pages/list";
import { Prose } from "./pages/prose";
import { Record } from "./pages/record";
import { Search } from "./pages/search";
import { Start } from "./pages/start";
import { Timeline } from "./pages/timeline";

/** What stands in the document's main part. */
export function App() {
  const here = useHere();
  useLayoutEffect(() => markWhereOneIs(here.page), [here.page]);
  const { page, id } = here;
  if (isKind(page)) {
    return id ? (
      <Record key={`${page}/${id}`} here={here} kind={page} id={id} />
    ) : (
      <List key={page} kind={page} />
    );
  }
  if (page === "start") return <Start />;
  if (page === "timeline") return <Timeline />;
  if (page === "search") return <Search />;
  return <Prose page={page} />;
}

/** The links at the top stand in the document; the one of this page is marked. */
function markWhereOneIs(page: string): void {
  for (const anchor of document.querySelectorAll("header nav a")) {
    if (anchor.getAttribute("data-page") === page) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}
