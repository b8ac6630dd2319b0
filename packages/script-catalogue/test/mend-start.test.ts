import { expect, test } from '@jest/globals';
import { mendStart } from '../src/index.ts';

const script = { packageName: '@cdev/one', bin: '/p/bin/cdev-one.js' };
const start = (stderr: string) => ({ exitCode: 1, stdout: '', stderr, duration: 1 });
const wants = (node: unknown) => ({ ...script, manifest: { engines: { node } } });

test.each([
  ["Cannot find module '/p/dist/start.js' imported from /p/bin/cdev-one.js", 'Build it: pnpm build --filter=@cdev/one'],
  ["Cannot find package 'yargs'", 'Install what is missing (yargs): npm install'],
  ['Error: EACCES', 'Make it readable and executable: chmod +x /p/bin/cdev-one.js'],
  ["SyntaxError: Unexpected token 'with'", 'Use Node 22.22.2 or newer: npx -y -p node@24 -- node …'],
  ['boom', 'See what it says: /p/bin/cdev-one.js --version'],
])('%s: %s', (stderr, mend) => {
  expect(mendStart(start(stderr), script)).toBe(mend);
});

test('a Node that is known is judged by what the package asks for', () => {
  const failed = start('TypeError: process.getBuiltinModule is not a function');
  expect(mendStart(failed, wants('>=22.22.2'), '22.3.0')).toContain('Use Node 22.22.2 or newer');
  expect(mendStart(failed, wants('>= 24'), '22.30.0')).toContain('Use Node 24 or newer');
  for (const node of ['22.22.2', '22.100.0', '24.0.0'])
    expect(mendStart(failed, wants('>=22.22.2'), node)).toContain('See what it says');
  expect(mendStart(start('SyntaxError: no export named x'), wants('>=22.22.2'), '24.0.0')).toContain(
    'See what it says',
  );
  for (const range of ['^22 || ^24', 5, undefined])
    expect(mendStart(failed, wants(range), '8.0.0')).toContain('See what it says');
});
