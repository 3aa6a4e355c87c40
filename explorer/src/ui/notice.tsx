/** The wording of the data policy, which stands on every page that lists stations. */

import { NOTICE } from "../data/notice";

/** What this list is, and what it is not. */
export function Notice() {
  return <p class="notice">{NOTICE}</p>;
}
