import {
  joinChoices,
  type ChosenText,
  type HunkChoice,
  type OpenContent,
  type ResolveOptions,
  type SideLabels,
  type ThreeTexts,
} from '@cdev/branch-merge';
import type { Prompt } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { ConflictHunk } from '@cdev/structured-merge';

type Answer = 'ours' | 'theirs' | 'both' | 'both-theirs-first' | 'base' | 'leave';

/** Asks about each piece that structure leaves open. */
export function askHunks(prompt: Prompt, rules: ResolveOptions['rules']): NonNullable<ResolveOptions['resolveText']> {
  return async (texts, open, labels) => {
    if (open.hunks.length === 0) return askFile(prompt, { texts, open, labels });
    const choices: HunkChoice[] = [];
    for (const [at, hunk] of open.hunks.entries()) {
      const title = `${texts.path}, ${at + 1} of ${open.hunks.length}`;
      const answer = await prompt.choose(hunkQuestion(hunk, title, labels), answersFor(hunk, labels));
      if (answer === 'leave') return undefined;
      choices.push({ hunk, text: chosenText(hunk, answer) });
    }
    const joined = await joinChoices(texts, choices, { rules, labels });
    return joined && { content: joined.content, reason: 'chosen piece by piece' };
  };
}

interface WholeFile {
  readonly texts: ThreeTexts;
  readonly open: OpenContent;
  readonly labels: SideLabels;
}

async function askFile(prompt: Prompt, { texts, open, labels }: WholeFile): Promise<ChosenText | undefined> {
  const answer = await prompt.choose(`${texts.path}\n${stripControl(open.reason)}\nWhich version of the file?`, [
    { value: 'ours', label: `that of ${labels.ours}` },
    { value: 'theirs', label: `that of ${labels.theirs}` },
    { value: 'leave', label: 'leave it open' },
  ]);
  return answer === 'leave' ? undefined : { content: texts[answer], reason: `${labels[answer]} taken, as chosen` };
}

function answersFor(hunk: ConflictHunk, { ours, theirs }: SideLabels): { value: Answer; label: string }[] {
  return [
    { value: 'ours', label: ours },
    { value: 'theirs', label: theirs },
    { value: 'both', label: `both, ${ours} first` },
    { value: 'both-theirs-first', label: `both, ${theirs} first` },
    ...(hunk.base === undefined ? [] : [{ value: 'base' as const, label: 'as it was before' }]),
    { value: 'leave', label: 'leave the file open' },
  ];
}

function chosenText({ base, ours, theirs }: ConflictHunk, answer: Exclude<Answer, 'leave'>): string {
  if (answer === 'both') return ours.text + theirs.text;
  if (answer === 'both-theirs-first') return theirs.text + ours.text;
  return answer === 'base' ? (base?.text ?? '') : answer === 'ours' ? ours.text : theirs.text;
}

function hunkQuestion({ where, base, ours, theirs }: ConflictHunk, title: string, labels: SideLabels): string {
  const part = (name: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`${name}:`, ...(text === '' ? ['  (nothing)'] : indented(text))];
  return [
    `${title} (${where})`,
    ...part('before', base?.text),
    ...part(labels.ours, ours.text),
    ...part(labels.theirs, theirs.text),
    'Which shall it be?',
  ].join('\n');
}

function indented(text: string): string[] {
  return stripControl(text)
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `  ${line}`.trimEnd());
}
