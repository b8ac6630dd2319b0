import { buildGraph, edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockGraph, type MissingEdge } from '../graph/lock-graph.ts';
import { given, malformed, type LockSource } from '../lock-source.ts';
import { gemGroups, type GemGroup } from './gem-groups.ts';

interface Gem {
  readonly name: string;
  readonly version: string;
  readonly section: string;
  readonly remote: string;
  readonly needs: { name: string; range: string }[];
}

/** `Gemfile.lock`, `gems.locked`. The groups that only development has stand in the `Gemfile` or `gems.rb`. @see https://bundler.io/guides/gemfile.html */
export function parseGemfileLock(source: LockSource, manifest: string): LockGraph {
  const { gems, wanted, platforms } = read(source);
  const own = new Set(gems.filter(({ section }) => section === 'PATH').map(({ name }) => name));
  const byName = new Map(gems.map((gem) => [gem.name, gem]));
  const find = ({ name }: AskedDependency): string | undefined => {
    const gem = byName.get(name);
    return gem && (own.has(name) ? importerId(gem.remote) : idOf(gem));
  };
  const missing: MissingEdge[] = [];
  const packages = gems
    .filter(({ name }) => !own.has(name))
    .map((gem): DraftPackage => {
      const asked = gem.needs.map((need) => ({ ...need, kind: 'runtime' as const }));
      return {
        id: idOf(gem),
        name: gem.name,
        version: gem.version,
        origin: gem.section === 'GIT' ? 'git' : 'registry',
        // bundler itself and gems of other platforms are not listed.
        edges: edgesOf(asked, { from: idOf(gem), missing: [], find }),
        ...given({ resolved: gem.section === 'GIT' ? gem.remote : undefined }),
      };
    });
  const gemfile = source.texts.get(manifest);
  const groups = gemfile === undefined ? new Map<string, GemGroup>() : gemGroups(gemfile);
  // One for platforms that the file is not for is wanted there and has no entry.
  const isElsewhere = (name: string): boolean =>
    !byName.has(name) && isForOthers(groups.get(name)?.platforms, platforms);
  const asked = wanted
    .filter(({ name }) => !isElsewhere(name))
    .map(({ name, range }): AskedDependency => ({
      name,
      range,
      kind: groups.get(name)?.isDevelopment === true ? 'dev' : 'runtime',
    }));
  const id = importerId('');
  const importers = [
    { id, path: '', name: '', edges: edgesOf(asked, { from: id, missing, find }) },
    ...gems
      .filter(({ name, remote }) => own.has(name) && remote !== '.')
      .map(({ name, remote, needs }) => ({
        id: importerId(remote),
        path: remote,
        name,
        edges: edgesOf(
          needs.map((need) => ({ ...need, kind: 'runtime' as const })),
          { from: importerId(remote), missing: [], find },
        ),
      })),
  ];
  return buildGraph({
    file: source.file,
    format: 'bundler',
    formatVersion: '',
    ecosystem: 'RubyGems',
    packages,
    importers,
    missing,
    ...(gemfile === undefined && {
      gaps: [`No ${manifest} beside it: what is for development is taken for shipped`],
    }),
  });
}

function idOf({ name, version }: Gem): string {
  return `${name} (${version})`;
}

/** Whether none of the platforms of a gem, by Bundler's names for them, is among those of the file. */
function isForOthers(named: readonly string[] | undefined, platforms: readonly string[]): boolean {
  if (named === undefined || named.length === 0) return false;
  const has = (form: RegExp): boolean => platforms.some((platform) => form.test(platform));
  return named.every((name) =>
    /^(?:windows|mswin|mingw|x64_mingw)/.test(name)
      ? !has(/mingw|mswin/)
      : name.startsWith('jruby') && !has(/^(?:universal-)?java/),
  );
}

interface Written {
  readonly gems: readonly Gem[];
  readonly wanted: readonly { name: string; range: string }[];
  readonly platforms: readonly string[];
}

function read(source: LockSource): Written {
  const refuse = (problem: string): never => {
    throw malformed(source, problem, { command: 'bundle lock' });
  };
  // Bundler refuses it too; one side alone would hide what the other has.
  if (/^<{7} /m.test(source.text)) refuse('it has marks of a merge');
  const gems = new Map<string, Gem>();
  const wanted: { name: string; range: string }[] = [];
  const platforms: string[] = [];
  let section = '';
  let remote = '';
  let gem: Gem | undefined;
  for (const line of source.text.split(/\r?\n/)) {
    const [, indent = '', name = '', range = ''] = /^( *)([^\s(!]+)!?(?: \(([^)]*)\))?!?$/.exec(line) ?? [];
    if (/^[A-Z][A-Z ]+$/.test(line)) section = line;
    else if (line.startsWith('  remote: ')) remote = line.slice('  remote: '.length);
    else if (section === 'PLATFORMS' && name !== '') platforms.push(name);
    else if (section === 'DEPENDENCIES' && indent.length === 2) wanted.push({ name, range });
    else if (['GEM', 'GIT', 'PATH'].includes(section) && indent.length === 4) {
      // A gem for a platform has it behind its version: 1.18.0-x86_64-linux.
      const version = range.replace(/-.*$/, '');
      gem = gems.get(name) ?? { name, version, section, remote, needs: [] };
      gems.set(name, gem);
    } else if (indent.length === 6 && gem && ['GEM', 'GIT', 'PATH'].includes(section)) gem.needs.push({ name, range });
  }
  if (section === '' && source.text.trim() !== '') refuse('it has none of the sections of bundler');
  if (source.text.trim() !== '' && !/^DEPENDENCIES\s*$/m.test(source.text))
    refuse('it has no DEPENDENCIES, as one that is cut off');
  return { gems: [...gems.values()], wanted, platforms };
}
