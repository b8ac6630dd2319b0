import { stripControl } from '@cdev/core/log';
import type { SecurityReport } from '../security-check.ts';

/**
 * Workflow commands that mark lines of a pull request.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubAnnotations({ secrets }: SecurityReport): string {
  return secrets
    .map(({ level, title, redacted, reasons, places, rotate }) => {
      const place = places.find(({ surface }) => surface === 'worktree' || surface === 'index') ?? places[0];
      const where = place === undefined ? '' : `file=${property(place.path)},line=${place.line},col=${place.column},`;
      const advice = rotate === undefined ? '' : ` Make it worthless: ${rotate}`;
      return `::${level === 'note' ? 'notice' : level} ${where}title=${property(`This looks like ${title}`)}::${message(`${redacted}: ${reasons.join('; ')}.${advice}`)}\n`;
    })
    .join('');
}

function message(text: string): string {
  return stripControl(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
