import { stripControl } from '@cdev/core/log';
import type { ConflictHunk } from '@cdev/structured-merge';
import type { OpenConflict } from '../conflict/open-conflict.ts';
import { handOffSchemaVersion, type HandOff, type HandOffCheck, type HandOffParty } from './hand-off.ts';

/** The hand-off as Markdown that a person or an agent can work from, with the facts for programs at its head. No conflict marker is in it. */
export function handOffText(handOff: HandOff): string {
  const { ours, theirs, conflicts, next } = handOff;
  const names = ours.map(({ name }) => name).join(', ');
  const sections = [
    frontMatter(handOff),
    `# Bring ${code(theirs.name)} together with ${ours.map(({ name }) => code(name)).join(', ')}`,
    `${countOf(conflicts.length, 'file')} could not be merged: no rule says what both sides mean together. Nothing was written anywhere.`,
    '## Who wanted what',
    ...[...ours, theirs].map(partyText),
    '## Where they meet',
    ...conflicts.map((conflict) => conflictText(conflict, { ours: names, theirs: theirs.name })),
    ...proofText(handOff),
    '## What to do',
    steps(handOff, next),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What shows that it is done; nothing when nobody named a check and there is no test of it. */
function proofText({ ours, theirs, checks = [], tests = [] }: HandOff): string[] {
  const wanted = new Map<string, { readonly check: HandOffCheck; readonly by: string[] }>();
  const parties = [...ours, theirs].map(({ name, checks: own = [] }) => ({ by: code(name), own }));
  for (const { by, own } of [...parties, { by: 'the plan', own: checks }])
    for (const check of own) {
      const known = wanted.get(check.command);
      if (known) known.by.push(by);
      else wanted.set(check.command, { check, by: [by] });
    }
  const lines = [
    ...[...wanted.values()].map(
      ({ check, by }) => `- ${code(check.command)}: ${line(check.name)}, asked for by ${[...new Set(by)].join(', ')}`,
    ),
    ...tests.map(({ path, about }) => `- the tests in ${code(path)}, about ${about.map(code).join(', ')}`),
  ];
  return lines.length === 0 ? [] : ['## What has to pass', lines.join('\n')];
}

function steps({ ours, theirs, conflicts, checks = [], tests = [] }: HandOff, next: string): string {
  const isProven = [...checks, ...tests, ...[...ours, theirs].flatMap((party) => party.checks ?? [])].length > 0;
  const others = ours.map(({ name }) => name).join(', ');
  const where = theirs.branch === undefined ? `On ${theirs.name}` : `On the branch \`${theirs.branch}\``;
  const hasHunks = conflicts.some(({ hunks }) => hunks.length > 0);
  return [
    `1. ${where}, change the files named above, and no others, so that they hold what both want.`,
    hasHunks
      ? `   Where ${others} wrote something at the same place, write it there too: places that read the same on both sides merge by themselves.`
      : `   A file that is right as ${others} has it can be taken over from there: \`git checkout ${ours[0]?.commit.slice(0, 12) ?? ''} -- <file>\`.`,
    `2. ${isProven ? 'See that everything above passes. ' : ''}Do not merge or rebase; commit the change as any other.`,
    `3. Run \`${next}\`.`,
  ].join('\n');
}

function frontMatter({ plan, ours, theirs, conflicts, tests = [] }: HandOff): string {
  const party = ({ name, branch, commit }: HandOffParty): object => ({ name, ...(branch && { branch }), commit });
  const facts: Readonly<Record<string, unknown>> = {
    schemaVersion: handOffSchemaVersion,
    ...(plan !== undefined && { plan }),
    ours: ours.map(party),
    theirs: party(theirs),
    paths: conflicts.map(({ path }) => path),
    ...(tests.length > 0 && { tests: tests.map(({ path }) => path) }),
  };
  // JSON values are YAML values, and need no quoting rules of their own.
  return ['---', ...Object.entries(facts).map(([key, value]) => `${key}: ${JSON.stringify(value)}`), '---'].join('\n');
}

function partyText({ name, branch, commit, title = '', task = '' }: HandOffParty): string {
  const place = `commit \`${commit.slice(0, 12)}\`${branch === undefined ? '' : ` of \`${branch}\``}`;
  const quoted = stripControl(task)
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd());
  return [
    `### ${name}${title === '' ? '' : `: ${line(title)}`}`,
    place,
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
  names: { readonly path: string; readonly ours: string; readonly theirs: string },
): string {
  const language = /\.([a-z]+)$/i.exec(names.path)?.[1] ?? '';
  const block = (name: string, piece: ConflictHunk['base']): string[] =>
    piece === undefined || piece.text.trim() === ''
      ? [`${name}: nothing`]
      : [`${name}, line ${piece.line}:`, fenced(piece.text, language)];
  return [
    `#### ${where === '' ? `line ${ours.line}` : line(where)}`,
    ...block('Before', base),
    ...block(names.ours, ours),
    ...block(names.theirs, theirs),
  ].join('\n\n');
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
