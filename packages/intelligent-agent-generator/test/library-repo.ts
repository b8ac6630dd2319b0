import { tempRepo, type Files, type TempRepo } from '@cdev/test-kit';

const lines = (count: number) => Array.from({ length: count }, (_, at) => `  step(${at});`).join('\n');

export const libraryFiles: Files = {
  'package.json': JSON.stringify({
    name: 'library',
    type: 'module',
    scripts: { test: 'node --test', lint: 'node lint.js', format: 'node format.js' },
  }),
  'package-lock.json': '{}',
  'README.md': '# Library\n\nLoans and late fees.\n',
  'src/loans/late-fee.js': `import { today } from '../time.js';

/** The fee for a loan that is returned late. */
export function lateFee(loan) {
  return Math.max(0, today() - loan.due) * 0.1;
}

export function due(loan) {
  return loan.due;
}
`,
  'src/loans/lending desk.js': `import { lateFee } from './late-fee.js';

export function returnLoan(loan) {
  const fee = lateFee(loan);
${lines(70)}
  return fee;
}
`,
  'src/time.js': 'export const today = () => Date.now();\n',
  'src/réservation.js': 'export function reserve(book) {\n  return book;\n}\n',
  'test/late-fee.test.js': "import { lateFee } from '../src/loans/late-fee.js';\n\nlateFee({ due: 0 });\n",
  'config/fees.json': '{ "late": 0.1 }\n',
};

/** A small library with a history in which the fees and their configuration change together. */
export async function libraryRepo(more: Files = {}): Promise<TempRepo> {
  const repository = await tempRepo({ ...libraryFiles, ...more });
  for (const rate of ['0.2', '0.3', '0.4'])
    await repository.commit(`Set the late fee to ${rate}`, {
      'src/loans/late-fee.js': String(libraryFiles['src/loans/late-fee.js']).replace('0.1', rate),
      'config/fees.json': `{ "late": ${rate} }\n`,
    });
  return repository;
}
