// A writer of its own, for the tests to kill: appends notes and says each number that was acknowledged.
import { openJournal } from '@cdev/agent-run';

const [commonDir = '', planId = '', writer = '', count = '0'] = process.argv.slice(2);
const journal = openJournal(commonDir, planId, writer);
try {
  for (let number = 1; number <= Number(count); number += 1) {
    const { seq } = await journal.append({ type: 'note', text: `${writer} ${number} ${'x'.repeat(150)}` });
    process.stdout.write(`${seq}\n`);
  }
} catch (error) {
  process.stdout.write(`${(error as { code?: string }).code ?? String(error)}\n`);
}
