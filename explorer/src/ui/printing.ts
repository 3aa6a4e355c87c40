/** Whether the page is being printed: what only paper needs is drawn only then. */

import { useEffect, useState } from "preact/hooks";

/** True from before the page is laid out for paper until after. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(() => matchMedia("print").matches);
  useEffect(() => {
    const paper = matchMedia("print");
    const follow = () => setPrinting(paper.matches);
    const begin = () => setPrinting(true);
    paper.addEventListener("change", follow);
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", follow);
    return () => {
      paper.removeEventListener("change", follow);
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", follow);
    };
  }, []);
  return printing;
}
