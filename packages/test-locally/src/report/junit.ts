import { xmlText } from '@cdev/core/cli';
import type { Attempt } from '../runners/runner.ts';
import type { TestCase, TestRun } from '../run/test-run.ts';

/**
 * The run as JUnit XML: a suite for each file. Outcomes that a retry replaced are kept in the elements that Maven Surefire made for them
 * (https://maven.apache.org/surefire/maven-surefire-plugin/examples/rerun-failing-tests.html).
 */
export function junitXml({ tests, problems, duration }: TestRun): string {
  const suites = Map.groupBy(tests, ({ file, package: owner }) => file ?? owner);
  const broken = problems.map(({ package: owner, problem, output }) =>
    [
      `  <testsuite name="${xmlText(owner)}" tests="1" failures="0" errors="1" skipped="0" time="0">`,
      `    <testcase name="${xmlText(owner)}" classname="${xmlText(owner)}" time="0">`,
      `      <error message="${xmlText(problem)}">${xmlText(output)}</error>`,
      '    </testcase>',
      '  </testsuite>',
    ].join('\n'),
  );
  const count = (status: TestCase['status']): number => tests.filter((test) => test.status === status).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdev-test-locally" tests="${tests.length}" failures="${count('failed')}" errors="${problems.length}" time="${seconds(duration)}">`,
    ...[...suites].map(([name, cases]) => suiteXml(name, cases)),
    ...broken,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteXml(name: string, tests: readonly TestCase[]): string {
  const count = (...statuses: readonly TestCase['status'][]): number =>
    tests.filter(({ status }) => statuses.includes(status)).length;
  const time = tests.reduce((sum, { duration = 0 }) => sum + duration, 0);
  return [
    `  <testsuite name="${xmlText(name)}" tests="${tests.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped', 'todo')}" time="${seconds(time)}">`,
    ...tests.map(caseXml),
    '  </testsuite>',
  ].join('\n');
}

function caseXml(test: TestCase): string {
  const place =
    test.file === undefined
      ? ''
      : ` file="${xmlText(test.file)}"${test.line === undefined ? '' : ` line="${test.line}"`}`;
  const head = `    <testcase name="${xmlText(test.name)}" classname="${xmlText(test.package)}"${place} time="${seconds(test.duration ?? 0)}"`;
  const inside = outcomeXml(test);
  return inside.length === 0
    ? `${head}/>`
    : [`${head}>`, ...inside.map((line) => `      ${line}`), '    </testcase>'].join('\n');
}

function outcomeXml({ status, attempts }: TestCase): readonly string[] {
  if (status === 'skipped' || status === 'todo')
    return [status === 'todo' ? '<skipped message="todo"/>' : '<skipped/>'];
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  if (status === 'flaky') return failed.map((attempt) => failureXml('flakyFailure', attempt));
  return failed.map((attempt, index) => failureXml(index === 0 ? 'failure' : 'rerunFailure', attempt));
}

function failureXml(element: string, { failure = 'failed' }: Attempt): string {
  const [first = ''] = failure.split('\n');
  const body = element === 'failure' ? xmlText(failure) : `<stackTrace>${xmlText(failure)}</stackTrace>`;
  return `<${element} message="${xmlText(first)}" type="failure">${body}</${element}>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
