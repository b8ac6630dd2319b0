// What a run pays for its record, in a process that has done nothing of the kind before: prints milliseconds.
import { machineFacts, writeRunRecord } from '@cdev/core/cli';
import { syntheticRecord } from '../frame/synthetic-records.ts';

const [home = ''] = process.argv.slice(2);
const record = syntheticRecord(0);
const start = performance.now();
const isWritten = writeRunRecord(home, { ...record, ...machineFacts(process.cwd()) });
const taken = performance.now() - start;
if (!isWritten) throw new Error('the record was not written');
process.stdout.write(`${taken}\n`);
