import { alignColumns, wrapText, type Page } from '@cdev/core/cli';
import type { Inspection } from '../inspection/inspection.ts';
import { permissionWords, unheldWords } from './permission-words.ts';
import { countText, sizeText } from './size-text.ts';
import { tierText } from './tier-text.ts';

/** All that is known, the risks last, where the eye rests. */
export function inspectionText(found: Inspection, page: Page): string {
  const { style } = page;
  const { trust, size, dependencies, trial } = found;
  const rows: (readonly [string, string])[] = [
    ['trust', `${tierText(trust.tier, page)}  ${trust.reason}`],
    ['registry', found.registry],
    ['owner', ownershipWords(found)],
    ['published', publishedWords(found)],
    ['source', found.repository ?? style.quiet('not named')],
    ['signature', signatureWords(found, page)],
    ['provenance', provenanceWords(found, page)],
    ...lines(
      'it may',
      permissionWords(found.permissions).map((word, at) =>
        found.permissions === undefined && at === 0 ? style.warning(word) : word,
      ),
    ),
    ...lines(
      '',
      unheldWords(found.permissions).map((word) => style.quiet(`(${word})`)),
    ),
    ...lines(
      'reads',
      Object.entries(found.env).map(([name, purpose]) => `${name}  ${style.quiet(purpose)}`),
    ),
    ['size', `${sizeText(size.unpacked)} in ${size.files} ${size.files === 1 ? 'file' : 'files'}`],
    ['brings', bringsWords(found)],
    ...lines(
      'not run',
      found.installScripts.map((text) => style.warning(text)),
    ),
    ['known', knownWords(found, page)],
    ...lines(
      '',
      found.vulnerabilities.found.map(
        (each) => `${each.id}  ${each.package}@${each.version}  ${each.severity}  ${each.title}`,
      ),
    ),
    ...(trial
      ? ([
          ['start', trial.starts ? `${trial.duration} ms, Node alone ${trial.bareNode} ms` : style.bad(trial.detail)],
          ['health', trial.health === 'failed' ? style.bad(trial.healthDetail) : trial.healthDetail],
        ] as const)
      : ([['start', style.quiet('not tried; --try starts it in a temporary folder')]] as const)),
  ];
  if (dependencies.deprecated.length > 0) rows.push(['outdated', dependencies.deprecated.join(', ')]);
  const warnings = [
    ...(found.deprecated === undefined ? [] : [`deprecated: ${found.deprecated}`]),
    ...found.risks.map(({ name, text }) => `${text} (${name})`),
  ].flatMap((text) => wrapText(`! ${text}`, Math.max(40, page.columns - 2)));
  return [
    `${style.title(found.package)} ${found.version}  ${style.name(`cdev ${found.script}`)}`,
    ...(found.description === '' ? [] : [found.description]),
    '',
    ...alignColumns(
      rows.map(([name, text]) => [style.quiet(name), text]),
      '  ',
    ),
    ...(warnings.length > 0 ? ['', ...warnings.map((line) => style.bad(line))] : []),
    '',
  ].join('\n');
}

function lines(name: string, texts: readonly string[]): (readonly [string, string])[] {
  return texts.map((text, at) => [at === 0 ? name : '', text]);
}

function ownershipWords({ ownership: { maintainers, publisher, isByWorkflow, team } }: Inspection): string {
  const by = isByWorkflow
    ? 'published by a workflow'
    : publisher === undefined
      ? undefined
      : `published by ${publisher}`;
  return [maintainers.join(', ') || 'nobody is named', by, team].filter((text) => text !== undefined).join('; ');
}

function publishedWords({ published, firstPublished, versions, newest, version }: Inspection): string {
  const day = (time: string | undefined): string => time?.slice(0, 10) ?? 'unknown';
  const newer = newest === undefined || newest === version ? '' : `; the newest is ${newest}`;
  return `${day(published)}, one of ${versions} since ${day(firstPublished)}${newer}`;
}

function signatureWords({ signature: { status, detail } }: Inspection, { style }: Page): string {
  if (status === 'valid') return style.good(`valid, ${detail}`);
  return status === 'none' ? style.warning(detail) : style.quiet(`not checked: ${detail}`);
}

function provenanceWords({ provenance }: Inspection, { style }: Page): string {
  if (provenance.status === 'none') return style.quiet(provenance.detail);
  if (provenance.status === 'unavailable') return style.warning(`not checked: ${provenance.detail}`);
  const { repository, workflow, commit } = provenance.build;
  const at = commit === undefined ? '' : ` at ${commit.slice(0, 12)}`;
  return style.good(`verified: built in ${repository}${at}${workflow === undefined ? '' : ` by ${workflow}`}`);
}

function bringsWords({ dependencies: { count, size, withoutSize } }: Inspection): string {
  if (count === 0) return countText(0);
  const unknown = withoutSize === 0 ? '' : `, without ${withoutSize} whose size nobody tells`;
  return `${countText(count)}, ${sizeText(size)}${unknown}`;
}

function knownWords({ vulnerabilities: { found, asked, gaps } }: Inspection, { style }: Page): string {
  const count =
    found.length === 0
      ? 'no vulnerability'
      : style.bad(`${found.length} ${found.length === 1 ? 'vulnerability' : 'vulnerabilities'}`);
  if (asked === 'nobody') return style.warning(`not checked: ${gaps[0] ?? 'nobody could be asked'}`);
  return `${count}, says ${asked}${gaps.length > 0 ? style.warning(`; ${gaps.join('; ')}`) : ''}`;
}
