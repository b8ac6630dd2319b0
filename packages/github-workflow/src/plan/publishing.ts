import { shellCommands } from './shell-commands.ts';

/** Gives the text of a package script by its name, where the step works. */
export type FindScript = (name: string) => string | undefined;

/** The command that publishes, deploys or changes something outside this machine; undefined when the script has none. */
export function findPublishing(
  script: string,
  options: { readonly isShell: boolean; readonly findScript?: FindScript },
): string | undefined {
  if (!options.isShell) return outsideShell.find((pattern) => pattern.test(script))?.exec(script)?.[0];
  return search(script, options.findScript ?? (() => undefined), new Set());
}

function search(script: string, findScript: FindScript, seen: Set<string>): string | undefined {
  for (const command of shellCommands(script)) {
    const words = unwrapped(command);
    if (publishes(words)) return words.join(' ').slice(0, 80);
    const name = packageScript(words);
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    const text = findScript(name);
    const inside = text === undefined ? undefined : search(text, findScript, seen);
    if (inside !== undefined) return `${words.join(' ').slice(0, 80)} → ${inside}`;
    if (text === undefined && scriptNames.test(name)) return words.join(' ').slice(0, 80);
  }
  return undefined;
}

const scriptNames = /^(ci:)?(publish|deploy|release)($|[:-](?!dry|check|notes|test|build))/;

/** Past `npx`, `pnpm exec` and the like to the program they start; and past the shell whose argument is a script. */
function unwrapped(command: readonly string[]): readonly string[] {
  const words = command.map((word, index) => (index === 0 ? (word.split('/').at(-1) ?? word) : word));
  const [program = '', first = ''] = words;
  if (['npx', 'bunx', 'pnpx'].includes(program)) return withoutVersion(skipFlags(words.slice(1)));
  if (['npm', 'pnpm', 'yarn', 'bun'].includes(program) && ['exec', 'dlx', 'x'].includes(first))
    return withoutVersion(skipFlags(words.slice(2)));
  if (/^(ba|da|z)?sh$/.test(program) && words.includes('-c')) {
    const inner = shellCommands(words[words.indexOf('-c') + 1] ?? '');
    return inner.map(unwrapped).find(publishes) ?? words;
  }
  return words;
}

function skipFlags(words: readonly string[]): readonly string[] {
  let start = 0;
  while (start < words.length && (words[start] as string).startsWith('-'))
    start += ['-p', '--package'].includes(words[start] as string) ? 2 : 1;
  return words.slice(start);
}

const withoutVersion = ([program = '', ...rest]: readonly string[]): readonly string[] => [
  program.replace(/(?<=.)@[^/]*$/, ''),
  ...rest,
];

function packageScript(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words;
  const isManager = ['npm', 'pnpm', 'yarn', 'bun', 'node'].includes(program);
  if (!isManager) return program === 'make' ? rest.find((word) => !word.startsWith('-')) : undefined;
  const plain = rest.filter((word) => !word.startsWith('-'));
  if (['run', 'run-script'].includes(plain[0] ?? '')) return plain[1];
  if (program === 'node') return rest[0] === '--run' ? rest[1] : undefined;
  return program === 'npm' ? undefined : plain[0];
}

const managers = new Set([
  'npm',
  'pnpm',
  'yarn',
  'bun',
  'lerna',
  'nx',
  'changeset',
  'vsce',
  'ovsx',
  'jsr',
  'deno',
  'cargo',
  'poetry',
  'uv',
  'flit',
  'hatch',
  'dart',
  'flutter',
]);

/** A program's first words that reach out. `true` alone: whatever follows. */
const rows: readonly (readonly [program: string, ...words: readonly (string | RegExp)[]])[] = [
  [
    'npm',
    /^(dist-tag|unpublish|deprecate|access|owner|stage)$/,
    /^(add|rm|set|grant|revoke|public|restricted|.+@.+|publish)$/,
  ],
  ['npm', 'unpublish'],
  ['npm', 'deprecate'],
  ['yarn', 'npm', 'publish'],
  ['git', 'push'],
  ['gh', 'release', /^(create|upload|edit|delete)$/],
  ['gh', 'pr', /^(create|merge|close|comment|edit|review)$/],
  ['gh', 'issue', /^(create|close|comment|edit)$/],
  ['gh', 'workflow', 'run'],
  ['docker', 'push'],
  ['docker', 'image', 'push'],
  ['docker', 'manifest', 'push'],
  ['podman', 'push'],
  ['skopeo', 'copy'],
  ['helm', /^(push|upgrade|install)$/],
  ['kubectl', /^(apply|create|delete|patch|replace|rollout|set|scale)$/],
  ['terraform', /^(apply|destroy)$/],
  ['tofu', /^(apply|destroy)$/],
  ['pulumi', /^(up|destroy)$/],
  ['cdk', /^(deploy|destroy)$/],
  ['sam', 'deploy'],
  ['serverless', /^(deploy|remove)$/],
  ['sls', 'deploy'],
  ['sst', 'deploy'],
  ['netlify', 'deploy'],
  ['wrangler', /^(deploy|publish)$/],
  ['wrangler', 'pages', /^(deploy|publish)$/],
  ['firebase', 'deploy'],
  ['fly', 'deploy'],
  ['flyctl', 'deploy'],
  ['railway', 'up'],
  ['heroku', /./],
  ['eas', /^(submit|update)$/],
  ['expo', 'publish'],
  ['gcloud', /^(app|run|functions)$/, 'deploy'],
  ['az', /^(webapp|functionapp)$/, /^(deploy|up)$/],
  ['aws', 's3', /^(sync|cp|mv|rm)$/],
  ['aws', /^(deploy|lambda|ecs|cloudformation|cloudfront)$/, /^(create|update|deploy|delete|push)/],
  ['gsutil', /^(cp|rsync|mv|rm)$/],
  ['twine', 'upload'],
  ['gem', 'push'],
  ['mvn', /^(deploy|release:perform)$/],
  ['gradle', /^publish/],
  ['gradlew', /^publish/],
  ['goreleaser', 'release'],
  ['dotnet', 'nuget', 'push'],
  ['nuget', 'push'],
  ['auto', 'shipit'],
  ['gh-pages'],
  ['semantic-release'],
  ['release-it'],
  ['np'],
  ['vercel'],
  ['rsync', /:/],
  ['scp', /:/],
  ['ssh', /./],
];

const harmless = /^--(dry-run|dryrun|dry|help|version|no-push|snapshot)(=true)?$|^-n$|^--noop$/;

function publishes(words: readonly string[]): boolean {
  const [program = '', ...rest] = words;
  if (
    rest.some((word) => harmless.test(word)) ||
    (program === 'vercel' && /^(build|pull|env|link|dev)$/.test(rest[0] ?? ''))
  )
    return false;
  const plain = rest.filter((word) => !word.startsWith('-'));
  const command = plain[0] ?? '';
  if (
    managers.has(program) &&
    (command === 'publish' ||
      (program === 'pnpm' &&
        plain.includes('publish') &&
        rest.some((word) => /^(-r|--recursive|-F|--filter)/.test(word))))
  )
    return true;
  if (program === 'docker' && plain[0] === 'buildx' && rest.includes('--push')) return true;
  if (program === 'docker' && plain[0] === 'build' && rest.includes('--push')) return true;
  if (program === 'curl' && /^(-X|--request)$/.test(rest.find((word) => /^(-X|--request)$/.test(word)) ?? ''))
    return (
      rest.some((word) => /^(POST|PUT|PATCH|DELETE)$/i.test(word)) &&
      !rest.some((word) => /\/\/(localhost|127\.0\.0\.1)/.test(word))
    );
  return rows.some(([name, ...patterns]) => name === program && fits(plain, patterns));
}

function fits(words: readonly string[], patterns: readonly (string | RegExp)[]): boolean {
  return patterns.every((pattern, index) => {
    const word = words[index];
    // The host of `scp` and `rsync` may stand anywhere.
    if (pattern instanceof RegExp && pattern.source === ':') return words.some((one) => /^[^/]+:/.test(one));
    return word !== undefined && (typeof pattern === 'string' ? word === pattern : pattern.test(word));
  });
}

const outsideShell = [
  /\b(npm|pnpm|yarn)[\s'",]+publish\b/,
  /\bgit[\s'",]+push\b/,
  /\bdocker[\s'",]+push\b/,
  /\bgh[\s'",]+release[\s'",]+create\b/,
];
