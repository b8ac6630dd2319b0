import { xmlText } from '@cdev/core/cli';
import type { Reported } from './write-report.ts';

/** JUnit XML, one suite an agent: its checks, and one case for everything else. https://github.com/testmoapp/junitxml */
export function junitReport({ agents }: Reported): string {
  const suites = agents.map(({ agent, findings, checks, duration }) => {
    const own = findings.filter(({ rule, severity }) => severity === 'error' && rule !== 'check-failed');
    const cases = [
      {
        name: 'work',
        time: 0,
        body:
          own.length === 0
            ? ''
            : `<failure message="${xmlText(own[0]?.message ?? '')}">${xmlText(own.map(({ message }) => message).join('\n'))}</failure>`,
      },
      ...checks.map(({ name, status, reason, tail, duration: took }) => ({
        name,
        time: took,
        body:
          status === 'passed'
            ? ''
            : status === 'not-run'
              ? `<skipped message="${xmlText(reason)}"/>`
              : `<failure message="${xmlText(reason)}">${xmlText(tail)}</failure>`,
      })),
    ];
    const count = (tag: string): number => cases.filter(({ body }) => body.startsWith(`<${tag}`)).length;
    const lines = cases.map(
      ({ name, time, body }) =>
        `    <testcase classname="${xmlText(agent)}" name="${xmlText(name)}" time="${(time / 1000).toFixed(3)}">${body}</testcase>`,
    );
    return [
      `  <testsuite name="${xmlText(agent)}" tests="${cases.length}" failures="${count('failure')}" skipped="${count('skipped')}" time="${(duration / 1000).toFixed(3)}">`,
      ...lines,
      '  </testsuite>',
    ].join('\n');
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join('\n');
}
