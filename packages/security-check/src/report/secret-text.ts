import { alignColumns, wrapText, type Page } from '@cdev/core/cli';
import type { Secret, SecretPlace, Surface } from '@cdev/secret-scan';
import { counted } from '../surface/surface-check.ts';
import { levelMark } from './level-mark.ts';
import { oneLine } from './one-line.ts';

/** How many places of one secret are shown. */
const shownPlaces = 4;

export const surfaceName: Readonly<Record<Surface, string>> = {
  tarball: 'package',
  index: 'index',
  worktree: 'work tree',
  history: 'history',
};

/** A secret as a block of lines: what, where, why, how it is made worthless. */
export function secretLines(secret: Secret, { style, columns }: Page): string[] {
  const { level, title, redacted, secretId, places, reasons, rotate } = secret;
  const rows = places
    .slice(0, shownPlaces)
    .map((place) => [
      style.quiet(surfaceName[place.surface]),
      style.name(secretPlaceText(place)),
      style.quiet(originText(place)),
    ]);
  const more = places.length - shownPlaces;
  return [
    `${levelMark(level, style)}  ${style.title(oneLine(title))}  ${style.quiet(secretId.slice(0, 12))}`,
    ...alignColumns([[style.quiet('value'), oneLine(redacted), ''], ...rows], '    ').map((row) => row.trimEnd()),
    ...(more > 0 ? [style.quiet(`    and at ${counted(more, 'more place')}`)] : []),
    ...wrapText(`${oneLine(reasons.join('; '))}.`, Math.max(40, columns - 4)).map((text) => `    ${text}`),
    ...(rotate === undefined || level === 'note' ? [] : [`    → Make it worthless: ${rotate}`]),
  ];
}

export function secretPlaceText({ surface, path, line, column, package: name }: SecretPlace): string {
  const place = `${oneLine(path)}:${line}${surface === 'history' ? '' : `:${column}`}`;
  return name === undefined ? place : `${oneLine(name)} ${place}`;
}

function originText({ commit, date }: SecretPlace): string {
  return commit === undefined ? '' : `${commit.slice(0, 9)}  ${date?.slice(0, 10) ?? ''}`;
}
