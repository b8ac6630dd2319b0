import { stripControl } from '@cdev/core/log';
import type { Level } from '@cdev/security-issue';
import { incomplete } from '../check/verdict.ts';
import type { SecurityReport } from '../security-check.ts';

interface Annotation {
  readonly level: Level;
  readonly place: { readonly path: string; readonly line?: number; readonly column?: number } | undefined;
  readonly title: string;
  readonly text: string;
}

/**
 * Workflow commands that mark lines of a pull request, and say of what not all was looked at: no mark is no good news there.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubAnnotations({ secrets, issues, checks }: SecurityReport): string {
  const ofSecrets = secrets.map(({ level, title, redacted, reasons, places, rotate }): Annotation => ({
    level,
    place: places.find(({ surface }) => surface === 'worktree' || surface === 'index') ?? places[0],
    title: `This looks like ${title}`,
    text: `${redacted}: ${reasons.join('; ')}.${rotate === undefined ? '' : ` Make it worthless: ${rotate}`}`,
  }));
  const ofIssues = issues.map(({ level, title, reasons, places, mend }): Annotation => ({
    level,
    place: places[0],
    title,
    text: `${reasons.join('; ')}. ${[mend.text, ...(mend.commands ?? [])].join('\n')}`,
  }));
  const ofGaps = incomplete(checks).map(({ check, gaps }): Annotation => ({
    level: 'note',
    place: undefined,
    title: `Not all was looked at: ${check}`,
    text: gaps.join('\n'),
  }));
  return [...ofSecrets, ...ofIssues, ...ofGaps].map(annotationText).join('');
}

function annotationText({ level, place, title, text }: Annotation): string {
  const parts = [
    ...(place === undefined ? [] : [`file=${property(place.path)}`]),
    ...(place?.line === undefined ? [] : [`line=${place.line}`]),
    ...(place?.column === undefined ? [] : [`col=${place.column}`]),
    `title=${property(title)}`,
  ];
  return `::${level === 'note' ? 'notice' : level} ${parts.join(',')}::${message(text)}\n`;
}

function message(text: string): string {
  return stripControl(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
