const development = /:(?:development|test|dev|ci|lint|doc)\b/;

/**
 * Name of a gem -> whether all its groups are for development, as the usual forms of a `Gemfile` say it: `group :test do … end`, and `group:` behind a gem.
 * It is a Ruby program; what it does otherwise is taken for shipped.
 */
export function gemGroups(gemfile: string): ReadonlyMap<string, boolean> {
  const groups = new Map<string, boolean>();
  const blocks: boolean[] = [];
  for (const line of gemfile.split(/\r?\n/).map((each) => each.replace(/(?:^|\s)#.*$/, '').trim())) {
    const [, list] = /^group\b(.*)\bdo\b/.exec(line) ?? [];
    if (list !== undefined) blocks.push(areForDevelopment(list));
    else if (/\bdo\b(?:\s*\|.*\|)?$/.test(line) || /^(?:if|unless|case|begin)\b/.test(line))
      blocks.push(blocks.at(-1) ?? false);
    else if (line === 'end') blocks.pop();
    const [, name, rest = ''] = /^gem\s*\(?\s*['"]([^'"]+)['"](.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const [, own] = /\bgroups?:\s*(\[[^\]]*\]|:\w+)|:groups?\s*=>\s*(\[[^\]]*\]|:\w+)/.exec(rest) ?? [];
    const isDevelopment = own === undefined ? (blocks.at(-1) ?? false) : areForDevelopment(own);
    groups.set(name, isDevelopment && (groups.get(name) ?? true));
  }
  return groups;
}

function areForDevelopment(list: string): boolean {
  const named = list.match(/:\w+/g) ?? [];
  return named.length > 0 && named.every((group) => development.test(group));
}
