#!/usr/bin/env node
import { passThrough } from '../dist/pass-through.js';
const passed = await passThrough(process.argv, process);
if (passed === false) await (await import('../dist/start.js')).start(process.argv.slice(2));
else if (passed !== true) process.exitCode = passed;
