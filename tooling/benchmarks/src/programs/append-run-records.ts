// Appends run records until it is killed, and says each that is written in a file of its own: <home> <first> <file>
import { openSync, writeSync } from 'node:fs';
import { writeRunRecord } from '@cdev/core/cli';
import { syntheticRecord } from '../frame/synthetic-records.ts';

const [home = '', first = '0', file = ''] = process.argv.slice(2);
const said = openSync(file, 'a');
for (let at = Number(first); ; at += 1)
  if (writeRunRecord(home, { ...syntheticRecord(0), pid: at })) writeSync(said, `${at}\n`);
