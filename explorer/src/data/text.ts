/** Values from the data made fit to be shown: always text, and never longer than a page bears. */

/** Characters that are not seen but change what is: controls, and those that turn the direction.
 * Line ends are kept, and the joiners and marks that some scripts are written with. */
const UNSEEN = /(?![\t\n\r\u00ad\u200c-\u200f])[\p{Cc}\p{Cf}]/gu;

/** The text with what cannot be seen in it named: `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(
    UNSEEN,
    (sign) => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

/** An address that may become a link: of the web, and nothing else. */
export function webAddress(text: string | null | undefined): string | null {
  if (!text || !/^https?:\/\//i.test(text)) return null;
  try {
    return new URL(text).href;
  } catch {
    return null; // shown as text
  }
}

/** The host of an address, for readers. */
export function hostOf(text: string | null | undefined): string {
  const address = webAddress(text);
  return address ? new URL(address).host.replace(/^www\./, "") : "";
}

/** A name from the code, for readers: `closure_ordered` becomes `Closure ordered`. */
export function worded(name: string): string {
  const text = plain(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same within a sentence. */
export function plain(name: string): string {
  return name.replaceAll("_", " ").replace(/^ngo\b/, "NGO");
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A date as precisely as the data gives it: `1 November 2022`, `by January 2020`. */
export function dated(date: string | null | undefined): string {
  if (!date) return "";
  const [from = "", to] = date.split("/");
  if (to === undefined) return partly(from);
  if (from === "..") return `by ${partly(to)}`;
  if (to === "..") return `not before ${partly(from)}`;
  return `${partly(from)} to ${partly(to)}`;
}

function partly(date: string): string {
  const [year = "", month, day] = date.split("-");
  const name = MONTHS[Number(month) - 1];
  if (!name) return date;
  return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
}

/** `1 station`, `2 stations`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}

/** `Rome, Milan and Prato`. */
export function listed(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}
