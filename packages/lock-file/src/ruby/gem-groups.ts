const development = /:(?:development|test|dev|ci|lint|doc)\b/;

export interface GemGroup {
  /** All its groups are for development. */
  readonly isDevelopment: boolean;
  /** The platforms it is for, as Bundler calls them; undefined for all. */
  readonly platforms: readonly string[] | undefined;
}

/**
 * What the usual forms of a `Gemfile` say of a gem by its name: `group :test do … end`, `platforms :windows do … end`, and `group:` and `platforms:` behind a
 * gem. It is a Ruby program; what it does otherwise is taken for shipped, on all platforms.
 */
export function gemGroups(gemfile: string): ReadonlyMap<string, GemGroup> {
  const groups = new Map<string, GemGroup>();
  const everywhere: GemGroup = { isDevelopment: false, platforms: undefined };
  const blocks: GemGroup[] = [];
  for (const line of gemfile.split(/\r?\n/).map((each) => each.replace(/(?:^|\s)#.*$/, '').trim())) {
    const around = blocks.at(-1) ?? everywhere;
    const [, kind, list = ''] = /^(group|platforms?)\b(.*)\bdo\b/.exec(line) ?? [];
    if (kind === 'group') blocks.push({ ...around, isDevelopment: areForDevelopment(list) });
    else if (kind !== undefined) blocks.push({ ...around, platforms: symbolsOf(list) });
    else if (/\bdo\b(?:\s*\|[^|]*\|)?$/.test(line) || /^(?:if|unless|case|begin)\b/.test(line)) blocks.push(around);
    else if (line === 'end') blocks.pop();
    const [, name, rest = ''] = /^gem\s*\(?\s*['"]([^'"]+)['"](.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const [own, platforms] = [listBehind(rest, 'groups?'), listBehind(rest, 'platforms?')];
    const known = groups.get(name);
    const isDevelopment = own === undefined ? around.isDevelopment : areForDevelopment(own);
    const only = platforms === undefined ? around.platforms : symbolsOf(platforms);
    groups.set(name, {
      isDevelopment: isDevelopment && (known?.isDevelopment ?? true),
      platforms: only && (known ? known.platforms && [...known.platforms, ...only] : only),
    });
  }
  return groups;
}

function listBehind(rest: string, key: string): string | undefined {
  const list = String.raw`(\[[^\][]*\]|%[iw]\[[^\][]*\]|:\w+)`;
  return new RegExp(String.raw`\b${key}:\s*${list}|:${key}\s*=>\s*${list}`).exec(rest)?.slice(1).find(Boolean);
}

function areForDevelopment(list: string): boolean {
  const named = symbolsOf(list);
  return named.length > 0 && named.every((group) => development.test(`:${group}`));
}

function symbolsOf(list: string): readonly string[] {
  const [, words] = /%[iw]\[([^\][]*)\]/.exec(list) ?? [];
  if (words !== undefined) return words.trim().split(/\s+/);
  return [...list.matchAll(/:["']?(\w+)/g)].map(([, name = '']) => name);
}
