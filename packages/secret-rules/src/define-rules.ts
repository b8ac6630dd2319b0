import type { ChecksumName, NamedRule, Severity, TokenRule } from './rule.ts';

export interface TokenRow {
  readonly id: string;
  readonly title: string;
  /** Texts that it begins with. */
  readonly starts?: readonly string[];
  /** What follows the start; the whole pattern where there is none. */
  readonly body: string;
  readonly keywords?: readonly string[];
  readonly lead?: number;
  readonly ignoreCase?: boolean;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly minEntropy?: number;
  readonly checksum?: ChecksumName;
  readonly severity?: Severity;
  readonly ok: readonly string[];
  readonly not: readonly string[];
}

/** The rules of one provider whose credentials have a form of their own. */
export function tokens(provider: string, rotate: string, rows: readonly TokenRow[]): readonly TokenRule[] {
  return rows.map(({ starts, body, ok, not, checksum, ...row }) => ({
    form: 'token',
    id: row.id,
    provider,
    title: row.title,
    severity: row.severity ?? 'high',
    rotate,
    keywords: row.keywords ?? (starts ?? []).map((start) => start.toLowerCase()),
    lead: row.lead ?? 0,
    pattern: starts === undefined ? body : `(?:${starts.map(literal).join('|')})${body}`,
    ignoreCase: row.ignoreCase ?? false,
    notBefore: row.notBefore ?? '[A-Za-z0-9_]',
    notAfter: row.notAfter ?? '[A-Za-z0-9_]',
    minEntropy: row.minEntropy ?? 2.5,
    ...(checksum && { checksum }),
    examples: ok,
    counterExamples: not,
  }));
}

/** Id, title, names (spaces between), value, example, counter-example. */
export type NamedLine = readonly [string, string, string, string, string, string];

/** The rules of providers whose credentials are known by their names only. */
export function named(lines: readonly NamedLine[]): readonly NamedRule[] {
  return lines.map(([id, title, names, value, ok, not]) => ({
    form: 'named',
    id,
    title,
    provider: title.replace(/^.* of (?:an? )?/, ''),
    severity: 'high',
    names: names.split(' '),
    value: `(?:${value})`,
    examples: [ok],
    counterExamples: [not],
  }));
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
