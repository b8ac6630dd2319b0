import { stripControl } from '@cdev/core/log';
import type { ConflictHunk } from '@cdev/structured-merge';
import type { OpenConflict } from '../conflict/open-conflict.ts';
import type { BrokenImport } from '../edges/broken-imports.ts';
import { handOffSchemaVersion, type HandOff, type HandOffParty } from './hand-off.ts';
import type { HandedImport } from './import-pieces.ts';

/** The hand-off as Markdown that a person or an agent can work from, with the facts for programs at its head. No conflict marker is in it. */
export function handOffText(handOff: HandOff): string {
  const { ours, theirs, conflicts, brokenImports = [], stoppedIn } = handOff;
  const proof = proofText(handOff);
  const names = { ours: ours.map(({ name }) => name).join(', '), theirs: theirs.name };
  const what = [
    ...(conflicts.length > 0
      ? [`${countOf(conflicts.length, 'file')} could not be merged: no rule says what both sides mean together.`]
      : []),
    ...(brokenImports.length > 0
      ? [`${countOf(brokenImports.length, 'import')} would be broken: each side is whole, and both together are not.`]
      : []),
    stoppedIn === undefined
      ? 'Nothing was written anywhere.'
      : 'What could be decided stands in the working tree where the merge stopped.',
  ];
  const sections = [
    frontMatter(handOff),
    `# Bring ${code(theirs.name)} together with ${ours.map(({ name }) => code(name)).join(', ')}`,
    what.join(' '),
    '## Who wanted what',
    ...[...ours, theirs].map(partyText),
    '## Where they meet',
    ...conflicts.map((conflict) => conflictText(conflict, names)),
    ...brokenImports.map((one) => brokenImportText(one, names)),
    ...proof,
    '## What to do',
    steps(handOff, { isProven: proof.length > 0 }),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What shows that it is done; nothing when nobody named a check and there is no test of it. */
function proofText({ ours, theirs, checks = [], tests = [] }: HandOff): string[] {
  const wanted = [
    ...[...ours, theirs].flatMap(({ name, checks: own = [] }) => own.map((check) => ({ ...check, by: code(name) }))),
    ...checks.map((check) => ({ ...check, by: 'the plan' })),
  ];
  const lines = [
    ...[...Map.groupBy(wanted, ({ command }) => command)].map(([command, asked]) => {
      const by = [...new Set(asked.map((one) => one.by))].join(', ');
      return `- ${code(command)}: ${line(asked[0]?.name ?? '')}, asked for by ${by}`;
    }),
    ...tests.map(({ path, about }) => `- the tests in ${code(path)}, about ${about.map(code).join(', ')}`),
  ];
  return lines.length === 0 ? [] : ['## What has to pass', lines.join('\n')];
}

function steps(handOff: HandOff, { isProven }: { readonly isProven: boolean }): string {
  const { theirs, next, stoppedIn } = handOff;
  const where = theirs.branch === undefined ? `On ${theirs.name}` : `On the branch ${code(theirs.branch)}`;
  const change = 'change the files named above, and no others, so that they hold what both want.';
  const isStopped = stoppedIn !== undefined;
  const end = isStopped
    ? 'Stage each with `git add <file>`, or `git rm <file>` where it is to be gone.'
    : 'Do not merge or rebase; commit the change as any other.';
  return [
    `1. ${isStopped ? `In ${code(stoppedIn)}, where the merge stopped` : where}, ${change}`,
    ...(isStopped ? howToThere(handOff) : howTo(handOff)).map((how) => `   ${how}`),
    `2. ${isProven ? 'See that everything above passes. ' : ''}${end}`,
    ...(next === undefined ? [] : [`3. Run ${code(next)}.`]),
  ].join('\n');
}

/** Where it stopped all is merged but what is named: there is nothing to be taken over from the other side. */
function howToThere({ brokenImports = [] }: HandOff): string[] {
  if (brokenImports.length === 0) return [];
  return ['Import what is there now, or have what is imported exported again, beside what is new.'];
}

function howTo({ ours, conflicts, brokenImports = [] }: HandOff): string[] {
  const others = ours.map(({ name }) => name).join(', ');
  const hasHunks = conflicts.some(({ hunks }) => hunks.length > 0);
  const commit = ours[0]?.commit.slice(0, 12) ?? '';
  const conflicting = hasHunks
    ? `Where ${others} wrote something at the same place, write it there too: places that read the same on both sides merge by themselves.`
    : `A file that is right as ${others} has it can be taken over from there: \`git checkout ${commit} -- <file>\`.`;
  const removed = (by: BrokenImport['removedBy']): boolean => brokenImports.some(({ removedBy }) => removedBy === by);
  return [
    ...(conflicts.length > 0 ? [conflicting] : []),
    ...(removed('ours')
      ? [
          `Where ${others} took out what is imported here, take the file over as it is there (\`git checkout ${commit} -- <file>\`; where it is gone, \`git rm <file>\` and what came in its place), and import what it has now.`,
        ]
      : []),
    ...(removed('theirs') ? [`What ${others} imports stays exported here, beside what is new.`] : []),
  ];
}

function brokenImportText(
  { importer, path, name, removedBy, pieces }: HandedImport,
  names: { readonly ours: string; readonly theirs: string },
): string {
  const [giver, taker] = removedBy === 'ours' ? [names.ours, names.theirs] : [names.theirs, names.ours];
  const there = (who: string, file: string): string => `${line(who)}, ${code(file)}`;
  return [
    `### ${code(importer)} (import)`,
    `${line(taker)} imports ${code(name)} from ${code(path)}, and ${line(giver)} took it out there.`,
    ...(pieces === undefined
      ? []
      : [
          ...block(there('Before', path), pieces.base, path),
          ...block(there(giver, path), pieces.removed, path),
          ...block(there(taker, importer), pieces.taken, importer),
        ]),
  ].join('\n\n');
}

function frontMatter({ plan, ours, theirs, conflicts, brokenImports = [], tests = [] }: HandOff): string {
  const party = ({ name, branch, commit }: HandOffParty): object => ({ name, ...(branch && { branch }), commit });
  const facts: Readonly<Record<string, unknown>> = {
    schemaVersion: handOffSchemaVersion,
    ...(plan !== undefined && { plan }),
    ours: ours.map(party),
    theirs: party(theirs),
    paths: [...conflicts, ...brokenImports.flatMap(({ importer, path }) => [{ path: importer }, { path }])]
      .map(({ path }) => path)
      .filter((path, at, all) => all.indexOf(path) === at),
    ...(tests.length > 0 && { tests: tests.map(({ path }) => path) }),
  };
  // JSON values are YAML values, and need no quoting rules of their own.
  return ['---', ...Object.entries(facts).map(([key, value]) => `${key}: ${JSON.stringify(value)}`), '---'].join('\n');
}

function partyText({ name, branch, commit, title = '', task = '' }: HandOffParty): string {
  const place = [
    ...(commit === '' ? [] : [`commit ${code(commit.slice(0, 12))}`]),
    ...(branch === undefined ? [] : [`of ${code(branch)}`]),
  ].join(' ');
  const quoted = stripControl(task)
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd());
  return [
    `### ${name}${title === '' ? '' : `: ${line(title)}`}`,
    ...(place === '' ? [] : [place]),
    ...(task.trim() === '' ? [] : ['', ...quoted]),
  ].join('\n');
}

function conflictText(conflict: OpenConflict, names: { readonly ours: string; readonly theirs: string }): string {
  const { path, kind, reason, hunks, resolutions } = conflict;
  const decided = resolutions.map(
    ({ where, reason: why }) => `- decided: ${line([where, why].filter(Boolean).join(', '))}`,
  );
  return [
    `### ${code(path)} (${kind})`,
    `${line(reason)}.`.replace(/\.\.$/, '.'),
    ...(decided.length > 0 ? [decided.join('\n')] : []),
    ...hunks.map((hunk) => hunkText(hunk, { path, ...names })),
  ].join('\n\n');
}

function hunkText(
  { where, base, ours, theirs }: ConflictHunk,
  { path, ...names }: { readonly path: string; readonly ours: string; readonly theirs: string },
): string {
  return [
    `#### ${where === '' ? `line ${ours.line}` : line(where)}`,
    ...block('Before', base, path),
    ...block(names.ours, ours, path),
    ...block(names.theirs, theirs, path),
  ].join('\n\n');
}

/** A piece of one version under whose it is. */
function block(name: string, piece: ConflictHunk['base'], path: string): string[] {
  if (piece === undefined || piece.text.trim() === '') return [`${name}: nothing`];
  return [`${name}, line ${piece.line}:`, fenced(piece.text, /\.([a-z]+)$/i.exec(path)?.[1] ?? '')];
}

/** A fence longer than any in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** Between more backticks than any in it. */
function code(text: string): string {
  const plain = line(text);
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}

function line(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
