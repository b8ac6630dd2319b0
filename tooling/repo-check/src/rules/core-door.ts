import type { Finding, Rule } from '../finding.ts';
import { exportsOf, type SourceFile } from '../workspace/source-file.ts';
import type { Package } from '../workspace/workspace.ts';

const rule = 'core-door';
const allowedDependencies = new Set(['execa', 'pino', 'yaml', 'yargs']);
const domainNoun = /(?<![a-z])(?:plan|agent|issue|worktree|branch|linear)(?:s|es)?(?![a-z])/i;

/**
 * Names that each room of core may export, types included, as a reader has to know them too. Of functions and values alone there were
 * 28 in all four rooms when this was set; the door is to stay below forty of those.
 */
const roomLimits: Readonly<Record<string, number>> = { errors: 12, log: 9, subprocess: 8, cli: 40 };

/** Core stays small and knows nothing of what the scripts are about. */
export const coreDoor: Rule = {
  name: rule,
  says: 'core has four rooms, four dependencies, few exports and no noun of the domain',
  check: ({ packages }) => packages.filter(({ kind }) => kind === 'core').flatMap(checkCore),
};

function checkCore(core: Package): Finding[] {
  return [...dependencies(core), ...rooms(core), ...core.sources.flatMap(nouns)];
}

function dependencies({ manifest, folder }: Package): Finding[] {
  return Object.keys(manifest.dependencies ?? {})
    .filter((name) => !allowedDependencies.has(name))
    .map((name) => ({
      rule,
      file: `${folder}/package.json`,
      why: `core depends on ${name}`,
      mend: 'Move what needs it to the one package that does',
    }));
}

function rooms({ manifest, folder, sources }: Package): Finding[] {
  const entries = Object.keys(manifest.exports ?? {}).filter((entry) => entry !== './package.json');
  const strangers = entries.filter((entry) => !(entry.slice(2) in roomLimits));
  return [
    ...strangers.map((entry) => ({
      rule,
      file: `${folder}/package.json`,
      why: `core exports "${entry}"`,
      mend: `Use one of its rooms: ${Object.keys(roomLimits).join(', ')}`,
    })),
    ...Object.entries(roomLimits).flatMap(([room, limit]) => {
      const file = `${folder}/src/${room}/index.ts`;
      const source = sources.find(({ path }) => path === file);
      const count = source === undefined ? 0 : exportsOf(source).length;
      if (count <= limit) return [];
      const why = `the room "${room}" exports ${count} names, more than ${limit}`;
      return [{ rule, file, why, mend: 'Move what fewer than three packages use to them' }];
    }),
  ];
}

/** Names and texts count, comments do not: a comment may say what a thing is for. */
function nouns({ path, text, parsed }: SourceFile): Finding[] {
  let code = text;
  for (const { start, end } of parsed().comments)
    code = code.slice(0, start) + code.slice(start, end).replaceAll(/[^\n]/g, ' ') + code.slice(end);
  // camelCase is words too: `issueFile` speaks of an issue.
  const words = code.replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  return words.split('\n').flatMap((line, index) => {
    const noun = domainNoun.exec(line)?.[0];
    if (noun === undefined) return [];
    const place = `${path}:${index + 1}`;
    return [
      {
        rule,
        file: place,
        why: `core speaks of "${noun}"`,
        mend: 'Move it to a domain package, or name it for what it is',
      },
    ];
  });
}
