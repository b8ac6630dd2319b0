import { alignColumns, displayWidth, truncateText, type Page } from '@cdev/core/cli';
import type { Secret } from '@cdev/secret-scan';
import type { SecurityIssue } from '@cdev/security-issue';
import { shownId } from '../baseline/shown-id.ts';
import { counted } from '../surface/surface-check.ts';
import { issuePlaceText } from './issue-text.ts';
import { oneLine } from './one-line.ts';
import { secretPlaceText } from './secret-text.ts';

/** Fewer are told one by one. */
const fewest = 3;
/** How many are listed below the first one, unless all are asked for. */
const listed = 8;
/** Characters of an id, and the fewest for what stands there. */
const ids = 12;
const narrowest = 24;

export interface Alike<Finding> {
  /** Told with all there is to say. */
  readonly first: Finding;
  /** Of the same kind, for the same reasons: only which and where is new. */
  readonly others: readonly Finding[];
}

/** Puts findings of one kind together, at the place of their first. What strangers can do now, an error, is told one by one. */
export function groupAlike<Finding extends Secret | SecurityIssue>(
  findings: readonly Finding[],
  kindOf: (finding: Finding) => string,
): readonly Alike<Finding>[] {
  const groups = Map.groupBy(findings, (finding) => (finding.level === 'error' ? finding : kindOf(finding)));
  return [...groups.values()].flatMap((group): Alike<Finding>[] => {
    const [first, ...others] = group as [Finding, ...Finding[]];
    return others.length < fewest ? group.map((each) => ({ first: each, others: [] })) : [{ first, others }];
  });
}

/** Secrets of one rule that are as sure for the same reasons, and are made worthless at the same place. */
export function kindOfSecret({ ruleId, reasons, rotate }: Secret): string {
  return JSON.stringify([ruleId, reasons, rotate]);
}

/** Issues of one rule; those that are told with the way their data took are all of their own. */
export function kindOfIssue({ ruleId, places, fingerprint }: SecurityIssue): string {
  return places.some(({ role }) => role !== undefined) ? fingerprint : ruleId;
}

/** The others of a kind, a line each: its id, what stands there, and where. */
export function alikeLines(
  others: readonly (Secret | SecurityIssue)[],
  { style, columns, all }: Page & { readonly all: boolean },
): string[] {
  if (others.length === 0) return [];
  const shown = all ? others : others.slice(0, listed);
  const places = shown.map(placesText);
  const room = columns - ids - 8 - Math.max(...places.map(displayWidth));
  const rows = shown.map((finding, at) => [
    style.quiet(shownId(finding)),
    truncateText(whatText(finding), Math.max(narrowest, room)),
    style.name(places[at] as string),
  ]);
  const more = others.length - shown.length;
  return [
    style.quiet(`  ${counted(others.length, 'more of this kind', 'more of this kind')}`),
    ...alignColumns(rows, '    '),
    ...(more > 0 ? [style.quiet(`    and ${more} more  (--all shows them)`)] : []),
  ];
}

/** What stands there, else what it is. */
function whatText(finding: Secret | SecurityIssue): string {
  return oneLine('secretId' in finding ? finding.redacted : (finding.places[0].note ?? finding.title));
}

function placesText(finding: Secret | SecurityIssue): string {
  const more = finding.places.length - 1;
  const first =
    'secretId' in finding
      ? secretPlaceText(finding.places[0] as Secret['places'][0])
      : issuePlaceText(finding.places[0]);
  return more > 0 ? `${first} and ${more} more` : first;
}
