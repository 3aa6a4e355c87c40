/** Pages that are complete without a script: their own document is fetched and its text taken over. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { PageName } from "../address";
import { ROOT } from "../site";

const taken = new Map<PageName, readonly Node[]>();

/** Keep the text of the page that was loaded, which drawing would else sweep away. */
export function keepProse(page: PageName, main: Element): void {
  taken.set(page, [...main.childNodes]);
}

/** Such a page within the site. */
export function Prose({ page }: { page: PageName }) {
  const place = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    setProblem(null);
    place.current?.replaceChildren();
    proseOf(page).then(
      (nodes) => wanted && place.current?.replaceChildren(...nodes),
      (error: Error) => wanted && setProblem(error.message),
    );
    return () => {
      wanted = false;
    };
  }, [page]);
  return (
    <>
      {problem && (
        <p class="problem" role="alert">
          The page could not be loaded ({problem}).
        </p>
      )}
      <div class="prose" ref={place} />
    </>
  );
}

async function proseOf(page: PageName): Promise<readonly Node[]> {
  const known = taken.get(page);
  if (known) return known;
  const address = `${ROOT}${page}.html`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${answer.statusText}`);
  const text = new DOMParser().parseFromString(await answer.text(), "text/html");
  const nodes = [...(text.querySelector("main")?.childNodes ?? [])].map((n) =>
    document.adoptNode(n),
  );
  taken.set(page, nodes);
  return nodes;
}
