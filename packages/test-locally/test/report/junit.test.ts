import { expect, test } from '@jest/globals';
import { githubAnnotations, githubSummary } from '../../src/report/github.ts';
import { junitXml } from '../../src/report/junit.ts';
import { exampleRun } from '../example-run.ts';

test('JUnit keeps every outcome: failures, retries, flaky tests, what was skipped, and what crashed', () => {
  expect(junitXml(exampleRun)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdev-test-locally" tests="4" failures="1" errors="1" time="2.500">
  <testsuite name="test/a.test.js" tests="3" failures="1" errors="0" skipped="0" time="1.512">
    <testcase name="a &lt;b&gt; › &quot;c&quot;" classname="one" file="test/a.test.js" line="7" time="0.012"/>
    <testcase name="fails" classname="one" file="test/a.test.js" time="0.500">
      <failure message="Error: 1 &amp; 2" type="failure">Error: 1 &amp; 2&#10;    at x\uFFFD</failure>
      <rerunFailure message="Error: again" type="failure"><stackTrace>Error: again</stackTrace></rerunFailure>
    </testcase>
    <testcase name="wobbles" classname="one" file="test/a.test.js" time="1.000">
      <flakyFailure message="Error: not yet" type="failure"><stackTrace>Error: not yet</stackTrace></flakyFailure>
    </testcase>
  </testsuite>
  <testsuite name="test/b.test.js" tests="1" failures="0" errors="0" skipped="1" time="0.000">
    <testcase name="later" classname="one" file="test/b.test.js" time="0.000">
      <skipped/>
    </testcase>
  </testsuite>
  <testsuite name="two" tests="1" failures="0" errors="1" skipped="0" time="0">
    <testcase name="two" classname="two" time="0">
      <error message="jest: the runner left no result">broken]]&gt;</error>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test('annotations put failures and flaky tests beside their lines, with data that cannot end the command', () => {
  expect(githubAnnotations(exampleRun)).toEqual([
    '::error file=test/a.test.js,title=fails::Error: again',
    '::error title=two::jest: the runner left no result',
    '::warning file=test/a.test.js,title=wobbles::Flaky: failed, passed%0AError: not yet',
  ]);
  const [first] = githubAnnotations({
    ...exampleRun,
    problems: [],
    tests: [{ ...exampleRun.tests[1], name: 'a,b:c\n::d', status: 'failed' } as (typeof exampleRun.tests)[number]],
  });
  expect(first).toBe('::error file=test/a.test.js,title=a%2Cb%3Ac%0A%3A%3Ad::Error: again');
});

test('the summary is Markdown that text from tests cannot break', () => {
  const summary = githubSummary({
    ...exampleRun,
    tests: exampleRun.tests.map((one) => ({
      ...one,
      attempts: one.attempts.map((attempt) => ({ ...attempt, failure: '```\n<b>x</b>' })),
    })),
  });
  expect(summary).toContain('## Tests: 1 passed, 1 failed, 1 flaky, 1 skipped\n');
  expect(summary).toContain('What 1 changed files since `origin/main` reach.');
  expect(summary).toContain('### Flaky');
  expect(summary).toContain('\n  ````\n  ```\n');
  expect(summary).toContain('### Chosen and not run\n\n- `test/c.test.js`');
  expect(summary).toContain('| one | 91.5 % | – | 80.0 % |');
});
