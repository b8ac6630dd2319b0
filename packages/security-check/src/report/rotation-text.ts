import { wrapText, type Page } from '@cdev/core/cli';
import type { Rotation } from '@cdev/secret-rules';

const steps = [
  ['revoke', 'revoke'],
  ['used?', 'audit'],
  ['instead', 'replace'],
] as const;

/** What to do about the secrets of one provider, a block of lines. */
export function rotationLines(rotation: Rotation, { style, columns }: Page): string[] {
  const width = Math.max(40, columns - 15);
  return [
    `${style.quiet('→')} ${style.title(`Make what is of ${rotation.provider} worthless`)}`,
    ...steps.flatMap(([name, step]) =>
      wrapText(rotation[step], width).map(
        (text, at) => `    ${style.quiet((at === 0 ? name : '').padEnd(7))}  ${text}`,
      ),
    ),
    // The first alone: it says the rest.
    ...rotation.sources.slice(0, 1).map((source) => `    ${style.quiet('more   ')}  ${source}`),
  ];
}

/** The same as one text, for formats of machines. */
export function rotationSentences({ revoke, audit, replace }: Rotation): string {
  return `Revoke: ${revoke}. Was it used? ${audit}. Instead: ${replace}.`;
}
