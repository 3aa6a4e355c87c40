/** Texts made alike for finding: small letters, no accents, one blank between words. */

/** Letters that no accent is taken from, but that readers type as others. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

/** The text as it is compared: `São Paulo` is `sao paulo`. */
export function folded(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return squeezed(text.toLowerCase());
  const bare = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return squeezed(bare.replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? letter));
}

function squeezed(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
