import { xmlText } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { shortId } from '@cdev/security-issue';
import type { SecurityReport } from '../security-check.ts';

interface Case {
  readonly name: string;
  readonly place: string;
  readonly text: string;
  readonly isFailure: boolean;
  /** What a failure is called: its level. */
  readonly type: string;
}

/**
 * One suite per kind of check: a finding is a failed test, a note and what is known are skipped ones; a kind that did not run is skipped as a
 * whole. In the form of Ant's schema, which is narrower than what Jenkins and others read: times are told as none, the host as its own.
 */
export function junit({ secrets, issues, known, knownIssues, checks }: SecurityReport, now: Date = new Date()): string {
  const ofSecrets = [
    ...secrets.map(({ title, secretId, places, reasons, level, rotate }): Case => ({
      name: `${title} ${secretId.slice(0, 12)}`,
      place: places[0] === undefined ? '' : `${places[0].path}:${places[0].line}`,
      text: [...reasons, ...(rotate === undefined ? [] : [`Make it worthless: ${rotate}`])].join('\n'),
      isFailure: level !== 'note',
      type: level,
    })),
    ...known.map(({ secret, reason }): Case => ({
      name: `${secret.title} ${secret.secretId.slice(0, 12)}`,
      place: '',
      text: `known: ${reason}`,
      isFailure: false,
      type: 'known',
    })),
  ];
  const ofIssues = (check: string): Case[] => [
    ...issues
      .filter((issue) => issue.check === check)
      .map(({ ruleId, title, fingerprint, places: [place], reasons, mend, level }): Case => ({
        name: `${ruleId}: ${title} ${shortId(fingerprint)}`,
        place: `${place.path}${place.line === undefined ? '' : `:${place.line}`}`,
        text: [...reasons, mend.text, ...(mend.commands ?? [])].join('\n'),
        isFailure: level !== 'note',
        type: level,
      })),
    ...knownIssues
      .filter(({ issue }) => issue.check === check)
      .map(({ issue, reason }): Case => ({
        name: `${issue.ruleId}: ${issue.title} ${shortId(issue.fingerprint)}`,
        place: issue.places[0].path,
        text: `known: ${reason}`,
        isFailure: false,
        type: 'known',
      })),
  ];
  const suites = checks.map(({ check, status, detail, gaps }) => {
    const found = check === 'secrets' ? ofSecrets : ofIssues(check);
    const own: Case[] =
      status === 'not-run'
        ? [{ name: 'not run', place: '', text: [detail, ...gaps].join('\n'), isFailure: false, type: 'not run' }]
        : gaps.map((gap) => ({ name: 'not looked at', place: '', text: gap, isFailure: false, type: 'gap' }));
    return {
      check,
      cases: [...own, ...found],
      hasPassed: status !== 'not-run' && own.length + found.length === 0,
      detail,
    };
  });
  const timestamp = now.toISOString().slice(0, 19);
  const lines = suites.flatMap(({ check, cases, hasPassed, detail }, id) => {
    const failures = cases.filter(({ isFailure }) => isFailure).length;
    const count = cases.length + (hasPassed ? 1 : 0);
    const counts = `tests="${count}" failures="${failures}" errors="0" skipped="${cases.length - failures}"`;
    return [
      `  <testsuite id="${id}" package="cdev-security-check" name="${xmlText(check)}" timestamp="${timestamp}" hostname="localhost" ${counts} time="0">`,
      '    <properties/>',
      ...(hasPassed ? [`    ${opening(check, `checked: ${detail}`)}/>`] : []),
      ...cases.map((each) => caseText(check, each)),
      '    <system-out/>',
      '    <system-err/>',
      '  </testsuite>',
    ];
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...lines, '</testsuites>', ''].join('\n');
}

/** Whoever shows it may show it as it stands: signs that turn the direction would make another name of it. */
function shown(text: string): string {
  return xmlText(stripControl(text));
}

function opening(check: string, name: string): string {
  return `<testcase classname="${xmlText(check)}" name="${shown(name)}" time="0"`;
}

function caseText(check: string, { name, place, text, isFailure, type }: Case): string {
  const message = `message="${shown(text)}"`;
  const result = isFailure ? `<failure type="${xmlText(type)}" ${message}/>` : `<skipped ${message}/>`;
  return `    ${opening(check, place === '' ? name : `${name} ${place}`)}>${result}</testcase>`;
}
