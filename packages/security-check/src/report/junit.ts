import { xmlText } from '@cdev/core/cli';
import type { SecurityReport } from '../security-check.ts';

interface Case {
  readonly name: string;
  readonly place: string;
  readonly text: string;
  readonly isFailure: boolean;
}

/** One suite per kind of check: a finding is a failed test, a note and what is known are skipped ones; a kind that did not run is skipped as a whole. */
export function junit({ secrets, issues, known, knownIssues, checks }: SecurityReport): string {
  const ofSecrets = [
    ...secrets.map(({ title, secretId, places, reasons, level, rotate }): Case => ({
      name: `${title} ${secretId.slice(0, 12)}`,
      place: places[0] === undefined ? '' : `${places[0].path}:${places[0].line}`,
      text: [...reasons, ...(rotate === undefined ? [] : [`Make it worthless: ${rotate}`])].join('\n'),
      isFailure: level !== 'note',
    })),
    ...known.map(({ secret, reason }): Case => ({
      name: `${secret.title} ${secret.secretId.slice(0, 12)}`,
      place: '',
      text: `known: ${reason}`,
      isFailure: false,
    })),
  ];
  const ofIssues = (check: string): Case[] => [
    ...issues
      .filter((issue) => issue.check === check)
      .map(({ ruleId, title, fingerprint, places: [place], reasons, mend, level }): Case => ({
        name: `${ruleId}: ${title} ${fingerprint.slice(0, 12)}`,
        place: `${place.path}${place.line === undefined ? '' : `:${place.line}`}`,
        text: [...reasons, mend.text, ...(mend.commands ?? [])].join('\n'),
        isFailure: level !== 'note',
      })),
    ...knownIssues
      .filter(({ issue }) => issue.check === check)
      .map(({ issue, reason }): Case => ({
        name: `${issue.ruleId}: ${issue.title} ${issue.fingerprint.slice(0, 12)}`,
        place: issue.places[0].path,
        text: `known: ${reason}`,
        isFailure: false,
      })),
  ];
  const suites = checks.map(({ check, status, detail, gaps }) => {
    const found = check === 'secrets' ? ofSecrets : ofIssues(check);
    const own: Case[] =
      status === 'not-run'
        ? [{ name: 'not run', place: '', text: detail, isFailure: false }]
        : gaps.map((gap) => ({ name: 'not looked at', place: '', text: gap, isFailure: false }));
    return {
      check,
      cases: [...own, ...found],
      hasPassed: status !== 'not-run' && own.length + found.length === 0,
      detail,
    };
  });
  const lines = suites.flatMap(({ check, cases, hasPassed, detail }) => {
    const failures = cases.filter(({ isFailure }) => isFailure).length;
    const count = cases.length + (hasPassed ? 1 : 0);
    return [
      `  <testsuite name="${xmlText(check)}" tests="${count}" failures="${failures}" errors="0" skipped="${cases.length - failures}">`,
      ...(hasPassed ? [`    <testcase classname="${xmlText(check)}" name="${xmlText(`checked: ${detail}`)}"/>`] : []),
      ...cases.map((each) => caseText(check, each)),
      '  </testsuite>',
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="cdev-security-check">',
    ...lines,
    '</testsuites>',
    '',
  ].join('\n');
}

function caseText(check: string, { name, place, text, isFailure }: Case): string {
  const kind = isFailure ? 'failure' : 'skipped';
  const where = place === '' ? '' : ` ${place}`;
  return `    <testcase classname="${xmlText(check)}" name="${xmlText(`${name}${where}`)}"><${kind} message="${xmlText(text)}"/></testcase>`;
}
