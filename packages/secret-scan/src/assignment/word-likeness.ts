/**
 * True for text that reads as words: `my-signing-key`, `AccessTokenProvider`, `v1beta2`. Random text has digits among its letters, changes
 * of case that no writing has, and letters beside each other that no word has.
 */
export function looksLikeWords(text: string): boolean {
  const parts = text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]{2,})([A-Z][a-z]{2})/g, '$1 $2')
    .split(/[^A-Za-z0-9]+|\s+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return true;
  let strange = 0;
  let letters = 0;
  for (const part of parts) {
    letters += part.length;
    if (!isWord(part)) strange += part.length;
  }
  return strange / letters < 0.34;
}

function isWord(part: string): boolean {
  if (/^\d{1,4}$/.test(part) || part.length <= 2) return true;
  if (!/^(?:v?\d{0,3}[A-Za-z]?[a-z]+\d{0,4}|[A-Z]+\d{0,3})$/.test(part)) return false;
  const lower = part.toLowerCase().replaceAll(/\d/g, '');
  const vowels = lower.replaceAll(/[^aeiouy]/g, '').length;
  if (lower.length >= 5 && (vowels / lower.length < 0.15 || vowels / lower.length > 0.8)) return false;
  return !/[^aeiouy]{6}|[jqvwxz]{2}|q[^u]|[bcdfgjkmpqtvwz]x|x[bdfgjkmnqrsvwz]|j[^aeiou]|v[bcdfgjkmnpqtwxz]|z[bcdfgjkmnpqrstvwx]|^[bcdfghjklmnpqrtvwxz]{4}/.test(
    lower,
  );
}
