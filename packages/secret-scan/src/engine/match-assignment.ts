import { judgeSessionSecret } from '../assignment/judge-session-secret.ts';
import { judgeValue } from '../assignment/judge-value.ts';
import type { NameClass } from '../assignment/name-class.ts';
import { bareInCode, endsLine } from '../assignment/bare-in-code.ts';
import { isNoValue } from '../assignment/no-value.ts';
import { readBefore } from '../assignment/read-before.ts';
import { readTuple } from '../assignment/read-tuple.ts';
import { readValue, type Shape, type Value } from '../assignment/read-value.ts';
import { entropy } from '../grade/entropy.ts';
import { looksLikeWords } from '../assignment/word-likeness.ts';
import type { Candidate } from '../finding.ts';
import { genericRules } from './generic-rules.ts';
import { isProvider } from './is-provider.ts';
import type { CompiledNamed } from './compile-rules.ts';

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
  /** Where in the content each named rule's name ended last. */
  readonly lastSeen: Int32Array;
  /** Where in the content `text` begins. */
  readonly seenBase: number;
}

/** What a name gets, judged: what stands after it, else before it. */
export function matchAssignment(assignment: Assignment): Candidate | undefined {
  const { text, allowsBare } = assignment;
  let { start, end } = assignment;
  while (start < end && (text[start] === '-' || text[start] === '.' || text[start] === '$')) start += 1;
  while (end > start && (text[end - 1] === '-' || text[end - 1] === '.')) end -= 1;
  const precededBy = start > 0 ? text.charAt(start - 1) : '';
  // `${name:default}`.
  const isInBraces = precededBy === '{' && text.charAt(start - 2) === '$';
  const place = { ...assignment, start, end };
  const mayBeBare = allowsBare || isInBraces || /[-?&;]/.test(precededBy);
  const inCode = mayBeBare ? undefined : bareInCode(text, start, end);
  const given = readTuple(text, start, end);
  const value =
    given === undefined
      ? readValue(text, end, precededBy, allowsBare || isInBraces || inCode !== undefined)
      : (given ?? undefined);
  const after = value === undefined ? undefined : judged(place, value, inCode);
  if (after !== undefined || assignment.kind === 'none' || assignment.kind === 'weak') return after;
  const before = readBefore(text, start);
  return before === undefined ? undefined : judged(place, before);
}

function judged(assignment: Assignment, read: Value, inCode?: ReturnType<typeof bareInCode>): Candidate | undefined {
  const { text, start, end, kind: found, allowsBare } = assignment;
  const value = inCode === 'connection' ? { ...read, isQuoted: true } : read;
  const isInComment = inCode === 'comment' && !value.isQuoted;
  if (isInComment && !isCommented(text, end, value)) return undefined;
  const name = text.slice(start, end);
  if (
    value.shape === 'call' &&
    /^(?:get|find|has|is|check|validate|parse|test|describe|it|assert|expect|require|log|print|t|delete|remove)(?![a-z])/.test(
      name,
    )
  )
    return undefined;
  const secret = text.slice(value.start, value.end);
  const provider = namedRuleFor(assignment, secret, start, end);
  const setting = { ...value, shape: isSetting(text, start, value) ? ('assignment' as const) : value.shape };
  const judgement =
    found === 'none'
      ? undefined
      : (judgeValue(secret, found, setting, allowsBare) ?? judgeSessionSecret(text, start, secret, value));
  if (judgement === undefined && provider === undefined) return undefined;
  // Asked last: of most values it is known by then that they are none.
  if (isNoValue(text, start, name, value, allowsBare)) return undefined;
  if (isPublicKey(name, secret, () => text.slice(Math.max(0, start - 200), value.end + 200))) return undefined;
  const place = { start: value.start, end: value.end, secret };
  const shapeReason = value.shape === 'flag' || isInComment ? -0.1 : value.shape === 'default' ? -0.05 : 0;
  if (provider && !looksLikeWords(secret)) {
    const { rule } = provider;
    const certainty = (judgement?.certainty ?? 0.5) + 0.1 + shapeReason;
    if (judgement === undefined && (found === 'none' || !isRandom(secret, value.shape))) return undefined;
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
  if (judgement === undefined || found === 'none') return undefined;
  return {
    ...place,
    ...genericRules[found],
    rank: 20,
    certainty: judgement.certainty + shapeReason,
    reasons: judgement.reasons,
  };
}

/** Whether what stands in a comment is a value and no word of it, nor code that was taken out: set in the line of its name, at the end, and no name itself. */
function isCommented(text: string, end: number, value: Value): boolean {
  const secret = text.slice(value.start, value.end);
  return (
    /^[^\n]*(?:[:=]|\bis\b)[^\n]*$/i.test(text.slice(end, value.start)) &&
    endsLine(text, value.end) &&
    !(/^[\w$.]+$/.test(secret) && looksLikeWords(secret))
  );
}

/** An attribute for what a page loads, or the key by which a page searches with Algolia, which stands beside the name of an index: everybody gets these. */
function isPublicKey(name: string, value: string, around: () => string): boolean {
  if (/^data-(?:app|api|site|client|public)-?key$/i.test(name)) return true;
  return /^(?:search_?)?api_?key$/i.test(name) && /^[0-9a-f]{32}$/.test(value) && /\bindex_?name\b/i.test(around());
}

/** What looks like an argument or words of a text and sets something: `define('DB_PASSWORD', …)`, `ENV DB_PASSWORD …`, `storePassword "…"` alone in its line, `CREATE USER … WITH PASSWORD '…'`. */
function isSetting(text: string, start: number, { shape, isQuoted, start: from }: Value): boolean {
  if (shape === 'argument') return /\bdefine\(\s*["']$/i.test(text.slice(Math.max(0, start - 20), start));
  if (shape !== 'flag' || text[from - 1] === '`') return false;
  const before = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 60), start);
  return isQuoted
    ? /^[ \t]*(?:[A-Za-z][\w.-]*[ \t][^\n]*-|set[ \t]+)?-?$|^[ \t]*(?:create|alter)[ \t][^\n]*[ \t]with[ \t]+$/i.test(
        before,
      )
    : /^[ \t]*(?:ENV|ARG|setenv)[ \t]+$/.test(before);
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
  { text, named, lastSeen, seenBase, kind: found }: Assignment,
  secret: string,
  start: number,
  end: number,
): CompiledNamed | undefined {
  if (secret.length < 8 || secret.length > 1000 || found === 'password') return undefined;
  const reach = found === 'weak' || found === 'none' ? end - start + 1 : 200;
  for (let at = 0; at < lastSeen.length; at += 1) {
    const seen = lastSeen[at]! - seenBase;
    if (
      seen > 0 &&
      end - seen < reach &&
      named[at]!.value.test(secret) &&
      isProvider(named[at]!.rule.names, text, seen)
    )
      return named[at];
  }
  return undefined;
}
