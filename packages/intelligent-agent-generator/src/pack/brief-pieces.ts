import { truncateText } from '@cdev/core/cli';
import type { AgentBrief, BriefFile, Companion, Criterion } from '../brief/agent-brief.ts';
import { code, lowerHeadings } from './markdown.ts';
import type { Piece } from './piece.ts';

/** What a brief says, most needed first. `level` is that of the section headings. */
export function briefPieces(brief: AgentBrief, level: number): readonly Piece[] {
  const { requirement, criteria, files, toMake, commands, companions, risks, conventions } = brief;
  const needed = { what: undefined };
  return [
    { section: 'Task', text: taskText(requirement, level), ...needed },
    ...criteriaTexts(criteria).map((text): Piece => ({ section: 'Done when', text, ...needed })),
    ...(toMake.length > 0
      ? [
          {
            section: 'Files' as const,
            text: `Named in the task and not there, so to be made: ${toMake.map(code).join(', ')}`,
            ...needed,
          },
        ]
      : []),
    ...files.map((file): Piece => ({
      section: 'Files',
      text: fileText(file),
      what: { kind: 'ranked file', path: file.path },
    })),
    ...commands.map(({ purpose, command, folder, foundIn }): Piece => ({
      section: 'Commands',
      text: `- ${purpose}: ${code(command)}${placeText(folder)} (${foundIn})`,
      what: { kind: 'command' },
    })),
    ...[...Map.groupBy(companions, ({ path }) => path).values()].map((ofFile): Piece => ({
      section: 'Changes together',
      text: companionText(ofFile),
      what: { kind: 'companion' },
    })),
    ...risks.map(({ path, text }): Piece => ({
      section: 'Risks',
      text: `- ${path === undefined ? text : `${code(path)}: ${text}`}`,
      what: { kind: 'risk', ...(path !== undefined && { path }) },
    })),
    ...conventions.map(({ text, evidence }): Piece => ({
      section: 'Conventions',
      text: `- ${text} (${evidence})`,
      what: { kind: 'convention' },
    })),
  ];
}

function taskText({ title, text, issue }: AgentBrief['requirement'], level: number): string {
  const head = issue === undefined ? [] : [`${issue.id}${issue.url === undefined ? '' : ` (${issue.url})`}`];
  // Of a text of one line the title is all there is.
  const body = text === '' ? title : lowerHeadings(text, level + 1);
  return [...head, body].join('\n\n');
}

/** Those of the request stand in the task already. */
function criteriaTexts(criteria: readonly Criterion[]): readonly string[] {
  const asked = criteria.filter(({ source }) => source === 'the request').length;
  const own = criteria.flatMap(({ text, command, folder = '.', source }) =>
    source === 'the request'
      ? []
      : command === undefined
        ? [`- [ ] ${text} (proposed by ${source}, not in the task)`]
        : [`- [ ] ${text}: ${code(command)}${placeText(folder)} (${source})`],
  );
  const first = `- [ ] the ${asked === 1 ? 'criterion' : `${asked} criteria`} of the task ${asked === 1 ? 'is' : 'are'} met`;
  return asked === 0 ? own : [first, ...own];
}

function placeText(folder: string): string {
  return folder === '.' ? '' : ` in ${code(folder)}`;
}

/** Companions of one file. */
function companionText(companions: readonly Companion[]): string {
  const [{ path, of }] = companions as readonly [Companion];
  const others = companions.map(({ with: other, together }) => `${code(other)} in ${together}`);
  return `- ${code(path)} changed in ${of} commits; with it ${others.join(', ')} of them, though neither imports the other`;
}

/** The two strongest reasons: more is not read. */
const reasonsTold = 2;

/** A reason may quote the subject of a commit, of which the beginning is enough. */
function shortReason(reason: string): string {
  return truncateText(reason.replace(/"(.{48})..+"/, '"$1…"'), 120);
}

function fileText({ path, reasons, tests }: BriefFile): string {
  const covered = tests.length === 0 ? '' : `; covered by ${tests.map(code).join(', ')}`;
  return `- ${code(path)}: ${reasons.slice(0, reasonsTold).map(shortReason).join('; ')}${covered}`;
}
