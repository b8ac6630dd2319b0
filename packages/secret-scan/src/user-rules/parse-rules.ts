import { parse, TomlError } from 'smol-toml';
import { errors } from '../errors.ts';
import { parseFilter } from './parse-filter.ts';
import { translateExpression } from './translate-expression.ts';
import type { Allowance, UserRule, UserRules } from './user-rule.ts';

/** Its fields are in lower case: gitleaks does not look at it either. */
type Table = Readonly<Record<string, unknown>>;

const fields = {
  rule: new Set(
    'id description regex secretgroup entropy path keywords tags allowlist allowlists skipreport required filter validate'.split(
      ' ',
    ),
  ),
  allowlist: new Set('id description condition commits paths regextarget regexes stopwords targetrules'.split(' ')),
} as const;

/**
 * The rules of a `.gitleaks.toml`, also in the form of betterleaks.
 * @param file how it is named in errors.
 * @see https://github.com/gitleaks/gitleaks#configuration
 * @throws CDEV_E_SECRET_SCAN_RULES_MALFORMED
 */
export function parseRules(text: string, file: string): UserRules {
  return new Reader(file).read(text);
}

class Reader {
  readonly #file: string;
  readonly #notes = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  read(text: string): UserRules {
    const document = this.#parsed(text);
    const extend = tableOf(document['extend']);
    if (extend['usedefault'] === true)
      this.#note('[extend] useDefault: the rules of gitleaks are not here; ours are used beside yours');
    if (typeof extend['path'] === 'string')
      this.#note(`[extend] path: ${extend['path']} is not read; name it with --rules`);
    const shared = [...tablesOf(document['allowlist']), ...tablesOf(document['allowlists'])];
    const disabled = new Set(this.#list(extend, 'disabledRules', '[extend]'));
    const rules = tablesOf(document['rules'])
      .filter(({ id, skipreport }) => skipreport !== true && !disabled.has(String(id)))
      .flatMap((table, at) => this.#rule(table, at, shared));
    const everywhere = shared.filter((table) => this.#list(table, 'targetRules', 'allowlist').length === 0);
    return {
      rules,
      allowances: [
        ...everywhere.map((table) => this.#allowance(table, 'allowlist')),
        ...['prefilter', 'filter'].flatMap((name) => this.#filter(document[name], name)?.allowances ?? []),
      ],
      notes: [...this.#notes],
    };
  }

  #parsed(text: string): Table {
    try {
      return withLowerKeys(parse(text)) as Table;
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      throw this.#malformed(`line ${error.line}`, error.message.split('\n')[0] ?? 'it cannot be read');
    }
  }

  #rule(table: Table, at: number, shared: readonly Table[]): UserRule[] {
    const id = typeof table['id'] === 'string' ? table['id'] : '';
    const place = id === '' ? `rule ${at + 1}` : `rule ${id}`;
    if (id === '') throw this.#malformed(place, 'it has no id');
    if (table['regex'] === undefined && table['path'] === undefined)
      throw this.#malformed(place, 'it has neither regex nor path');
    const filter = this.#filter(table['filter'], place);
    if (filter === undefined) return [];
    const own = [...tablesOf(table['allowlist']), ...tablesOf(table['allowlists'])];
    const targeted = shared.filter((each) => this.#list(each, 'targetRules', 'allowlist').includes(id));
    this.#noteUnknown(table, 'rule');
    const expression = table['regex'] === undefined ? undefined : this.#expression(table['regex'], place, 'g');
    const group = this.#number(table['secretgroup'], place, 'secretGroup');
    if (expression !== undefined && group > groupsOf(expression))
      throw this.#malformed(place, `secretGroup is ${group}, and its expression has ${groupsOf(expression)} groups`);
    const rule: UserRule = {
      id,
      title: typeof table['description'] === 'string' && table['description'] !== '' ? table['description'] : id,
      expression,
      path: table['path'] === undefined ? undefined : this.#expression(table['path'], place),
      group,
      entropy: Math.max(filter.entropy, this.#number(table['entropy'], place, 'entropy')),
      keywords: this.#list(table, 'keywords', place).map((keyword) =>
        Buffer.from(keyword.toLowerCase()).toString('latin1'),
      ),
      allowances: [...[...own, ...targeted].map((each) => this.#allowance(each, place)), ...filter.allowances],
    };
    return [rule];
  }

  /** Undefined, and told, where a filter is more than conditions: without it the rule would find what it is not meant to. */
  #filter(value: unknown, place: string): { entropy: number; allowances: Allowance[] } | undefined {
    if (typeof value !== 'string') return { entropy: 0, allowances: [] };
    const terms = parseFilter(value);
    if (terms === undefined) {
      this.#note(`${place}: its filter is more than a choice of conditions, and is not computed: it is left out`);
      return undefined;
    }
    let least = 0;
    const allowances = terms.flatMap((term): Allowance[] => {
      const allowance = {
        needsAll: false,
        isNegated: false,
        paths: [],
        expressions: [],
        target: 'secret',
        stopWords: [],
      } as const;
      if (term.kind === 'entropy') {
        least = Math.max(least, term.limit);
        return [];
      }
      if (term.kind === 'words') return [{ ...allowance, stopWords: term.words.map((word) => word.toLowerCase()) }];
      const expressions = term.expressions.map((each) => this.#expression(each, place));
      const { target, isNegated } = term;
      return [
        target === 'path' ? { ...allowance, paths: expressions } : { ...allowance, expressions, target, isNegated },
      ];
    });
    return { entropy: least, allowances };
  }

  #allowance(table: Table, place: string): Allowance {
    this.#noteUnknown(table, 'allowlist');
    if (this.#list(table, 'commits', place).length > 0)
      this.#note('commits of allow lists are not looked at: use the baseline');
    const { regextarget: target = 'secret', condition = 'OR' } = table;
    if (!/^(?:and|&&|or|\|\||)$/i.test(String(condition)))
      throw this.#malformed(place, `condition is ${String(condition)}, and can be AND or OR`);
    if (target !== 'secret' && target !== 'match' && target !== 'line' && target !== '')
      throw this.#malformed(place, `regexTarget is ${String(target)}, and can be secret, match or line`);
    return {
      isNegated: false,
      needsAll: /^(?:and|&&)$/i.test(String(condition)),
      paths: this.#list(table, 'paths', place).map((each) => this.#expression(each, place)),
      expressions: this.#list(table, 'regexes', place).map((each) => this.#expression(each, place)),
      target: target === '' ? 'secret' : target,
      stopWords: this.#list(table, 'stopwords', place).map((word) => word.toLowerCase()),
    };
  }

  #expression(value: unknown, place: string, flags = ''): RegExp {
    if (typeof value !== 'string') throw this.#malformed(place, 'an expression is no text');
    try {
      const { source, ignoreCase } = translateExpression(value);
      return new RegExp(source, `${flags}${ignoreCase ? 'i' : ''}`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw this.#malformed(place, `${value.slice(0, 80)} cannot be used: ${error.message}`);
    }
  }

  #number(value: unknown, place: string, field: string): number {
    if (value === undefined) return 0;
    if (typeof value !== 'number' || value < 0) throw this.#malformed(place, `${field} is no number`);
    return value;
  }

  /** A text in place of a list would be no list, and what it is to let through or to be limited to would be forgotten. */
  #list(table: Table, field: string, place: string): string[] {
    const value = table[field.toLowerCase()];
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw this.#malformed(place, `${field} is no list; write ${field} = ["…"]`);
    const texts = value.filter((each) => typeof each === 'string');
    if (texts.length < value.length) throw this.#malformed(place, `${field} has something in it that is no text`);
    return texts;
  }

  #noteUnknown(table: Table, kind: keyof typeof fields): void {
    for (const field of Object.keys(table))
      if (!fields[kind].has(field)) this.#note(`${field} of ${kind}s is not known, and not looked at`);
  }

  #note(text: string): void {
    this.#notes.add(text);
  }

  #malformed(place: string, problem: string): Error {
    return errors.make('CDEV_E_SECRET_SCAN_RULES_MALFORMED', { file: this.#file, place, problem });
  }
}

function tableOf(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

function tablesOf(value: unknown): Table[] {
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(tableOf);
}

function withLowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLowerKeys);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), withLowerKeys(each)]));
}

function groupsOf({ source }: RegExp): number {
  return (new RegExp(`${source}|`).exec('')?.length ?? 1) - 1;
}
