#!/usr/bin/env node
import { passThrough } from '../dist/pass-through.js';
if (!(await passThrough(process.argv, process.cwd())))
  await (await import('../dist/start.js')).start(process.argv.slice(2));
