import { judgeValue } from '../assignment/judge-value.ts';
import type { NameClass } from '../assignment/name-class.ts';
import { readValue, type Shape } from '../assignment/read-value.ts';
import { entropy } from '../grade/entropy.ts';
import { looksLikeWords } from '../assignment/word-likeness.ts';
import type { Candidate } from '../finding.ts';
import { genericRules } from './generic-rules.ts';
import type { CompiledNamed } from './compile-rules.ts';

/** Bytes that names consist of: letters, digits, `_ - . $`, and bytes outside ASCII. */
const inName = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_.$-]/.test(String.fromCharCode(byte)) || byte >= 0x80 ? 1 : 0,
);
const longestName = 80;

export interface Assignment {
  /** One character per byte; offsets count from its beginning. */
  readonly text: string;
  /** The name. */
  readonly start: number;
  readonly end: number;
  readonly kind: NameClass;
  /** Values may stand without quotation marks. */
  readonly allowsBare: boolean;
  readonly named: readonly CompiledNamed[];
  /** Where each named rule's name ended last, from `seenBase` on. */
  readonly lastSeen: Float64Array;
  readonly seenBase: number;
}

/** The name around a keyword that ends at `at`; undefined for what is too long to be one. */
export function nameAround(
  bytes: Uint8Array,
  at: number,
): { readonly start: number; readonly end: number } | undefined {
  let start = at;
  while (start > 0 && at - start < longestName && inName[bytes[start - 1] as number] === 1) start -= 1;
  let end = at;
  while (end < bytes.length && end - at < longestName && inName[bytes[end] as number] === 1) end += 1;
  if (at - start >= longestName || end - at >= longestName) return undefined;
  return { start, end };
}

/** What a name gets, judged. */
export function matchAssignment(assignment: Assignment): Candidate | undefined {
  const { text, kind: found, allowsBare } = assignment;
  let { start, end } = assignment;
  while (start < end && (text[start] === '-' || text[start] === '.' || text[start] === '$')) start += 1;
  while (end > start && (text[end - 1] === '-' || text[end - 1] === '.')) end -= 1;
  const precededBy = start > 0 ? text.charAt(start - 1) : '';
  const value = readValue(text, end, precededBy, allowsBare);
  if (value === undefined) return undefined;
  if (
    value.shape === 'call' &&
    /^(?:get|find|has|is|check|validate|parse|test|describe|it|assert|expect|require|log|print|t|delete|remove)(?![a-z])/.test(
      text.slice(start, end),
    )
  )
    return undefined;
  const secret = text.slice(value.start, value.end);
  const provider = namedRuleFor(assignment, secret, start, end);
  const judged = found === 'none' ? undefined : judgeValue(secret, found, value, allowsBare);
  if (judged === undefined && provider === undefined) return undefined;
  const place = { start: value.start, end: value.end, secret };
  const shapeReason = value.shape === 'flag' ? -0.1 : value.shape === 'default' ? -0.05 : 0;
  if (provider && !looksLikeWords(secret)) {
    const { rule } = provider;
    const certainty = (judged?.certainty ?? 0.5) + 0.1 + shapeReason;
    if (judged === undefined && (found === 'none' || !isRandom(secret, value.shape))) return undefined;
    return {
      ...place,
      ruleId: rule.id,
      title: rule.title,
      provider: rule.provider,
      severity: rule.severity,
      rank: 40,
      ...(rule.rotate !== undefined && { rotate: rule.rotate }),
      certainty: Math.min(0.9, certainty),
      reasons: [`its name and form are those of ${rule.title}`],
    };
  }
  if (judged === undefined || found === 'none') return undefined;
  return {
    ...place,
    ...genericRules[found],
    rank: 20,
    certainty: judged.certainty + shapeReason,
    reasons: judged.reasons,
  };
}

/** 1: ends what the name stands in; 2: blank; 3: gives a value; 4: may begin a type or a value that stands beside its name. */
const following = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/["'`\\)\]]/.test(character)) return 1;
  if (/[ \t]/.test(character)) return 2;
  if (/[=:>,(?|+&!#[;<-]/.test(character)) return 3;
  if (/[\n\r]/.test(character)) return 5;
  return /[A-Za-z0-9{$]/.test(character) ? 4 : 0;
});

/** Looks at a few bytes after a name before anything is decoded: most names are read, called or imported, not set. */
export function mayHaveValue(bytes: Uint8Array, from: number, isProvider: boolean): boolean {
  let hasGap = false;
  for (let at = from; at < from + 24 && at < bytes.length; at += 1) {
    const kind = following[bytes[at] as number];
    if (kind === 3) return bytes[at] !== 0x28 || !isProvider;
    if (kind === 4) return hasGap && !isProvider;
    if (kind === 5) return !isProvider;
    if (kind === 0) return false;
    hasGap = true;
  }
  return hasGap;
}

function isRandom(secret: string, shape: Shape): boolean {
  return (
    shape !== 'argument' &&
    secret.length >= 16 &&
    (/\d/.test(secret) || secret.length >= 24) &&
    /[A-Za-z]/.test(secret) &&
    entropy(secret) > 3.2 &&
    !/[/.]\w+\/|\s/.test(secret)
  );
}

/** The rule of a provider whose name stands in the name, or shortly before it. */
function namedRuleFor(
  { named, lastSeen, seenBase, kind: found }: Assignment,
  secret: string,
  start: number,
  end: number,
): CompiledNamed | undefined {
  if (secret.length < 8 || secret.length > 1000 || found === 'password') return undefined;
  for (const [at, compiled] of named.entries()) {
    const seen = (lastSeen[at] as number) - seenBase;
    if (
      seen > 0 &&
      end - seen < (found === 'weak' || found === 'none' ? end - start + 1 : 200) &&
      compiled.value.test(secret)
    )
      return compiled;
  }
  return undefined;
}
