import type { AddedPlace } from '@cdev/added-script';
import type { Inspection } from '../inspection/inspection.ts';
import type { Update } from '../update.ts';
import { permissionWords, unheldWords } from './permission-words.ts';
import { countText, sizeText } from './size-text.ts';

/** What somebody has to know to say yes, and the question. */
export function additionQuestion(inspection: Inspection, place: AddedPlace): string {
  const { package: name, version, registry, trust, ownership, dependencies, size, script } = inspection;
  const { installScripts, deprecated } = inspection;
  const lines = [
    `${name} ${version}, from ${registry}`,
    `  trust         ${trust.tier}: ${trust.reason}`,
    `  owner         ${ownership.maintainers.join(', ') || 'nobody is named'}`,
    ...listed('it may', permissionWords(inspection.permissions)),
    ...listed(
      '',
      unheldWords(inspection.permissions).map((word) => `(${word})`),
    ),
    ...listed('reads', Object.keys(inspection.env)),
    `  brings        ${countText(dependencies.count)}, ${sizeText(size.unpacked + dependencies.size)} in all`,
    ...listed('is not run', installScripts),
    ...(deprecated === undefined ? [] : [`  deprecated    ${deprecated}`]),
  ];
  return `${lines.join('\n')}\nAdd it as cdev ${script}, to ${place.lock}?`;
}

export function updateQuestion({
  package: name,
  from,
  to = '',
  changes,
}: Pick<Update, 'package' | 'from' | 'to' | 'changes'>): string {
  const lines = changes
    .filter(({ what }) => what !== 'version')
    .map(({ what, text }) => `  ${what.padEnd(15)} ${text}`);
  return [`${name} ${from} → ${to}`, ...lines, 'Update it?'].join('\n');
}

/** One line each, the first with its name. */
function listed(name: string, texts: readonly string[]): readonly string[] {
  return texts.map((text, at) => `  ${(at === 0 ? name : '').padEnd(12)}  ${text}`);
}
