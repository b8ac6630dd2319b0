import { buildGraph, edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockGraph } from '../graph/lock-graph.ts';
import { given, malformed, type LockSource } from '../lock-source.ts';
import { readMixExs } from './read-mix-exs.ts';

const command = 'mix deps.get';

interface Entry {
  /** What the project calls it. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly origin: 'registry' | 'git';
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
  readonly needs: readonly AskedDependency[];
}

/** `mix.lock`: a map in Elixir with a line for each package. @see https://hexdocs.pm/mix/Mix.Tasks.Deps.html */
export function parseMixLock(source: LockSource): LockGraph {
  const entries = entriesOf(source);
  const ids = new Set(entries.map(({ id }) => id));
  const find = ({ name }: AskedDependency): string | undefined => (ids.has(name) ? name : undefined);
  const manifest = source.texts.get('mix.exs');
  const importers = [...source.texts].map(([file, text]) => {
    const path = file.replace(/\/?mix\.exs$/, '');
    const id = importerId(path);
    // What stands in a program may be asked for only under a condition: that it is not here is no sign of anything.
    return { id, path, name: '', edges: edgesOf(readMixExs(text), { from: id, missing: [], find }) };
  });
  return buildGraph({
    file: source.file,
    format: 'mix',
    formatVersion: '',
    ecosystem: 'Hex',
    packages: entries.map(({ id, name, version, origin, resolved, integrity, needs }): DraftPackage => ({
      id,
      name,
      version,
      origin,
      // Those of other systems and optional ones are not listed.
      edges: edgesOf(needs, { from: id, missing: [], find }),
      ...given({ resolved, integrity }),
    })),
    importers,
    ...(manifest === undefined && { gaps: ['No mix.exs beside it: what is for development is taken for shipped'] }),
  });
}

function entriesOf(source: LockSource): readonly Entry[] {
  const text = source.text.trim();
  if (text === '') return [];
  const refuse = (problem: string, line?: number): never => {
    throw malformed(source, problem, { line, command });
  };
  if (!text.startsWith('%{')) refuse('it is no map of Elixir');
  if (!text.endsWith('}')) refuse('it is cut off');
  return source.text.split(/\r?\n/).flatMap((written, index): readonly Entry[] => {
    const line = written.trim().replace(/^%\{/, '').trim();
    if (line === '' || line === '}' || line.startsWith('#')) return [];
    return [entryOf(line) ?? refuse(`"${line.slice(0, 80)}" is no package with its version`, index + 1)];
  });
}

function entryOf(line: string): Entry | undefined {
  const [, id = '', kind, rest = ''] = /^"([^"\\]+)":\s*\{:(hex|git),\s*(.*)\},*$/.exec(line) ?? [];
  if (kind === 'git') {
    const [, resolved, revision] = /^"([^"]*)",\s*"([^"]*)"/.exec(rest) ?? [];
    return { id, name: id, version: '', origin: 'git', resolved, integrity: revision, needs: [] };
  }
  const [, atom, quoted, version, hash] = /^:(?:([\w@?!]+)|"([^"]+)"),\s*"([^"]+)"(?:,\s*"([^"]*)")?/.exec(rest) ?? [];
  const name = atom ?? quoted;
  if (name === undefined || version === undefined) return undefined;
  const needs = [...rest.matchAll(/\{:(?:(\w+)|"([^"]+)"),\s*"([^"]*)",\s*\[([^\][]*)\]\}/g)];
  return {
    id,
    name,
    version,
    origin: 'registry',
    resolved: undefined,
    integrity: hash === undefined ? undefined : `sha256:${hash}`,
    needs: needs.map(([, plain, other = '', range = '', options = '']) => ({
      name: plain ?? other,
      range,
      kind: /\boptional: true\b/.test(options) ? 'optional' : 'runtime',
    })),
  };
}
