const roles: readonly (readonly [role: string, pattern: RegExp])[] = [
  ['documentation writer', /\.(?:md|mdx|rst|adoc)$|^docs?\//i],
  [
    'infrastructure engineer',
    /(?:^|\/)(?:Dockerfile|\.github|\.circleci|terraform|k8s|helm|deploy|infra)|\.(?:tf|tfvars)$/i,
  ],
  ['database engineer', /\.sql$|(?:^|\/)(?:migrations?|prisma|schema)\//i],
  [
    'front-end engineer',
    /\.(?:tsx|jsx|vue|svelte|astro|css|scss|less|html)$|(?:^|\/)(?:components?|pages?|views?|ui|frontend|client)\//i,
  ],
  ['back-end engineer', /(?:^|\/)(?:server|api|routes?|controllers?|services?|backend|handlers?)\//i],
  ['test engineer', /\.(?:test|spec)\.|(?:^|\/)(?:tests?|__tests__|e2e)\//i],
];

/** Who would do this work, judged by where most of the paths lie; `software engineer` when they tell nothing. */
export function roleFor(paths: readonly string[]): string {
  const sources = paths.filter((path) => !/\.(?:test|spec)\.|(?:^|\/)(?:tests?|__tests__)\//i.test(path));
  const judged = sources.length > 0 ? sources : paths;
  const counted = roles.map(([role, pattern]) => ({ role, count: judged.filter((path) => pattern.test(path)).length }));
  const best = counted.sort((a, b) => b.count - a.count)[0];
  return best && best.count * 2 >= judged.length && best.count > 0 ? best.role : 'software engineer';
}
