import { entropy } from '../grade/entropy.ts';
import { awsAccount, checksumIsRight } from '../grade/checksum.ts';
import type { Candidate } from '../finding.ts';
import type { CompiledToken } from './compile-rules.ts';
import { matchAt } from '../match-at.ts';

/** `X-Amz-Credential=…` in an address, `Credential=…` in a header: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
const signed = /Credential(?:=|%3D)$/i;

/** Whether what begins there is a part of long content in base64, an image as a rule, after a sign that has no letter before a token. */
function isWithinBase64(text: string, start: number): boolean {
  if (text[start - 1] !== '/' && text[start - 1] !== '+') return false;
  const before = text.slice(Math.max(0, start - 96), start);
  return before.includes('+') && /^[A-Za-z0-9+/]{96}$/.test(before);
}

/** Tries a rule where its keyword begins at `at`. `text` has one character per byte. */
export function matchToken(
  text: string,
  at: number,
  { rule, expression, lead, notBefore }: CompiledToken,
): Candidate | undefined {
  const start = at - lead;
  if (start < 0) return undefined;
  // `"\nghp_…"` in a string literal: the letter before belongs to the escape.
  if (
    start > 0 &&
    notBefore[text.charCodeAt(start - 1) & 255] === 1 &&
    !(start > 1 && text[start - 2] === '\\' && /[nrt]/.test(text[start - 1] as string))
  )
    return undefined;
  if (isWithinBase64(text, start)) return undefined;
  const found = matchAt(expression, text, start);
  if (found === undefined) return undefined;
  const secret = found[1] ?? found[0];
  const secretStart = found[1] === undefined ? start : start + found[0].lastIndexOf(secret);
  const bits = entropy(secret);
  // One character again and again; and the id of a key with which a request was signed, which says who did and is no key.
  if (bits < 1 || (rule.checksum === 'aws-account' && signed.test(text.slice(Math.max(0, start - 13), start))))
    return undefined;
  const reasons: string[] = [];
  let certainty = 0.95;
  if (bits < rule.minEntropy) {
    if (bits < rule.minEntropy - 1) certainty = 0.2;
    else certainty = 0.4;
    reasons.push('its characters repeat as in a made-up value');
  }
  if (rule.checksum !== undefined) {
    const isRight = checksumIsRight(rule.checksum, secret);
    if (isRight === true) {
      certainty = 0.99;
      reasons.unshift('its check sum is right');
    } else if (isRight === false) {
      certainty = Math.min(certainty, 0.5);
      reasons.unshift('its check sum is wrong: mistyped, cut or made up');
    }
    const account = rule.checksum === 'aws-account' ? awsAccount(secret) : undefined;
    if (account !== undefined) reasons.push(`it belongs to account ${account}`);
  }
  if (reasons.length === 0) reasons.push(`it has the form of ${rule.title}`);
  return {
    ruleId: rule.id,
    title: rule.title,
    provider: rule.provider,
    severity: rule.severity,
    ...(rule.rotate !== undefined && { rotate: rule.rotate }),
    rank: 90 + Math.min(9, Math.max(...rule.keywords.map(({ length }) => length)) / 3),
    start: secretStart,
    end: secretStart + secret.length,
    secret,
    certainty,
    reasons,
  };
}
