import type { AgentBrief } from '../src/index.ts';

export const sampleBrief: AgentBrief = {
  name: 'late-fees',
  role: 'back-end engineer',
  requirement: {
    title: 'Charge "late" fees: now',
    text: 'Charge a fee.\n\n- [ ] it is shown',
    source: 'the text given',
  },
  root: '/repository',
  files: [
    {
      path: 'src/late fee.ts',
      score: 1,
      reasons: ['named in the request', 'text: fee, late', 'file name: fee'],
      lines: 4,
      isTest: false,
      isNamed: true,
      tests: ['test/late-fee.test.ts'],
    },
    { path: 'src/`odd`.ts', score: 0.5, reasons: ['text: fee'], lines: 2, isTest: false, isNamed: false, tests: [] },
  ],
  toMake: ['src/new.ts'],
  criteria: [
    { text: 'it is shown', source: 'the request' },
    {
      text: 'the tests pass',
      command: 'npm test',
      folder: 'packages/a',
      source: 'packages/a/package.json scripts.test',
    },
  ],
  commands: [{ purpose: 'install', command: 'npm ci', folder: '.', foundIn: 'package-lock.json' }],
  conventions: [{ topic: 'tests', text: 'Test files end in `.test.ts`.', evidence: '9 of 10 test files' }],
  companions: [{ path: 'src/late fee.ts', with: 'config/fees.json', together: 3, of: 4 }],
  risks: [{ rule: 'no-test', path: 'src/`odd`.ts', text: 'no test is known that covers it' }],
  estimate: { minutes: 20, files: 2 },
  decisions: [{ decision: 'back-end engineer', reason: 'by the places' }],
};
