import { Problem } from '../problem.ts';

/** Thirteen digits without hyphens. The last one checks the others, so a slip of the pen is noticed. */
export function normaliseIsbn(text: string): string {
  const digits = text.replaceAll(/[-\s]/g, '');
  if (!/^\d{13}$/.test(digits)) throw new Problem(400, `'${text}' is not an ISBN of 13 digits`);
  if (weightedSum(digits) % 10 !== 0) throw new Problem(400, `The check digit of ISBN ${text} does not fit`);
  return digits;
}

function weightedSum(digits: string): number {
  return [...digits].reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
}
