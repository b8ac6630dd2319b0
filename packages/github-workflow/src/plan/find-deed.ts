import { machineDeeds, managers, outsideDeeds, type Words } from './deeds.ts';
import { shellCommands } from './shell-commands.ts';

/** Gives the text of a package script by its name, where the step works. */
export type FindScript = (name: string) => string | undefined;

/** `outside`: it publishes, deploys or pushes. `machine`: it changes this machine and that would stay. */
export interface Deed {
  readonly reach: 'outside' | 'machine';
  /** The command, and by way of which package scripts. */
  readonly command: string;
}

export interface DeedSearch {
  readonly isShell: boolean;
  readonly findScript?: FindScript | undefined;
  /** Which deeds are looked for. */
  readonly reaches: ReadonlySet<Deed['reach']>;
}

/** The first command of a script that does more than work on the files of the run. It looks at the text alone. */
export function findDeed(
  script: string,
  { isShell, findScript = () => undefined, reaches }: DeedSearch,
): Deed | undefined {
  if (isShell) return search(script, { findScript, reaches, seen: new Set() });
  const found = outsideShell.map((pattern) => pattern.exec(script)?.[0]).find((text) => text !== undefined);
  return found === undefined || !reaches.has('outside') ? undefined : { reach: 'outside', command: found };
}

interface Search {
  readonly findScript: FindScript;
  readonly reaches: ReadonlySet<Deed['reach']>;
  readonly seen: Set<string>;
}

function search(script: string, place: Search): Deed | undefined {
  for (const command of shellCommands(script)) {
    const words = unwrapped(command);
    const shown = words.join(' ').slice(0, 80);
    const reach = reachOf(words);
    if (reach !== undefined && place.reaches.has(reach)) return { reach, command: shown };
    const name = packageScript(words);
    if (name === undefined || place.seen.has(name)) continue;
    place.seen.add(name);
    const text = place.findScript(name);
    const inside = text === undefined ? undefined : search(text, place);
    if (inside) return { ...inside, command: `${shown} → ${inside.command}` };
    const isTold = text === undefined && scriptNames.test(name) && !words.some((word) => harmless.test(word));
    if (isTold && place.reaches.has('outside')) return { reach: 'outside', command: shown };
  }
  return undefined;
}

function reachOf(words: readonly string[]): Deed['reach'] | undefined {
  if (publishes(words)) return 'outside';
  const [program = '', ...rest] = words;
  if (machineDeeds.some(([name, ...patterns]) => name === program && fits(rest, patterns))) return 'machine';
  // Temporary files are nobody's; whatever else has an absolute path is.
  const removes = program === 'rm' && rest.some((word) => /^\/(?!tmp\/|dev\/)/.test(word));
  return removes ? 'machine' : undefined;
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
  return outsideDeeds.some(([name, ...patterns]) => name === program && fits(plain, patterns));
}

function fits(words: readonly string[], patterns: Words): boolean {
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
