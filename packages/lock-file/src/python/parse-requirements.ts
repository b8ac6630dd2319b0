import { posix, sep } from 'node:path';
import { stripControl } from '@cdev/core/log';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockGraph } from '../graph/lock-graph.ts';
import { given, malformed, type LockSource } from '../lock-source.ts';
import { pythonName } from '../toml/python-name.ts';
import { requirementsForm } from './requirements-form.ts';

const forDevelopment =
  /(?:^|[-_.])(?:dev|develop|development|tests?|testing|docs?|lint|linting|ci|typing|mypy)(?=[-_.])/;

/**
 * A list of requirements, as far as it is one of versions: what stands there with `==` is looked up, what has no exact version is told.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(source: LockSource): LockGraph {
  if (source.text.includes('\0')) throw malformed(source, 'it is no text', { command: 'pip freeze' });
  if (/^<{7} /m.test(source.text)) throw malformed(source, 'it has marks of a merge', { command: 'pip freeze' });
  const packages = new Map<string, DraftPackage>();
  const [loose, others, unclear] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const line of linesOf(source.text)) {
    const read = readLine(line);
    if (typeof read === 'object') packages.set(read.id, read);
    else if (read === 'unclear') unclear.add(line.slice(0, 60));
    else if (read === 'loose') loose.add(nameIn(line));
    else if (read === 'other') others.add(line.replace(naming, ''));
  }
  const folder = source.file.split(sep).at(-2) ?? '';
  const unread = [...others].filter((path) => !requirementsForm.test(`/${posix.join(folder, path)}`));
  const id = importerId('');
  const kind = forDevelopment.test(posix.basename(source.file)) ? 'dev' : 'runtime';
  const edges = [...packages.values()].map(({ id: to, name, version }): LockEdge => {
    return { name, kind, range: `==${version}`, to };
  });
  return buildGraph({
    file: source.file,
    format: 'pip',
    formatVersion: '',
    ecosystem: 'PyPI',
    packages: [...packages.values()],
    importers: [{ id, path: '', name: '', edges }],
    gaps: [
      ...told(loose, 'asked for without an exact version: what would be installed is not known'),
      ...told(new Set(unread), 'named in it and not read'),
      ...told(unclear, 'not understood'),
    ],
  });
}

/** What belongs together in one, without comments. */
function linesOf(text: string): readonly string[] {
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Other lists: `-r base.txt`, `-rbase.txt`, `--requirement=base.txt`. */
const naming = /^(?:-[rc]|--(?:requirement|constraint)\b)[\s=]*/;
const requirement = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/;

/** A package, or what a line is instead. */
function readLine(line: string): DraftPackage | 'loose' | 'other' | 'option' | 'unclear' {
  if (naming.test(line)) return 'other';
  const address = line.replace(/^(?:-e|--editable)[\s=]*/, '');
  if (address !== line || /^(?:[\w+]+:\/\/|\.{0,2}\/|\.$)/.test(line)) return fromAddress(address);
  if (line.startsWith('-')) return 'option';
  const [, written, rest = ''] = requirement.exec(line) ?? [];
  if (written === undefined) return 'unclear';
  if (rest.startsWith('@')) return fromAddress(rest.slice(1).trim(), written);
  const [specifier = ''] = rest.split(/;|\s--/);
  if (!/^[\s()]*(?:(?:[=!<>~]=|===|[<>])\s*[\w.*+!-]+[\s(),]*)*$/.test(specifier)) return 'unclear';
  const [clause = '', version] = /={2,3}\s*([\w.+!-]+)(?![\w.*+!-])/.exec(specifier.replaceAll(/[!~<>]=/g, ' ')) ?? [];
  if (version === undefined) return 'loose';
  const name = pythonName(written);
  const [, integrity] = /--hash[=\s]([\w:]+)/.exec(rest) ?? [];
  // As it is written: that is found again in the file.
  const at = line.indexOf(clause, written.length);
  const id = at < 0 ? line : line.slice(0, at + clause.length);
  return { id, name, version, origin: 'registry', edges: [], ...given({ integrity }) };
}

function fromAddress(address: string, name: string = ''): DraftPackage {
  const [, egg = ''] = /[#&]egg=([\w.-]+)/.exec(address) ?? [];
  const origin = /^(?:git|hg|svn|bzr)\+/.test(address) ? 'git' : /^\w+:\/\//.test(address) ? 'url' : 'local';
  const resolved = address.replace(/\s*;.*$/, '');
  return { id: resolved, name: pythonName(name || egg), version: '', origin, resolved, edges: [] };
}

function nameIn(line: string): string {
  return requirement.exec(line)?.[1] ?? line;
}

function told(names: ReadonlySet<string>, what: string): readonly string[] {
  if (names.size === 0) return [];
  const more = names.size > 3 ? ` and ${names.size - 3} more` : '';
  return [`${stripControl([...names].slice(0, 3).join(', '))}${more} ${names.size === 1 ? 'is' : 'are'} ${what}`];
}
